"""A Firebird database as SAE keeps it: read-only, texts in its own character set, blobs as bytes."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

from emitlib.sae.firebird_attachment import Attachment, attach, wrapped
from emitlib.sae.firebird_backup import restored_backup
from emitlib.sae.firebird_header import DatabaseHeader, refuse_unreadable
from emitlib.sae.loaded import table_missing
from emitlib.sae.private_copy import private_copy
from emitlib.sae.tables import RawTable, RawValue, Since, SourceFacts

__all__ = ["FirebirdSource", "is_server_address", "open_backup", "open_database", "open_server"]

#: SERVER:PATH or SERVER/PORT:PATH; one letter before the colon is a drive.
_ADDRESS = re.compile(r"(?:\[[0-9A-Fa-f:]+\]|[\w.-]{2,})(?:/\w+)?:(?!//).+|inet[46]?://.+")
_TABLES = """
SELECT TRIM(RDB$RELATION_NAME) FROM RDB$RELATIONS
WHERE COALESCE(RDB$SYSTEM_FLAG, 0) = 0 AND RDB$VIEW_BLR IS NULL
"""
_COLUMNS = """
SELECT TRIM(R.RDB$FIELD_NAME), F.RDB$FIELD_TYPE
FROM RDB$RELATION_FIELDS R JOIN RDB$FIELDS F ON F.RDB$FIELD_NAME = R.RDB$FIELD_SOURCE
WHERE R.RDB$RELATION_NAME = ? ORDER BY R.RDB$FIELD_POSITION
"""
_DATE, _TIMESTAMP, _CHAR, _VARCHAR, _BLOB = 12, 35, 14, 37, 261
#: Rows fetched from the engine at a time.
_BATCH = 500
#: What Windows programs wrote into ISO 8859-1 columns: the cp1252 signs at places where ISO has control characters.
_WINDOWS_SIGNS = {
    place: bytes([place]).decode("cp1252")
    for place in range(0x80, 0xA0)
    if place not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    name: str
    type: int


class FirebirdSource:
    """A database through the embedded engine or a server.

    Args:
        attachment: The open database.
        origin: Path or address, without a password.
        version: ODS or server, for people.
        stack: What to close with it, the connection and a private copy; taken over.
    """

    def __init__(self, attachment: Attachment, *, origin: str, version: str, stack: ExitStack) -> None:
        self._attachment = attachment
        self._stack = ExitStack()
        self._facts = SourceFacts(kind="firebird", origin=origin, version=version, encoding=attachment.encoding)
        self._tables = tuple(sorted(row[0] for row in self._rows(_TABLES)))
        self._stack = stack.pop_all()

    @property
    def facts(self) -> SourceFacts:
        """What this source is."""
        return self._facts

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables in capitals, sorted; no views, no system tables."""
        return self._tables

    def read(self, name: str, *, since: Since | None = None) -> RawTable:
        """One table, its rows fetched as they are asked for.

        Args:
            name: The table.
            since: Rows of an earlier day stay in the database, where the column is a date; rows without a day come.

        Raises:
            InputError: ``TABLE_MISSING``, or ``FIREBIRD_FAILED`` while rows are fetched.
        """
        if name not in self._tables:
            raise table_missing(name, facts=self._facts)
        columns = [_Column(name=row[0], type=row[1]) for row in self._rows(_COLUMNS, name)]
        listed = ", ".join(_quoted(column.name) for column in columns)
        sql = f"SELECT {listed} FROM {_quoted(name)}"  # noqa: S608 - names out of the database itself
        condition, values = _condition(since, columns)
        return RawTable(
            name=name,
            columns=tuple(column.name for column in columns),
            rows=self._typed(columns, sql + condition, *values),
            encoding=self._attachment.encoding,
            origin=f"{self._facts.origin} {name}",
        )

    def _typed(self, columns: list[_Column], sql: str, *values: object) -> Iterator[tuple[RawValue, ...]]:
        texts = [place for place, column in enumerate(columns) if column.type in {_CHAR, _VARCHAR}]
        blobs = [place for place, column in enumerate(columns) if column.type == _BLOB]
        if self._attachment.encoding != "cp1252":
            texts = []
        for fetched in self._rows(sql, *values):
            row = list(fetched)
            for place in texts:
                text = row[place]
                if text is not None and not text.isascii():
                    row[place] = text.translate(_WINDOWS_SIGNS)
            for place in blobs:
                if isinstance(row[place], str):  # the driver decodes text blobs; back to what is stored
                    row[place] = row[place].encode(self._attachment.wire)
            yield tuple(row)

    def _rows(self, sql: str, *values: object) -> Iterator[tuple[Any, ...]]:
        with wrapped(self._facts.origin), self._attachment.connection.cursor() as cursor:
            cursor.execute(sql, values)
            while rows := cursor.fetchmany(_BATCH):
                yield from rows

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._stack.close()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _condition(since: Since | None, columns: list[_Column]) -> tuple[str, list[date | str]]:
    """The WHERE for `since` and its values; "" where the table has no such column, or it holds no days."""
    types = {column.name: column.type for column in columns}
    if since is None or types.get(since.column) not in {_DATE, _TIMESTAMP, _CHAR, _VARCHAR}:
        return "", []
    parts: list[str] = [f"{_quoted(since.column)} IS NULL"]
    values: list[date | str] = []
    for name in (since.column, *since.others):
        column = _quoted(name)
        if types.get(name) in {_DATE, _TIMESTAMP}:
            parts.append(f"{column} >= ?")
            values.append(since.day)
        elif types.get(name) in {_CHAR, _VARCHAR}:
            # text that does not begin with a day as ISO writes it is for the reader to judge
            parts.append(f"SUBSTRING({column} FROM 1 FOR 10) >= ?")
            parts.append(f"({column} NOT LIKE '____-__-__%' AND {column} <> '')")
            values.append(since.day.isoformat())
    return f" WHERE {' OR '.join(parts)}", values


