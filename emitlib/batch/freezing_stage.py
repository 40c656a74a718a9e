"""The stage that freezes: parcels become carriers, and what came of each is written down."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from emitlib.batch.executors import Freezer
from emitlib.batch.freezing import Frozen
from emitlib.batch.frozen_data import frozen_data
from emitlib.batch.job import FrozenJob, Job, ParcelJob
from emitlib.batch.journal import outcome_event
from emitlib.batch.progress import Progress
from emitlib.ledger import Event, Ledger
from emitlib.vocabulary import OPEN, Outcome, Status

if TYPE_CHECKING:
    from emitlib.errors import StoreError

__all__ = ["FreezingStage"]


class FreezingStage:
    """Freezes the parcels of one run; any number of threads may use it.

    Args:
        run: The run's id.
        ledger: Where everything is written down.
        progress: What other windows see.
        freezer: Makes the bytes.
        stopped: Whether somebody asked the run to stop.
    """

    def __init__(
        self, *, run: str, ledger: Ledger, progress: Progress, freezer: Freezer, stopped: Callable[[], bool]
    ) -> None:
        self._run = run
        self._ledger = ledger
        self._progress = progress
        self._freezer = freezer
        self._stopped = stopped
        self.full: StoreError | None = None  #: the disk refused: nothing more is frozen

    def frozen(self, batch: Sequence[Job]) -> list[FrozenJob]:
        """The batch with the bytes of each durable and written down; without what cannot or need not leave now."""
        ready = [job for job in batch if isinstance(job, FrozenJob)]
        waiting = [job for job in batch if isinstance(job, ParcelJob)]
        if waiting and self.full is None and not self._stopped():
            results = self._freezer([job.parcel for job in waiting])
            ready += [job for job in map(self._record, waiting, results) if job is not None]
            # until these bytes are written down, a plan made meanwhile cannot take a delivery out of them
            self._ledger.hurry()
        return ready

    def _record(self, job: ParcelJob, frozen: Frozen) -> FrozenJob | None:
        """Write down what came of one parcel; None when nothing is left to emit now."""
        self.full = self.full or frozen.full
        self._set_aside(frozen.unfit, code="DOCUMENT_UNUSABLE")
        carrier = frozen.carrier
        if carrier is None:
            if frozen.code:
                rest = [item.delivery for item in job.parcel.items if item.delivery not in frozen.unfit]
                self._set_aside(dict.fromkeys(rest, frozen.reason), code=frozen.code)
            return None
        deliveries = tuple(item.delivery for item in carrier.items)
        data = frozen_data(carrier, made_at=job.parcel.made_at)
        event = Event(kind="frozen", run=self._run, carrier=carrier.id, data=data)
        if not job.held:
            self._ledger.append(event)
            return FrozenJob(carrier, deliveries)
        held = Event(
            kind="held",
            run=self._run,
            carrier=carrier.id,
            deliveries=deliveries,
            expect=OPEN,
            data={"deliveries": list(deliveries)},
        )
        self._ledger.append(event, held)
        self._progress.moved(deliveries, Status.HELD)
        return None

    def _set_aside(self, reasons: Mapping[str, str], *, code: str) -> None:
        """Deliveries that cannot be frozen wait, with the reason, for the next plan."""
        for delivery, reason in reasons.items():
            outcome = Outcome(delivery=delivery, status=Status.DEFERRED, reply=f"{code}: {reason}", phase="freeze")
            self._ledger.append(outcome_event(outcome, run=self._run, carrier=""))
        self._progress.moved(reasons, Status.DEFERRED)
