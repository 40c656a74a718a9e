"""The radar as a picture: one bar a certificate, as long as the days that it has left; plain SVG."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from emitlib.certificates.policy import EXPIRY_STEPS
from emitlib.certificates.radar import RadarRow, RadarState
from emitlib.i18n import _

__all__ = ["radar_chart"]

_SVG = 'xmlns="http://www.w3.org/2000/svg" role="img" font-family="Segoe UI, Arial, sans-serif" font-size="12"'
_WIDTH = 760  # units; whoever shows it scales it
_LABEL = 250  # for keys and names
_RIGHT = 120  # for dates
_HEAD = 56
_ROW = 24
_BAR = 14
_LONGEST_NAME = 30  # letters
_LEAST = 3  # units of a bar that ends today
#: By urgency: expired or unreadable, then each step of warning, then later.
_COLOURS = {"over": "#a4262c", 7: "#d13438", 30: "#e07b00", 90: "#c9a400", None: "#2f6f4f"}


def radar_chart(rows: Sequence[RadarRow], *, months: int, at: datetime) -> str:
    """An SVG of the radar, the most urgent on top, with lines at 7, 30 and 90 days.

    Args:
        rows: What `radar` gave.
        months: How far ahead it looked.
        at: The day it looked from, aware.
    """
    longest = max([EXPIRY_STEPS[-1], *(row.days_left or 0 for row in rows)])
    scale = (_WIDTH - _LABEL - _RIGHT) / longest
    height = _HEAD + max(len(rows), 1) * _ROW + 12
    title = _("Certificates that expire within {months} months from {day}").format(
        months=months, day=f"{at:%Y-%m-%d}"
    )
    parts = [
        f'<svg {_SVG} viewBox="0 0 {_WIDTH} {height}" aria-label="{escape(title)}">',
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="12" y="22" font-size="15" font-weight="bold">{escape(title)}</text>',
        *(_step_line(step, scale, height) for step in EXPIRY_STEPS),
        *(_row(row, _HEAD + place * _ROW, scale) for place, row in enumerate(rows)),
    ]
    if not rows:
        parts.append(f'<text x="12" y="{_HEAD + 14}">{escape(_("None."))}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _step_line(step: int, scale: float, height: int) -> str:
    x = _LABEL + step * scale
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_HEAD - 6}" y2="{height - 8}" stroke="#c8c8c8"/>'
        f'<text x="{x:.1f}" y="{_HEAD - 10}" text-anchor="middle" fill="#5a5a5a">{step}</text>'
    )


def _row(row: RadarRow, y: int, scale: float) -> str:
    gone = row.state is not RadarState.EXPIRING
    width = max(0 if gone else (row.days_left or 0) * scale, _LEAST)
    name = row.name if len(row.name) <= _LONGEST_NAME else row.name[: _LONGEST_NAME - 1] + "…"
    label = f"{row.key}  {name}".strip()
    colour = _COLOURS["over" if gone else row.step]
    hint = f"{row.key} {row.name} {row.serial}".strip()
    return (
        f"<g><title>{escape(hint)}</title>"
        f'<text x="{_LABEL - 8}" y="{y + _BAR - 2}" text-anchor="end">{escape(label)}</text>'
        f'<rect x="{_LABEL}" y="{y}" width="{width:.1f}" height="{_BAR}" rx="2" fill="{colour}"/>'
        f'<text x="{_LABEL + width + 6:.1f}" y="{y + _BAR - 2}" fill="#333333">{escape(_words(row))}</text></g>'
    )


def _words(row: RadarRow) -> str:
    if row.not_after is None:
        return _("cannot be read")
    day = f"{row.not_after:%Y-%m-%d}"
    if row.state is RadarState.EXPIRED:
        return _("expired {day}").format(day=day)
    return _("{days} days, {day}").format(days=row.days_left, day=day)
