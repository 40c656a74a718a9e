"""A run's process kept on one core while others freeze for it."""

import os
import sys
import threading
from contextlib import suppress

import pytest

from emitlib.batch.executors.one_core import cores_of_process, keep_to, on_one_core

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process choose its cores")


def cores_of_threads() -> set[frozenset[int]]:
    """The cores of each thread of this process."""
    found = set()
    for name in os.listdir("/proc/self/task"):  # noqa: PTH208
        with suppress(ProcessLookupError):  # it ended meanwhile
            found.add(frozenset(os.sched_getaffinity(int(name))))
    return found


def test_all_threads_keep_to_one_core_and_are_let_go() -> None:
    before = cores_of_process()
    ends = threading.Event()
    threading.Thread(target=ends.wait, daemon=True).start()
    try:
        with on_one_core():
            threading.Thread(target=ends.wait, daemon=True).start()  # one made meanwhile
            (kept,) = cores_of_threads()
            assert len(kept) == 1
            assert kept <= before
        assert cores_of_threads() == {before}
    finally:
        ends.set()


def test_they_are_let_go_after_an_error_too() -> None:
    before = cores_of_process()
    with pytest.raises(RuntimeError), on_one_core():
        raise RuntimeError
    assert cores_of_threads() == {before}


def test_nothing_is_changed_where_no_cores_are_known() -> None:
    before = cores_of_process()
    keep_to(())
    assert cores_of_threads() == {before}
