"""The journal of a run: what channels tell becomes ledger events and progress."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from emitlib.batch.progress import Progress
from emitlib.ledger import Event, Ledger, Personal, Ticket
from emitlib.vocabulary import OPEN, Carrier, Outcome, Status

__all__ = ["RunJournal", "WatchedJournal", "outcome_event"]


def outcome_event(outcome: Outcome, *, run: str, carrier: str) -> Event:
    """The ledger's event for one outcome; its kind is the status."""
    return Event(
        kind=outcome.status.value,
        run=run,
        delivery=outcome.delivery,
        carrier=carrier or None,
        data={
            "reply": Personal("reply", outcome.reply),
            "code": outcome.code,
            "enhanced": outcome.enhanced,
            "host": outcome.host,
            "queue_id": outcome.queue_id,
            "phase": outcome.phase,
        },
    )


class RunJournal:
    """Writes to the ledger for one run. Its `begun` is the last guard against sending twice."""

    def __init__(self, *, run: str, ledger: Ledger, progress: Progress) -> None:
        self._run = run
        self._ledger = ledger
        self._progress = progress

    def begin(self, carrier: Carrier, deliveries: Sequence[str], evidence: Mapping[str, str]) -> Ticket:
        """Ask for the mark; the ledger refuses it if any delivery is no longer open."""
        return self._ledger.append(
            Event(
                kind="begun",
                run=self._run,
                carrier=carrier.id,
                deliveries=tuple(deliveries),
                expect=OPEN,
                data={"deliveries": list(deliveries), "evidence": dict(evidence)},
            )
        )

    def begun(self, deliveries: Sequence[str]) -> None:
        """The mark of these deliveries is durable."""
        self._progress.moved(deliveries, Status.BEGUN)

    def settle(self, carrier: Carrier, outcome: Outcome) -> None:
        """Record an outcome; in order behind every earlier event, so durable before the next `begun` returns."""
        self._ledger.append(outcome_event(outcome, run=self._run, carrier=carrier.id))
        self._progress.moved([outcome.delivery], outcome.status)


class WatchedJournal:
    """The journal that one emission of one carrier sees; knows what began and what was settled."""

    def __init__(self, journal: RunJournal, carrier: Carrier) -> None:
        self._journal = journal
        self._carrier = carrier
        self.in_flight: set[str] = set()
        self.settled_ones: dict[str, Status] = {}
        self.outcomes: list[Outcome] = []

    def begin(self, carrier: Carrier, deliveries: Sequence[str], evidence: Mapping[str, str]) -> "_Begun":
        """See `PromptJournal.begin`."""
        return _Begun(self, self._journal.begin(carrier, deliveries, evidence), deliveries)

    def begun(self, carrier: Carrier, deliveries: Sequence[str], evidence: Mapping[str, str]) -> None:
        """See `Journal.begun`."""
        self.begin(carrier, deliveries, evidence).wait()

    def marked(self, deliveries: Sequence[str]) -> None:
        """The mark of these deliveries is durable: from now on their bytes may be on their way."""
        self.in_flight |= set(deliveries)
        self._journal.begun(deliveries)

    def settled(self, outcome: Outcome) -> None:
        """See `Journal.settled`."""
        self._journal.settle(self._carrier, outcome)
        self.settled_ones[outcome.delivery] = outcome.status
        self.outcomes.append(outcome)
        self.in_flight.discard(outcome.delivery)


@dataclass(frozen=True, slots=True)
class _Begun:
    """See `Begun`."""

    journal: WatchedJournal
    ticket: Ticket
    deliveries: Sequence[str]

    def wait(self) -> None:
        self.ticket.wait()
        self.journal.marked(self.deliveries)
