"""Totals by channel and by client, counted from the deliveries that the report shows."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from emitlib.reports.report import ChannelTotal, ClientTotal, DeliveryLine
from emitlib.vocabulary import BUCKETS, ChannelName, Status

__all__ = ["channel_totals", "client_totals"]


def channel_totals(lines: Sequence[DeliveryLine], carriers: Mapping[ChannelName, int]) -> tuple[ChannelTotal, ...]:
    """One total a channel, in the channels' own order.

    Args:
        lines: Every delivery.
        carriers: Messages, packs or files by channel.
    """
    totals = []
    for channel in ChannelName:
        own = [line for line in lines if line.channel is channel]
        if not own:
            continue
        statuses = Counter(line.status for line in own)
        moments = [line.at for line in own if line.at]
        totals.append(
            ChannelTotal(
                channel=channel,
                documents=len({line.document.key for line in own}),
                clients=len({line.party.key for line in own}),
                deliveries=len(own),
                carriers=carriers.get(channel, 0),
                statuses={status: statuses[status] for status in Status if statuses[status]},
                first=min(moments, default=None),
                last=max(moments, default=None),
                by_answer=sum(line.by_answer for line in own),
            )
        )
    return tuple(totals)


def client_totals(lines: Sequence[DeliveryLine]) -> tuple[ClientTotal, ...]:
    """One total a client, in the order of `lines`."""
    by_client: dict[str, list[DeliveryLine]] = defaultdict(list)
    for line in lines:
        by_client[line.party.key].append(line)
    return tuple(
        ClientTotal(
            party=own[0].party,
            documents=len({line.document.key for line in own}),
            deliveries=len(own),
            buckets=Counter(BUCKETS[line.status] for line in own),
        )
        for own in by_client.values()
    )
