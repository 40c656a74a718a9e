"""The workspace's master opened for work: waiting edits applied, read, outside changes recorded."""

import errno
from dataclasses import dataclass

from emitlib.clients.change import CellChange
from emitlib.clients.edit import Applied, apply_pending
from emitlib.clients.master import Master, read_master
from emitlib.clients.outside import note_outside_changes
from emitlib.errors import StoreError
from emitlib.ledger import Ledger
from emitlib.workspace import Workspace

__all__ = ["OpenedMaster", "look_at_master", "open_master"]

_NOT_WRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS}


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


def look_at_master(workspace: Workspace, ledger: Ledger) -> Master:
    """The workspace's master for who only reads: as `open_master`, but a copy that may not be written will do.

    There, waiting edits keep waiting and outside changes stay unrecorded.

    Args:
        workspace: The workspace.
        ledger: Its ledger; may be open for reading only.

    Raises:
        InputError: What `read_master` raises.
        StoreError: As `open_master`, except for what may not be written.
    """
    if not ledger.read_only:
        try:
            return open_master(workspace, ledger).master
        except StoreError as err:
            if err.code != "LEDGER_READ_ONLY":
                raise
        except OSError as err:  # the master's lock lies in the workspace
            if err.errno not in _NOT_WRITABLE:
                raise
    return read_master(workspace.master, columns=workspace.settings.columns)
