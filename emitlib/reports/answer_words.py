"""The words for a report's answers: times, classes of time, states of the XML, figures of two months."""

from datetime import timedelta
from typing import assert_never

from emitlib.i18n import N_, _
from emitlib.reports.answers import LIMITS, Compared, Issue, XmlState
from emitlib.reports.words import channel_word

__all__ = ["class_word", "compared_word", "duration_word", "issue_word", "share_word", "xml_answer", "xml_state_word"]

_XML_STATES: dict[XmlState, str] = {
    XmlState.DELIVERED: N_("sent to the client, or handed over"),
    XmlState.PAPER_ONLY: N_("only the printed form or the PDF left"),
    XmlState.WRITTEN: N_("encrypted, and waiting to be handed over"),
    XmlState.FAILED: N_("refused, bounced or unconfirmed"),
    XmlState.REHEARSED: N_("in a rehearsal only"),
    XmlState.WAITING: N_("nothing left yet"),
}

_COMPARED = {
    "planned": N_("Documents planned"),
    "blocked": N_("Documents blocked"),
    "clients": N_("Clients with deliveries"),
    "deliveries": N_("{channel}: deliveries"),
    "done": N_("{channel}: done"),
    "refused": N_("{channel}: refused"),
    "bounced": N_("{channel}: bounced"),
}


def xml_state_word(state: XmlState) -> str:
    """How a document's XML stands."""
    return _(_XML_STATES[state])


def xml_answer(state: XmlState | None) -> str:
    """Whether the XML was delivered or made available: yes or no; "" where nothing was to be sent."""
    match state:
        case None:
            return ""
        case XmlState.DELIVERED:
            return _("yes")
        case XmlState.PAPER_ONLY | XmlState.WRITTEN | XmlState.FAILED | XmlState.REHEARSED | XmlState.WAITING:
            return _("no")
        case _:
            assert_never(state)


def duration_word(took: timedelta) -> str:
    """A length of time, in its two largest units.

    >>> duration_word(timedelta(days=2, hours=4, minutes=1)), duration_word(timedelta(minutes=3, seconds=20))
    ('2 d 4 h', '3 min 20 s')
    """
    seconds = int(took.total_seconds())
    for size, unit, smaller, small in ((86_400, "d", 3_600, "h"), (3_600, "h", 60, "min"), (60, "min", 1, "s")):
        if seconds >= size:
            return f"{seconds // size:,} {unit} {seconds % size // smaller} {small}"
    return f"{seconds} s"


def class_word(place: int) -> str:
    """A class of `LIMITS`."""
    if place == len(LIMITS):
        return _("later")
    limit = LIMITS[place]
    if limit <= timedelta(hours=24):
        return _("within {count} h").format(count=int(limit.total_seconds()) // 3_600)
    return _("within {count} days").format(count=limit.days)


def compared_word(line: Compared) -> str:
    """What a compared figure counts."""
    return _(_COMPARED[line.name]).format(channel=channel_word(line.channel) if line.channel else "")


def share_word(line: Compared) -> str:
    """How much more or less, in per cent of the month before; "" where that was nothing.

    >>> share_word(Compared(name="planned", channel=None, now=110, before=100))
    '+10.0 %'
    """
    return f"{line.change / line.before:+.1%}".replace("%", " %") if line.before else ""


def issue_word(issue: Issue | None) -> str:
    """Which report this is, as of when, and which one it supersedes; "" for none."""
    if issue is None:
        return ""
    told = _("Report {name}, number {number}, as of {at}.").format(
        name=issue.name, number=issue.number, at=f"{issue.at:%Y-%m-%d %H:%M}"
    )
    if issue.former is not None:
        former = f"{issue.former:%Y-%m-%d %H:%M}"
        told = f"{told} " + _("It supersedes number {number}, of {at}.").format(number=issue.number - 1, at=former)
    if not issue.recorded:
        told = f"{told} " + _("The ledger could not record this one.")
    return told
