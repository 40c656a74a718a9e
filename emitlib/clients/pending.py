"""The journal of edits that wait until the master can be written."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from emitlib.clients.change import CellChange
from emitlib.clients.columns import Column
from emitlib.errors import StoreError
from emitlib.i18n import _
from emitlib.workspace import Workspace, write_text

__all__ = ["PendingEdit", "journal_path", "read_pending", "write_pending"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingEdit:
    """An edit that waits."""

    id: str
    at: str  #: UTC, ISO 8601
    by: str
    reason: str
    changes: tuple[CellChange, ...]


def journal_path(workspace: Workspace) -> Path:
    """``runs/pending-edits.json``."""
    return workspace.root / "runs" / "pending-edits.json"


def read_pending(workspace: Workspace) -> tuple[PendingEdit, ...]:
    """The edits that wait, oldest first.

    Raises:
        StoreError: ``PENDING_UNREADABLE`` if the journal is broken.
    """
    path = journal_path(workspace)
    if not path.exists():
        return ()
    try:
        return tuple(_edit(entry) for entry in json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, LookupError, TypeError) as err:
        raise StoreError(
            "PENDING_UNREADABLE",
            _("The journal of waiting edits {path} cannot be read: {reason}.").format(path=path, reason=err),
            _("Look at the file: it holds edits not yet in the master. Move it away once they are done."),
        ) from err


def write_pending(workspace: Workspace, edits: Iterable[PendingEdit]) -> None:
    """Replace the journal, durably.

    Raises:
        StoreError: ``WRITE_FAILED``.
    """
    entries = [
        {
            "id": edit.id,
            "at": edit.at,
            "by": edit.by,
            "reason": edit.reason,
            "changes": [change.as_json() for change in edit.changes],
        }
        for edit in edits
    ]
    write_text(journal_path(workspace), json.dumps(entries, ensure_ascii=False, indent=1) + "\n")


def _edit(entry: dict[str, object]) -> PendingEdit:
    changes = entry["changes"]
    if not isinstance(changes, list):
        raise TypeError("changes is no list")
    return PendingEdit(
        id=str(entry["id"]),
        at=str(entry["at"]),
        by=str(entry["by"]),
        reason=str(entry["reason"]),
        changes=tuple(
            CellChange(
                clave=change["clave"],
                column=Column(change["column"]),
                before=change["before"],
                after=change["after"],
            )
            for change in changes
        ),
    )
