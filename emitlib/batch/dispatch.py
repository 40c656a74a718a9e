"""Dispatch: parcels are frozen, carriers emitted, every result written down; stops between two messages."""

import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path

import tenacity

from emitlib.batch.breaker import Breaker
from emitlib.batch.executors import Freezer, ahead, share
from emitlib.batch.freezing import Frozen, freeze_parcels
from emitlib.batch.frozen_data import frozen_data
from emitlib.batch.journal import RunJournal, WatchedJournal, outcome_event
from emitlib.batch.pacing import Pacer
from emitlib.batch.pause import Pause, pauses
from emitlib.batch.progress import Progress
from emitlib.batch.reconcile import probed_status
from emitlib.errors import EmitError, StoreError
from emitlib.ledger import Event, Ledger
from emitlib.settings import Retry
from emitlib.vocabulary import (
    OPEN,
    Carrier,
    Channel,
    ChannelName,
    Departure,
    GroupSession,
    Outcome,
    Parcel,
    Session,
    Status,
)
from emitlib.workspace import utc_now

__all__ = ["Dispatcher", "FrozenJob", "Job", "ParcelJob"]

_AWAY = "MAIL_UNREACHABLE"  # the server is away for now: wait and try the same carrier again
#: Parcels that are frozen at once: the disk makes many durable as fast as one. A pack is many documents already;
#: files are also laid so many at once, and what lies there can be seen after a death.
_A_TIME = {ChannelName.PRINT: 1, ChannelName.MAIL: 16, ChannelName.ENCRYPT: 64}
_FREEZERS = 3  # threads that freeze messages or have them frozen, so that one works while another waits
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
        freezer: Who freezes the parcels; None = this process.
        pacer: How fast messages may leave; None = as fast as they can.
        breaker: Stops a run whose addresses all refuse alike.
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
        freezer: Freezer | None = None,
        pacer: Pacer | None = None,
        breaker: Breaker | None = None,
    ) -> None:
        self._run = run
        self._channel = channel
        self._ledger = ledger
        self._progress = progress
        self._journal = RunJournal(run=run, ledger=ledger, progress=progress)
        self._freezer = freezer or partial(freeze_parcels, channel, folder=outbox)
        self._stop_file = stop_file
        self._pacer = pacer
        self._breaker = breaker or Breaker(0)
        self._deferred: list[FrozenJob] = []
        self._deferred_lock = threading.Lock()
        self._full: StoreError | None = None
        self._pauses = list(pauses(retry))
        self._retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception(lambda err: isinstance(err, EmitError) and err.code == _AWAY),
            stop=tenacity.stop_any(tenacity.stop_after_attempt(len(self._pauses) + 1), _StopFile(stop_file)),
            wait=tenacity.wait_chain(*map(tenacity.wait_fixed, self._pauses or [0.0])),
            before_sleep=self._tell_away,
            sleep=self._sleep,
            reraise=True,
        )

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
        for pause in self._pauses:
            again, self._deferred = self._deferred, []
            if not again or self.stopped:
                break
            self._progress.pause(Pause(until=_in(pause), messages=len(again)))
            self._sleep(pause)
            self._progress.go_on()
            self._pass(again)
        self._ledger.flush()

    def _pass(self, jobs: Iterable[Job]) -> None:
        """Freeze ahead of emitting: no carrier leaves before its own bytes are durable, but others may be made."""
        workers = self._channel.workers
        freezers = _FREEZERS if self._channel.name is ChannelName.MAIL else workers
        # laying files takes half of what sealing them takes
        senders = (workers + 1) // 2 if self._channel.name is ChannelName.ENCRYPT else workers
        batches = _batches(jobs, _A_TIME[self._channel.name])
        with ahead(batches, workers=freezers, work=self._departing, room=senders) as frozen:
            share(frozen, workers=senders, work=self._work)
        if self._full is not None:
            raise self._full

    def _departing(self, batch: Sequence[Job]) -> list[list[FrozenJob]]:
        """The batch, frozen, by what leaves at once: files are laid many at a time, messages sent one by one."""
        frozen = self._frozen(batch)
        return [frozen] if self._channel.name is ChannelName.ENCRYPT else [[job] for job in frozen]

    def _work(self, departing: Iterator[list[FrozenJob]]) -> None:
        with self._channel.session() as session:
            group = session if isinstance(session, GroupSession) else None
            for jobs in departing:
                if self.stopped:
                    return
                for job in self._emit_together(group, jobs) if group else jobs:
                    self._emit(session, job)

    # -- freezing

    def _frozen(self, batch: Sequence[Job]) -> list[FrozenJob]:
        """The batch with the bytes of each durable and written down; without what cannot or need not leave now."""
        ready = [job for job in batch if isinstance(job, FrozenJob)]
        waiting = [job for job in batch if isinstance(job, ParcelJob)]
        if waiting and self._full is None and not self.stopped:
            results = self._freezer([job.parcel for job in waiting])
            ready += [job for job in map(self._record, waiting, results) if job is not None]
            # until these bytes are written down, a plan made meanwhile cannot take a delivery out of them
            self._ledger.hurry()
        return ready

    def _record(self, job: ParcelJob, frozen: Frozen) -> FrozenJob | None:
        """Write down what came of one parcel; None when nothing is left to emit now."""
        self._full = self._full or frozen.full
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

    # -- emitting

    def _emit_together(self, session: GroupSession, jobs: Sequence[FrozenJob]) -> list[FrozenJob]:
        """Emit several carriers at once; those that could not begin are left, to be emitted one by one."""
        watched = [WatchedJournal(self._journal, job.carrier) for job in jobs]
        try:
            session.emit_together(
                [Departure(job.carrier, job.deliveries, one) for job, one in zip(jobs, watched, strict=True)]
            )
        except Exception as err:
            if isinstance(err, EmitError) and not any(one.in_flight for one in watched):
                raise
            for job, one in zip(jobs, watched, strict=True):
                self._settle_in_flight(job.carrier, one, err)
        for job, one in zip(jobs, watched, strict=True):
            self._note(job, one)
        return [job for job, one in zip(jobs, watched, strict=True) if not one.settled_ones]

    def _emit(self, session: Session, job: FrozenJob) -> None:
        watched = WatchedJournal(self._journal, job.carrier)
        try:
            self._retrying(self._emit_once, session, job, watched)
        finally:
            self._progress.go_on()
            if self._pacer is not None:
                self._pacer.watch(watched.outcomes)
        self._note(job, watched)

    def _note(self, job: FrozenJob, watched: WatchedJournal) -> None:
        """What came of a carrier: what is to be tried again, and whether all are refused alike."""
        again = tuple(d for d in job.deliveries if watched.settled_ones.get(d) is Status.DEFERRED)
        if again:
            with self._deferred_lock:
                self._deferred.append(FrozenJob(job.carrier, again))
            if self._pauses:
                self._progress.try_again(again)
        to = {item.delivery: item.destination for item in job.carrier.items}
        self._breaker.watch((to[outcome.delivery], outcome) for outcome in watched.outcomes)

    def _emit_once(self, session: Session, job: FrozenJob, watched: WatchedJournal) -> None:
        """One emission, guarded: before `begun` an accident defers, after it the transport is asked.

        Where somebody else took one of the deliveries, it is theirs and written down; the others go without it.
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

    def _tell_away(self, state: tenacity.RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome is not None else None
        reason = error.message if isinstance(error, EmitError) else ""
        self._progress.pause(Pause(until=_in(state.upcoming_sleep), reason=reason))

    def _sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.stopped and (left := until - time.monotonic()) > 0:
            time.sleep(min(_STEP, left))


def _in(seconds: float) -> datetime:
    return utc_now() + timedelta(seconds=seconds)


def _addresses(carrier: Carrier, deliveries: Sequence[str]) -> int:
    """How many addresses a message goes to, as a provider counts them."""
    wanted = set(deliveries)
    return len({item.destination for item in carrier.items if item.delivery in wanted}) + len(carrier.copies)


class _StopFile(tenacity.stop.stop_base):
    """Ends the waiting for a transport when somebody asks the run to stop."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, _state: tenacity.RetryCallState) -> bool:
        return self._path.exists()


def _batches(jobs: Iterable[Job], size: int) -> Iterator[list[Job]]:
    drawn = iter(jobs)
    while batch := list(islice(drawn, size)):
        yield batch
