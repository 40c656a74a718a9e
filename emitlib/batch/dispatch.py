"""Dispatch: parcels are frozen, carriers emitted, every result written down; stops between two messages."""

import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import tenacity

from emitlib.batch.executors import share
from emitlib.batch.frozen_data import frozen_data
from emitlib.batch.journal import RunJournal, WatchedJournal, outcome_event
from emitlib.batch.progress import Progress
from emitlib.batch.reconcile import probed_status
from emitlib.errors import EmitError, StoreError
from emitlib.ledger import Event, Ledger
from emitlib.settings import Retry
from emitlib.vocabulary import OPEN, Carrier, Channel, Outcome, Parcel, Session, Status

__all__ = ["Dispatcher", "FrozenJob", "Job", "ParcelJob"]

#: The transport is away for now: wait and try the same carrier again.
_AWAY = frozenset({"MAIL_UNREACHABLE", "MAIL_TLS_FAILED"})
_STEP = 0.2  # seconds between two looks at the stop file while waiting


@dataclass(frozen=True, slots=True)
class ParcelJob:
    """A parcel that has no bytes yet."""

    parcel: Parcel
    held: bool


@dataclass(frozen=True, slots=True)
class FrozenJob:
    """A carrier whose bytes are frozen, and which of its deliveries are still open."""

    carrier: Carrier
    deliveries: tuple[str, ...]


Job = ParcelJob | FrozenJob


