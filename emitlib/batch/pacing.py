"""The pace: no more messages in a window, nor addresses in a day, than the provider takes; slower when it says so."""

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from emitlib.errors import MailError
from emitlib.i18n import _
from emitlib.ledger import Ledger, Left
from emitlib.vocabulary import Channel, ChannelName, Limits, Outcome, Status
from emitlib.workspace import Clock, Workspace

__all__ = ["Pacer", "pacer_for"]

#: Replies by which a server asks for less: nobody is lost, the pace drops.
_THROTTLED = frozenset({421, 450, 451, 452, 454, 429})

_DAY = timedelta(hours=24)
_LOOK_AROUND = 5.0  # seconds between two looks at what other workspaces send
_STEP = 0.2  # seconds between two looks at the wish to stop
_OPEN_WINDOW = 1.0  # seconds: where nobody says how many in what time, a pace is found second by second
_MARGIN = 1.02  # of the window: two clocks, and the way to the server
_LESS = 0.5  # of the pace, after a reply that asks for less
_MORE = 1.1  # of it, after a window without one


class Pacer:
    """Lets messages leave one by one; asked by all workers of a run.

    What other runs and workspaces on this ledger sent counts too, so that the windows outlive a restart.

    Args:
        limits: The provider's.
        left_since: What left after a moment, by the ledger.
        run: This run; what it sends from here on is counted as it leaves.
        clock: The time of the ledger's events.
        stopped: Whether somebody asked the run to stop.
        monotonic: Seconds that never go back.
        sleep: Waits.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        left_since: Callable[[datetime], Iterable[Left]],
        run: str,
        clock: Clock,
        stopped: Callable[[], bool],
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._limits = limits
        self._left_since = left_since
        self._run = run
        self._clock = clock
        self._stopped = stopped
        self._monotonic = monotonic
        self._sleep = sleep
        self._lock = threading.Lock()
        self._allowed = float(limits.messages) or math.inf
        self._window = (limits.window if limits.messages else _OPEN_WINDOW) * _MARGIN
        self._began = clock()
        self._own: deque[_Grant] = deque()
        self._others: list[_Grant] = []
        self._taken: deque[float] = deque(maxlen=1_000)  # when the last messages were taken
        self._looked = -math.inf
        self._slowed = -math.inf
        self._resting_until = -math.inf
        self._granted = 0
        self._leaving: set[int] = set()  # threads whose message left and has no result yet
        self._held = 0.0
        self._held_until = -math.inf

    @property
    def held(self) -> float:
        """Seconds for which messages were held back up to now, all workers together."""
        with self._lock:
            return self._held

    def seconds_for(self, deliveries: int, *, settled: int) -> float:
        """When the last message of so many deliveries may leave by the pace of now, in seconds from now.

        Args:
            deliveries: Without a result; those in the messages on their way count too.
            settled: That have one; with the messages that left they say how many deliveries a message holds.
        """
        with self._lock:
            now = self._monotonic()
            left = self._granted - len(self._leaving)
            messages = round(deliveries * left / settled) if settled else deliveries
            last = self._leaves(now, messages - len(self._leaving))
            return max(last, self._resting_until, now) - now

    def _leaves(self, now: float, count: int) -> float:
        """When the last of `count` messages may leave: each a window after the one that many places before it."""
        if count <= 0 or math.isinf(self._allowed):
            return now
        recent = self._since(now - self._window)
        allowed, position, windows = int(self._allowed), len(recent) + count - 1, 0
        while position >= max(len(recent), allowed):
            position -= allowed
            windows += 1
        return (recent[position].at if position < len(recent) else now) + windows * self._window

    def wait(self, addresses: int) -> bool:
        """Wait until a message for so many addresses may leave.

        Returns:
            False if the run was asked to stop meanwhile; the message must not leave then.

        Raises:
            MailError: ``PACE_DAY_FULL`` if the day takes no more.
        """
        while not self._stopped():
            with self._lock:
                left = self._seconds_left(addresses)
                if left <= 0:
                    self._own.append(_Grant(self._monotonic(), addresses))
                    self._granted += 1
                    self._leaving.add(threading.get_ident())
                    return True
                self._hold(min(_STEP, left))
            self._sleep(min(_STEP, left))
        return False

    def _hold(self, seconds: float) -> None:
        now = self._monotonic()
        self._held += max(0.0, now + seconds - max(now, self._held_until))
        self._held_until = max(self._held_until, now + seconds)

    def watch(self, outcomes: Sequence[Outcome]) -> None:
        """Take note of what became of this thread's message; slow down where the server asked for less."""
        with self._lock:
            self._leaving.discard(threading.get_ident())
        if any(outcome.status is Status.ACCEPTED for outcome in outcomes):
            with self._lock:
                self._taken.append(self._monotonic())
        if any(outcome.status is Status.DEFERRED and outcome.code in _THROTTLED for outcome in outcomes):
            self._slow_down(max(outcome.wait for outcome in outcomes))

    def _slow_down(self, wait: float) -> None:
        """Send less, and nothing at all for half a window, or for the `wait` that the server named."""
        with self._lock:
            now = self._monotonic()
            self._resting_until = max(self._resting_until, now + wait)
            if now - self._slowed < self._window:
                return  # the other connections heard the same
            taken = sum(at > now - self._window for at in self._taken)
            lately = taken or len(self._since(now - self._window))
            self._allowed = max(1.0, min(self._allowed, lately) * _LESS)
            self._slowed = now
            self._resting_until = max(self._resting_until, now + self._window / 2)

    def _seconds_left(self, addresses: int) -> float:
        now = self._monotonic()
        self._look_around(now)
        self._recover(now)
        self._check_day(now, addresses)
        if now < self._resting_until:
            return self._resting_until - now
        if math.isinf(self._allowed):
            return 0.0
        recent = self._since(now - self._window)
        over = len(recent) - int(self._allowed)
        return 0.0 if over < 0 else recent[over].at + self._window - now

    def _since(self, moment: float) -> list["_Grant"]:
        """What left after `moment`, here and elsewhere, oldest first."""
        return sorted(grant for kept in (self._own, self._others) for grant in kept if grant.at > moment)

    def _look_around(self, now: float) -> None:
        """Count what left elsewhere, and by this run before it was taken up again; forget what counts no more."""
        span = _DAY if self._limits.recipients_per_day else timedelta(seconds=self._window)
        while self._own and self._own[0].at < now - span.total_seconds():
            self._own.popleft()
        if not self._limits.bounded or now - self._looked < _LOOK_AROUND:
            return
        self._looked = now
        wall = self._clock()
        self._others = [
            _Grant(now - (wall - left.at).total_seconds(), left.addresses)
            for left in self._left_since(wall - span)
            if left.run != self._run or left.at < self._began
        ]

    def _recover(self, now: float) -> None:
        """A little faster after each window in which nobody asked for less."""
        if now - self._slowed < self._window:
            return
        ceiling = float(self._limits.messages) or math.inf
        if self._allowed < ceiling:
            self._allowed = min(ceiling, max(self._allowed + 1, self._allowed * _MORE))
            self._slowed = now

    def _check_day(self, now: float, addresses: int) -> None:
        limit = self._limits.recipients_per_day
        day = self._since(now - _DAY.total_seconds()) if limit else []
        if not day or sum(grant.addresses for grant in day) + addresses <= limit:
            return  # a single message beyond the limit is the server's to refuse
        free = self._clock() + timedelta(seconds=day[0].at + _DAY.total_seconds() - now)
        raise MailError(
            "PACE_DAY_FULL",
            _("The provider takes {limit} addresses in 24 hours, and so many were mailed.").format(limit=limit),
            _("Go on with `emit resume {run}` after {time}; what did not leave waits.").format(
                run=self._run, time=f"{free.astimezone():%Y-%m-%d %H:%M}"
            ),
        )


def pacer_for(
    channel: Channel, workspace: Workspace, ledger: Ledger, *, run: str, stopped: Callable[[], bool]
) -> Pacer | None:
    """The pace of a run by the workspace's settings; None where nothing really leaves by mail.

    Args:
        channel: The way out.
        workspace: Says what the provider takes.
        ledger: Knows what left before, and elsewhere.
        run: The run's id.
        stopped: Whether somebody asked the run to stop.
    """
    if channel.name is not ChannelName.MAIL or channel.rehearsal:
        return None
    return Pacer(
        Limits.of(workspace.settings.mail.pace),
        left_since=lambda moment: ledger.begun(since=moment),
        run=run,
        clock=workspace.clock,
        stopped=stopped,
    )


class _Grant(NamedTuple):
    """A message that left, or is about to."""

    at: float  #: seconds of the monotonic clock
    addresses: int
