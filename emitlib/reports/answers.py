"""Answers of a delivery report that are no rows of its tables: how soon, why not, compared with what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from emitlib.vocabulary import ChannelName, Status

__all__ = [
    "LIMITS", "Compared", "Comparison", "Issue", "Refusal", "Timeliness", "XmlState", "class_of", "counted",
]  # fmt: skip

#: How long from stamp to delivery: the ends of the classes that documents are counted in; the last class has no end.
LIMITS = (timedelta(hours=1), timedelta(hours=24), timedelta(days=3), timedelta(days=7), timedelta(days=31))


class XmlState(StrEnum):
    """Whether the client has a document's XML, or could have it (CFF 29-V); the first that is true, in this order."""

    DELIVERED = "delivered"  #: delivered or made available
    PAPER_ONLY = "paper_only"  #: only its printed form or PDF went
    WRITTEN = "written"  #: encrypted and waiting for somebody to hand it over
    FAILED = "failed"  #: refused, bounced or unconfirmed
    REHEARSED = "rehearsed"  #: in a rehearsal only
    WAITING = "waiting"  #: nothing left yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeliness:
    """How long the documents of one channel took from their stamp to their delivery."""

    channel: ChannelName
    rehearsal: bool
    documents: int
    classes: tuple[int, ...]  #: documents within each of `LIMITS`, and those beyond the last
    median: timedelta
    ninth: timedelta  #: nine of ten documents took no longer
    longest: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Deliveries that servers refused, put off or sent back for one reason."""

    status: Status  #: refused, bounced or deferred
    reason: str
    hint: str  #: "" where nothing is known
    code: str  #: as ``550 5.1.1``
    count: int
    clients: int
    example: str  #: the server's words for one of them, masked


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One figure of two months."""

    name: str  #: ``planned``, ``blocked``, ``clients``, or of a channel's deliveries
    channel: ChannelName | None
    now: int
    before: int

    @property
    def change(self) -> int:
        """How much more; negative for less."""
        return self.now - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A month beside the one before it, both counted by the ledger; rehearsals do not count."""

    period: str
    before: str
    lines: tuple[Compared, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Which of several reports about one thing this is."""

    name: str  #: of the run or period
    number: int  #: counts the reports of that name that the ledger knows, from 1
    at: datetime  #: local, aware; what came later is not in it
    former: datetime | None  #: when the one that this supersedes was made; None for the first
    recorded: bool  #: whether the ledger knows of this one


def class_of(took: timedelta) -> int:
    """The class of `LIMITS` that a time falls into."""
    return next((place for place, limit in enumerate(LIMITS) if took <= limit), len(LIMITS))


def counted(states: Mapping[str, XmlState]) -> dict[XmlState, int]:
    """How many documents stand in each state, without zeros."""
    values = list(states.values())
    return {state: values.count(state) for state in XmlState if state in values}
