"""What stands under a seal: its signed text, the seal before it, the hashes that it counts."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from emitlib.ledger import tables
from emitlib.ledger.body import canonical_text

__all__ = ["former_seal", "hashes_between", "seal_digest", "sealed_bytes"]

_CHUNK = 20_000
_FIRST_FORM = ("run", "count", "head", "totals")
_SECOND_FORM = ("v", *_FIRST_FORM, "at", "root", "previous")


def sealed_bytes(chain: str, data: Mapping[str, Any]) -> bytes:
    """What a seal's signature covers: canonical JSON, UTF-8.

    Args:
        chain: Of the ledger.
        data: Of the `sealed` event, in whichever form it was written.
    """
    names = _SECOND_FORM if "v" in data else _FIRST_FORM
    return canonical_text({"chain": chain, **{name: data[name] for name in names}}).encode()


def seal_digest(chain: str, data: Mapping[str, Any]) -> str:
    """What the next seal calls this one: SHA-256 of its text, 64 hex digits."""
    return hashlib.sha256(sealed_bytes(chain, data)).hexdigest()


def former_seal(connection: Connection, count: int) -> dict[str, Any] | None:
    """The data of the last seal among the first `count` events."""
    event = tables.event.c
    query = select(event.body).where(event.kind == "sealed", event.seq <= count).order_by(event.seq.desc()).limit(1)
    body = connection.execute(query).scalar()
    return None if body is None else json.loads(body)["data"]


def hashes_between(connection: Connection, after: int, last: int) -> Iterator[str]:
    """The hashes of the events from `after` + 1 to `last`, in order."""
    event = tables.event.c
    query = select(event.hash).where(event.seq > after, event.seq <= last).order_by(event.seq)
    yield from connection.execution_options(yield_per=_CHUNK).execute(query).scalars()
