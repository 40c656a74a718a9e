"""The files of finished years that the ledger remembers, against those that are there."""

import hashlib
from pathlib import Path

from sqlalchemy import Connection, select

from emitlib.ledger import tables
from emitlib.ledger.projections import read_fact
from emitlib.vocabulary import Finding

__all__ = ["archive_findings", "archives_of"]


def archives_of(connection: Connection, folder: Path) -> dict[str, bool]:
    """Each archive's name, and whether it lies in `folder` byte for byte as it was written; read in pieces."""
    event = tables.event.c
    bodies = connection.execute(select(event.body).where(event.kind == "archived").order_by(event.seq)).scalars()
    known = {str(data["file"]): data["sha256"] for data in (read_fact(body).data for body in bodies)}
    return {name: _sha256(folder / name) == sha256 for name, sha256 in known.items()}


def archive_findings(connection: Connection, folder: Path) -> list[Finding]:
    """A finding for each archive that is missing or another."""
    wrong = (name for name, same in archives_of(connection, folder).items() if not same)
    return [Finding("ARCHIVE_CHANGED", {"path": name}) for name in wrong]


def _sha256(path: Path) -> str | None:
    """SHA-256 of a file, 64 hex digits; None where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
