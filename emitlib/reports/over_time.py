"""Outcomes over time: the hour curve, with a step that suits how long the runs took."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from emitlib.reports.report import DeliveryLine, TimeSlot
from emitlib.vocabulary import BUCKETS, Bucket, Status

__all__ = ["OUTCOME_BUCKETS", "slots_of", "time_slots"]

#: Columns of the balance that an outcome puts a delivery into, in the order they are drawn.
OUTCOME_BUCKETS = (Bucket.DONE, Bucket.DEFERRED, Bucket.REFUSED, Bucket.UNKNOWN)

_MOST = 31  # bars that fit beside each other with readable labels
_STEPS = (
    *(timedelta(seconds=seconds) for seconds in (1, 5, 10, 30)),
    *(timedelta(minutes=minutes) for minutes in (1, 5, 10, 30)),
    *(timedelta(hours=hours) for hours in (1, 3, 6, 12)),
    timedelta(days=1),
    timedelta(days=7),
)


def time_slots(lines: Iterable[DeliveryLine]) -> tuple[TimeSlot, ...]:
    """Outcomes by second, minute, hour or day: the finest step that stays within 31 bars; none without outcomes."""
    return slots_of((line.at, line.status) for line in lines if line.at)


def slots_of(settled: Iterable[tuple[datetime, Status]]) -> tuple[TimeSlot, ...]:
    """The same of moments and statuses.

    Args:
        settled: When a delivery moved (local, aware), and where to; what is no outcome does not count.
    """
    moved = [(at, BUCKETS[status]) for at, status in settled if BUCKETS[status] in OUTCOME_BUCKETS]
    if not moved:
        return ()
    first, last = min(at for at, _bucket in moved), max(at for at, _bucket in moved)
    step = next((step for step in _STEPS if (last - first) / step < _MOST - 1), _STEPS[-1])
    counts: Counter[tuple[datetime, Bucket]] = Counter((_floor(at, step), bucket) for at, bucket in moved)
    starts = [_floor(first, step)]
    while starts[-1] + step <= last:
        starts.append(starts[-1] + step)
    return tuple(
        TimeSlot(start=start, step=step, buckets={bucket: counts[start, bucket] for bucket in OUTCOME_BUCKETS})
        for start in starts
    )


def _floor(at: datetime, step: timedelta) -> datetime:
    """The start of the step that `at` lies in, counted from that day's (or that week's) midnight."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    if step > timedelta(days=1):
        return midnight - timedelta(days=midnight.toordinal() % step.days)
    return midnight + (at - midnight) // step * step
