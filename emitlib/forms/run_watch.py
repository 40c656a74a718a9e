"""What runs in a workspace, seen from outside: by its lock, its progress and the order that started it."""

from dataclasses import dataclass
from enum import StrEnum

from emitlib.batch.progress import ProgressView, read_progress
from emitlib.batch.running import STOP_FILE, announcement, current_run
from emitlib.errors import EmitError
from emitlib.runner.starting import newest_start
from emitlib.vocabulary import Status
from emitlib.workspace import Workspace, is_locked

__all__ = ["Stage", "Watched", "watch"]

_LEFT = (Status.PLANNED, Status.DEFERRED, Status.BEGUN)


class Stage(StrEnum):
    """Where the last run of a workspace stands."""

    NOTHING = "nothing"  #: none yet
    STARTING = "starting"  #: ordered; its process is coming up
    RUNNING = "running"
    ENDED = "ended"  #: finished, stopped or failed, and said so
    DEAD = "dead"  #: its process is gone without a word; resuming settles what was in flight
    REFUSED = "refused"  #: ordered, and it never began


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """The last run of a workspace as it stands now."""

    stage: Stage
    run: str = ""
    view: ProgressView | None = None
    stopping: bool = False  #: somebody asked it to stop
    error: EmitError | None = None  #: what kept it from beginning, or ended it

    @property
    def left(self) -> int:
        """Deliveries that resuming would take up."""
        return sum(self.view.counts.get(status.value, 0) for status in _LEFT) if self.view else 0

    @property
    def busy(self) -> bool:
        """Whether nothing else may be started now."""
        return self.stage in {Stage.STARTING, Stage.RUNNING}


def watch(workspace: Workspace) -> Watched:
    """Look at the last run, without opening the ledger.

    Args:
        workspace: Where it runs, whoever started it.
    """
    run = current_run(workspace) or ""
    start = newest_start(workspace)
    folder = workspace.run_folder(run)
    view = read_progress(folder / "progress.json") if run else None
    if run and is_locked(workspace.run_lock(run)):
        stage = Stage.RUNNING if view is not None and view.state == "running" else Stage.STARTING
        return Watched(stage=stage, run=run, view=view, stopping=(folder / STOP_FILE).exists())
    error = start.error() if start is not None else None
    if start is not None and announcement(workspace) < start.moment:  # nothing began since that order
        if start.pending(workspace.clock()):
            return Watched(stage=Stage.STARTING)
        if error is not None:
            return Watched(stage=Stage.REFUSED, error=error)
    if view is None:
        return Watched(stage=Stage.NOTHING)
    stage = Stage.DEAD if view.state == "running" else Stage.ENDED
    return Watched(stage=stage, run=run, view=view, error=error)
