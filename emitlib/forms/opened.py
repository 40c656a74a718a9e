"""The workspace that a notebook names, and its ledger, opened for a cell."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from emitlib.bootstrap import open_ledger
from emitlib.errors import StoreError
from emitlib.ledger import Ledger
from emitlib.workspace import Workspace, open_workspace

__all__ = ["ledger_if_any", "workspace_of"]


def workspace_of(workspace: str | Path | Workspace) -> Workspace:
    """The workspace in a folder, its language spoken from here on.

    Args:
        workspace: The notebook's parameter, or what this function gave before.

    Raises:
        ConfigError: ``NOT_A_WORKSPACE``, or what `open_workspace` raises.
    """
    if isinstance(workspace, Workspace):
        root, by = workspace.root, workspace.actor.by
        return open_workspace(root, by=by, clock=workspace.clock, language=workspace.screen)
    return open_workspace(Path(workspace))


@contextmanager
def ledger_if_any(workspace: Workspace) -> Iterator[Ledger | None]:
    """The ledger, open for reading only; None in a workspace that has none yet."""
    try:
        ledger = open_ledger(workspace, read_only=True)
    except StoreError as err:
        if err.code != "LEDGER_MISSING":
            raise
        yield None
        return
    with ledger:
        yield ledger
