"""The events themselves, in the order of the chain."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, or_, select

from emitlib.ledger import tables
from emitlib.ledger.personal import commitments_in, reveal, revealed

__all__ = ["EventRow", "stream_events"]

_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One event, its personal values in clear ("" where erased), beside the body that the chain covers."""

    seq: int
    at: datetime
    kind: str
    run: str | None
    delivery: str | None
    carrier: str | None
    by: str
    account: str
    host: str
    data: Mapping[str, Any]
    body: str
    prev_hash: str
    hash: str


def stream_events(
    connection: Connection,
    *,
    after: int = 0,
    kinds: Collection[str] | None = None,
    delivery: str | None = None,
    run: str | None = None,
) -> Iterator[EventRow]:
    """Events that meet every condition, oldest first, a few hundred in memory; see `Ledger.events`."""
    query = _query(after=after, kinds=kinds, run=run)
    if delivery is not None:
        query = query.where(_about(delivery))
    rows = iter(connection.execution_options(yield_per=_CHUNK).execute(query))
    while chunk := list(islice(rows, _CHUNK)):
        yield from _clear(connection, chunk)


def _query(*, after: int, kinds: Collection[str] | None, run: str | None) -> Select[Any]:
    event = tables.event
    query = select(event).where(event.c.seq > after).order_by(event.c.seq)
    if kinds is not None:
        query = query.where(event.c.kind.in_(list(kinds)))
    if run is not None:
        query = query.where(event.c.run == run)
    return query


def _about(delivery: str) -> Any:
    """Events of the delivery, of a carrier that held it, and cancellations that list it."""
    event, item = tables.event.c, tables.carrier_item.c
    carriers = select(item.carrier).where(item.delivery == delivery)
    listed = and_(event.kind == "cancelled", event.body.contains(f'"{delivery}"', autoescape=True))
    return or_(event.delivery == delivery, event.carrier.in_(carriers), listed)


def _clear(connection: Connection, rows: Iterable[Row[Any]]) -> Iterator[EventRow]:
    pairs = [(row, json.loads(row.body)) for row in rows]
    clear = reveal(connection, [name for _row, body in pairs for name in commitments_in(body["data"])])
    for row, body in pairs:
        shown = revealed(body["data"], clear)
        yield EventRow(
            seq=row.seq,
            at=datetime.fromisoformat(row.at),
            kind=row.kind,
            run=row.run,
            delivery=row.delivery,
            carrier=row.carrier,
            by=body["by"],
            account=body["account"],
            host=body["host"],
            data=shown if isinstance(shown, dict) else {},
            body=row.body,
            prev_hash=row.prev_hash,
            hash=row.hash,
        )
