"""A process of many threads kept on one core, where the system lets it.

Python runs one of them at a time. On several cores each wait for the disk or the network ends in a race for its lock,
which wakes another core; on one core whoever comes back mostly finds it free.
"""

import os
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["cores_of_process", "keep_to", "on_one_core"]

_THREADS = Path("/proc/self/task")


@contextmanager
def on_one_core() -> Iterator[None]:
    """Keep all threads of this process on one of its cores meanwhile; on Linux, elsewhere nothing happens."""
    cores = sorted(cores_of_process())
    keep_to(cores[os.getpid() % len(cores) :][:1] if cores else ())
    try:
        yield
    finally:
        keep_to(cores)


def cores_of_process() -> frozenset[int]:
    """The cores that this process may use; none where the system does not tell."""
    return frozenset(os.sched_getaffinity(0)) if sys.platform == "linux" else frozenset()


def keep_to(cores: Collection[int]) -> None:
    """Keep all threads of this process to these cores; threads made later stay where their maker is.

    Args:
        cores: None of them = leave it as it is.
    """
    if sys.platform == "linux" and cores:
        for thread in _THREADS.iterdir():
            with suppress(OSError):  # it ended meanwhile
                os.sched_setaffinity(int(thread.name), cores)
