"""How far a run is, as a piece of HTML that carries its own style: for notebooks and forms alike."""

from markupsafe import Markup

from emitlib.batch.progress import ProgressView
from emitlib.i18n import _
from emitlib.reports.progress_words import (
    counts_text,
    done_text,
    pace_text,
    time_left_text,
    waiting_text,
    warnings_text,
)
from emitlib.reports.words import channel_word, run_state_word
from emitlib.vocabulary import ChannelName

__all__ = ["progress_html", "progress_line"]

_FONT = "font:13.5px/1.5 'Segoe UI',system-ui,-apple-system,'Helvetica Neue',Arial,sans-serif;color:#1c2733"
_BAR = Markup(
    '<div role="progressbar" aria-valuemin="0" aria-valuemax="{total}" aria-valuenow="{passed}" aria-label="{name}" '
    'style="background:#dfe4ea;border-radius:5px;height:10px;max-width:640px;margin:4px 0;overflow:hidden">'
    '<div style="background:{colour};height:10px;width:{share:.1f}%"></div></div>'
)
_MARK = Markup(
    '<span style="background:#fff4d6;border:1px solid #e9cf8b;color:#6d4f00;border-radius:6px;padding:0 8px;'
    'font-weight:650">{}</span> '
)
_APART = Markup('<div role="status" style="color:#6d4f00;font-weight:650">{}</div>')
_COLOURS = {"failed": "#bb3e35", "stopped": "#d19a2a", "dead": "#bb3e35"}
_GOOD = "#2f7d6b"


def progress_line(view: ProgressView) -> str:
    """One line of text: run, how many of how many, rate, time left, what it waits for, counts."""
    parts = (
        view.run,
        run_state_word(view.state),
        done_text(view),
        pace_text(view),
        time_left_text(view),
        waiting_text(view),
    )
    return " · ".join(filter(None, [*parts, counts_text(view), warnings_text(view)]))


def progress_html(view: ProgressView) -> Markup:
    """A bar, with rate, time left, counts, what the run waits for and what its machine cannot; a rehearsal is marked.

    Args:
        view: Of a run that goes on, or of one that ended.
    """
    name = channel_word(ChannelName(view.channel))
    told = " · ".join(filter(None, (done_text(view), pace_text(view), time_left_text(view))))
    bar = _BAR.format(
        total=view.total,
        passed=view.passed,
        name=name,
        colour=_COLOURS.get(view.state, _GOOD),
        share=100 * view.passed / max(view.total, 1),
    )
    head = Markup("<div>{}<b>{}</b> · {} · {}</div>").format(
        _MARK.format(_("REHEARSAL: NOTHING LEFT")) if view.rehearsal else "", name, run_state_word(view.state), told
    )
    told_apart = Markup("").join(_APART.format(text) for text in (waiting_text(view), warnings_text(view)) if text)
    return Markup('<div style="{}">{}{}{}<div style="color:#5b6875">{}</div></div>').format(
        _FONT, head, bar, told_apart, counts_text(view)
    )
