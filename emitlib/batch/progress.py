"""Progress of a run: counts by status in ``runs/RUN/progress.json``, replaced atomically at most once a second."""

import json
import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from emitlib.batch.pause import Pause
from emitlib.batch.time_left import PaceForecast, TimeLeft
from emitlib.errors import StoreError
from emitlib.vocabulary import BUCKETS, OPEN, Bucket, ChannelName, Status
from emitlib.workspace import write_text

__all__ = ["Progress", "ProgressView", "read_progress"]

_PERIOD = 1.0  # seconds between two writes
#: Statuses that a run leads on to others; whatever has another one has come to its end in this run.
_MOVING = (OPEN | {Status.BEGUN}) - {Status.PLANNED}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressView:
    """What another window sees of a run."""

    run: str
    total: int  #: deliveries of the run
    moved: int  #: deliveries that reached a result since this start
    counts: Mapping[str, int]  #: deliveries by status
    rate: float  #: deliveries per second since this start
    eta: float | None  #: seconds; None while unknown
    state: str  #: running, finished, stopped, failed
    channel: str
    rehearsal: bool
    documents: Mapping[str, int]  #: the balance's line of documents, as it was when the run started
    again: int = 0  #: deliveries put off that this run tries again
    waiting: Pause | None = None  #: what it waits for now; None while it works
    warnings: tuple[str, ...] = ()  #: what a person should know of its machine

    @property
    def passed(self) -> int:
        """Deliveries that the run has dealt with: all but those not started, in flight, or to be tried again."""
        moving = sum(self.counts.get(status.value, 0) for status in (Status.PLANNED, Status.BEGUN))
        return self.total - moving - self.again

    @property
    def balance(self) -> dict[str, object]:
        """The contract's balance as these counts give it; only the ledger's own proves anything."""
        buckets = dict.fromkeys((bucket.value for bucket in Bucket), 0)
        for status, count in self.counts.items():
            buckets[BUCKETS[Status(status)].value] += count
        deliveries = {
            "planned": self.total,
            **buckets,
            "remainder": self.total - sum(buckets.values()),
            "bounced": self.counts.get(Status.BOUNCED.value, 0),
        }
        return {"documents": dict(self.documents), "deliveries": {self.channel: deliveries}}


