"""How far a run is, as terminal, notebook and forms say it."""

import io
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from rich.console import Console

from emitlib.batch.pause import Pause
from emitlib.batch.progress import Progress, ProgressView, read_progress
from emitlib.cli.watching import RunBar
from emitlib.i18n import spoken
from emitlib.reports.progress_block import progress_html, progress_line
from emitlib.reports.progress_words import counts_text, done_text, time_left_text, waiting_text
from emitlib.vocabulary import ChannelName, Status

VIEW = ProgressView(
    run="2026-10-abcd1234-mail",
    total=3000,
    moved=1240,
    counts={"refused": 3, "planned": 1700, "begun": 4, "accepted": 1233, "held": 60, "unknown": 0},
    rate=41.234,
    eta=41.5,
    state="running",
    channel="mail",
    rehearsal=False,
    documents={},
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with spoken("en"):
        yield


def test_what_is_held_or_refused_is_dealt_with_and_what_is_in_flight_is_not() -> None:
    assert VIEW.passed == 1296
    assert done_text(VIEW) == "1,296 of 3,000"


def test_only_statuses_that_any_delivery_has_are_counted_in_the_order_of_its_life() -> None:
    assert counts_text(VIEW) == (
        "not started: 1,700 · waiting for review: 60 · in flight: 4 · received by the mail server: 1,233 · "
        "refused for good: 3"
    )


@pytest.mark.parametrize(
    ("eta", "said"),
    [
        (None, ""),
        (0.4, "0 s left"),
        (90.0, "90 s left"),
        (91.0, "2 min left"),
        (5400.0, "90 min left"),
        (5401.0, "1 h 30 min left"),
        (36000.0, "10 h 0 min left"),
    ],
)
def test_the_time_left_is_rounded_to_what_helps(eta: float | None, said: str) -> None:
    assert time_left_text(replace(VIEW, eta=eta)) == said


@pytest.mark.parametrize("state", ["finished", "stopped", "failed"])
def test_a_run_that_ended_has_no_time_left(state: str) -> None:
    assert time_left_text(replace(VIEW, state=state)) == ""
    assert " left" not in progress_line(replace(VIEW, state=state))


def test_one_line_says_everything() -> None:
    assert progress_line(VIEW) == (
        "2026-10-abcd1234-mail · running · 1,296 of 3,000 · 41.2 a second · 42 s left · " + counts_text(VIEW)
    )


def test_the_bar_is_as_long_as_the_run_is_far_and_a_rehearsal_is_marked() -> None:
    real, rehearsal = progress_html(VIEW), progress_html(replace(VIEW, rehearsal=True))
    assert "width:43.2%" in real
    assert 'aria-valuenow="1296"' in real
    assert "REHEARSAL: NOTHING LEFT" not in real
    assert "REHEARSAL: NOTHING LEFT" in rehearsal


def test_a_run_of_nothing_is_a_bar_of_nothing() -> None:
    assert "width:0.0%" in progress_html(replace(VIEW, total=0, counts={}))


def test_the_terminal_shows_bar_pace_and_counts() -> None:
    bar = RunBar()
    screen = Console(file=io.StringIO(), width=200)
    screen.print(bar)
    bar.tell(VIEW)
    screen.print(bar)
    first, second, third = str(screen.file.getvalue()).splitlines()  # type: ignore[attr-defined]
    assert first.startswith("Starting…")
    assert second.startswith("2026-10-abcd1234-mail ")
    assert second.endswith("1,296 of 3,000 41.2 a second · 42 s left")
    assert third == counts_text(VIEW)


AT = datetime(2026, 10, 31, 23, 14, 5).astimezone()
AWAY = Pause(until=AT, reason="smtp.example.mx:587 cannot be used now: no answer in time.")
PUT_OFF = Pause(until=AT, messages=1200)


@pytest.mark.parametrize(
    ("pause", "said"),
    [
        (AWAY, "The server does not answer; next try at 23:14:05. " + AWAY.reason),
        (PUT_OFF, "1,200 messages wait for another try at 23:14:05."),
    ],
)
def test_what_a_run_waits_for_is_said_on_every_screen(pause: Pause, said: str) -> None:
    view = replace(VIEW, waiting=pause, eta=None)
    assert said in progress_line(view)
    assert said in progress_html(view)
    bar = RunBar()
    screen = Console(file=io.StringIO(), width=200)
    bar.tell(view)
    screen.print(bar)
    assert str(screen.file.getvalue()).splitlines()[-1] == said  # type: ignore[attr-defined]
    assert waiting_text(replace(view, state="failed")) == waiting_text(VIEW) == ""


def test_what_a_machine_cannot_is_said_on_every_screen_while_it_runs() -> None:
    view = replace(VIEW, warnings=("It may fall asleep.",))
    assert progress_line(view).endswith(" · It may fall asleep.")
    assert "It may fall asleep." in progress_html(view)
    bar = RunBar()
    screen = Console(file=io.StringIO(), width=200)
    bar.tell(view)
    screen.print(bar)
    assert str(screen.file.getvalue()).splitlines()[-1] == "It may fall asleep."  # type: ignore[attr-defined]
    assert "asleep" not in progress_html(replace(view, state="finished"))


def test_what_is_tried_again_is_not_done() -> None:
    view = replace(VIEW, counts={"deferred": 60, "accepted": 2940}, again=60)
    assert done_text(view) == "2,940 of 3,000"


def progress_in(tmp_path: Path, *names: str) -> tuple[Progress, Path]:
    path = tmp_path / "progress.json"
    statuses = [(name, Status.PLANNED) for name in names]
    made = Progress(path, run="r", channel=ChannelName.MAIL, rehearsal=False, documents={}, statuses=statuses)
    return made, path


def test_a_pause_is_told_at_once_and_until_the_thread_goes_on(tmp_path: Path) -> None:
    progress, path = progress_in(tmp_path, "a", "b")
    for pause in (AWAY, PUT_OFF):
        progress.pause(pause)
        view = read_progress(path)
        assert view is not None
        assert (view.waiting, view.eta) == (pause, None)
    progress.go_on()
    assert (read_progress(path) or VIEW).waiting is None


def test_while_mail_leaves_by_another_connection_nothing_is_waited_for(tmp_path: Path) -> None:
    progress, path = progress_in(tmp_path, "a", "b")
    thread = threading.Thread(target=progress.pause, args=(AWAY,))
    thread.start()
    thread.join()
    progress.moved(["a"], Status.BEGUN)
    progress.try_again(["b"])
    progress.pause(PUT_OFF)
    assert (read_progress(path) or VIEW).waiting == PUT_OFF
    progress.go_on()
    assert (read_progress(path) or VIEW).waiting is None


def test_what_moved_last_is_seen_though_nothing_moves_after_it(tmp_path: Path) -> None:
    progress, path = progress_in(tmp_path, "a", "b", "c")
    progress.moved(["a", "b"], Status.ACCEPTED)  # less than a second after the first write
    until = time.monotonic() + 10
    while (read_progress(path) or VIEW).counts != {"accepted": 2, "planned": 1}:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_an_older_progress_file_is_read(tmp_path: Path) -> None:
    progress, path = progress_in(tmp_path, "a")
    progress.end("finished")
    raw = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(
        json.dumps({key: raw[key] for key in raw if key not in {"again", "waiting", "warnings"}}), encoding="utf-8"
    )
    view = read_progress(path)
    assert view is not None
    assert (view.again, view.waiting, view.warnings) == (0, None, ())


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    path = tmp_path / "runs" / "r" / "progress.json"
    statuses = [("a", Status.PLANNED), ("b", Status.PLANNED), ("c", Status.HELD)]
    progress = Progress(
        path, run="r", channel=ChannelName.MAIL, rehearsal=True, documents={"found": 3}, statuses=statuses
    )
    assert read_progress(tmp_path / "none.json") is None
    progress.moved(["a"], Status.REHEARSED)
    progress.end("stopped")
    view = read_progress(path)
    assert view is not None
    assert (view.passed, view.total, view.moved, view.state) == (2, 3, 1, "stopped")
    assert view.counts == {"held": 1, "planned": 1, "rehearsed": 1}
