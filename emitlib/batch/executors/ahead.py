"""A stage that works ahead of the next one, by threads of its own and only so far that memory stays flat."""

import contextvars
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

__all__ = ["ahead"]

Item = TypeVar("Item")
Result = TypeVar("Result")


class _Stage(Iterator[Result], Generic[Item, Result]):
    """Items go in by its threads, results come out to any number of others; ends early after a first error."""

    def __init__(self, items: Iterable[Item], *, work: Callable[[Item], Iterable[Result]], room: int) -> None:
        self._items = iter(items)
        self._drawing = threading.Lock()
        self._work = work
        self._room = room
        self._results: deque[Result] = deque()
        self._lock = threading.Lock()
        self._ready = threading.Condition(self._lock)  # who takes results waits here
        self._roomy = threading.Condition(self._lock)  # and here who makes them, until there is room for more
        self._working = 0
        self._closed = False
        self._error: BaseException | None = None

    def run(self) -> None:
        """One thread's share of the items."""
        try:
            while self._waited_for_room() and (found := self._drawn()):
                results = self._work(found[0])
                with self._lock:
                    self._results.extend(results)
                    self._ready.notify(len(self._results))
                    if len(self._results) < self._room:
                        self._roomy.notify()
        except BaseException as err:  # noqa: BLE001 - carried to the next stage, not swallowed
            with self._lock:
                self._error = self._error or err
        finally:
            with self._lock:
                self._working -= 1
                self._ready.notify_all()
                self._roomy.notify_all()  # whoever was told of room and had no use for it, tells the others

    def __next__(self) -> Result:
        with self._lock:
            self._ready.wait_for(lambda: self._results or self._error or not self._working)
            if self._results:  # what was made before an error is still good
                result = self._results.popleft()
                if len(self._results) < self._room:
                    self._roomy.notify()
                return result
            if self._error is not None:
                raise self._error
            raise StopIteration

    def start(self, workers: int) -> list[threading.Thread]:
        """Begin to work."""
        self._working = workers
        threads = [
            # each speaks the language of whoever started it
            threading.Thread(
                target=contextvars.copy_context().run, args=(self.run,), name=f"ahead-{number}", daemon=True
            )
            for number in range(workers)
        ]
        for thread in threads:
            thread.start()
        return threads

    def close(self) -> None:
        """Draw no more items."""
        with self._lock:
            self._closed = True
            self._roomy.notify_all()

    def _waited_for_room(self) -> bool:
        with self._lock:
            self._roomy.wait_for(lambda: len(self._results) < self._room or self._closed or self._error)
            return not self._closed and self._error is None

    def _drawn(self) -> tuple[Item] | None:
        with self._drawing:
            for item in self._items:
                return (item,)
        return None


@contextmanager
def ahead(
    items: Iterable[Item], *, workers: int, work: Callable[[Item], Iterable[Result]], room: int
) -> Iterator[Iterator[Result]]:
    """Let `workers` threads run `work` over the items, at most `room` results ahead of who takes them.

    Leaving the block draws no more items and waits for those under way. The results come nearly in order; any number
    of threads may take them. No item is drawn while so many results wait that there is no room.

    Args:
        items: Drawn one at a time.
        workers: Threads, 1 or more.
        work: Makes the results of one item, or none.
        room: Results that may wait before the next item is drawn, 1 or more.

    Raises:
        BaseException: The first error of `work` or of the items, to whoever asks for the next result.
    """
    stage = _Stage(items, work=work, room=room)
    threads = stage.start(workers)
    try:
        yield stage
    finally:
        stage.close()
        for thread in threads:
            thread.join()
