"""The lock that one editor of the master holds, and the master's name in the ledger."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath

from emitlib.i18n import _
from emitlib.workspace import Workspace, held_lock

__all__ = ["master_lock", "workbook_name"]


@contextmanager
def master_lock(workspace: Workspace) -> Iterator[None]:
    """Keep other processes from editing the master inside the block; never waits.

    Raises:
        StoreError: ``LOCKED`` if another process edits it now.
    """
    with held_lock(workspace.root / "runs" / "master.lock", owner=_("The client master")):
        yield


def workbook_name(workspace: Workspace) -> str:
    """The master's name in events: the setting ``clients``, with forward slashes."""
    return PurePath(workspace.settings.clients).as_posix()
