"""The deliveries of a run: those of one channel of its plan, under the ids that the run knows them by."""

from array import array
from collections.abc import Container
from itertools import chain

from msgspec.structs import replace

from emitlib.batch.plan import Plan, PlanDelivery
from emitlib.batch.plan_rows import LazyRows
from emitlib.batch.states import windows
from emitlib.ledger import Ledger
from emitlib.vocabulary import ChannelName, Delivery

__all__ = ["Picked", "RunDeliveries"]


class Picked(LazyRows[PlanDelivery]):
    """Some of a run's deliveries; what was reviewed and released is held no more.

    Args:
        deliveries: The run's.
        numbers: Which of them.
        released: Ids of those that were released.
    """

    def __init__(self, deliveries: "RunDeliveries", numbers: "array[int]", *, released: frozenset[str]) -> None:
        self.released = released
        self._deliveries = deliveries
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def row(self, number: int) -> PlanDelivery:
        """The one with this number among the picked."""
        delivery = self._deliveries.row(self._numbers[number])
        return replace(delivery, held=False) if delivery.delivery in self.released else delivery

    def first(self, count: int) -> "Picked":
        """The first ones, `count` at most."""
        return Picked(self._deliveries, self._numbers[:count], released=self.released)

    def without(self, deliveries: Container[str]) -> "Picked":
        """Those whose id is not among `deliveries`."""
        kept = (number for number in self._numbers if self._deliveries.row(number).delivery not in deliveries)
        return Picked(self._deliveries, array("I", kept), released=self.released)


class RunDeliveries(LazyRows[PlanDelivery]):
    """The deliveries of a run in plan order, each read from the plan when it is asked for.

    Args:
        plan: The run's plan.
        channel: The run's channel.
        names: Ids of a rehearsal's own namespace; None = the plan's.
    """

    def __init__(self, plan: Plan, channel: ChannelName, *, names: list[str] | None = None) -> None:
        self._rows = plan.deliveries
        of_channel = (number for number, delivery in enumerate(self._rows) if delivery.channel is channel)
        self._numbers = array("I", of_channel)
        self._names = names

    @classmethod
    def rehearsed(cls, plan: Plan, channel: ChannelName, *, run: str, ledger: Ledger) -> "RunDeliveries":
        """The deliveries under ids of the rehearsal's namespace.

        Args:
            plan: The run's plan.
            channel: The run's channel.
            run: The rehearsal's id.
            ledger: Names them.
        """
        deliveries = cls(plan, channel)
        identities = (
            Delivery(document=d.document, channel=d.channel, destination=d.destination, generation=d.generation)
            for d in deliveries
        )
        names = chain.from_iterable(ledger.identify(window, namespace=run) for window in windows(identities))
        return cls(plan, channel, names=list(names))

    def __len__(self) -> int:
        return len(self._numbers)

    def row(self, number: int) -> PlanDelivery:
        """The delivery with this number in the run."""
        delivery = self._rows[self._numbers[number]]
        return delivery if self._names is None else replace(delivery, delivery=self._names[number])
