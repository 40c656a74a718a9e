"""A copy of a SQLite ledger as it stands at one moment, also while a run writes to it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from emitlib.errors import ConfigError, StoreError
from emitlib.i18n import _
from emitlib.ledger.ledger import Ledger
from emitlib.ledger.queries import Head, read_head
from emitlib.workspace import replacing

__all__ = ["back_up"]

_BESIDE = ("-journal", "-wal", "-shm")


def back_up(ledger: Ledger, *, place: Callable[[Head], Path], check: Callable[[Path], None]) -> tuple[Path, Head]:
    """Copy the whole ledger into one file, as it stands at one moment; writers go on meanwhile.

    Args:
        ledger: May be open for reading only.
        place: Where the copy goes, by where its chain stands.
        check: Looks at the copy before it gets its name; what it raises takes the copy away.

    Returns:
        The copy, and where its chain stands.

    Raises:
        ConfigError: ``BACKUP_NEEDS_SQLITE``.
        StoreError: ``BACKUP_FAILED`` or ``WRITE_FAILED`` if the copy cannot be written; or if the ledger does not
            answer.
    """
    with ledger.reading() as connection:
        source = connection.connection.driver_connection
        if not isinstance(source, sqlite3.Connection):
            raise ConfigError(
                "BACKUP_NEEDS_SQLITE",
                _("This ledger lies in PostgreSQL, which makes copies by its own means."),
                _("Use pg_dump, and check what it brings back with `emit audit verify`."),
            )
        head = read_head(connection)
        path = place(head)
        with replacing(path) as temporary, _written(temporary, folder=path.parent):
            _copy(source, temporary)
            check(temporary)
    return path, head


def _copy(source: sqlite3.Connection, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # so that it is one file wherever it is opened


@contextmanager
def _written(path: Path, *, folder: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as err:
        raise StoreError(
            "BACKUP_FAILED",
            _("The copy could not be written into {folder}: {reason}.").format(folder=folder, reason=err),
            _("Free some space there, or name another folder; the ledger itself is untouched."),
        ) from err
    finally:
        for suffix in _BESIDE:
            with suppress(OSError):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
