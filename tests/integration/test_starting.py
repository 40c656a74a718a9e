"""A run started as a process of its own: it outlives what started it, and is watched from outside."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from company import Company
from month_end import plan_of, run_of, use_server
from smtp_server import Act, Script, SmtpServer

from emitlib.batch.running import request_stop
from emitlib.forms.run_watch import Stage, Watched, watch
from emitlib.runner.starting import newest_start, start_detached

PATIENCE = 60.0  # seconds

STARTER = """
import sys
from pathlib import Path
from emitlib.runner.starting import start_detached
from emitlib.workspace import open_workspace
start_detached(open_workspace(Path(sys.argv[1])), sys.argv[2:])
"""


def until(company: Company, good: Callable[[Watched], bool]) -> Watched:
    """The first look at the run that is as it should be."""
    end = time.monotonic() + PATIENCE
    while not good(seen := watch(company.workspace)):
        assert time.monotonic() < end, seen
        time.sleep(0.1)
    return seen


@pytest.fixture
def slow() -> Iterator[SmtpServer]:
    """A server that takes its time over each message."""
    with SmtpServer(script=Script(acts={"dot": Act(delay=0.4)})) as running:
        yield running


@pytest.fixture
def month(company: Company, slow: SmtpServer) -> Company:
    use_server(company, slow)
    company.set(mail_pace_connections=1)
    for number in range(1, 9):
        company.client(str(number), f"AB{chr(64 + number)}010203AB1", accounts=f"p{number}@uno.mx", save=number == 8)
        company.invoice(number, f"AB{chr(64 + number)}010203AB1")
    return company


def test_nothing_runs_in_a_new_workspace(company: Company) -> None:
    assert watch(company.workspace) == Watched(stage=Stage.NOTHING)
    assert newest_start(company.workspace) is None


def test_a_run_outlives_its_starter_is_stopped_and_gone_on_with(month: Company, slow: SmtpServer) -> None:
    plan = plan_of(month)
    words = ["run", plan.id, "--confirm", plan.hash, "--channel", "mail"]
    starter = subprocess.Popen([sys.executable, "-c", STARTER, str(month.root), *words], start_new_session=True)
    assert starter.wait(PATIENCE) == 0
    assert watch(month.workspace).stage in {Stage.STARTING, Stage.RUNNING}
    if os.name != "nt":  # the whole group of what started it goes, as when a kernel is ended
        with pytest.raises(ProcessLookupError):
            os.killpg(starter.pid, 9)

    seen = until(month, lambda seen: seen.stage is Stage.RUNNING and seen.view is not None and seen.view.moved > 0)
    assert seen.run == f"{plan.id}-mail"
    request_stop(month.workspace, seen.run)
    assert watch(month.workspace).stopping
    ended = until(month, lambda seen: seen.stage is Stage.ENDED)
    assert ended.view is not None
    assert ended.view.state == "stopped"
    assert 0 < ended.left < 8

    until(month, lambda _seen: (start := newest_start(month.workspace)) is not None and start.result() is not None)
    start_detached(month.workspace, ["resume", ended.run])
    assert watch(month.workspace).busy
    done = until(month, lambda seen: seen.stage is Stage.ENDED)
    assert done.view is not None
    assert (done.view.state, done.left, dict(done.view.counts)) == ("finished", 0, {"accepted": 8})
    assert sorted(one.recipient for one in slow.taken) == [f"p{number}@uno.mx" for number in range(1, 9)]


def test_what_never_began_says_why(company: Company) -> None:
    company.client("7", "ABC010203AB1", accounts="ana@uno.mx")
    company.invoice(1, "ABC010203AB1")
    plan = plan_of(company)
    run_of(company, plan, dry_run=True)
    assert watch(company.workspace).stage is Stage.ENDED

    started = start_detached(company.workspace, ["run", "2026-10-deadbeef", "--channel", "mail"])
    assert watch(company.workspace).stage is Stage.STARTING
    seen = until(company, lambda seen: seen.stage is not Stage.STARTING)

    assert seen.stage is Stage.REFUSED
    assert seen.error is not None
    assert seen.error.code == "PLAN_UNKNOWN"
    assert started.result() == json.loads(started.answer.read_text(encoding="utf-8"))


def test_a_run_whose_process_is_gone_is_dead(company: Company) -> None:
    company.client("7", "ABC010203AB1", accounts="ana@uno.mx")
    company.invoice(1, "ABC010203AB1")
    result = run_of(company, plan_of(company))
    progress = company.root / "runs" / result.run / "progress.json"
    content = json.loads(progress.read_text(encoding="utf-8"))
    progress.write_text(json.dumps({**content, "state": "running", "counts": {"begun": 1}}), encoding="utf-8")
    seen = watch(company.workspace)
    assert (seen.stage, seen.run, seen.left) == (Stage.DEAD, result.run, 1)


def test_only_the_last_starts_are_kept(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = company.root / "runs" / "starts"
    folder.mkdir()
    for number in range(30):
        for kind in ("order.json", "answer.json", "log"):
            (folder / f"20260101T0000000000{number:02}.{kind}").write_text("{}", encoding="utf-8")
    start_detached(company.workspace, ["--help"])
    assert len(list(folder.glob("*.order.json"))) == 20
    assert not (folder / "20260101T000000000000.log").exists()
    until(company, lambda _seen: bool((newest := newest_start(company.workspace)) and newest.answer.stat().st_size))


def test_an_order_is_found_by_another_window(company: Company) -> None:
    given = start_detached(company.workspace, ["status", "none"])
    found = newest_start(company.workspace)
    assert found is not None
    assert (found.words, found.at, found.answer) == (("status", "none"), given.at, given.answer)
    assert Path(found.order).parent == company.root / "runs" / "starts"
    until(company, lambda _seen: found.result() is not None)
