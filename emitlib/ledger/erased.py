"""What was erased on request, and when."""

import json
from datetime import datetime

from sqlalchemy import Connection, select

from emitlib.ledger import tables

__all__ = ["erased_on"]


def erased_on(connection: Connection) -> dict[str, datetime]:
    """Commitment → when its value was erased on request, aware."""
    event = tables.event.c
    query = select(event.at, event.body).where(event.kind == "erased").order_by(event.seq)
    return {
        commitment: datetime.fromisoformat(at)
        for at, body in connection.execute(query)
        for commitment in json.loads(body)["data"]["commitments"]
    }
