"""Cancellation receipts (acuses): the UUIDs that each answers for, as the event that planned it says."""

import json
from collections.abc import Iterable

from sqlalchemy import Connection, select

from emitlib.ledger import tables
from emitlib.ledger.deliveries import DeliveryRow
from emitlib.ledger.queries import Queries
from emitlib.ledger.reading import in_chunks
from emitlib.vocabulary import DocumentKind

__all__ = ["answered_by", "select_answers"]


def answered_by(ledger: Queries, rows: Iterable[DeliveryRow]) -> dict[str, tuple[str, ...]]:
    """The UUIDs that the receipts among these deliveries answer for.

    Args:
        ledger: May be open for reading only.
        rows: Deliveries of any documents.

    Returns:
        By document key. A receipt that an earlier version planned is absent: its event does not say.

    Raises:
        StoreError: If the database does not answer or is damaged.
    """
    with ledger.reading() as connection:
        return select_answers(connection, rows)


def select_answers(connection: Connection, rows: Iterable[DeliveryRow]) -> dict[str, tuple[str, ...]]:
    """As `answered_by`, on a connection of the caller's."""
    receipts = [row.delivery for row in rows if row.document.startswith(f"{DocumentKind.ACUSE}:")]
    delivery, event = tables.delivery.c, tables.event.c
    query = select(delivery.document, event.body).join(tables.event, event.seq == delivery.seq)
    told = in_chunks(connection, query, delivery.delivery, receipts)
    answers = {row.document: tuple(json.loads(row.body)["data"].get("answers", ())) for row in told}
    return {document: uuids for document, uuids in answers.items() if uuids}
