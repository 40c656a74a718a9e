"""The schema's revision: made when the ledger is new, migrated when it is older, refused when it is newer."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from emitlib.errors import StoreError
from emitlib.i18n import _
from emitlib.ledger.engine import WRITE, place_of

__all__ = ["READABLE", "REVISIONS", "current_revision", "ensure_schema", "migrate"]

#: Every revision, oldest first; the last is this program's. A test compares it with the folder of migrations.
REVISIONS = ("0001", "0002")

#: Those whose tables hold all that this program asks for: who only reads may read them as they are.
READABLE = frozenset({"0001", "0002"})

#: Any fixed number: two processes that open a new PostgreSQL ledger take turns.
_ADVISORY_LOCK = 0x656D6974


def current_revision(connection: Connection) -> str | None:
    """The revision that the database has; None where there is no ledger yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def ensure_schema(engine: Engine, *, read_only: bool, on_new: Callable[[Connection], None]) -> None:
    """Bring the database to this program's revision.

    Args:
        engine: The ledger's database.
        read_only: Change nothing; a missing ledger is an error then, and an older one that is not `READABLE`.
        on_new: Called inside the transaction that made the schema.

    Raises:
        StoreError: ``LEDGER_MISSING``, ``LEDGER_OLDER`` (both only for `read_only`) or ``LEDGER_NEWER``.
    """
    with engine.connect() as connection:
        revision = current_revision(connection)
    if revision == REVISIONS[-1]:
        return
    _refuse_newer(engine, revision)
    if read_only:
        if revision in READABLE:
            return
        raise _not_ready(engine, revision)
    with engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ADVISORY_LOCK})
        revision = current_revision(connection)  # another process may have been first
        _refuse_newer(engine, revision)
        if revision != REVISIONS[-1]:
            migrate(connection)
        if revision is None:
            on_new(connection)


def migrate(connection: Connection, revision: str = "head") -> None:
    """Run the migrations up to `revision` inside the connection's transaction."""
    from alembic import command  # noqa: PLC0415 - slow, and needed once in a ledger's life
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _refuse_newer(engine: Engine, revision: str | None) -> None:
    if revision is not None and revision not in REVISIONS:
        raise StoreError(
            "LEDGER_NEWER",
            _("The ledger {place} was made by a newer emitlib (revision {revision}).").format(
                place=place_of(engine), revision=revision
            ),
            _("Upgrade emitlib; this version would not understand what it reads."),
        )


def _not_ready(engine: Engine, revision: str | None) -> StoreError:
    if revision is None:
        return StoreError(
            "LEDGER_MISSING",
            _("There is no ledger at {place}.").format(place=place_of(engine)),
            _("Check the workspace; the first plan makes its ledger."),
        )
    return StoreError(
        "LEDGER_OLDER",
        _("The ledger {place} was made by an older emitlib (revision {revision}).").format(
            place=place_of(engine), revision=revision
        ),
        _("Open it once for writing with this version, then read it again."),
    )
