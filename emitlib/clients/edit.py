"""Editing a client, and the edits that wait while the master is open elsewhere."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from emitlib.clients.change import CellChange, Edit
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

__all__ = ["Applied", "Conflict", "apply_pending", "discard_pending", "edit_client"]

_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """What a person asked for."""

    key: str
    changes: Mapping[str, str]
    reason: str
    seen: Master | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A waiting edit that cannot be applied: a cell was changed meanwhile, or cannot be written any more."""

    edit: PendingEdit
    change: CellChange  #: the first cell in the way
    now: str  #: what that cell holds
    why: str = ""  #: for a cell that cannot be written: the reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What became of the edits that waited."""

    applied: tuple[Edit, ...] = ()
    conflicts: tuple[Conflict, ...] = ()  #: these stay in the journal until `discard_pending`
    waiting: int = 0  #: edits that still wait for the file


def edit_client(
    workspace: Workspace,
    ledger: Ledger,
    key: str,
    changes: Mapping[str, str],
    *,
    reason: str,
    seen: Master | None = None,
) -> Edit:
    """Change cells of one client in the master, with history.

    Edits that wait are applied first. While the file is open in Excel the edit waits in the journal.

    Args:
        workspace: The workspace.
        ledger: Its ledger.
        key: The client.
        changes: New text by SAE column, as `rule_changes` gives them.
        reason: Why; not empty.
        seen: The master as the editing person saw it. If the file changed since, the edit is still applied, unless
            one of its own cells changed.

    Raises:
        InputError: ``REASON_MISSING``, or what `wanted_changes`, `master_of` and `write_changes` raise.
        StoreError: ``LOCKED``, ``PENDING_UNREADABLE``, or what `write_changes` raises.
    """
    if not reason.strip():
        raise InputError("REASON_MISSING", _("An edit needs a reason."), _("Say why, in a few words."))
    request = _Request(key=key, changes=changes, reason=reason, seen=seen)
    with master_lock(workspace):
        waits = _apply_pending(workspace, ledger).waiting > 0
        for _attempt in range(_TRIES - 1):
            try:
                return _edit(workspace, ledger, request, waits=waits)
            except StoreError as err:
                if err.code != "MASTER_CHANGED":
                    raise
        return _edit(workspace, ledger, request, waits=waits)


def apply_pending(workspace: Workspace, ledger: Ledger) -> Applied:
    """Apply the edits that wait, in their order; those whose cells were changed meanwhile stay, as conflicts.

    Raises:
        InputError: What `master_of` and `write_changes` raise.
        StoreError: ``LOCKED``, ``PENDING_UNREADABLE``, or what `write_changes` raises.
    """
    if not read_pending(workspace):
        return Applied()
    with master_lock(workspace):
        return _apply_pending(workspace, ledger)


def discard_pending(workspace: Workspace, edit: str) -> bool:
    """Give up an edit that waits; False if there is none with this id.

    Raises:
        StoreError: ``LOCKED``, ``PENDING_UNREADABLE`` or ``WRITE_FAILED``.
    """
    with master_lock(workspace):
        waiting = read_pending(workspace)
        kept = [entry for entry in waiting if entry.id != edit]
        if len(kept) == len(waiting):
            return False
        write_pending(workspace, kept)
        return True


def _current(workspace: Workspace, *, seen: Master | None = None) -> tuple[bytes, Master]:
    """The master as it is now; the one that was seen, if the file is still the same."""
    data = read_bytes(workspace.master)
    if seen is not None and seen.path == workspace.master and seen.sha256 == hashlib.sha256(data).hexdigest():
        return data, seen
    return data, master_of(data, path=workspace.master, columns=workspace.settings.columns)


def _edit(workspace: Workspace, ledger: Ledger, request: _Request, *, waits: bool) -> Edit:
    """Read the master as it is now and write the edit, or let it wait where others wait or the file is open."""
    data, master = _current(workspace, seen=request.seen)
    note_locked(workspace, ledger, master)
    waiting = read_pending(workspace)
    waits = waits or is_open_elsewhere(workspace.master)
    later = {(change.clave, change.column): change.after for edit in waiting for change in edit.changes}
    wanted = wanted_changes(master, request.key, request.changes, seen=request.seen, waiting=later if waits else None)
    if not wanted:
        return Edit(changed=(), pending=False)
    if not waits and _written(workspace, ledger, master, data, wanted, reason=request.reason):
        return Edit(changed=wanted, pending=False)
    texts = {(change.clave, change.column): change.after for change in wanted}
    rewritten(master, data, texts, columns=workspace.settings.columns)  # what can never be written must not wait
    entry = PendingEdit(
        id=uuid.uuid4().hex,
        at=workspace.clock().isoformat(),
        by=workspace.actor.by,
        reason=request.reason,
        changes=wanted,
    )
    write_pending(workspace, [*waiting, entry])
    return Edit(changed=wanted, pending=True)


def _apply_pending(workspace: Workspace, ledger: Ledger) -> Applied:
    queue = list(read_pending(workspace))
    applied: list[Edit] = []
    conflicts: list[Conflict] = []
    while queue:
        if is_open_elsewhere(workspace.master):
            break
        edit = queue[0]
        data, master = _current(workspace)
        note_locked(workspace, ledger, master)
        changes = tuple(change for change in edit.changes if _now(master, change) != change.after)
        conflict = _conflict(master, edit)
        if conflict is None and changes:
            try:
                asked = {"asked_by": edit.by, "asked_at": edit.at}
                if not _written(workspace, ledger, master, data, changes, reason=edit.reason, asked=asked):
                    break
                applied.append(Edit(changed=changes, pending=False))
            except InputError as err:
                conflict = Conflict(edit=edit, change=changes[0], now=changes[0].before, why=err.message)
        if conflict is not None:
            conflicts.append(conflict)
        queue.pop(0)
        write_pending(workspace, [*(clash.edit for clash in conflicts), *queue])
    return Applied(applied=tuple(applied), conflicts=tuple(conflicts), waiting=len(queue))


def _written(
    workspace: Workspace,
    ledger: Ledger,
    master: Master,
    data: bytes,
    changes: tuple[CellChange, ...],
    *,
    reason: str,
    asked: Mapping[str, str] | None = None,
) -> bool:
    """Write the changes; False if another program keeps the file."""
    try:
        write_changes(workspace, ledger, master, data, changes, reason=reason, asked=asked)
    except StoreError as err:
        if err.code == "MASTER_OPEN":
            return False
        raise
    return True


def _conflict(master: Master, edit: PendingEdit) -> Conflict | None:
    for change in edit.changes:
        now = _now(master, change)
        if now is None or now not in {change.before, change.after}:
            return Conflict(edit=edit, change=change, now=now or "")
    return None


def _now(master: Master, change: CellChange) -> str | None:
    """What a cell holds; None where its client or column is gone."""
    if change.clave not in master.clients or not master.takes(change.column):
        return None
    return master.text(change.clave, change.column)