class Dispatcher:
    """Sends the jobs of one run through one channel.

    Args:
        run: The run's id.
        channel: The way out.
        ledger: Where everything is written down.
        progress: What other windows see.
        outbox: ``outbox/RUN``, for frozen bytes.
        stop_file: Asked for between two messages; its presence ends the run.
        retry: Tries and waits.
    """

    def __init__(
        self,
        *,
        run: str,
        channel: Channel,
        ledger: Ledger,
        progress: Progress,
        outbox: Path,
        stop_file: Path,
        retry: Retry,
    ) -> None:
        self._run = run
        self._channel = channel
        self._ledger = ledger
        self._progress = progress
        self._journal = RunJournal(run=run, ledger=ledger, progress=progress)
        self._outbox = outbox
        self._stop_file = stop_file
        self._retry = retry
        self._deferred: list[FrozenJob] = []
        self._deferred_lock = threading.Lock()

    @property
    def stopped(self) -> bool:
        """Whether somebody asked the run to stop."""
        return self._stop_file.exists()

    def dispatch(self, jobs: Iterable[Job]) -> None:
        """Emit all jobs, then what was deferred, as often as the settings say.

        Raises:
            EmitError: What stops the run: log-in refused, server away for too long, full disk, ledger locked.
        """
        self._pass(jobs)
        for attempt in range(1, self._retry.attempts):
            again, self._deferred = self._deferred, []
            if not again or self.stopped:
                break
            self._sleep(self._retry.wait * 2 ** (attempt - 1))
            self._pass(again)
        self._ledger.flush()

    def _pass(self, jobs: Iterable[Job]) -> None:
        share(jobs, workers=self._channel.workers, work=self._work)

    def _work(self, jobs: Iterator[Job]) -> None:
        with self._channel.session() as session:
            for job in jobs:
                if self.stopped:
                    return
                frozen = self._freeze(job) if isinstance(job, ParcelJob) else job
                if frozen is not None:
                    self._emit(session, frozen)

    # -- freezing

    def _freeze(self, job: ParcelJob) -> FrozenJob | None:
        """Frozen bytes and their event; None when nothing is left to emit now."""
        parcel: Parcel | None = job.parcel
        try:
            parcel = self._fit(job.parcel)
            if parcel is None:
                return None
            carrier = self._channel.freeze(parcel, self._outbox)
        except StoreError:
            raise  # a full disk stops the run; nothing of it left
        except EmitError as err:
            self._set_aside(_all_of(parcel or job.parcel, err.message), code=err.code)
            return None
        except Exception as err:  # noqa: BLE001 - the guard around one carrier: nothing of it has left
            self._set_aside(_all_of(parcel or job.parcel, type(err).__name__), code="ACCIDENT")
            return None
        deliveries = tuple(item.delivery for item in carrier.items)
        frozen = Event(kind="frozen", run=self._run, carrier=carrier.id, data=frozen_data(carrier, parcel))
        if job.held:
            held = Event(
                kind="held",
                run=self._run,
                carrier=carrier.id,
                deliveries=deliveries,
                expect=OPEN,
                data={"deliveries": list(deliveries)},
            )
            self._ledger.append(frozen, held)
            self._progress.moved(deliveries, Status.HELD)
            return None
        self._ledger.append(frozen)
        return FrozenJob(carrier, deliveries)

    def _fit(self, parcel: Parcel) -> Parcel | None:
        """The parcel without the deliveries whose documents cannot be part of it."""
        unfit = self._channel.unfit(parcel)
        if not unfit:
            return parcel
        self._set_aside(unfit, code="DOCUMENT_UNUSABLE")
        items = tuple(item for item in parcel.items if item.delivery not in unfit)
        return replace(parcel, items=items) if items else None

    def _set_aside(self, reasons: Mapping[str, str], *, code: str) -> None:
        """Deliveries that cannot be frozen wait, with the reason, for the next plan."""
        for delivery, reason in reasons.items():
            outcome = Outcome(delivery=delivery, status=Status.DEFERRED, reply=f"{code}: {reason}", phase="freeze")
            self._ledger.append(outcome_event(outcome, run=self._run, carrier=""))
        self._progress.moved(reasons, Status.DEFERRED)

    # -- emitting

    def _emit(self, session: Session, job: FrozenJob) -> None:
        watched = WatchedJournal(self._journal, job.carrier)
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception(lambda err: isinstance(err, EmitError) and err.code in _AWAY),
            stop=tenacity.stop_any(tenacity.stop_after_attempt(self._retry.attempts), _StopFile(self._stop_file)),
            wait=tenacity.wait_exponential(multiplier=self._retry.wait, min=self._retry.wait),
            sleep=self._sleep,
            reraise=True,
        )
        retrying(self._emit_once, session, job, watched)
        again = tuple(d for d in job.deliveries if watched.settled_ones.get(d) is Status.DEFERRED)
        if again:
            with self._deferred_lock:
                self._deferred.append(FrozenJob(job.carrier, again))

    def _emit_once(self, session: Session, job: FrozenJob, watched: WatchedJournal) -> None:
        """One emission, guarded: before `begun` an accident defers, after it the transport is asked.

        Where somebody else took one of the deliveries, it is theirs and written down; the others go without it.
        """
        waiting = tuple(delivery for delivery in job.deliveries if delivery not in watched.settled_ones)
        while waiting:
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
                self._settle_accident(watched, set(waiting) - set(watched.settled_ones), Status.DEFERRED, err)
            return

    def _still_ours(self, carrier: Carrier, deliveries: Sequence[str], watched: WatchedJournal) -> tuple[str, ...]:
        """What may still leave with this carrier; fewer each time, so that it ends."""
        rows = self._ledger.deliveries(ids=deliveries, namespace=None)
        ours = [row.delivery for row in rows if row.status in OPEN and row.carrier == carrier.id]
        left = carrier.complete([delivery for delivery in ours if delivery not in watched.settled_ones])
        return left if len(left) < len(deliveries) else ()

    def _settle_in_flight(self, carrier: Carrier, watched: WatchedJournal, error: Exception) -> None:
        if watched.in_flight:
            status = probed_status(self._channel.probe(carrier), self._channel)
            self._settle_accident(watched, watched.in_flight, status, error)

    def _settle_accident(
        self, watched: WatchedJournal, deliveries: Iterable[str], status: Status, error: Exception
    ) -> None:
        for delivery in sorted(deliveries):
            watched.settled(Outcome(delivery=delivery, status=status, reply=type(error).__name__, phase="accident"))

    # -- waiting

    def _sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.stopped and (left := until - time.monotonic()) > 0:
            time.sleep(min(_STEP, left))


class _StopFile(tenacity.stop.stop_base):
    """Ends the waiting for a transport when somebody asks the run to stop."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, _state: tenacity.RetryCallState) -> bool:
        return self._path.exists()


def _all_of(parcel: Parcel, reason: str) -> dict[str, str]:
    return {item.delivery: reason for item in parcel.items}
