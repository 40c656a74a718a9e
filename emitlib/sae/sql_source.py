"""SAE on SQL Server, through SQLAlchemy: one read-only look at its tables, rows streamed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Self

from sqlalchemy import (
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    MetaData,
    Select,
    String,
    Table,
    Text,
    create_engine,
    func,
    inspect,
    literal,
    or_,
    select,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.sql import ColumnElement

from emitlib.errors import ConfigError, InputError
from emitlib.i18n import _
from emitlib.sae.loaded import table_missing
from emitlib.sae.tables import RawTable, RawValue, Since, SourceFacts

__all__ = ["SqlSource", "is_sql_url", "open_sql", "table_query", "wrapped"]

#: Rows fetched at a time.
_BATCH = 500
_FILE = "sqlite"  #: whose database is a file, without log-in
_DIALECTS = ("mssql", _FILE)
_DAY_LENGTH = 10


class SqlSource:
    """A database behind an SQLAlchemy engine.

    Args:
        engine: The engine; disposed of at the end.
        connection: The one that proved the address.
        url: The address; its password is never shown.
    """

    def __init__(self, engine: Engine, connection: Connection, *, url: URL) -> None:
        self._engine = engine
        self._connection = connection
        self._facts = SourceFacts(
            kind="sqlserver", origin=url.render_as_string(hide_password=True), version=engine.dialect.name
        )
        with wrapped(self._facts.origin):
            self._names = {name.upper(): name for name in inspect(connection).get_table_names()}

    @property
    def facts(self) -> SourceFacts:
        """What this source is."""
        return self._facts

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables in capitals, sorted; no views."""
        return tuple(sorted(self._names))

    def read(self, name: str, *, since: Since | None = None) -> RawTable:
        """One table, its rows fetched as they are asked for.

        Args:
            name: The table, in capitals.
            since: Rows of an earlier day stay in the database.

        Raises:
            InputError: ``TABLE_MISSING``; ``SQL_FAILED``, also while rows are fetched.
        """
        if name not in self._names:
            raise table_missing(name, facts=self._facts)
        with wrapped(self._facts.origin):
            table = Table(self._names[name], MetaData(), autoload_with=self._connection)
        return RawTable(
            name=name,
            columns=tuple(column.name.upper() for column in table.columns),
            rows=self._rows(table_query(table, since)),
            encoding="",
            origin=f"{self._facts.origin} {name}",
        )

    def _rows(self, query: "Select[Any]") -> Iterator[tuple[RawValue, ...]]:
        # a connection of its own: SQL Server gives one result at a time on each
        with wrapped(self._facts.origin), self._engine.connect() as connection:
            for row in connection.execute(query, execution_options={"yield_per": _BATCH}):
                yield tuple(row)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._connection.close()
        self._engine.dispose()


def is_sql_url(text: str) -> bool:
    """Whether a text is an address that SQLAlchemy reads: ``mssql+pyodbc://…``, ``sqlite:///…``."""
    return text.partition("://")[1] == "://" and text.partition("://")[0].partition("+")[0] in _DIALECTS


def open_sql(address: str, *, user: str, password: str) -> SqlSource:
    """Connect to a database of SAE.

    Args:
        address: The SQLAlchemy URL; better without a password in it.
        user: The log-in; "" for the URL's own or Windows' own.
        password: Its password; "" for none.

    Raises:
        ConfigError: ``SQL_ADDRESS``, ``SAE_DRIVER_MISSING``.
        InputError: ``SQL_FAILED``, ``SOURCE_MISSING``.
    """
    try:
        url = make_url(address)
        if url.get_backend_name() != _FILE:
            url = url.set(username=user or url.username, password=password or url.password)
        engine = create_engine(url)
    except (ArgumentError, NoSuchModuleError) as err:
        raise ConfigError(
            "SQL_ADDRESS",
            _("The address of the database cannot be read."),
            _("Write it as mssql+pyodbc://SERVER/SAE90Empre01?driver=ODBC+Driver+18+for+SQL+Server."),
        ) from err
    except ImportError as err:
        raise ConfigError(
            "SAE_DRIVER_MISSING",
            _("Reading SQL Server needs a driver: {reason}.").format(reason=err),
            _("Run `pip install pyodbc`, or `pip install pymssql` for mssql+pymssql://."),
        ) from err
    origin = url.render_as_string(hide_password=True)
    if url.get_backend_name() == _FILE and not Path(url.database or "").is_file():
        # SQLite would make it
        raise InputError(
            "SOURCE_MISSING",
            _("There is no {path}.").format(path=url.database),
            _("Check the address; three slashes stand before a relative path, four before an absolute one."),
        )
    with wrapped(origin, secret=url.password or ""):
        connection = engine.connect()
    return SqlSource(engine, connection, url=url)


def table_query(table: Table, since: Since | None) -> "Select[Any]":
    """The query for a table, with `since` as its condition.

    Args:
        table: The table with its columns' types.
        since: The days wanted; None for every row.
    """
    query = select(*table.columns)
    columns = {column.name.upper(): column for column in table.columns}
    if since is None or since.column not in columns or not _days(columns[since.column], since.day):
        return query
    conditions: list[ColumnElement[bool]] = [columns[since.column].is_(None)]
    for name in (since.column, *since.others):
        if name in columns:
            conditions += _days(columns[name], since.day)
    return query.where(or_(*conditions))


def _days(column: "Column[object]", day: date) -> list[ColumnElement[bool]]:
    """What lets a row of a column come; nothing for a column that holds no days."""
    if isinstance(column.type, Date | DateTime):
        return [column >= day]
    if isinstance(column.type, String) and not isinstance(column.type, Text):
        # text that does not begin with a day as ISO writes it is for the reader to judge
        return [
            func.substring(column, 1, _DAY_LENGTH) >= literal(day.isoformat()),
            column.not_like("____-__-__%") & (column != ""),
        ]
    return []


@contextmanager
def wrapped(origin: str, *, secret: str = "") -> Iterator[None]:
    """Turn SQLAlchemy's errors into ours.

    Args:
        origin: The address, without a password.
        secret: The password, which no message may show.

    Raises:
        InputError: ``SQL_FAILED``.
    """
    try:
        yield
    except SQLAlchemyError as err:
        reason = " ".join(str(getattr(err, "orig", None) or err).split()).rstrip(".")
        if secret:  # drivers quote what they were given
            reason = reason.replace(secret, "***")
        raise InputError(
            "SQL_FAILED",
            _("{origin}: the database says: {reason}.").format(origin=origin, reason=reason),
            _("Check the address, the user, the password, and that this user may read."),
        ) from err