class Progress:
    """Counts the deliveries of a run; thread-safe.

    Args:
        path: ``progress.json``.
        run: The run's id.
        channel: What it emits by.
        rehearsal: Whether nothing leaves.
        documents: The balance's line of documents.
        statuses: Each delivery, and its status when the run starts.
        warnings: What a person should know of this machine.
    """

    def __init__(
        self,
        path: Path,
        *,
        run: str,
        channel: ChannelName,
        rehearsal: bool,
        documents: Mapping[str, int],
        statuses: Iterable[tuple[str, Status]],
        warnings: tuple[str, ...] = (),
    ) -> None:
        self._path = path
        self._counts: Counter[Status] = Counter()
        self._moving: dict[str, Status] = {}  # all others are planned, or at their end
        for delivery, status in statuses:
            self._set(delivery, status)
        self._fixed = {
            "run": run,
            "channel": channel.value,
            "rehearsal": rehearsal,
            "documents": dict(documents),
            "warnings": list(warnings),
            "total": self._counts.total(),
        }
        self._again: set[str] = set()
        self._pauses: dict[int, tuple[float, Pause]] = {}  # since when, and what for, by the thread that waits
        self._left = float("-inf")  # when the last delivery began to leave
        self._results = 0
        self._done = 0  # results that are not put off
        self._time_left = TimeLeft()
        self._timer: threading.Timer | None = None
        self._started = time.monotonic()
        self._latest = self._started  # when the last delivery moved
        self._ended: float | None = None
        self._written = float("-inf")
        self._state = "running"
        self._lock = threading.Lock()
        self._write(now=True)

    def moved(self, deliveries: Iterable[str], status: Status) -> None:
        """Deliveries reached a status."""
        with self._lock:
            for delivery in deliveries:
                self._counts[self._moving.pop(delivery, Status.PLANNED)] -= 1
                self._set(delivery, status)
                self._again.discard(delivery)
                self._results += status is not Status.BEGUN
                self._done += status not in {Status.BEGUN, Status.DEFERRED}
            self._latest = time.monotonic()
            if status is Status.BEGUN:
                self._left = self._latest
            self._time_left.settled(results=self._results, done=self._done)
            self._write()

    def keep_pace(self, pace: PaceForecast) -> None:
        """From here on the time left follows what `pace` lets leave."""
        self._time_left.keep_pace(pace)

    def try_again(self, deliveries: Iterable[str]) -> None:
        """Deliveries were put off, and this run tries them again."""
        with self._lock:
            self._again.update(deliveries)

    def pause(self, pause: Pause) -> None:
        """The thread that calls waits; told at once, and shown until `go_on` or until others see mail leave."""
        with self._lock:
            self._pauses[threading.get_ident()] = time.monotonic(), pause
            self._write(now=True)

    def go_on(self) -> None:
        """The thread that calls waits no longer."""
        thread = threading.get_ident()
        if thread not in self._pauses:  # nobody else puts it there
            return
        with self._lock:
            since, _pause = self._pauses.pop(thread)
            if since >= self._left:
                self._time_left.paused(since)
            self._write(now=True)

    def _set(self, delivery: str, status: Status) -> None:
        self._counts[status] += 1
        if status in _MOVING:
            self._moving[delivery] = status

    def end(self, state: str) -> None:
        """The run came to an end; written at once."""
        with self._lock:
            self._again.clear()
            self._pauses.clear()
            self._state = state
            self._ended = self._latest
            if self._timer is not None:
                self._timer.cancel()
            self._write(now=True)

    @property
    def rate(self) -> float:
        """Deliveries per second from the start to now; once the run has ended, to its last delivery."""
        until = time.monotonic() if self._ended is None else self._ended
        return self._results / max(until - self._started, 1e-6)

    def _write(self, *, now: bool = False) -> None:
        moment = time.monotonic()
        if not now and moment - self._written < _PERIOD:
            if self._timer is None:
                self._timer = threading.Timer(self._written + _PERIOD - moment, self._catch_up)
                self._timer.daemon = True
                self._timer.start()
            return
        self._written = moment
        open_ones = self._counts[Status.PLANNED] + self._counts[Status.BEGUN] + len(self._again)
        waiting = self._waiting()
        content = {
            **self._fixed,
            "state": self._state,
            "moved": self._results,
            "counts": {status.value: count for status, count in sorted(self._counts.items()) if count},
            "rate": round(self.rate, 2),
            "eta": None if waiting else self._time_left.seconds(open_ones, rate=self.rate),
            "again": len(self._again),
            "waiting": waiting and waiting.as_json(),
        }
        # a window looks through this: when it cannot be written (on Windows while somebody reads it) nobody is lost
        with suppress(StoreError):
            write_text(self._path, json.dumps(content), durable=False)

    def _catch_up(self) -> None:
        """What moved since the last write is seen even if nothing moves after it."""
        with self._lock:
            self._timer = None
            if self._ended is None:
                self._write(now=True)

    def _waiting(self) -> Pause | None:
        """The pause that ends first; None while mail leaves by another connection."""
        pauses = (pause for since, pause in self._pauses.values() if since >= self._left)
        return min(pauses, key=lambda pause: pause.until, default=None)


def read_progress(path: Path) -> ProgressView | None:
    """The progress of a run; None before its first word, and (on Windows) in the moment it is replaced."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        return None
    return ProgressView(
        run=raw["run"],
        total=raw["total"],
        moved=raw["moved"],
        counts=raw["counts"],
        rate=raw["rate"],
        eta=raw["eta"],
        state=raw["state"],
        channel=raw["channel"],
        rehearsal=raw["rehearsal"],
        documents=raw["documents"],
        again=raw.get("again", 0),
        warnings=tuple(raw.get("warnings", ())),
        waiting=Pause.from_json(raw["waiting"]) if raw.get("waiting") else None,
    )
