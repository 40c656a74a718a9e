"""Steps back of the clock: an event dated before the one that it follows."""

import json
from datetime import datetime, timedelta
from typing import NamedTuple

from emitlib.vocabulary import Finding

__all__ = ["CLOCK_TOLERANCE", "ClockStep", "ClockSteps"]

#: Two computers that share a ledger never agree to the second, and an event is dated before it is queued.
CLOCK_TOLERANCE = timedelta(minutes=2)

#: Beyond so many, one clock is wrong and all is said.
_TOLD = 20


class ClockStep(NamedTuple):
    """One step back."""

    seq: int
    before: str  #: date of the event before it
    at: str
    host: str

    def as_finding(self) -> Finding:
        """The finding that a person reads."""
        where: dict[str, str | int] = {"seq": self.seq}
        return Finding("LEDGER_CLOCK_WENT_BACK", where, {"before": self.before, "at": self.at, "host": self.host})


class ClockSteps:
    """The first steps back of a stretch of the chain."""

    def __init__(self) -> None:
        self.told: list[ClockStep] = []

    def add(self, seq: int, *, before: str, at: str, body: str) -> None:
        """Keep the step from `before` back to `at`, if it is one to speak of."""
        if len(self.told) >= _TOLD:
            return
        try:
            back = datetime.fromisoformat(before) - datetime.fromisoformat(at)
        except (ValueError, TypeError):
            return  # no date at all: the walk or the reader of the event will say so
        if back > CLOCK_TOLERANCE:
            self.told.append(ClockStep(seq, before, at, str(json.loads(body).get("host", ""))))
