"""Threads of the run's own process, each with one session of the channel."""

import contextvars
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

__all__ = ["share"]

Job = TypeVar("Job")


class _Shared(Iterator[Job]):
    """An iterator that several threads may draw from; ends early once one of them failed."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._jobs = iter(jobs)
        self._lock = threading.Lock()
        self.error: BaseException | None = None

    def __next__(self) -> Job:
        with self._lock:
            if self.error is not None:
                raise StopIteration
            return next(self._jobs)

    def fail(self, error: BaseException) -> None:
        """Stop handing out jobs; the first error is the one that is told."""
        with self._lock:
            self.error = self.error or error


def share(jobs: Iterable[Job], *, workers: int, work: Callable[[Iterator[Job]], None]) -> None:
    """Let `workers` threads run `work` over the same jobs; each job goes to one of them.

    Raises:
        BaseException: The first error of any worker, once all have ended.
    """
    shared = _Shared(jobs)

    def body() -> None:
        try:
            work(shared)
        except BaseException as err:  # noqa: BLE001 - carried to the caller, not swallowed
            shared.fail(err)

    threads = [
        # each speaks the language of whoever started it
        threading.Thread(target=contextvars.copy_context().run, args=(body,), name=f"emit-{number}", daemon=True)
        for number in range(workers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if shared.error is not None:
        raise shared.error
