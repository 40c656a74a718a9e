"""The client file of a workspace, read again only when it was changed: a large one takes seconds."""

from emitlib.bootstrap import open_ledger
from emitlib.clients import Master, open_master
from emitlib.workspace import Workspace

__all__ = ["MasterFile"]


class MasterFile:
    """The client file, as it is now.

    Args:
        workspace: Whose it is.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._stamp: tuple[int, int, int] | None = None
        self._master: Master | None = None

    def read(self) -> Master:
        """The master; the one given before where size, time and place of the file are the same.

        Raises:
            InputError: If it cannot be read, or is no client file.
        """
        stamp = self._now()
        if self._master is None or stamp is None or stamp != self._stamp:
            with open_ledger(self._workspace) as ledger:
                self._master = open_master(self._workspace, ledger).master
            self._stamp = self._now()  # edits that waited may have been applied
        return self._master

    def _now(self) -> tuple[int, int, int] | None:
        try:
            found = self._workspace.master.stat()
        except OSError:
            return None  # reading says what is wrong
        return found.st_size, found.st_mtime_ns, found.st_ino
