"""What left lately by mail, whichever run and workspace sent it: what a provider counts against its limits."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from emitlib.ledger import tables
from emitlib.ledger.reading import moment

__all__ = ["Left", "select_begun"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """One message that began to leave."""

    at: datetime
    run: str
    addresses: int


def select_begun(connection: Connection, *, since: datetime) -> Iterator[Left]:
    """Real mail that began to leave after `since`, newest first; see `Ledger.begun`."""
    event, carrier, run = tables.event.c, tables.carrier.c, tables.run.c
    query = (
        select(event.at, event.run, event.body)
        .join(tables.carrier, carrier.carrier == event.carrier)
        .join(tables.run, run.run == event.run)
        .where(event.kind == "begun", carrier.channel == "mail", run.rehearsal.is_(False))
        .order_by(event.seq.desc())
    )
    for row in connection.execution_options(yield_per=500).execute(query):
        at = moment(row.at)
        if at is None or at <= since:
            return
        yield Left(at=at, run=row.run, addresses=len(json.loads(row.body)["data"]["deliveries"]))
