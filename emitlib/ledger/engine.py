"""The database engine: durable SQLite or PostgreSQL, by one URL."""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from emitlib.errors import ConfigError, StoreError
from emitlib.i18n import _

__all__ = ["WRITE", "make_engine", "place_of"]

#: Execution option of connections whose transactions write: SQLite then takes its lock at BEGIN.
WRITE = "emitlib_write"

_CHANGES = frozenset(
    {
        sqlite3.SQLITE_INSERT,
        sqlite3.SQLITE_UPDATE,
        sqlite3.SQLITE_DELETE,
        sqlite3.SQLITE_ALTER_TABLE,
        sqlite3.SQLITE_REINDEX,
        sqlite3.SQLITE_CREATE_TABLE,
        sqlite3.SQLITE_CREATE_INDEX,
        sqlite3.SQLITE_CREATE_TRIGGER,
        sqlite3.SQLITE_CREATE_VIEW,
        sqlite3.SQLITE_CREATE_VTABLE,
        sqlite3.SQLITE_DROP_TABLE,
        sqlite3.SQLITE_DROP_INDEX,
        sqlite3.SQLITE_DROP_TRIGGER,
        sqlite3.SQLITE_DROP_VIEW,
        sqlite3.SQLITE_DROP_VTABLE,
    }
)
#: Pages that the log holds before it goes into the file. Most commits write the same pages: the longer they wait, the
#: fewer of them are written twice, and the log itself is made durable at each commit as ever.
_LOG_PAGES = 4_000
_NO_SHARED_MEMORY = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}


def make_engine(url: str, *, read_only: bool, patience: float) -> Engine:
    """An engine for the ledger at `url`; connects to nothing yet.

    Args:
        url: ``sqlite:///PATH`` or ``postgresql+psycopg://…``.
        read_only: Open nothing for writing; works on a read-only folder too.
        patience: Seconds to wait for another process's lock.

    Raises:
        ConfigError: ``DATABASE_URL_INVALID``.
        StoreError: ``LEDGER_DRIVER_MISSING`` if PostgreSQL's driver is not installed.
    """
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
        if backend == "sqlite" and parsed.database and ":memory:" not in parsed.database:
            return _sqlite_engine(Path(parsed.database), read_only=read_only, patience=patience)
        if parsed.drivername == "postgresql+psycopg":
            return _postgresql_engine(parsed, read_only=read_only, patience=patience)
    except (ArgumentError, NoSuchModuleError) as err:
        raise _bad_url(url) from err
    raise _bad_url(url)


def place_of(engine: Engine) -> str:
    """The ledger's address as people may see it, without a password."""
    if engine.dialect.name == "sqlite":
        return str(engine.url.database)
    return engine.url.render_as_string(hide_password=True)


def _bad_url(url: str) -> ConfigError:
    # The URL itself may hold a password: only its scheme is shown.
    return ConfigError(
        "DATABASE_URL_INVALID",
        _("database.url cannot be used: {scheme}…").format(scheme=url.partition("://")[0]),
        _("Write sqlite:///audit.db or postgresql+psycopg://USER@HOST/NAME."),
    )


def _sqlite_engine(path: Path, *, read_only: bool, patience: float) -> Engine:
    def connect() -> sqlite3.Connection:
        return _reading(path, patience) if read_only else _connected(str(path), patience, uri=False)

    engine = create_engine(URL.create("sqlite", database=str(path)), creator=connect)

    @event.listens_for(engine, "connect")
    def _pragmas(connection: sqlite3.Connection, _record: object) -> None:
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get(WRITE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _connected(address: str, patience: float, *, uri: bool) -> sqlite3.Connection:
    return sqlite3.connect(address, timeout=patience, isolation_level=None, check_same_thread=False, uri=uri)


def _reading(path: Path, patience: float) -> sqlite3.Connection:
    """A read-only connection, also on a medium that cannot even hold SQLite's shared-memory file."""
    if not path.exists():
        raise StoreError(
            "LEDGER_MISSING",
            _("There is no ledger at {place}.").format(place=path),
            _("Check the workspace; the first plan makes its ledger."),
        )
    address = f"file:{quote(path.absolute().as_posix())}"
    wal = path.with_name(f"{path.name}-wal")
    # The last of all connections takes SQLite's working files away again, but only if it may write; the authorizer
    # refuses every write on it. A log that holds anything is somebody else's to bring in.
    mode = "ro" if _holds_anything(wal) else "rw"
    connection = _connected(f"{address}?mode={mode}", patience, uri=True)
    try:
        connection.set_authorizer(_reads_only)
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError as err:
        connection.close()
        if (err.sqlite_errorcode & 0xFF) not in _NO_SHARED_MEMORY or _holds_anything(wal):
            raise  # an unread log means that the file alone is not the whole truth
        return _connected(f"{address}?immutable=1", patience, uri=True)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _reads_only(action: int, _one: str | None, _two: str | None, database: str | None, _trigger: str | None) -> int:
    """Whether SQLite may do this: everything but a change of the ledger; temporary tables are nobody's."""
    return sqlite3.SQLITE_DENY if action in _CHANGES and database != "temp" else sqlite3.SQLITE_OK


def _holds_anything(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False


def _postgresql_engine(url: URL, *, read_only: bool, patience: float) -> Engine:
    options: dict[str, Any] = {
        "synchronous_commit": "on",
        "lock_timeout": f"{int(patience * 1000)}",
        "default_transaction_read_only": "on" if read_only else "off",
    }
    flags = " ".join(f"-c {name}={value}" for name, value in options.items())
    given = url.query.get("options", "")
    text = given if isinstance(given, str) else " ".join(given)
    try:
        return create_engine(
            url, connect_args={"options": f"{text} {flags}".strip(), "connect_timeout": 10}, pool_pre_ping=True
        )
    except ModuleNotFoundError as err:
        raise StoreError(
            "LEDGER_DRIVER_MISSING",
            _("The driver for PostgreSQL is not installed."),
            _('Install it with: pip install "emitlib[postgresql]"'),
        ) from err
