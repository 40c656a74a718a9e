"""Doing something every second while a page is open, in the kernel's own loop: handlers are never interrupted."""

import asyncio
from collections.abc import Callable

__all__ = ["Ticker"]


class Ticker:
    """Calls a function again and again until it is stopped; without a running loop (in a test) it does nothing.

    Args:
        act: What to do; quick, and raising nothing.
        seconds: Between two calls.
    """

    def __init__(self, act: Callable[[], None], *, seconds: float = 1.0) -> None:
        self._act = act
        self._seconds = seconds
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; a second call changes nothing."""
        if self._task is not None:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        self._task = loop.create_task(self._go_on())

    def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _go_on(self) -> None:
        while True:
            await asyncio.sleep(self._seconds)
            self._act()
