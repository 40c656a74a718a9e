"""Deliveries beside how the ledger knows them, a few hundred at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from emitlib.batch.plan_parts import PlanDelivery
from emitlib.ledger import DeliveryState, Ledger

__all__ = ["beside_states", "windows"]

_AT_ONCE = 500

Item = TypeVar("Item")


def windows(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items, a few hundred at a time; none is drawn before its window."""
    drawn = iter(items)
    while window := list(islice(drawn, _AT_ONCE)):
        yield window


def beside_states(
    deliveries: Iterable[PlanDelivery], *, ledger: Ledger
) -> Iterator[tuple[PlanDelivery, DeliveryState | None]]:
    """Each of `deliveries` with its state, in their order; None for one that the ledger does not know."""
    for window in windows(deliveries):
        states = ledger.states([delivery.delivery for delivery in window])
        for delivery in window:
            yield delivery, states.get(delivery.delivery)
