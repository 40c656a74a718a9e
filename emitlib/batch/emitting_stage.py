"""The stage that emits: a carrier leaves, and an accident on the way is settled by what the transport tells."""

from collections.abc import Iterable, Sequence

from emitlib.batch.job import FrozenJob
from emitlib.batch.journal import RunJournal, WatchedJournal
from emitlib.batch.pacing import Pacer
from emitlib.batch.reconcile import probed_status
from emitlib.errors import EmitError, StoreError
from emitlib.ledger import Ledger
from emitlib.vocabulary import OPEN, Carrier, Channel, Departure, GroupSession, Outcome, Session, Status

__all__ = ["EmittingStage"]


class EmittingStage:
    """Emits carriers of one run; any number of threads may use it, each with a session of its own.

    Args:
        channel: The way out.
        ledger: Knows whose a delivery is.
        journal: Where everything is written down.
        pacer: How fast messages may leave; None = as fast as they can.
    """

    def __init__(self, *, channel: Channel, ledger: Ledger, journal: RunJournal, pacer: Pacer | None) -> None:
        self._channel = channel
        self._ledger = ledger
        self._journal = journal
        self._pacer = pacer

    def watched(self, job: FrozenJob) -> WatchedJournal:
        """The journal of one job, to be given to `emit`."""
        return WatchedJournal(self._journal, job.carrier)

    def emit(self, session: Session, job: FrozenJob, watched: WatchedJournal) -> None:
        """One emission, guarded: before `begun` an accident defers, after it the transport is asked.

        Where somebody else took one of the deliveries, it is theirs and written down; the others go without it.

        Raises:
            EmitError: What stops the run, or has to be waited for; nothing is in flight then.
        """
        waiting = tuple(delivery for delivery in job.deliveries if delivery not in watched.settled_ones)
        while waiting:
            if self._pacer is not None and not self._pacer.wait(_addresses(job.carrier, waiting)):
                return
            try:
                session.emit(job.carrier, waiting, watched)
            except StoreError as err:
                if err.code != "DELIVERY_NOT_OPEN":
                    raise
                waiting = self._still_ours(job.carrier, waiting, watched)
                continue
            except EmitError as err:
                if not watched.in_flight:
                    raise
                self._settle_in_flight(job.carrier, watched, err)
            except Exception as err:  # noqa: BLE001 - the guard around one carrier
                self._settle_in_flight(job.carrier, watched, err)
                _settle(watched, set(waiting) - set(watched.settled_ones), Status.DEFERRED, err)
            return

    def emit_together(self, session: GroupSession, jobs: Sequence[FrozenJob]) -> list[WatchedJournal]:
        """Emit several carriers at once, guarded; those that could not begin settle nothing.

        Raises:
            EmitError: What stops the run; nothing is in flight then.
        """
        watched = [self.watched(job) for job in jobs]
        try:
            session.emit_together(
                [Departure(job.carrier, job.deliveries, one) for job, one in zip(jobs, watched, strict=True)]
            )
        except Exception as err:
            if isinstance(err, EmitError) and not any(one.in_flight for one in watched):
                raise
            for job, one in zip(jobs, watched, strict=True):
                self._settle_in_flight(job.carrier, one, err)
        return watched

    def _still_ours(self, carrier: Carrier, deliveries: Sequence[str], watched: WatchedJournal) -> tuple[str, ...]:
        """What may still leave with this carrier; fewer each time, so that it ends."""
        rows = self._ledger.deliveries(ids=deliveries, namespace=None)
        ours = [row.delivery for row in rows if row.status in OPEN and row.carrier == carrier.id]
        left = carrier.complete([delivery for delivery in ours if delivery not in watched.settled_ones])
        return left if len(left) < len(deliveries) else ()

    def _settle_in_flight(self, carrier: Carrier, watched: WatchedJournal, error: Exception) -> None:
        if watched.in_flight:
            status = probed_status(self._channel.probe(carrier), self._channel)
            _settle(watched, watched.in_flight, status, error)


def _settle(watched: WatchedJournal, deliveries: Iterable[str], status: Status, error: Exception) -> None:
    for delivery in sorted(deliveries):
        watched.settled(Outcome(delivery=delivery, status=status, reply=type(error).__name__, phase="accident"))


def _addresses(carrier: Carrier, deliveries: Sequence[str]) -> int:
    """How many addresses a message goes to, as a provider counts them."""
    wanted = set(deliveries)
    return len({item.destination for item in carrier.items if item.delivery in wanted}) + len(carrier.copies)
