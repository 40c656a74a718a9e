"""`emit run` and `emit resume` outside the kernel: notebook 40 executed, watched, stopped on request, kept."""

import os
import signal
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, Self

from emitlib.batch.progress import ProgressView
from emitlib.batch.running import request_stop
from emitlib.runner.execute import Executed, execute
from emitlib.runner.following import Follower
from emitlib.runner.secrets import known_secrets
from emitlib.workspace import Workspace

__all__ = ["Emitted", "run_notebook"]

_LOOK = 0.5  # seconds between two looks at progress

#: Told how far the run is.
Watcher = Callable[[ProgressView], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Emitted:
    """A run that ended, and the notebook that is its record."""

    notebook: Path
    result: Mapping[str, Any]


def run_notebook(workspace: Workspace, parameters: Mapping[str, object], *, watch: Watcher | None = None) -> Emitted:
    """Execute notebook 40 and keep it in the run's folder.

    INT and TERM ask the run to stop after the message in flight; a second one kills.

    Args:
        workspace: Where the run takes place.
        parameters: Of the notebook, without `workspace`.
        watch: Told of progress about twice a second.

    Raises:
        EmitError: If the notebook could not do its work at all.
    """
    given = {"workspace": str(workspace.root), **parameters}
    secrets = list(known_secrets(workspace))
    # papermill works beside the main thread, so that signals stay ours
    job: Future[Executed] = Future()
    work = partial(execute, "40_emit", given, folder=workspace.root / "runs", secrets=secrets)
    thread = threading.Thread(target=_deliver, args=(job, work), daemon=True)
    with _Attendance(workspace, watch) as attendance:
        thread.start()
        while thread.is_alive():
            thread.join(_LOOK)
            attendance.look()
        attendance.look(ended=True)
    executed = job.result()
    return Emitted(notebook=_keep(executed, workspace), result=executed.result)


def _deliver(job: Future[Executed], work: Callable[[], Executed]) -> None:
    try:
        job.set_result(work())
    except BaseException as err:  # noqa: BLE001 - carried to the caller, not swallowed
        job.set_exception(err)


def _keep(executed: Executed, workspace: Workspace) -> Path:
    """Move the executed notebook into its run's folder; each execution of a run keeps its own."""
    run = executed.result["run"]
    if not run or (executed.result["error"] and not executed.result["balance"]):  # it never began here
        return executed.notebook
    folder = workspace.run_folder(run)
    folder.mkdir(parents=True, exist_ok=True)  # a canary has none of its own yet
    number = len(list(folder.glob("40_emit*.ipynb"))) + 1
    kept = folder / ("40_emit.ipynb" if number == 1 else f"40_emit-{number}.ipynb")
    executed.notebook.replace(kept)
    return kept


class _Attendance:
    """Stands beside a run: tells its progress, turns INT and TERM into its stop file.

    A signal that comes before the kernel has announced its run is kept until it has. The second one kills; what was
    begun then is settled by `resume`.
    """

    def __init__(self, workspace: Workspace, watch: Watcher | None) -> None:
        self._workspace = workspace
        self._watch = watch
        self._follower = Follower(workspace)
        self._former: dict[int, Any] = {}
        self._stop_asked = False

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._former[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *_exc: object) -> None:
        for number, handler in self._former.items():
            signal.signal(number, handler)

    def look(self, *, ended: bool = False) -> None:
        """Pass on what is new: progress to the watcher, a wish to stop to the run.

        Args:
            ended: The run is over; its last word is passed on as well.
        """
        run = self._follower.run
        if run is None:
            return
        if self._stop_asked and not ended:
            request_stop(self._workspace, run)
        view = self._follower.view()
        # while it starts, a run that is gone on with still shows its former end
        if self._watch is not None and view is not None and (ended or view.state == "running"):
            self._watch(view)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self._stop_asked:
            os._exit(130)  # the kernel dies with its parent
        self._stop_asked = True
        self.look()
