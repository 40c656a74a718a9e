"""A progress bar on the terminal; nothing when nobody looks."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from emitlib.cli.options import given
from emitlib.i18n import _

if TYPE_CHECKING:
    from emitlib.batch.progress import ProgressView

__all__ = ["progress_bar"]


@contextmanager
def progress_bar() -> "Iterator[Callable[[ProgressView], None] | None]":
    """Yield what a runner tells progress to; None with ``--quiet`` or without a terminal."""
    if given.quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:.0f}/{task.total:.0f}"))
    with Progress(*columns, TextColumn("{task.fields[pace]}"), console=Console(stderr=True)) as progress:
        task = progress.add_task(_("Starting…"), total=1, pace="")

        def watch(view: "ProgressView") -> None:
            left = "" if view.eta is None else _("{seconds:.0f} s left").format(seconds=view.eta)
            waiting = view.counts.get("planned", 0) + view.counts.get("begun", 0)
            progress.update(
                task,
                description=view.run,
                total=max(view.total, 1),
                completed=view.total - waiting,
                pace=f"{view.rate:.1f}/s {left}",
            )

        yield watch
