"""Shadow tables: the projections as the events alone decide them, in a temporary database on disk.

They are written by the statements that write the ledger's own tables, and compared with these inside SQLite.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Executable, MetaData, Table, and_, bindparam, func, insert, or_, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable, DropTable
from sqlalchemy.sql.elements import ColumnElement

from emitlib.ledger import tables
from emitlib.ledger.projections import Rows
from emitlib.ledger.statements import Statement, insert_or_merge

__all__ = ["SEQ", "Shadow", "Stray"]

#: The column of a shadow table that names the last event which decided the row.
SEQ = "shadow_seq"

_CHUNK = 1_000
_CACHE_KIB = 65_536
_DIALECT = sqlite.dialect()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """A row that the events do not give, or give otherwise."""

    table: str
    key: tuple[Any, ...]
    seq: int  #: of the last event that decided the row; 0 where none did
    column: str  #: the first that differs; "" where the whole row does
    gone: bool


class Shadow:
    """One shadow table for each projection named.

    Args:
        connection: Inside the snapshot that is verified. A SQLite ledger is compared in place; of any other database
            the tables are copied beside their shadows first.
        names: Projections to shadow.
    """

    def __init__(self, connection: Connection, names: Collection[str]) -> None:
        self._connection = connection
        self._tables = [table for name, table in tables.PROJECTIONS.items() if name in names]
        self._shadows = {table.name: _shadow_of(table) for table in self._tables}
        self._upserts: dict[tuple[str, tuple[str, ...]], Statement] = {}
        self._in_place = connection.dialect.name == "sqlite"
        driver = connection.connection.driver_connection if self._in_place else None
        self._database: sqlite3.Connection = driver or sqlite3.connect("", isolation_level=None)
        self._cursor = self._database.cursor()
        self._cursor.execute(f"PRAGMA temp.cache_size = -{_CACHE_KIB}")
        for shadow in self._shadows.values():
            self._run(DropTable(shadow, if_exists=True))
            self._run(CreateTable(shadow))

    def close(self) -> None:
        """Drop everything."""
        for shadow in self._shadows.values():
            self._run(DropTable(shadow, if_exists=True))
        self._cursor.close()
        if not self._in_place:
            self._database.close()

    def write(self, rows: Rows) -> None:
        """Insert `rows`, or merge them into the rows that have their keys.

        Args:
            rows: As `projections.merge` makes them, each with the last event that decided it as `SEQ`.
        """
        groups: dict[tuple[str, tuple[str, ...]], list[dict[str, Any]]] = defaultdict(list)
        for (table, _key), values in rows.items():
            groups[table, tuple(values)].append(values)
        for (table, columns), group in groups.items():
            statement = self._upserts.get((table, columns))
            if statement is None:
                query = insert_or_merge(self._shadows[table], columns, sqlite.insert)
                statement = self._upserts[table, columns] = Statement(query, _DIALECT)
            statement.run_many(self._cursor, group)

    def stray(self) -> Stray | None:
        """The first row that differs, table by table."""
        for table in self._tables:
            if not self._in_place:
                self._copy(table)
            found = self._changed(table) or self._uncounted(table)
            if found is not None:
                return found
        return None

    def _run(self, query: Executable, values: tuple[Any, ...] = ()) -> list[Any]:
        return self._cursor.execute(str(query.compile(dialect=_DIALECT)), values).fetchall()  # type: ignore[attr-defined]

    def _copy(self, table: Table) -> None:
        self._run(CreateTable(table))
        rows = self._connection.execution_options(yield_per=_CHUNK).execute(select(table)).mappings()
        query = insert(table).values({column.name: bindparam(column.name) for column in table.columns})
        statement = Statement(query, _DIALECT)
        for part in rows.partitions():
            statement.run_many(self._cursor, [dict(row) for row in part])

    def _changed(self, table: Table) -> Stray | None:
        """A row of the shadow that the ledger's table holds otherwise, or not at all."""
        shadow = self._shadows[table.name]
        differs = or_(*(table.c[c.name].is_distinct_from(shadow.c[c.name]) for c in table.columns))
        pairs = shadow.outerjoin(table, _same_key(table, shadow))
        # "+ 0" keeps the scan in the order of the rows; the few that differ are sorted afterwards.
        query = select(shadow).select_from(pairs).where(differs).order_by(shadow.c[SEQ] + 0).limit(1)
        expected = next((dict(zip(shadow.columns.keys(), row, strict=True)) for row in self._limited(query)), None)
        if expected is None:
            return None
        key = tuple(expected[column.name] for column in table.primary_key)
        found = self._run(select(table).where(*(column == bindparam(None) for column in table.primary_key)), key)
        actual = dict(zip(table.columns.keys(), found[0], strict=True)) if found else {}
        column = next((name for name in actual if actual[name] != expected[name]), "")
        return Stray(table=table.name, key=key, seq=expected[SEQ], column=column, gone=not found)

    def _uncounted(self, table: Table) -> Stray | None:
        """A row of the ledger's table that the shadow lacks: once all of the shadow's are there, counting tells."""
        shadow = self._shadows[table.name]
        counts = {self._run(select(func.count()).select_from(one))[0] for one in (table, shadow)}
        if len(counts) == 1:
            return None
        keys = list(table.primary_key)
        pairs = table.outerjoin(shadow, _same_key(table, shadow))
        stray = select(*keys).select_from(pairs).where(shadow.c[SEQ].is_(None)).order_by(*keys).limit(1)
        doubled = select(*keys).group_by(*keys).having(func.count() > 1).limit(1)  # the primary key was taken off
        key = next(iter(self._limited(stray) or self._limited(doubled)), ())
        return Stray(table=table.name, key=tuple(key), seq=0, column="", gone=False)

    def _limited(self, query: Any) -> list[Any]:
        statement = Statement(query, _DIALECT)
        statement.run(self._cursor, query.compile(dialect=_DIALECT).params)
        return self._cursor.fetchall()


def _shadow_of(table: Table) -> Table:
    columns = (Column(column.name, column.type, primary_key=column.primary_key) for column in table.columns)
    seq = Column(SEQ, tables.event.c.seq.type)
    return Table(f"shadow_{table.name}", MetaData(), *columns, seq, prefixes=["TEMPORARY"])


def _same_key(table: Table, shadow: Table) -> ColumnElement[bool]:
    return and_(*(column == shadow.c[column.name] for column in table.primary_key))
