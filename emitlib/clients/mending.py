"""Edits cut short by a crash: the file's hash tells whether the workbook holds them."""

import hashlib

from emitlib.clients.columns import Column
from emitlib.clients.lock import master_lock, workbook_name
from emitlib.clients.master import master_of, read_bytes
from emitlib.errors import InputError
from emitlib.ledger import Event, Ledger
from emitlib.ledger.edits import PendingEdit
from emitlib.workspace import Workspace

__all__ = ["mend_edits", "mend_locked"]


def mend_edits(workspace: Workspace, ledger: Ledger) -> tuple[str, ...]:
    """Close every edit that was intended and never closed: applied if the workbook holds it, abandoned if not.

    Returns:
        The ids of the edits closed.

    Raises:
        StoreError: ``LOCKED`` if another process keeps the master, or what the ledger raises.
    """
    if not ledger.pending_edits():
        return ()
    with master_lock(workspace):
        return mend_locked(workspace, ledger)


def mend_locked(workspace: Workspace, ledger: Ledger) -> tuple[str, ...]:
    """`mend_edits` for a caller that holds the master's lock."""
    workbook = workbook_name(workspace)
    closed: list[str] = []
    for edit in ledger.pending_edits():
        if edit.workbook != workbook:
            continue
        try:
            data = read_bytes(workspace.master)
            held = _holds(workspace, data, edit)
        except InputError:
            continue  # no readable master, no answer: the edit stays open until there is one
        if held:
            ledger.record(Event("edit_applied", {"edit": edit.edit}))
        else:
            ledger.record(Event("edit_abandoned", {"edit": edit.edit, "why": "the workbook does not hold it"}))
        closed.append(edit.edit)
    return tuple(closed)


def _holds(workspace: Workspace, data: bytes, edit: PendingEdit) -> bool:
    """Whether a file holds an edit: by its hash, and by its cells if it was saved again since."""
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 in {edit.before_sha256, edit.after_sha256}:
        return sha256 == edit.after_sha256
    master = master_of(data, path=workspace.master, columns=workspace.settings.columns)
    return all(
        change.clave in master.rows and master.text(change.clave, Column(change.column)) == change.after
        for change in edit.changes
    )
