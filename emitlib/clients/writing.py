"""Changed cells into the file: written beside, proved, announced to the ledger, renamed, confirmed."""

import hashlib
import os
import shutil
import stat
import uuid
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from emitlib.clients.backups import keep_backup
from emitlib.clients.change import CellChange
from emitlib.clients.known_state import cell_entries
from emitlib.clients.lock import workbook_name
from emitlib.clients.master import Master, read_bytes
from emitlib.clients.mending import mend_locked
from emitlib.clients.rewriting import rewritten
from emitlib.errors import InputError, StoreError
from emitlib.i18n import _
from emitlib.ledger import Event, Ledger, Personal
from emitlib.workspace import Workspace, replacing

__all__ = ["write_changes"]


def write_changes(
    workspace: Workspace,
    ledger: Ledger,
    master: Master,
    data: bytes,
    changes: tuple[CellChange, ...],
    *,
    reason: str,
    asked: Mapping[str, str] | None = None,
) -> None:
    """Write `changes` into the master; the caller holds its lock.

    Order: new content beside, on the disk and read back; ``edit_intended`` durable; rename; ``edit_applied``. A crash
    in between is mended at the next opening.

    Args:
        workspace: The workspace.
        ledger: Its ledger.
        master: What `data` was read to.
        data: The master's whole file, as just read.
        changes: The cells.
        reason: Why, in the words of whoever edits.
        asked: For an edit that waited: who asked for it and when.

    Raises:
        InputError: ``MASTER_READ_ONLY``, or what `rewritten` raises.
        StoreError: ``MASTER_CHANGED`` if the file changed in this moment, ``MASTER_OPEN`` if another program keeps
            it, ``WRITE_FAILED``, or what the ledger raises.
    """
    path = workspace.master.resolve()
    _refuse_read_only(path)
    texts = {(change.clave, change.column): change.after for change in changes}
    new = rewritten(master, data, texts, columns=workspace.settings.columns)
    keep_backup(path, data, at=workspace.clock(), kept=workspace.settings.backups)
    edit = uuid.uuid4().hex
    event = Event(
        "edit_intended",
        {
            "edit": edit,
            "workbook": workbook_name(workspace),
            "before_sha256": master.sha256,
            "after_sha256": hashlib.sha256(new).hexdigest(),
            "changes": cell_entries(changes),
            "reason": Personal("reason", reason),
            **(asked or {}),
        },
    )
    _replace(workspace, ledger, path, new, before=master.sha256, intent=event)
    ledger.record(Event("edit_applied", {"edit": edit}))


def _replace(workspace: Workspace, ledger: Ledger, path: Path, new: bytes, *, before: str, intent: Event) -> None:
    announced = False
    try:
        with replacing(path) as temporary:
            _write_beside(temporary, new, like=path)
            _refuse_changed(path, before)
            ledger.record(intent)
            announced = True
    except StoreError as err:
        if not announced:
            raise
        mend_locked(workspace, ledger)
        if isinstance(err.__cause__, PermissionError):
            raise StoreError(
                "MASTER_OPEN",
                _("{path} is open in another program.").format(path=path),
                _("Close it there; the edit waits."),
            ) from err
        raise


def _write_beside(temporary: Path, new: bytes, *, like: Path) -> None:
    with temporary.open("wb") as file:
        file.write(new)
        file.flush()
        os.fsync(file.fileno())
    with suppress(OSError):  # the other people of a shared folder keep their access
        shutil.copymode(like, temporary)
    if temporary.read_bytes() != new:
        raise StoreError(
            "EDIT_NOT_VERIFIED",
            _("{path}: the disk did not keep what was written.").format(path=like),
            _("Nothing was changed. Check the disk."),
        )


def _refuse_read_only(path: Path) -> None:
    if not path.stat().st_mode & stat.S_IWUSR or not os.access(path, os.W_OK):
        raise InputError(
            "MASTER_READ_ONLY",
            _("{path} is read-only.").format(path=path),
            _("Allow writing to it, or work on a copy that the setting `clients` names."),
        )


def _refuse_changed(path: Path, before: str) -> None:
    if hashlib.sha256(read_bytes(path)).hexdigest() != before:
        raise StoreError(
            "MASTER_CHANGED",
            _("{path} was saved by someone else at this very moment.").format(path=path),
            _("Try again."),
        )
