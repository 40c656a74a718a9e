"""Progress of a run inside the notebook that emits: one display, replaced while the cell works."""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from emitlib.i18n import get_language, spoken
from emitlib.reports.progress_block import progress_html, progress_line
from emitlib.runner.following import Follower
from emitlib.workspace import Workspace

if TYPE_CHECKING:
    from emitlib.batch.progress import ProgressView

__all__ = ["LiveProgress", "Screen", "notebook_screen"]

_LOOK = 0.5  # seconds between two looks at progress


#: Shows data by media type; each call takes the place of what was shown before.
Screen = Callable[[dict[str, str]], None]


class LiveProgress:
    """Shows, inside a block, how far the run that starts there is.

    The emission stays in the main thread, so that interrupting the kernel reaches it; only looking happens beside it.
    The last state stays: one line in the notebook that is kept. Plain HTML, no widget.

    Args:
        workspace: Where the run takes place.
        screen: Where it is shown; None = nowhere.
    """

    def __init__(self, workspace: Workspace, *, screen: Screen | None) -> None:
        self._follower = Follower(workspace)
        self._screen = screen
        self._language = get_language()
        self._shown: ProgressView | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="emit-progress", daemon=True)

    def __enter__(self) -> Self:
        if self._screen is not None:
            self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._screen is not None:
            self._over.set()
            self._thread.join()
            self._look(ended=True)

    def _watch(self) -> None:
        while not self._over.wait(_LOOK):
            self._look(ended=False)

    def _look(self, *, ended: bool) -> None:
        view = self._follower.view()
        # while it starts, a run that is gone on with still shows its former end
        if self._screen is None or view is None or view == self._shown or not (ended or view.state == "running"):
            return
        self._shown = view
        with spoken(self._language):  # a thread has a context of its own
            self._screen({"text/plain": progress_line(view), "text/html": str(progress_html(view))})


def notebook_screen() -> Screen | None:
    """One display of the cell that runs now; None outside a kernel."""
    from IPython import get_ipython  # noqa: PLC0415 - only a kernel has it loaded

    shell: Any = get_ipython()
    if getattr(shell, "kernel", None) is None:
        return None
    from IPython.display import DisplayHandle  # noqa: PLC0415 - as above

    handle: Any = None

    def show(data: dict[str, str]) -> None:
        nonlocal handle
        if handle is None:
            handle = DisplayHandle()  # type: ignore[no-untyped-call]
            handle.display(data, raw=True)
        else:
            handle.update(data, raw=True)

    return show
