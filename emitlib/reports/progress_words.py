"""How far a run is, in the words that terminal, notebook and forms share."""

from emitlib.batch.progress import ProgressView
from emitlib.i18n import _
from emitlib.reports.words import status_word
from emitlib.vocabulary import Status

__all__ = ["counts_text", "done_text", "pace_text", "time_left_text", "waiting_text", "warnings_text"]

_MINUTE, _HOUR = 60, 3600
_EXACT = 90  # seconds up to which seconds are shown; minutes up to as many


def done_text(view: ProgressView) -> str:
    """How many deliveries the run has dealt with, of how many: "1,240 of 3,000"."""
    return _("{passed} of {total}").format(passed=f"{view.passed:,}", total=f"{view.total:,}")


def pace_text(view: ProgressView) -> str:
    """The rate in deliveries per second."""
    return _("{rate} a second").format(rate=f"{view.rate:,.1f}")


def time_left_text(view: ProgressView) -> str:
    """The time left, rounded; "" once the run has ended or while nothing can be said."""
    if view.eta is None or view.state != "running":
        return ""
    seconds = round(view.eta)
    if seconds <= _EXACT:
        return _("{count} s left").format(count=seconds)
    minutes = -(-seconds // _MINUTE)
    if minutes <= _EXACT:
        return _("{count} min left").format(count=minutes)
    return _("{hours} h {minutes} min left").format(hours=seconds // _HOUR, minutes=seconds % _HOUR // _MINUTE)


def waiting_text(view: ProgressView) -> str:
    """What the run waits for, and until when (local time); "" while it works or once it has ended."""
    pause = view.waiting
    if pause is None or view.state != "running":
        return ""
    time = f"{pause.until.astimezone():%H:%M:%S}"
    if pause.messages:
        return _("{count} messages wait for another try at {time}.").format(count=f"{pause.messages:,}", time=time)
    told = _("The server does not answer; next try at {time}.").format(time=time)
    return f"{told} {pause.reason}".rstrip()


def warnings_text(view: ProgressView) -> str:
    """What a person should know of the run's machine while it runs; "" once it has ended."""
    return " ".join(view.warnings) if view.state == "running" else ""


def counts_text(view: ProgressView, *, separator: str = " · ") -> str:
    """Where the deliveries stand: each status that any of them has, in the order of a delivery's life."""
    known = ((status, view.counts.get(status.value, 0)) for status in Status)
    return separator.join(f"{status_word(status)}: {count:,}" for status, count in known if count)
