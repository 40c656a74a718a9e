"""The stage that works ahead: every result once, never too far, and no thread left behind."""

import threading
import time
from collections.abc import Iterator

import pytest

from emitlib.batch.executors import ahead, share
from emitlib.i18n import get_language, spoken


def stage_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("ahead-")]


@pytest.mark.parametrize("workers", [1, 3])
def test_every_result_comes_once_and_none_is_left_out(workers: int) -> None:
    with ahead(range(200), workers=workers, work=lambda n: [n * 2] if n % 10 else [], room=4) as results:
        assert sorted(results) == [n * 2 for n in range(200) if n % 10]
    assert stage_threads() == []


def test_it_stays_only_so_far_ahead() -> None:
    drawn: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            drawn.append(number)
            yield number

    with ahead(items(), workers=2, work=lambda n: [n], room=3) as results:
        taken = [next(results) for _ in range(10)]
        time.sleep(0.1)
        assert len(drawn) <= len(taken) + 3 + 2
    assert len(drawn) <= 20
    assert stage_threads() == []


@pytest.mark.parametrize("where", ["work", "items"])
def test_first_error_reaches_who_takes_the_results(where: str) -> None:
    def items() -> Iterator[int]:
        yield from range(5)
        if where == "items":
            raise OSError("disk")

    def work(number: int) -> list[int]:
        if where == "work" and number == 3:
            raise OSError("disk")
        return [number]

    with pytest.raises(OSError, match="disk"), ahead(items(), workers=2, work=work, room=8) as results:
        list(results)
    assert stage_threads() == []


def test_results_are_shared_among_threads() -> None:
    seen: list[int] = []

    def take(results: Iterator[int]) -> None:
        seen.extend(results)

    with ahead(range(300), workers=3, work=lambda n: [n], room=2) as results:
        share(results, workers=4, work=take)
    assert sorted(seen) == list(range(300))


def test_threads_speak_the_language_of_who_started_them() -> None:
    heard: list[str] = []
    with spoken("en"):
        with ahead(range(1), workers=1, work=lambda _n: [get_language()], room=1) as results:
            heard.extend(results)
        share([1], workers=1, work=lambda jobs: heard.extend(get_language() for _job in jobs))
    assert heard == ["en", "en"]
