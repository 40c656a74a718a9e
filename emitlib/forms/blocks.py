"""The blocks that panels are made of: headings, sentences, cards, notices, charts."""

from collections.abc import Iterable, Sequence
from typing import Literal

from markupsafe import Markup

from emitlib.errors import EmitError
from emitlib.i18n import _
from emitlib.reports.charts import SHOWN_BUCKETS
from emitlib.reports.report import DeliveriesLine
from emitlib.reports.words import bucket_word

__all__ = ["cards", "chart", "command", "error_notice", "heading", "legend", "mark", "notice", "pill", "sentence"]

Tone = Literal["", "error", "warning", "good"]


def heading(text: str, *, soft: str = "") -> Markup:
    """The title of a panel, with a quieter remark after it."""
    return Markup('<h3>{} <small class="soft">{}</small></h3>').format(text, soft)


def sentence(text: str, *, lead: bool = False) -> Markup:
    """A paragraph; `lead` for the one to read first."""
    return Markup('<p class="{}">{}</p>').format("lead" if lead else "", text)


def cards(entries: Iterable[tuple[str, object, str]]) -> Markup:
    """Counts side by side.

    Args:
        entries: Colour (a column of the balance, ``planned``, ``excluded``, ``blocked`` or ""), count, word.
    """
    card = Markup('<div class="card {}"><b>{}</b><span>{}</span></div>')
    return Markup('<div class="cards">{}</div>').format(
        Markup("").join(card.format(colour, _number(count), word) for colour, count, word in entries)
    )


def notice(title: str, text: str = "", *, tone: Tone = "") -> Markup:
    """A box that is meant to be seen."""
    return Markup('<div class="notice {}"><b>{}</b> {}</div>').format(tone, title, text)


def error_notice(error: EmitError) -> Markup:
    """What went wrong and what to do, as a box."""
    text = Markup("{}<br><small>{}</small>").format(error.message, error.hint)
    return Markup('<div class="notice error"><b>{}</b> {}</div>').format(error.code, text)


def mark(text: str) -> Markup:
    """The mark of a rehearsal; nothing where `text` is empty."""
    return Markup('<div class="mark">{}</div>').format(text) if text else Markup("")


def command(text: str) -> Markup:
    """A command to copy."""
    return Markup("<pre>{}</pre>").format(text)


def pill(text: str, tone: str = "") -> Markup:
    """A word with a coloured ground."""
    return Markup('<span class="pill {}">{}</span>').format(tone, text)


def chart(drawing: Markup, *, title: str = "") -> Markup:
    """A chart at a readable width; nothing where it is empty."""
    if not drawing:
        return Markup("")
    head = Markup("<h4>{}</h4>").format(title) if title else Markup("")
    return Markup('{}<div class="chart">{}</div>').format(head, drawing)


def legend(lines: Sequence[DeliveriesLine]) -> Markup:
    """What the colours mean, for the columns of the balance that hold anything."""
    entry = Markup('<span><i class="dot {}"></i>{}</span>')
    used = [bucket for bucket in SHOWN_BUCKETS if any(line.buckets.get(bucket, 0) for line in lines)]
    return Markup('<div class="legend" aria-label="{}">{}</div>').format(
        _("Colours"), Markup("").join(entry.format(bucket.value, bucket_word(bucket)) for bucket in used)
    )


def _number(count: object) -> str:
    return f"{count:,}" if isinstance(count, int) and not isinstance(count, bool) else str(count)
