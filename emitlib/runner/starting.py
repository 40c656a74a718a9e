"""`emit run` and `emit resume` started as a process of its own, which outlives browser and kernel."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from emitlib.errors import EmitError
from emitlib.workspace import Workspace, write_text

__all__ = ["Start", "newest_start", "start_detached"]

_FOLDER = "starts"
_KEPT = 20  # starts whose answers are kept
_LONGEST = timedelta(minutes=2)  # after which a start without a run is given up

#: Those of this process; a child that ended is only gone once its parent has asked for it.
_children: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """One order given to a process of its own, and where its answer will stand."""

    words: tuple[str, ...]  #: the verb and its options
    at: datetime  #: aware
    order: Path  #: the file that it was written down in
    answer: Path  #: what the command says at its end, in the contract's form; empty until then

    def result(self) -> dict[str, Any] | None:
        """What the command said at its end; None until then."""
        try:
            said = self.answer.read_text(encoding="utf-8")
            return dict(json.loads(said)) if said.strip() else None
        except (OSError, ValueError):  # being written
            return None

    def error(self) -> EmitError | None:
        """What kept it from its work, or ended that; None where nothing did, or while it works."""
        said = (self.result() or {}).get("error")
        return EmitError(said["code"], said["message"], said["hint"]) if said else None

    @property
    def moment(self) -> int:
        """When it was given, in nanoseconds of the file system's clock; 0 = it was forgotten."""
        try:
            return self.order.stat().st_mtime_ns
        except OSError:
            return 0

    def pending(self, now: datetime) -> bool:
        """Whether it may still be on its way.

        Args:
            now: Aware.
        """
        return self.result() is None and now - self.at < _LONGEST


def start_detached(workspace: Workspace, words: Sequence[str]) -> Start:
    """Start ``emit -w WORKSPACE WORDS… --json`` and return at once; closing what called this stops nothing.

    Args:
        workspace: Where it runs.
        words: The verb and its options.
    """
    _reap()
    folder = workspace.root / "runs" / _FOLDER
    at = workspace.clock()
    stamp = f"{at:%Y%m%dT%H%M%S%f}"
    order = folder / f"{stamp}.order.json"
    write_text(order, json.dumps({"words": list(words), "at": at.isoformat()}))
    answer = folder / f"{stamp}.answer.json"
    line = [sys.executable, "-m", "emitlib", "-w", str(workspace.root), *words, "--json"]
    with answer.open("wb") as out, (folder / f"{stamp}.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own command line, no shell
            line, stdin=subprocess.DEVNULL, stdout=out, stderr=log, cwd=workspace.root, **_apart()
        )
    _children.append(process)
    _forget_old(folder)
    return Start(words=tuple(words), at=at, order=order, answer=answer)


def newest_start(workspace: Workspace) -> Start | None:
    """The last order that was given in this workspace, by whatever window; None = none yet."""
    _reap()
    orders = sorted((workspace.root / "runs" / _FOLDER).glob("*.order.json"))
    if not orders:
        return None
    try:
        raw = json.loads(orders[-1].read_text(encoding="utf-8"))
    except OSError:  # another window forgets old ones
        return None
    answer = orders[-1].with_name(orders[-1].name.replace(".order.", ".answer."))
    return Start(words=tuple(raw["words"]), at=datetime.fromisoformat(raw["at"]), order=orders[-1], answer=answer)


def _apart() -> dict[str, Any]:
    """What makes a child survive its parent and the signals that its parent gets."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _reap() -> None:
    _children[:] = [child for child in _children if child.poll() is None]


def _forget_old(folder: Path) -> None:
    for order in sorted(folder.glob("*.order.json"))[:-_KEPT]:
        for path in folder.glob(f"{order.name.partition('.')[0]}.*"):
            path.unlink(missing_ok=True)
