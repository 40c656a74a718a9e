"""How long documents took from their stamp (timbrado) to their delivery."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from emitlib.reports.answers import LIMITS, Timeliness, class_of
from emitlib.reports.report import DeliveryLine
from emitlib.vocabulary import DONE, ChannelName, Status

__all__ = ["taken", "timeliness"]

_TAKEN = DONE - {Status.BOUNCED}


def taken(line: DeliveryLine) -> timedelta | None:
    """From the stamp to the delivery; None where either is missing. Clocks that disagree give nothing below zero."""
    if line.status not in _TAKEN or line.at is None or line.document.stamped is None:
        return None
    return max(line.at - line.document.stamped, timedelta(0))


def timeliness(lines: Iterable[DeliveryLine], *, rehearsed: Sequence[ChannelName]) -> tuple[Timeliness, ...]:
    """One answer a channel that delivered stamped documents; of a document its first delivery by the channel counts.

    Args:
        lines: Every delivery.
        rehearsed: Channels whose deliveries are rehearsals.
    """
    first: dict[ChannelName, dict[str, timedelta]] = {channel: {} for channel in ChannelName}
    for line in lines:
        took = taken(line)
        if took is not None:
            of_channel = first[line.channel]
            of_channel[line.document.key] = min(took, of_channel.get(line.document.key, took))
    return tuple(
        _answer(channel, sorted(times.values()), rehearsal=channel in rehearsed)
        for channel, times in first.items()
        if times
    )


def _answer(channel: ChannelName, times: Sequence[timedelta], *, rehearsal: bool) -> Timeliness:
    classes = [class_of(took) for took in times]
    return Timeliness(
        channel=channel,
        rehearsal=rehearsal,
        documents=len(times),
        classes=tuple(classes.count(place) for place in range(len(LIMITS) + 1)),
        median=times[(len(times) - 1) // 2],
        ninth=times[-(-len(times) * 9 // 10) - 1],
        longest=times[-1],
    )
