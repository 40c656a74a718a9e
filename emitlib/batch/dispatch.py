"""Dispatch: the two stages of a run, its waits and second tries; stops between two messages."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple, assert_never

import tenacity

from emitlib.batch.breaker import Breaker
from emitlib.batch.emitting_stage import EmittingStage
from emitlib.batch.executors import Freezer, ahead, share
from emitlib.batch.freezing import freeze_parcels
from emitlib.batch.freezing_stage import FreezingStage
from emitlib.batch.job import FrozenJob, Job
from emitlib.batch.journal import RunJournal, WatchedJournal
from emitlib.batch.pacing import Pacer
from emitlib.batch.pause import Pause, pauses
from emitlib.batch.progress import Progress
from emitlib.errors import EmitError
from emitlib.ledger import Ledger
from emitlib.settings import Retry
from emitlib.vocabulary import Channel, ChannelName, GroupSession, Session, Status
from emitlib.workspace import utc_now

__all__ = ["Dispatcher"]

_AWAY = "MAIL_UNREACHABLE"  # the server is away for now: wait and try the same carrier again
_STEP = 0.2  # seconds between two looks at the stop file while waiting


class _Flow(NamedTuple):
    """How the parcels of a channel go through the two stages, where it has so many workers."""

    at_once: int  #: parcels that are frozen together: the disk makes many durable as fast as one
    together: bool  #: what was frozen together leaves together
    freezers: int  #: threads that freeze, or have it done, so that one works while another waits
    senders: int  #: threads that emit


def _flow_of(channel: Channel) -> _Flow:
    workers = channel.workers
    match channel.name:
        case ChannelName.MAIL:
            return _Flow(at_once=32, together=False, freezers=3, senders=workers)
        case ChannelName.ENCRYPT:
            # what lies in a folder can be seen after a death; laying takes half of what sealing takes
            return _Flow(at_once=64, together=True, freezers=workers, senders=(workers + 1) // 2)
        case ChannelName.PRINT:
            return _Flow(at_once=1, together=False, freezers=workers, senders=workers)  # a pack is many documents
        case name:
            assert_never(name)


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
        self._channel = channel
        self._flow = _flow_of(channel)
        self._ledger = ledger
        self._progress = progress
        self._stop_file = stop_file
        self._pacer = pacer
        self._breaker = breaker or Breaker(0)
        self._freezing = FreezingStage(
            run=run,
            ledger=ledger,
            progress=progress,
            freezer=freezer or partial(freeze_parcels, channel, folder=outbox),
            stopped=stop_file.exists,
        )
        journal = RunJournal(run=run, ledger=ledger, progress=progress)
        self._emitting = EmittingStage(channel=channel, ledger=ledger, journal=journal, pacer=pacer)
        self._deferred: list[FrozenJob] = []
        self._deferred_lock = threading.Lock()
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
        flow = self._flow
        batches = _batches(jobs, flow.at_once)
        with ahead(batches, workers=flow.freezers, work=self._departing, room=flow.senders) as departing:
            share(departing, workers=flow.senders, work=self._work)
        if self._freezing.full is not None:
            raise self._freezing.full

    def _departing(self, batch: Sequence[Job]) -> list[list[FrozenJob]]:
        """The batch, frozen, by what leaves at once."""
        frozen = self._freezing.frozen(batch)
        return [frozen] if self._flow.together else [[job] for job in frozen]

    def _work(self, departing: Iterator[list[FrozenJob]]) -> None:
        with self._channel.session() as session:
            group = session if isinstance(session, GroupSession) else None
            for jobs in departing:
                if self.stopped:
                    return
                for job in self._emit_together(group, jobs) if group else jobs:
                    self._emit(session, job)

    def _emit_together(self, session: GroupSession, jobs: Sequence[FrozenJob]) -> list[FrozenJob]:
        """Emit several carriers at once; those that could not begin are left, to be emitted one by one."""
        pairs = list(zip(jobs, self._emitting.emit_together(session, jobs), strict=True))
        for job, watched in pairs:
            self._note(job, watched)
        return [job for job, watched in pairs if not watched.settled_ones]

    def _emit(self, session: Session, job: FrozenJob) -> None:
        watched = self._emitting.watched(job)
        try:
            self._emit_once_there(session, job, watched)
        finally:
            self._progress.go_on()
            if self._pacer is not None:
                self._pacer.watch(watched.outcomes)
        self._note(job, watched)

    def _emit_once_there(self, session: Session, job: FrozenJob, watched: WatchedJournal) -> None:
        """Emit; where the server is away, wait and try again as often as the settings say."""
        try:
            self._emitting.emit(session, job, watched)
        except EmitError as err:
            if err.code != _AWAY:
                raise
            self._retrying(_after(err, partial(self._emitting.emit, session, job, watched)))

    def _note(self, job: FrozenJob, watched: WatchedJournal) -> None:
        """What came of a carrier: what is to be tried again, and whether all are refused alike."""
        again = tuple(d for d in job.deliveries if watched.settled_ones.get(d) is Status.DEFERRED)
        if again:
            with self._deferred_lock:
                self._deferred.append(FrozenJob(job.carrier, again))
            if self._pauses:
                self._progress.try_again(again)
        to = {item.delivery: item.destination for item in job.carrier.items}
        self._breaker.watch(job.carrier.id, ((to[outcome.delivery], outcome) for outcome in watched.outcomes))

    # -- waiting

    def _tell_away(self, state: tenacity.RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome is not None else None
        reason = error.message if isinstance(error, EmitError) else ""
        self._progress.pause(Pause(until=_in(state.upcoming_sleep), reason=reason))

    def _sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.stopped and (left := until - time.monotonic()) > 0:
            time.sleep(min(_STEP, left))


def _after(error: EmitError, then: Callable[[], None]) -> Callable[[], None]:
    """What fails at its first call as it failed just now, and is done at each later one."""
    failed = [error]

    def tried() -> None:
        if failed:
            raise failed.pop()
        then()

    return tried


def _in(seconds: float) -> datetime:
    return utc_now() + timedelta(seconds=seconds)


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
