"""Reading: connections that see one moment of the ledger, and what column texts become."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Engine, Row, Select

from emitlib.ledger.engine import place_of
from emitlib.ledger.failures import translated

__all__ = ["in_bulk", "in_chunks", "moment", "opened", "parsed", "snapshot"]

_BULK = 2_000
_CHUNK = 500  # names in one IN list: every database takes that many


@contextmanager
def opened(engine: Engine) -> Iterator[Connection]:
    """A connection to read from.

    Raises:
        StoreError: If the database does not answer or is damaged.
    """
    with translated(place_of(engine)), engine.connect() as connection:
        yield connection


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection on which all statements see the same moment.

    Raises:
        StoreError: If the database does not answer or is damaged.
    """
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with translated(place_of(engine)), engine.connect().execution_options(**options) as connection:
        yield connection


def in_bulk(connection: Connection, query: Select[Any]) -> Iterator[Sequence[Any]]:
    """The rows of `query` as plain sequences, a few thousand at once: for whole tables, of which nothing is kept."""
    if connection.dialect.name != "sqlite":
        yield from connection.execution_options(yield_per=_BULK).execute(query).partitions()
        return
    compiled = query.compile(dialect=connection.dialect, compile_kwargs={"render_postcompile": True})
    values = tuple(compiled.params[name] for name in compiled.positiontup or ())
    connection.exec_driver_sql("SELECT 1")  # begins the transaction, if nothing has yet
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(str(compiled), values)
        while rows := cursor.fetchmany(_BULK):
            yield rows


def in_chunks(
    connection: Connection, query: Select[Any], column: Column[Any], names: Iterable[str] | None
) -> list[Row[Any]]:
    """All rows of `query`, with `column` in `names` when there are any; lists of any length."""
    if names is None:
        return list(connection.execute(query))
    wanted = list(dict.fromkeys(names))
    rows: list[Row[Any]] = []
    for start in range(0, len(wanted), _CHUNK):
        rows += connection.execute(query.where(column.in_(wanted[start : start + _CHUNK])))
    return rows


def moment(text: str | None) -> datetime | None:
    """The time that a column holds; aware."""
    return datetime.fromisoformat(text) if text else None


def parsed(texts: Sequence[str | None]) -> list[Any]:
    """The JSON that columns hold; None where there is none."""
    return [json.loads(text) if text else None for text in texts]
