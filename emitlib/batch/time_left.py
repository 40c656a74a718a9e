"""How long a run still takes: by its pace, or by its own speed where that is slower."""

import time
from typing import Protocol

__all__ = ["PaceForecast", "TimeLeft"]


class PaceForecast(Protocol):
    """What limits how fast messages leave, and what that means for those that are left."""

    @property
    def held(self) -> float:
        """Seconds for which messages were held back up to now."""
        ...

    def seconds_for(self, deliveries: int, *, settled: int) -> float:
        """Seconds until the last message of so many deliveries may leave, after so many that have a result."""
        ...


class TimeLeft:
    """Takes the time of a run's results; the caller sees to it that one thread at a time does.

    What a run does before its first result, it does once, and what it waited for says nothing of its speed.
    """

    def __init__(self) -> None:
        self._results = 0
        self._done = 0  # of them, not put off
        self._first: tuple[float, int, float] | None = (
            None  # when the first was done, how many, what was held by then
        )
        self._idle = 0.0  # seconds of pauses since then, several threads' counted once
        self._idle_until = float("-inf")
        self._pace: PaceForecast | None = None

    def keep_pace(self, pace: PaceForecast) -> None:
        """From here on nothing leaves faster than `pace` lets it."""
        self._pace = pace

    def settled(self, *, results: int, done: int) -> None:
        """So many deliveries have a result by now, and so many of them one that is not put off."""
        self._results, self._done = results, done
        if self._first is None and done:
            self._first = time.monotonic(), done, self._held()

    def paused(self, since: float) -> None:
        """Nothing left from a moment of the monotonic clock until now."""
        if self._first is not None:
            now = time.monotonic()
            self._idle += now - max(since, self._first[0], self._idle_until)
            self._idle_until = now

    def seconds(self, deliveries: int, *, rate: float) -> float | None:
        """Until so many deliveries have a result; None before the first one was done.

        Args:
            deliveries: Those that have none yet.
            rate: Deliveries per second up to now, in case all that is done was done at once.
        """
        if self._first is None:
            return None
        at, count, held = self._first
        passed, more = time.monotonic() - at - self._idle - (self._held() - held), self._done - count
        speed = more / passed if more and passed > 0 else rate
        paced = self._pace.seconds_for(deliveries, settled=self._results) if self._pace else 0.0
        return round(max(deliveries / speed, paced), 1)

    def _held(self) -> float:
        return self._pace.held if self._pace else 0.0
