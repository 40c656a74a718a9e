"""The run that starts next in a workspace, followed by its progress file: no ledger is opened for it."""

from emitlib.batch.progress import ProgressView, read_progress
from emitlib.batch.running import announcement, current_run
from emitlib.workspace import Workspace

__all__ = ["Follower"]


class Follower:
    """Follows the first run that is announced after this object was made.

    Args:
        workspace: Where it will run.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._since = announcement(workspace)

    @property
    def run(self) -> str | None:
        """Its id; None before it was announced."""
        return current_run(self._workspace, since=self._since)

    def view(self) -> ProgressView | None:
        """How far it is; None before its first word."""
        run = self.run
        return None if run is None else read_progress(self._workspace.run_folder(run) / "progress.json")
