"""Database errors in the house's words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from emitlib.errors import StoreError
from emitlib.i18n import _

__all__ = ["database_failures", "store_error", "translated"]

#: The primary result code is the low byte. Source: sqlite.org/rescode.html
_PRIMARY = 0xFF
_DISK = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_READ_ONLY = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}

#: SQLSTATE classes and codes. Source: PostgreSQL manual, appendix A.
_DISK_STATES = ("53100", "58030")
_LOCKED_STATES = ("55P03", "57014")
_DAMAGED_STATES = ("XX",)
_READ_ONLY_STATES = ("25006", "42501")


def database_failures(driver: type[Exception]) -> tuple[type[Exception], ...]:
    """What to catch around the driver's own cursors: its root error and SQLAlchemy's."""
    return (driver, SQLAlchemyError)


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Turn database errors of the block into `StoreError`.

    Args:
        place: The ledger's address, without a password.

    Raises:
        StoreError: As `store_error` says.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as err:
        raise store_error(err, place) from err


def store_error(err: BaseException, place: str) -> StoreError:
    """The error that a person sees for `err`.

    Returns:
        One of the codes ``LEDGER_DISK``, ``LEDGER_LOCKED``, ``LEDGER_READ_ONLY``, ``LEDGER_DAMAGED`` and
        ``LEDGER_UNAVAILABLE``.
    """
    origin = err.orig if isinstance(err, DBAPIError) and err.orig is not None else err
    reason = str(origin).strip().partition("\n")[0]
    match _family(origin):
        case "disk":
            text = _("The ledger {place} could not be written: {reason}.")
            hint = _("Free some space on its disk, then `emit resume` the run; what was recorded before stays.")
            code = "LEDGER_DISK"
        case "locked":
            text = _("The ledger {place} is locked by another process: {reason}.")
            hint = _("Close the program that holds it open, then try again.")
            code = "LEDGER_LOCKED"
        case "read_only":
            text = _("The ledger {place} may not be written: {reason}.")
            hint = _("Check the permissions of the file, its folder and the database user.")
            code = "LEDGER_READ_ONLY"
        case "damaged":
            text = _("The ledger {place} is damaged: {reason}.")
            hint = _("Put back the last good copy of it and check that with `emit audit verify`.")
            code = "LEDGER_DAMAGED"
        case _family_unknown:
            text = _("The ledger {place} does not answer: {reason}.")
            hint = _("Check database.url, that the folder exists, and that the server runs; `emit doctor` tries it.")
            code = "LEDGER_UNAVAILABLE"
    return StoreError(code, text.format(place=place, reason=reason), hint)


def _family(err: BaseException) -> str:
    number = getattr(err, "sqlite_errorcode", None)
    if isinstance(number, int):
        primary = number & _PRIMARY
        groups = {"disk": _DISK, "locked": _LOCKED, "read_only": _READ_ONLY, "damaged": _DAMAGED}
        return next((name for name, codes in groups.items() if primary in codes), "")
    state = getattr(err, "sqlstate", None)
    if isinstance(state, str):
        starts = {
            "disk": _DISK_STATES,
            "locked": _LOCKED_STATES,
            "read_only": _READ_ONLY_STATES,
            "damaged": _DAMAGED_STATES,
        }
        return next((name for name, prefixes in starts.items() if state.startswith(prefixes)), "")
    return ""
