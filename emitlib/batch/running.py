"""The run that is going on, and asking it to stop; read by other processes without opening the ledger."""

import json
from pathlib import Path

from emitlib.workspace import Workspace, write_text

__all__ = ["STOP_FILE", "announce", "announcement", "current_run", "request_stop"]

STOP_FILE = "stop"


def announce(workspace: Workspace, run: str) -> None:
    """Tell other processes which run started last."""
    write_text(_path(workspace), json.dumps({"run": run}), durable=False)


def current_run(workspace: Workspace, *, since: int = 0) -> str | None:
    """The run that started last; whether it still lives is for its lock to say.

    Args:
        workspace: Where it runs.
        since: What `announcement` gave; a run announced before that is not meant.
    """
    path = _path(workspace)
    if announcement(workspace) <= since:
        return None
    run: str = json.loads(path.read_text(encoding="utf-8"))["run"]
    return run


def announcement(workspace: Workspace) -> int:
    """When the last run was announced, in nanoseconds of the file system's clock; 0 = never."""
    path = _path(workspace)
    return path.stat().st_mtime_ns if path.is_file() else 0


def request_stop(workspace: Workspace, run: str) -> None:
    """Ask a run to stop after the message in flight."""
    write_text(workspace.run_folder(run) / STOP_FILE, "", durable=False)


def _path(workspace: Workspace) -> Path:
    return workspace.root / "runs" / "current.json"
