"""Statements of the write path: SQL that the dialect compiles once, run on the driver's own cursor.

SQLAlchemy writes the SQL for both databases; its execution layer, which would cost more than the write, is left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Dialect, Executable, Table, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from emitlib.ledger import tables

__all__ = ["Cursor", "Standing", "Statement", "Statements", "insert_or_merge"]

#: A DB-API cursor, of whichever driver.
Cursor = Any

_SIZES = (1, 4, 16, 256)  # lengths of IN lists; the last name fills up what is left


class Standing(NamedTuple):
    """Where a delivery stands, as far as guards ask."""

    status: str | None  #: None where there is no row
    begun_run: str | None  #: the run that began it last
    carrier: str | None  #: the frozen bytes that hold it


class Statement:
    """One compiled statement.

    Args:
        query: What SQLAlchemy Core built, all values as named bind parameters.
        dialect: Whose SQL it becomes.
    """

    def __init__(self, query: Executable, dialect: Dialect) -> None:
        compiled = query.compile(dialect=dialect)  # type: ignore[attr-defined]
        self.sql = str(compiled)
        self._order: tuple[str, ...] | None = tuple(compiled.positiontup or ()) if compiled.positional else None
        # Where there are many rows, this is what takes the time; of a single name it would give no tuple.
        self._pick = itemgetter(*self._order) if self._order and len(self._order) > 1 else self._bound

    def run(self, cursor: Cursor, values: Mapping[str, Any]) -> None:
        """Execute with `values` by name."""
        cursor.execute(self.sql, self._pick(values))

    def run_many(self, cursor: Cursor, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute once for each of `rows`."""
        if len(rows) == 1:
            self.run(cursor, rows[0])
        elif rows:
            cursor.executemany(self.sql, list(map(self._pick, rows)))

    def _bound(self, values: Mapping[str, Any]) -> Any:
        return values if self._order is None else [values[name] for name in self._order]


def insert_or_merge(table: Table, columns: Iterable[str], insert_into: Any) -> Executable:
    """Insert these columns, or set them in the row that has the key.

    Args:
        table: A projection.
        columns: Its key among them.
        insert_into: The dialect's own ``insert``.
    """
    keys = [column.name for column in table.primary_key]
    query = insert_into(table).values({name: bindparam(name) for name in columns})
    changed = {name: query.excluded[name] for name in columns if name not in keys}
    if changed:
        return query.on_conflict_do_update(index_elements=keys, set_=changed)  # type: ignore[no-any-return]
    return query.on_conflict_do_nothing(index_elements=keys)  # type: ignore[no-any-return]


class Statements:
    """All statements of the write path for one dialect; upserts are compiled when first needed.

    Args:
        dialect: The engine's.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._insert = sqlite.insert if dialect.name == "sqlite" else postgresql.insert
        self._upserts: dict[tuple[str, tuple[str, ...]], Statement] = {}
        head, delivery, personal = tables.head, tables.delivery.c, tables.personal.c
        # FOR UPDATE makes writers queue up on PostgreSQL; SQLite's lock is BEGIN IMMEDIATE.
        self.read_head = Statement(select(head.c.chain, head.c.count, head.c.hash).with_for_update(), dialect)
        moved = update(head).where(head.c.chain == bindparam("chain_is"))
        self.move_head = Statement(moved.values(count=bindparam("count"), hash=bindparam("hash")), dialect)
        self.make_head = Statement(self._plain_insert("head"), dialect)
        self.add_event = Statement(self._plain_insert("event"), dialect)
        self.add_personal = Statement(self._plain_insert("personal"), dialect)
        gone = delete(tables.personal).where(personal.commitment == bindparam("commitment"))
        self._erase_personal = Statement(gone, dialect)
        standing = select(delivery.delivery, delivery.status, delivery.begun_run, delivery.carrier)
        self._standings = self._lookups(standing, delivery.delivery)
        self._commitments = self._lookups(select(personal.digest, personal.commitment), personal.digest)

    def standings(self, cursor: Cursor, deliveries: Iterable[str]) -> dict[str, Standing]:
        """Where each of `deliveries` that has a row stands."""
        rows = self._look_up(cursor, self._standings, deliveries)
        return {delivery: Standing(*standing) for delivery, *standing in rows}

    def commitments(self, cursor: Cursor, digests: Iterable[str]) -> dict[str, str]:
        """The commitment behind each of `digests` that has a row in ``personal``."""
        return dict(self._look_up(cursor, self._commitments, digests))

    def erase(self, cursor: Cursor, commitments: Iterable[str]) -> None:
        """Take rows of ``personal`` away, their bytes too."""
        if self._dialect.name == "sqlite":
            cursor.execute("PRAGMA secure_delete = ON")  # overwrites with zeros what it frees
        self._erase_personal.run_many(cursor, [{"commitment": commitment} for commitment in commitments])

    def upsert(self, table: str, columns: tuple[str, ...]) -> Statement:
        """Insert these columns of a projection, or set them in the row that has the key."""
        statement = self._upserts.get((table, columns))
        if statement is None:
            query = insert_or_merge(tables.PROJECTIONS[table], columns, self._insert)
            statement = self._upserts[table, columns] = Statement(query, self._dialect)
        return statement

    @staticmethod
    def _plain_insert(name: str) -> Executable:
        table = tables.metadata.tables[name]
        return insert(table).values({column.name: bindparam(column.name) for column in table.columns})

    def _lookups(self, query: Any, column: Any) -> dict[int, Statement]:
        return {
            size: Statement(query.where(column.in_([bindparam(f"p{n}") for n in range(size)])), self._dialect)
            for size in _SIZES
        }

    @staticmethod
    def _look_up(cursor: Cursor, statements: dict[int, Statement], names: Iterable[str]) -> list[Any]:
        wanted = list(dict.fromkeys(names))
        found: list[Any] = []
        while wanted:
            size = next((size for size in _SIZES if len(wanted) <= size), _SIZES[-1])
            chunk, wanted = wanted[:size], wanted[size:]
            chunk += chunk[-1:] * (size - len(chunk))
            statements[size].run(cursor, {f"p{n}": name for n, name in enumerate(chunk)})
            found += cursor.fetchall()
        return found
