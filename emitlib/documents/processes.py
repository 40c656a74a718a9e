"""Reading many files by all cores, or by this process alone where starting others would cost more."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

__all__ = ["read_in_chunks"]

Item = TypeVar("Item")
Result = TypeVar("Result")


def read_in_chunks(
    items: Sequence[Item],
    *,
    read: Callable[[Sequence[Item]], list[Result]],
    chunk: int,
    worth: int,
    workers: int | None,
) -> list[Result]:
    """The results of `read` over all items, in their order.

    Args:
        items: What to read.
        read: Reads a part; a function of a module, so that other processes find it.
        chunk: Items per task; large enough to hide the cost of handing them over.
        worth: From how many items on other processes are started.
        workers: Processes; None = one a core from `worth` items on, else 1 = this process only.
    """
    if workers is None:
        workers = (os.cpu_count() or 1) if len(items) >= worth else 1
    chunks = [items[start : start + chunk] for start in range(0, len(items), chunk)]
    workers = min(workers, len(chunks))
    if workers > 1:
        try:
            # spawn everywhere: a forked child of a process with threads (a notebook's kernel) may hang
            with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
                return [result for part in pool.map(read, chunks) for result in part]
        except BrokenProcessPool:
            pass  # a caller's script without the `__main__` guard, or no memory for processes: read here
    return read(items)
