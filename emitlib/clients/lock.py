"""The lock that one editor of the master holds, and the master's name in the ledger."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath

from emitlib.i18n import _
from emitlib.workspace import Workspace, held_lock

__all__ = ["PATIENCE", "master_lock", "workbook_name"]

#: Seconds to wait for another editor: an edit of a very large master takes several.
PATIENCE = 20.0


@contextmanager
def master_lock(workspace: Workspace) -> Iterator[None]:
    """Keep other processes from editing the master inside the block; waits `PATIENCE` seconds for one that does.

    Raises:
        StoreError: ``LOCKED`` if another process still edits it then.
    """
    with held_lock(workspace.root / "runs" / "master.lock", owner=_("The client master"), patience=PATIENCE):
        yield


def workbook_name(workspace: Workspace) -> str:
    """The master's name in events: the setting ``clients``, with forward slashes."""
    return PurePath(workspace.settings.clients).as_posix()
