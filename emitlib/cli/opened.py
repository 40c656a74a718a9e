"""The workspace and ledger that a verb works on."""

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from emitlib.cli.options import given

if TYPE_CHECKING:
    from emitlib.ledger import Ledger
    from emitlib.workspace import Workspace

__all__ = ["ledger_of", "ledger_read", "workspace_here"]


def workspace_here(*, by: str = "") -> "Workspace":
    """The workspace named by ``-w``, else the current folder; `--lang` overrides its language."""
    from emitlib.workspace import open_workspace

    return open_workspace(given.workspace, by=by, language=given.lang)


def ledger_of(workspace: "Workspace", *, read_only: bool = False) -> "AbstractContextManager[Ledger]":
    """The workspace's ledger, open inside the block."""
    from emitlib.bootstrap import open_ledger

    return open_ledger(workspace, read_only=read_only)


def ledger_read(workspace: "Workspace") -> "AbstractContextManager[Ledger]":
    """The workspace's ledger for a verb that only reads; works on a copy that may not be written."""
    from emitlib.bootstrap import ledger_to_read

    return ledger_to_read(workspace)
