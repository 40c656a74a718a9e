"""Where deliveries stand, and no more of them: for whoever asks about all of a large run."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, select

from emitlib.ledger import tables
from emitlib.ledger.reading import in_chunks
from emitlib.vocabulary import Status

__all__ = ["DeliveryState", "select_states"]


class DeliveryState(NamedTuple):
    """What a run asks of a delivery before it takes it up; see `DeliveryRow`."""

    status: Status
    carrier: str | None
    fingerprint: str
    released: bool


def select_states(connection: Connection, ids: Iterable[str]) -> dict[str, DeliveryState]:
    """The states of those `ids` that the ledger knows; see `Ledger.states`."""
    delivery = tables.delivery.c
    query = select(delivery.delivery, delivery.status, delivery.carrier, delivery.fingerprint, delivery.released)
    return {
        row.delivery: DeliveryState(Status(row.status), row.carrier, row.fingerprint or "", bool(row.released))
        for row in in_chunks(connection, query, delivery.delivery, ids)
    }
