"""Where a migration goes: an empty folder, or the one that the same source was migrated into before."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from emitlib.errors import ConfigError
from emitlib.i18n import _
from emitlib.settings import Settings
from emitlib.workspace import Workspace, write_text

__all__ = ["FOLDER", "MigrationRecord", "claimed", "read_record", "write_record"]

FOLDER = "migration"  #: in the workspace: what the migration keeps and shows
_RECORD = "source.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationRecord:
    """What a workspace was made from."""

    source: str  #: path or address, without a password
    company: str
    result: str = ""  #: fingerprint of the last finished migration; "" while none has finished


def claimed(destination: Path, *, source: str, company: str) -> MigrationRecord:
    """What stands in the destination; a fresh record where nothing does. Nothing is written.

    Args:
        destination: The folder asked for.
        source: The source's origin.
        company: SAE's number of the company.

    Raises:
        ConfigError: ``DESTINATION_NOT_EMPTY`` if something else lies there, ``DESTINATION_OF_ANOTHER`` if another
            source was migrated into it, or ``SQLITE_NOT_LOCAL``.
    """
    Workspace(root=destination, settings=Settings()).require_safe_ledger()
    record = read_record(destination)
    if record is None and destination.exists() and (not destination.is_dir() or any(destination.iterdir())):
        raise ConfigError(
            "DESTINATION_NOT_EMPTY",
            _("{folder} is not empty, and no migration has made it.").format(folder=destination),
            _("Name a new folder with --to; nothing was changed."),
        )
    if record is not None and (record.source, record.company) != (source, company):
        raise ConfigError(
            "DESTINATION_OF_ANOTHER",
            _("{folder} was made from {source}, company {company}.").format(
                folder=destination, source=record.source, company=record.company
            ),
            _("Name a new folder with --to; each company has a workspace of its own."),
        )
    return record or MigrationRecord(source=source, company=company)


def read_record(destination: Path) -> MigrationRecord | None:
    """The record of a workspace; None where no migration has made it."""
    try:
        told = json.loads((destination / FOLDER / _RECORD).read_text(encoding="utf-8"))
        return MigrationRecord(**told)
    except (OSError, ValueError, TypeError):
        return None


def write_record(destination: Path, record: MigrationRecord) -> None:
    """Keep the record; the folder is made when missing.

    Raises:
        StoreError: ``WRITE_FAILED``.
    """
    write_text(destination / FOLDER / _RECORD, json.dumps(asdict(record), ensure_ascii=False, indent=2) + "\n")
