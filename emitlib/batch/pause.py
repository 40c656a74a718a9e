"""What a run waits for before it goes on: a server that does not answer, or the next try of what was put off."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from emitlib.settings import Retry

__all__ = ["Pause", "pauses"]


def pauses(retry: Retry) -> Iterator[float]:
    """Seconds before each further try of one run: twice as long each time, the last one cut to what is left.

    >>> list(pauses(Retry()))
    [30.0, 60.0, 120.0, 240.0, 450.0]

    Args:
        retry: How many tries, the first pause, and how long all of them take together.
    """
    left = retry.within
    for attempt in range(retry.attempts - 1):
        pause = min(retry.wait * 2**attempt, left)
        if retry.wait and not pause:
            return
        left -= pause
        yield pause


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A run waits until a moment."""

    until: datetime  #: aware; when the next try begins
    messages: int = 0  #: put off, and taken up then; 0 = the server does not answer
    reason: str = ""  #: why the server cannot be used, in words; "" where messages wait

    def as_json(self) -> dict[str, object]:
        """Plain values, for ``progress.json`` and the contract."""
        return {"until": self.until.isoformat(), "messages": self.messages, "reason": self.reason}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        """The pause that `as_json` wrote."""
        return cls(until=datetime.fromisoformat(raw["until"]), messages=raw["messages"], reason=raw["reason"])
