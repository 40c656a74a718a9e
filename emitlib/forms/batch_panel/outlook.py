"""What a run of one channel would do now, and what it leaves out because that went before or may have."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from emitlib.batch.plan import Plan
from emitlib.i18n import N_, _
from emitlib.ledger import Ledger
from emitlib.reports.words import status_word
from emitlib.vocabulary import OPEN, ChannelName, Status
from emitlib.workspace import Workspace

__all__ = ["ChannelOutlook", "channel_outlooks"]

#: Why something is left out that went before, or may have.
_NOT_TWICE = {
    "ALREADY_DELIVERED": N_("already delivered: {count}"),
    "WAITING": N_("waiting (review, an answer or another run): {count}"),
    "REFUSED_BEFORE": N_("refused before: {count}"),
    "BOUNCED_BEFORE": N_("bounced before: {count}"),
    "REJECTED": N_("rejected in review: {count}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelOutlook:
    """One channel of a plan as it stands now."""

    channel: ChannelName
    leaving: int  #: deliveries that a run would send
    reviewed: int  #: deliveries that a run would prepare and hold for review
    settled: Mapping[Status, int]  #: deliveries of the plan that a run leaves alone, by where they stand
    left_out: Mapping[str, int]  #: what the plan does not take, by code: it went before, or may have
    rehearses: bool  #: whether nothing can leave by this channel as it is set up

    @property
    def open(self) -> int:
        """Deliveries that a run takes; what a person types to confirm it."""
        return self.leaving + self.reviewed

    @property
    def never_twice(self) -> list[str]:
        """What is left out because it went before or may have: the plan's reasons, then what moved since."""
        planned = [
            _(text).format(count=f"{self.left_out[code]:,}")
            for code, text in _NOT_TWICE.items()
            if self.left_out.get(code)
        ]
        moved = [f"{status_word(status)}: {count:,}" for status, count in self.settled.items()]
        return planned + moved


def channel_outlooks(workspace: Workspace, plan: Plan, ledger: Ledger) -> list[ChannelOutlook]:
    """Each channel that the plan has anything for, in the plan's order.

    Args:
        workspace: Says by what mail leaves.
        plan: Made before.
        ledger: Where its deliveries stand now.
    """
    return [
        _outlook(workspace, plan, channel, ledger)
        for channel in plan.channels
        if plan.of_channel(channel) or any(stop.channel is channel and stop.code in _NOT_TWICE for stop in plan.stops)
    ]


def _outlook(workspace: Workspace, plan: Plan, channel: ChannelName, ledger: Ledger) -> ChannelOutlook:
    planned = plan.of_channel(channel)
    rows = {row.delivery: row for row in ledger.deliveries(ids=[d.delivery for d in planned], namespace="")}
    leaving = reviewed = 0
    settled: Counter[Status] = Counter()
    for delivery in planned:
        row = rows.get(delivery.delivery)
        if row is not None and row.status not in OPEN:
            settled[row.status] += 1
        elif delivery.held and not (row is not None and row.released):
            reviewed += 1
        else:
            leaving += 1
    return ChannelOutlook(
        channel=channel,
        leaving=leaving,
        reviewed=reviewed,
        settled={status: settled[status] for status in Status if settled[status]},
        left_out=Counter(stop.code for stop in plan.stops if stop.channel is channel and stop.code in _NOT_TWICE),
        rehearses=channel is ChannelName.MAIL and workspace.settings.mail.transport == "maildir",
    )
