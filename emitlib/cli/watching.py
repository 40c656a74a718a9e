"""A progress bar on the terminal, with the counts under it; nothing when nobody looks."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from emitlib.cli.options import given
from emitlib.i18n import _

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

    from emitlib.batch.progress import ProgressView

__all__ = ["RunBar", "progress_bar"]


@contextmanager
def progress_bar() -> "Iterator[Callable[[ProgressView], None] | None]":
    """Yield what a runner tells progress to; None with ``--quiet`` or without a terminal."""
    if given.quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.live import Live

    bar = RunBar()
    with Live(bar, console=Console(stderr=True), refresh_per_second=4):
        yield bar.tell


class RunBar:
    """What rich draws of a run: its name, a bar, how far, how fast and how long; counts, and what it waits for."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, Progress, TextColumn
        from rich.text import Text

        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[done]}"),
            TextColumn("{task.fields[pace]}"),
        )
        self._task = self._bar.add_task(_("Starting…"), total=None, done="", pace="")
        self._counts = Text(style="dim")
        self._apart = Text(style="yellow")

    def tell(self, view: "ProgressView") -> None:
        """Show how far the run is."""
        from emitlib.reports.progress_words import (
            counts_text,
            done_text,
            pace_text,
            time_left_text,
            waiting_text,
            warnings_text,
        )

        self._bar.update(
            self._task,
            description=view.run,
            total=max(view.total, 1),
            completed=view.passed if view.total else 1,
            done=done_text(view),
            pace=" · ".join(filter(None, (pace_text(view), time_left_text(view)))),
        )
        self._counts.plain = counts_text(view)
        self._apart.plain = "\n".join(filter(None, (waiting_text(view), warnings_text(view))))

    def __rich_console__(self, _console: "Console", _options: "ConsoleOptions") -> "RenderResult":
        yield self._bar
        if self._counts.plain:
            yield self._counts
        if self._apart.plain:
            yield self._apart
