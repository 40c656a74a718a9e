"""The workspace's master opened for work: waiting edits applied, read, outside changes recorded."""

from dataclasses import dataclass

from emitlib.clients.change import CellChange
from emitlib.clients.edit import Applied, apply_pending
from emitlib.clients.master import Master, read_master
from emitlib.clients.outside import note_outside_changes
from emitlib.ledger import Ledger
from emitlib.workspace import Workspace

__all__ = ["OpenedMaster", "open_master"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedMaster:
    """The master as it is now."""

    master: Master
    outside: tuple[CellChange, ...]  #: emission cells that were changed without emitlib, recorded just now
    pending: Applied  #: what became of the edits that waited


def open_master(workspace: Workspace, ledger: Ledger) -> OpenedMaster:
    """Open the workspace's master; every command, notebook and form that works on it begins with this.

    Args:
        workspace: The workspace.
        ledger: Its ledger, open for writing.

    Raises:
        InputError: What `read_master` raises.
        StoreError: ``LOCKED``, ``PENDING_UNREADABLE``, or what the ledger raises.
    """
    pending = apply_pending(workspace, ledger)
    master = read_master(workspace.master, columns=workspace.settings.columns)
    return OpenedMaster(master=master, outside=note_outside_changes(workspace, ledger, master), pending=pending)