def is_server_address(text: str) -> bool:
    r"""Whether a text names a database on a server, rather than a file.

    >>> is_server_address("sae-server:C:\\SAE\\SAE90EMPRE01.FDB"), is_server_address("C:\\SAE\\SAE90EMPRE01.FDB")
    (True, False)
    """
    return bool(_ADDRESS.fullmatch(text))


def open_database(path: Path, header: DatabaseHeader, *, user: str, charset: str) -> FirebirdSource:
    """A database file through the embedded engine, out of a private copy.

    Raises:
        InputError: ``FIREBIRD_TOO_OLD``, ``FIREBIRD_FROZEN``, ``SOURCE_HELD_OPEN``, or what `attach` raises.
        ConfigError: What `attach` raises.
    """
    refuse_unreadable(path, header)
    with ExitStack() as stack:
        copy = stack.enter_context(private_copy(path))
        return _opened(copy, origin=str(path), version=f"ODS {header.ods}", user=user, charset=charset, stack=stack)


def open_backup(path: Path, *, user: str, charset: str) -> FirebirdSource:
    """A backup that gbak made, restored beside the work.

    Raises:
        InputError: ``BACKUP_NEEDS_GBAK``, ``BACKUP_BROKEN``, or what `attach` raises.
        ConfigError: What `attach` raises.
    """
    with ExitStack() as stack:
        restored = stack.enter_context(restored_backup(path))
        return _opened(restored, origin=str(path), version="gbak", user=user, charset=charset, stack=stack)


def open_server(address: str, *, user: str, password: str, charset: str) -> FirebirdSource:
    """A database that a server runs: ``SERVER:PATH``.

    Raises:
        InputError: What `attach` raises.
        ConfigError: What `attach` raises.
    """
    with ExitStack() as stack:
        attachment = attach(address, origin=address, user=user, password=password, charset=charset, stack=stack)
        version = f"Firebird {attachment.engine}"
        return FirebirdSource(attachment, origin=address, version=version, stack=stack)


def _opened(
    database: Path, *, origin: str, version: str, user: str, charset: str, stack: ExitStack
) -> FirebirdSource:
    attachment = attach(str(database), origin=origin, user=user, password="", charset=charset, stack=stack)
    return FirebirdSource(attachment, origin=origin, version=version, stack=stack)
