"""One edit of many clients: cells that collide are told and left alone, all others are written at once."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from emitlib.clients.change import CellChange
from emitlib.clients.columns import Column
from emitlib.clients.edit import apply_pending
from emitlib.clients.edit_check import wanted_changes
from emitlib.clients.lock import master_lock
from emitlib.clients.master import Master, master_of, read_bytes
from emitlib.clients.outside import note_locked
from emitlib.clients.owner import is_open_elsewhere
from emitlib.clients.pending import PendingEdit, read_pending, write_pending
from emitlib.clients.rewriting import rewritten
from emitlib.clients.writing import write_changes
from emitlib.errors import InputError, StoreError
from emitlib.i18n import _
from emitlib.ledger import Ledger
from emitlib.workspace import Workspace

__all__ = ["BulkEdit", "CellConflict", "edit_clients"]

_TRIES = 3
#: What is wrong with one cell and says nothing of the others.
_CELL_ERRORS = frozenset({"CELL_IS_FORMULA", "CELL_NOT_WRITABLE", "CELL_UNREACHABLE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CellConflict:
    """A cell that was not written."""

    change: CellChange
    now: str | None = None  #: what the cell holds now, if it was changed meanwhile
    why: str = ""  #: why it cannot be written, in words, if it was not


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkEdit:
    """What became of an edit of many clients."""

    changed: tuple[CellChange, ...] = ()
    conflicts: tuple[CellConflict, ...] = ()
    pending: bool = False  #: the file is open elsewhere: `changed` waits and is applied by `apply_pending`


def edit_clients(workspace: Workspace, ledger: Ledger, changes: Sequence[CellChange], *, reason: str) -> BulkEdit:
    """Change cells of many clients in the master, in one write, with history.

    Edits that wait are applied first. While the file is open in Excel this one waits in the journal too.

    Args:
        workspace: The workspace.
        ledger: Its ledger.
        changes: The cells, each ``before`` as the editing person saw it; a cell that holds something else by now is
            a conflict.
        reason: Why; not empty.

    Raises:
        InputError: ``REASON_MISSING``, or what `master_of` and `write_changes` raise for the file as a whole.
        StoreError: ``LOCKED``, ``PENDING_UNREADABLE``, or what `write_changes` raises.
    """
    if not reason.strip():
        raise InputError("REASON_MISSING", _("An edit needs a reason."), _("Say why, in a few words."))
    waits = apply_pending(workspace, ledger).waiting > 0
    with master_lock(workspace):
        for _attempt in range(_TRIES - 1):
            try:
                return _edit(workspace, ledger, changes, reason=reason, waits=waits)
            except StoreError as err:
                if err.code != "MASTER_CHANGED":
                    raise
        return _edit(workspace, ledger, changes, reason=reason, waits=waits)


def _edit(
    workspace: Workspace, ledger: Ledger, changes: Sequence[CellChange], *, reason: str, waits: bool
) -> BulkEdit:
    """Read the master as it is now and write what does not collide, or let it wait."""
    data = read_bytes(workspace.master)
    master = master_of(data, path=workspace.master, columns=workspace.settings.columns)
    note_locked(workspace, ledger, master)
    waiting = read_pending(workspace)
    waits = waits or is_open_elsewhere(workspace.master)
    later = {(change.clave, change.column): change.after for edit in waiting for change in edit.changes}
    wanted, conflicts = _sorted_out(master, changes, waiting=later if waits else {})
    if waits:
        wanted, refused = _sifted(workspace, master, data, wanted)  # what can never be written must not wait
        conflicts += refused
    elif wanted:
        try:
            waits = not _written(workspace, ledger, master, data, wanted, reason=reason)
        except InputError as err:
            if err.code not in _CELL_ERRORS:
                raise
            wanted, refused = _sifted(workspace, master, data, wanted)
            conflicts += refused
            waits = bool(wanted) and not _written(workspace, ledger, master, data, wanted, reason=reason)
    done = BulkEdit(changed=tuple(wanted), conflicts=tuple(conflicts), pending=waits and bool(wanted))
    if done.pending:
        entry = PendingEdit(
            id=uuid.uuid4().hex,
            at=workspace.clock().isoformat(),
            by=workspace.actor.by,
            reason=reason,
            changes=done.changed,
        )
        write_pending(workspace, [*waiting, entry])
    return done


def _written(
    workspace: Workspace, ledger: Ledger, master: Master, data: bytes, changes: list[CellChange], *, reason: str
) -> bool:
    """Write the changes; False if another program keeps the file."""
    try:
        write_changes(workspace, ledger, master, data, tuple(changes), reason=reason)
    except StoreError as err:
        if err.code != "MASTER_OPEN":
            raise
        return False
    return True


def _sorted_out(
    master: Master, changes: Sequence[CellChange], *, waiting: Mapping[tuple[str, Column], str]
) -> tuple[list[CellChange], list[CellConflict]]:
    """The cells that really change, and those that collide or may not hold their new text."""
    wanted: list[CellChange] = []
    conflicts: list[CellConflict] = []
    for change in changes:
        try:
            found = wanted_changes(master, change.clave, {change.column: change.after}, waiting=waiting)
        except InputError as err:
            conflicts.append(CellConflict(change=change, why=err.message))
            continue
        now = master.text(change.clave, change.column)
        if now not in {change.before, change.after}:
            conflicts.append(CellConflict(change=change, now=now))
        else:
            wanted += found
    return wanted, conflicts


def _sifted(
    workspace: Workspace, master: Master, data: bytes, changes: list[CellChange]
) -> tuple[list[CellChange], list[CellConflict]]:
    """The cells that the file can take, and those it cannot, found by halving."""
    if not changes:
        return [], []
    texts = {(change.clave, change.column): change.after for change in changes}
    try:
        rewritten(master, data, texts, columns=workspace.settings.columns)
    except InputError as err:
        if err.code not in _CELL_ERRORS:
            raise
        if len(changes) == 1:
            return [], [CellConflict(change=changes[0], why=err.message)]
        half = len(changes) // 2
        first, others = (_sifted(workspace, master, data, part) for part in (changes[:half], changes[half:]))
        return first[0] + others[0], first[1] + others[1]
    return changes, []
