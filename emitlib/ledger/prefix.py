"""The beginning of the chain as a file of its own: every entry up to a moment, checkable without emitlib."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from emitlib.errors import StoreError
from emitlib.i18n import _
from emitlib.ledger import tables
from emitlib.ledger.body import ZERO_HASH, link_hash
from emitlib.ledger.queries import Head

__all__ = ["head_before", "write_prefix"]

_CHUNK = 1_000


def head_before(connection: Connection, moment: datetime) -> Head | None:
    """Where the chain stood when `moment` (aware) came; None where nothing was written before."""
    event = tables.event.c
    edge = moment.astimezone(UTC).isoformat(timespec="microseconds")
    later = connection.execute(select(func.min(event.seq)).where(event.at >= edge)).scalar()
    last = select(event.chain, event.seq, event.hash).order_by(event.seq.desc()).limit(1)
    row = connection.execute(last if later is None else last.where(event.seq < later)).first()
    return None if row is None else Head(chain=row.chain, count=row.seq, hash=row.hash)


def write_prefix(connection: Connection, head: Head, path: Path) -> None:
    """Write the entries up to `head` into `path`: gzip, a line an entry, ``{"body": TEXT, "hash": HEX}``.

    Personal values stand in it as commitments only. The same entries always give the same bytes.

    Raises:
        StoreError: ``ARCHIVE_DOES_NOT_VERIFY`` if the chain is broken; or what `OSError` the disk gives.
    """
    with path.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:
        for line in _lines(connection, head):
            file.write(line)


def _lines(connection: Connection, head: Head) -> Iterator[bytes]:
    event = tables.event.c
    query = select(event.seq, event.body, event.hash).where(event.seq <= head.count).order_by(event.seq)
    count, last = 0, ZERO_HASH
    row: Any
    for row in connection.execution_options(yield_per=_CHUNK).execute(query):
        count, last = count + 1, link_hash(last, row.body)
        if (row.seq, row.hash) != (count, last):
            raise _broken(count)
        yield json.dumps({"body": row.body, "hash": row.hash}, ensure_ascii=False).encode() + b"\n"
    if (count, last) != (head.count, head.hash):
        raise _broken(count)


def _broken(seq: int) -> StoreError:
    return StoreError(
        "ARCHIVE_DOES_NOT_VERIFY",
        _("The ledger does not verify at event {seq}: nothing was archived.").format(seq=seq),
        _("See `emit audit verify`, and put the last good copy back."),
    )
