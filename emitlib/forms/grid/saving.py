"""The grid's state from the file, and its drafts into the file."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from emitlib.bootstrap import open_ledger
from emitlib.clients import CellChange, CellConflict, edit_clients
from emitlib.forms.clients import LoadedMaster, load_master
from emitlib.forms.grid.contact_offers import ContactOffers
from emitlib.forms.grid.state import GridState
from emitlib.sae.kept_proposals import kept_proposals
from emitlib.workspace import Workspace

__all__ = ["Saved", "load_state", "reload_state", "save_drafts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What became of a save."""

    clients: int  #: that were changed, or will be
    pending: bool  #: the file is open elsewhere: the changes wait
    conflicts: int  #: cells that were not written


def load_state(workspace: str | Path | Workspace) -> GridState:
    """All clients of the workspace's master, with what is wrong; edits that wait are applied first.

    Raises:
        InputError: If the file cannot be read as a master.
    """
    loaded = load_master(workspace)
    offers = _offers(loaded)
    return GridState(master=loaded.master, findings=(*loaded.findings, *offers.findings), offered=offers.lists)


def reload_state(workspace: Workspace, state: GridState) -> None:
    """Read the file again; drafts that collide with what it holds now become conflicts.

    Raises:
        InputError: If the file cannot be read as a master.
    """
    _rebase(state, load_master(workspace))


def save_drafts(workspace: Workspace, state: GridState, *, reason: str) -> Saved:
    """Write the drafts in one edit, with history; what collides stays in the state, as conflicts.

    Args:
        workspace: Whose master it is.
        state: The grid.
        reason: Why; not empty.

    Raises:
        InputError: ``REASON_MISSING``, or what `edit_clients` raises.
        StoreError: What `edit_clients` raises; the drafts stay.
    """
    with open_ledger(workspace) as ledger:
        done = edit_clients(workspace, ledger, state.changes(), reason=reason)
    _rebase(state, load_master(workspace), written=done.changed, refused=done.conflicts)
    clients = len({change.clave for change in done.changed})
    return Saved(clients=clients, pending=done.pending, conflicts=len(state.conflicts))


def _rebase(
    state: GridState,
    loaded: LoadedMaster,
    *,
    written: Iterable[CellChange] = (),
    refused: Iterable[CellConflict] = (),
) -> None:
    offers = _offers(loaded)
    findings = (*loaded.findings, *offers.findings)
    state.rebase(loaded.master, findings, offered=offers.lists, written=written, refused=refused)


def _offers(loaded: LoadedMaster) -> ContactOffers:
    return ContactOffers.of(kept_proposals(loaded.workspace.root), master=loaded.master)
