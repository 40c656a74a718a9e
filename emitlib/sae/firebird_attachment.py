"""The connection to a Firebird database: one read-only transaction in the right character set."""

import codecs
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from emitlib.errors import ConfigError, InputError
from emitlib.i18n import _
from emitlib.sae.private_copy import held_open

__all__ = ["Attachment", "attach", "wrapped"]

#: The user that the embedded engine is told; it asks for no password.
_EMBEDDED_USER = "SYSDBA"
#: Character sets read as ISO 8859-1, which lets every byte through; what Windows meant is settled afterwards.
_LATIN = frozenset({"ISO8859_1", "WIN1252", "NONE", "ASCII"})
_OWN_CHARSET = "SELECT TRIM(RDB$CHARACTER_SET_NAME) FROM RDB$DATABASE"
_VERSION = "SELECT RDB$GET_CONTEXT('SYSTEM', 'ENGINE_VERSION') FROM RDB$DATABASE"
# codes of the engine: isc_wrong_ods, isc_login, isc_already_opened, isc_lock_conflict
_WRONG_ODS, _LOGIN, _HELD = 335544379, 335544472, frozenset({335545107, 335544345})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """An open database.

    Attributes:
        connection: The driver's connection; its only transaction is read-only.
        wire: Python's name of the encoding that the driver decodes with.
        encoding: What the texts are: ``cp1252``, ``utf-8``, …
        engine: Version of the engine, ``3.0.11``.
    """

    connection: Any
    wire: str
    encoding: str
    engine: str


def attach(database: str, *, origin: str, user: str, password: str, charset: str, stack: ExitStack) -> Attachment:
    """Open a database for reading.

    Args:
        database: Path, or ``SERVER:PATH``.
        origin: Named in errors.
        user: The log-in; SYSDBA where it is "".
        password: Its password; "" for the embedded engine.
        charset: A character set, by Firebird's name or Python's; "" for the database's own.
        stack: What closes the connection.

    Raises:
        ConfigError: ``SAE_DRIVER_MISSING``, ``CHARSET_UNKNOWN``.
        InputError: What `wrapped` raises.
    """
    driver = _driver()
    asked = _named(charset, driver.core.CHARSET_MAP) if charset else ""

    def connected(name: str) -> Any:
        with wrapped(origin):
            connection = driver.connect(
                database, user=user or _EMBEDDED_USER, password=password or None, charset=name, no_gc=True
            )
        stack.callback(connection.close)
        connection.default_tpb = driver.tpb(driver.Isolation.SNAPSHOT, access_mode=driver.TraAccessMode.READ)
        return connection

    connection = connected(_wire_charset(asked))
    with wrapped(origin):
        own = _one(connection, _OWN_CHARSET)
        engine = _one(connection, _VERSION)
    name = asked or own
    if _wire_charset(name) != _wire_charset(asked):
        connection = connected(name)
    wire = driver.core.CHARSET_MAP[_wire_charset(name)]
    return Attachment(
        connection=connection, wire=wire, encoding="cp1252" if name in _LATIN or not name else wire, engine=engine
    )


@contextmanager
def wrapped(origin: str) -> Iterator[None]:
    """Turn the driver's errors into ours.

    Raises:
        InputError: ``FIREBIRD_LOGIN``, ``FIREBIRD_NEWER``, ``SOURCE_HELD_OPEN`` or ``FIREBIRD_FAILED``.
    """
    driver = _driver()
    try:
        yield
    except driver.Error as err:
        codes = set(getattr(err, "gds_codes", None) or ())
        if codes & _HELD:
            raise held_open(origin) from err
        if _WRONG_ODS in codes:
            raise InputError(
                "FIREBIRD_NEWER",
                _("{origin} is of another structure than the Firebird of this machine reads.").format(origin=origin),
                _("Install the Firebird that made it, or go through its server: SERVER:PATH."),
            ) from err
        if _LOGIN in codes:
            raise InputError(
                "FIREBIRD_LOGIN",
                _("{origin}: the server does not know this user or password.").format(origin=origin),
                _("Ask for a user that may read; SAE's own is often SYSDBA."),
            ) from err
        raise InputError(
            "FIREBIRD_FAILED",
            _("{origin}: Firebird says: {reason}.").format(
                origin=origin, reason=" ".join(str(err).split()).rstrip(".")
            ),
            _("Check the address, or make a fresh copy; `gbak -b` there and reading its .fbk is the surest road."),
        ) from err


def _driver() -> Any:
    try:
        from firebird import driver  # noqa: PLC0415 - an extra, and slow to start

        driver.get_api()
    except (ImportError, OSError) as err:
        raise ConfigError(
            "SAE_DRIVER_MISSING",
            _("Reading Firebird needs the package firebird-driver and Firebird's client library."),
            _("Run `pip install emitlib[sae]` and install Firebird 3 or later; on Linux: libfbclient2."),
        ) from err
    return driver


def _named(charset: str, known: Mapping[str | None, str | None]) -> str:
    """Firebird's name of a character set that is named in its way or in Python's."""
    if charset.upper() in known:
        return charset.upper()
    try:
        codec = codecs.lookup(charset).name
        return next(name for name, own in known.items() if name and own and codecs.lookup(own).name == codec)
    except (LookupError, StopIteration) as err:
        raise ConfigError(
            "CHARSET_UNKNOWN",
            _("The text cannot be read as {charset}.").format(charset=charset),
            _("Leave it out to have it found; Firebird's names are ISO8859_1, WIN1252, DOS850, UTF8…"),
        ) from err


def _wire_charset(name: str) -> str:
    return "ISO8859_1" if name in _LATIN or not name else name


def _one(connection: Any, sql: str) -> str:
    with connection.cursor() as cursor:
        row = cursor.execute(sql).fetchone()
    connection.rollback()
    return str(row[0] or "") if row else ""
