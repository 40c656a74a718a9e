"""The editing process is killed: at the next opening ledger and workbook agree."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from acceptance_fixtures import call
from company import Company

from emitlib.bootstrap import open_ledger
from emitlib.clients import Column, edit_client, open_master, read_master, read_pending
from emitlib.ledger import verify

#: Edits one client for ever; with an argument it stops for ever at that moment of its third edit.
_EDITOR = """
import sys, time
from itertools import count
from pathlib import Path
from emitlib.bootstrap import open_ledger
from emitlib.clients import edit_client
from emitlib.ledger import Ledger
from emitlib.workspace import open_workspace
root, moment = Path(sys.argv[1]), sys.argv[2]
record = Ledger.record
third = []

def recorded(self, *events):
    kinds = [event.kind for event in events]
    here = bool(third) and any(moment.endswith(kind) for kind in kinds)
    if here and moment.startswith("before"):
        stopped()
    record(self, *events)
    if here:
        stopped()

def stopped():
    (root / "stopped").touch()
    time.sleep(600)

Ledger.record = recorded
place = open_workspace(root, by="Ana")
with open_ledger(place) as ledger:
    for number in count():
        third.extend([True] if number == 2 else [])
        edit_client(place, ledger, "7", {"RUTA": f"R{number}"}, reason=f"edit {number}")
        (root / "edited").touch()
"""
MOMENTS = ("before edit_intended", "after edit_intended", "before edit_applied", "after edit_applied")


@pytest.fixture
def company(tmp_path: Path) -> Company:
    made = Company(tmp_path / "empresa")
    for key in ("7", "8"):
        made.client(key, "ABC010203AB1", accounts="a@uno.mx")
    return made


def editor(company: Company, moment: str = "never") -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", _EDITOR, str(company.root), moment])


def kill(process: "subprocess.Popen[bytes]") -> None:
    """kill -9; on Windows, TerminateProcess."""
    assert process.poll() is None
    process.kill()
    process.wait()


def wait_for(path: Path, process: "subprocess.Popen[bytes]") -> None:
    while not path.exists():
        assert process.poll() is None
        time.sleep(0.005)


def check_that_both_agree(company: Company) -> list[str]:
    """Open once more; the states of the edits in the ledger, oldest first."""
    with open_ledger(company.workspace) as ledger:
        opened = open_master(company.workspace, ledger)
        changes = ledger.client_changes("7")
        assert opened.outside == ()
        assert ledger.pending_edits() == []
        assert {change.source for change in changes} == {"emitlib"}
        assert {change.state for change in changes} <= {"applied", "abandoned"}
        applied = [change for change in changes if change.state == "applied"]
        assert opened.master.text("7", Column.ROUTE) == applied[-1].after
        assert [change.before for change in applied[1:]] == [change.after for change in applied[:-1]]
        assert verify(ledger).passed
        again = edit_client(company.workspace, ledger, "7", {"RUTA": "later"}, reason="afterwards")
        assert again.changed[0].before == applied[-1].after
    assert read_master(company.workspace.master).text("7", Column.ROUTE) == "later"
    assert read_pending(company.workspace) == ()
    return [change.state for change in changes]


@pytest.mark.parametrize(
    ("moment", "states"),
    [
        (MOMENTS[0], ["applied", "applied"]),
        (MOMENTS[1], ["applied", "applied", "abandoned"]),
        (MOMENTS[2], ["applied", "applied", "applied"]),
        (MOMENTS[3], ["applied", "applied", "applied"]),
    ],
)
def test_killed_at_each_step_of_an_edit(company: Company, moment: str, states: list[str]) -> None:
    process = editor(company, moment)
    wait_for(company.root / "stopped", process)
    kill(process)
    assert check_that_both_agree(company) == states


def kill_at_random(company: Company, seed: int) -> None:
    chance = random.Random(seed)
    process = editor(company)
    wait_for(company.root / "edited", process)
    time.sleep(chance.random() * 0.6)
    kill(process)
    assert len(check_that_both_agree(company)) >= 1


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_moment(company: Company, seed: int) -> None:
    kill_at_random(company, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 160))
def test_killed_at_any_of_many_moments(company: Company, seed: int) -> None:
    kill_at_random(company, seed)


def test_what_waited_is_applied_once_though_the_process_was_killed(company: Company) -> None:
    owner = company.root / "~$clients.xlsx"
    owner.write_text("ana")
    assert call(company.root, "clients", "set", "8", "--print", "--reason", "waits").json["pending"] is True
    owner.unlink()
    process = editor(company, MOMENTS[1])
    wait_for(company.root / "stopped", process)
    kill(process)
    check_that_both_agree(company)
    with open_ledger(company.workspace) as ledger:
        states = [(change.reason, change.state) for change in ledger.client_changes("8")]
    assert states == [("waits", "applied")]
    assert read_master(company.workspace.master).clients["8"].rule.prints is True


def test_the_next_command_mends(company: Company) -> None:
    process = editor(company, MOMENTS[1])
    wait_for(company.root / "stopped", process)
    kill(process)
    assert call(company.root, "clients", "check").json["changes"] == []
    states = [change["state"] for change in call(company.root, "clients", "history", "7").json["changes"]]
    assert states == ["applied", "applied", "abandoned"]
