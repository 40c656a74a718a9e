"""What was changed in the workbook without emitlib, noted at every load."""

import hashlib

from emitlib.clients.change import CellChange
from emitlib.clients.known_state import record_outside_changes
from emitlib.clients.lock import master_lock, workbook_name
from emitlib.clients.master import Master, master_of, read_bytes
from emitlib.clients.mending import mend_locked
from emitlib.errors import StoreError
from emitlib.ledger import Ledger
from emitlib.workspace import Workspace

__all__ = ["note_locked", "note_outside_changes"]


def note_outside_changes(workspace: Workspace, ledger: Ledger, master: Master) -> tuple[CellChange, ...]:
    """Compare the emission columns with the last known state and record what Excel changed (``changed_outside``).

    Edits cut short are mended first. The first time a workbook is met its state is recorded whole. While another
    process keeps the master nothing is noted: that process, or the next load, does it.

    Args:
        workspace: The workspace.
        ledger: Its ledger.
        master: The workspace's master as just read.

    Returns:
        The cells that were changed outside.

    Raises:
        StoreError: If the ledger cannot be read or written.
    """
    try:
        with master_lock(workspace):
            data = read_bytes(workspace.master)
            if hashlib.sha256(data).hexdigest() != master.sha256:  # edited since the caller read it
                master = master_of(data, path=workspace.master, columns=workspace.settings.columns)
            return note_locked(workspace, ledger, master)
    except StoreError as err:
        if err.code == "LOCKED":
            return ()
        raise


def note_locked(workspace: Workspace, ledger: Ledger, master: Master) -> tuple[CellChange, ...]:
    """`note_outside_changes` for a caller that holds the master's lock and has just read `master`."""
    mend_locked(workspace, ledger)
    return record_outside_changes(ledger, workbook_name(workspace), master)
