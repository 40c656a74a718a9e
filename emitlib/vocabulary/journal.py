"""The contract between dispatch and a channel: freeze, emit, probe; and the journal that a channel writes."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from emitlib.vocabulary.carrier import Carrier, Parcel
from emitlib.vocabulary.delivery import ChannelName
from emitlib.vocabulary.outcome import Outcome, Probe

__all__ = ["Begun", "Channel", "Departure", "GroupSession", "Journal", "PromptJournal", "Session"]


class Journal(Protocol):
    """What a channel tells of its work. It never sees the ledger behind it."""

    def begun(self, carrier: Carrier, deliveries: Sequence[str], evidence: Mapping[str, str]) -> None:
        """Record that bytes for `deliveries` are about to leave; return only once that is durable.

        Raises:
            StoreError: If it cannot be made durable, or a delivery is no longer open. Nothing may leave then.
        """

    def settled(self, outcome: Outcome) -> None:
        """Record an outcome. Durable before the next `begun` of this process returns."""


class Begun(Protocol):
    """The promise of a `begun`."""

    def wait(self) -> None:
        """Return once it is durable; raises what `Journal.begun` raises. Nothing may leave before."""


class PromptJournal(Journal, Protocol):
    """A journal that need not be waited for at once, so that several carriers share one wait for the disk."""

    def begin(self, carrier: Carrier, deliveries: Sequence[str], evidence: Mapping[str, str]) -> Begun:
        """As `begun`, but returns before it is durable."""


@dataclass(frozen=True, slots=True)
class Departure:
    """A carrier that is to leave now."""

    carrier: Carrier
    deliveries: Sequence[str]  #: the still open ones
    journal: PromptJournal  #: of this carrier alone


class Session(Protocol):
    """One worker's connection to a transport; used by one thread."""

    def emit(self, carrier: Carrier, deliveries: Sequence[str], journal: Journal) -> None:
        """Send `carrier` for the still open `deliveries`, settling each of them in `journal` exactly once.

        Raises:
            EmitError: Before `begun`: the transport is unreachable (dispatch backs off) or refuses the log-in
                (code ``MAIL_LOGIN_REFUSED``: the run stops). After `begun` an error means *unknown*.
        """


@runtime_checkable
class GroupSession(Session, Protocol):
    """A session that makes several carriers durable as fast as one."""

    def emit_together(self, departures: Sequence[Departure]) -> None:
        """Emit all that can begin; the others are left as they are, for `emit` to say why.

        Raises:
            EmitError: After `begun` it means *unknown* for all that began and were not settled.
        """


class Channel(Protocol):
    """A way out: mail, printing or encryption with one transport."""

    @property
    def name(self) -> ChannelName:
        """Which of the three channels this is."""

    @property
    def rehearsal(self) -> bool:
        """Whether nothing really leaves by this transport."""

    @property
    def workers(self) -> int:
        """How many sessions may work side by side."""

    def prepare(self) -> None:
        """Load what `freeze` needs, where there is time before the first parcel; what fails here `freeze` tells."""

    def unfit(self, parcel: Parcel) -> Mapping[str, str]:
        """Deliveries whose documents cannot be part of this parcel, with the reason; asked before `freeze`."""

    def freeze(self, parcel: Parcel, folder: Path) -> Carrier:
        """Write the parcel's bytes once into `folder` (``outbox/RUN``), durably, and describe them.

        Raises:
            EmitError: If the bytes cannot be made or written; nothing half-written stays behind.
        """

    def session(self) -> AbstractContextManager[Session]:
        """A connection for one worker."""

    def probe(self, carrier: Carrier) -> Probe:
        """Whether a begun carrier left, as far as this transport can tell."""
