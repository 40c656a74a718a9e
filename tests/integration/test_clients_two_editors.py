"""Two processes edit one workbook at once: nothing of either is lost, and only the same cell is a conflict."""

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from company import Company

from emitlib.bootstrap import open_ledger
from emitlib.clients import Column, open_master, read_pending
from emitlib.ledger import verify

EDITS = 20
EDITORS = {"Ana": "RUTA", "Ben": "EMAILPRED"}

_EDITOR = """
import json, sys, time
from pathlib import Path
from emitlib.bootstrap import open_ledger
from emitlib.clients import edit_client, open_master
from emitlib.errors import InputError
from emitlib.workspace import open_workspace
root, who, column, edits = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
place = open_workspace(root, by=who)
with open_ledger(place) as ledger:
    seen = open_master(place, ledger).master
    (root / f"{who}.ready").touch()
    while not (root / "go").exists():
        time.sleep(0.002)
    conflicts = []
    for number in range(edits):
        value = f"c{number}@{who.lower()}.mx"
        edit_client(place, ledger, str(number), {column: value}, reason=f"{who} {number}", seen=seen)
    try:
        edit_client(place, ledger, "both", {"RUTA": who}, reason=f"{who} both", seen=seen)
    except InputError as err:
        conflicts.append(err.code)
print(json.dumps(conflicts))
"""


@pytest.fixture
def company(tmp_path: Path) -> Company:
    made = Company(tmp_path / "empresa")
    for key in [*map(str, range(EDITS)), "both"]:
        made.client(key, "ABC010203AB1", accounts=f"antes{key}@uno.mx")
    with open_ledger(made.workspace) as ledger:
        open_master(made.workspace, ledger)
    return made


def edit_at_once(company: Company) -> dict[str, list[str]]:
    """Both editors from the same moment on; the conflicts that each was told."""
    running = {
        who: subprocess.Popen(
            [sys.executable, "-c", _EDITOR, str(company.root), who, column, str(EDITS)], stdout=subprocess.PIPE
        )
        for who, column in EDITORS.items()
    }
    try:
        while not all((company.root / f"{who}.ready").exists() for who in EDITORS):
            assert [process.poll() for process in running.values()] == [None, None]
            time.sleep(0.01)
        (company.root / "go").touch()
        told: dict[str, list[str]] = {}
        for who, process in running.items():
            out, _err = process.communicate(timeout=120)
            assert process.returncode == 0
            told[who] = json.loads(out)
        return told
    finally:
        for process in running.values():
            process.kill()
            process.wait()


def test_two_processes_lose_nothing_of_each_other(company: Company) -> None:
    told = edit_at_once(company)
    with open_ledger(company.workspace) as ledger:
        opened = open_master(company.workspace, ledger)
        history: list[Any] = ledger.client_changes()
        assert verify(ledger).passed
        assert ledger.pending_edits() == []
    master = opened.master
    for number in range(EDITS):
        assert master.text(str(number), Column.ROUTE) == f"c{number}@ana.mx"
        assert master.text(str(number), Column.ACCOUNTS) == f"c{number}@ben.mx"
    # the same cell: one wrote it, the other was told
    assert sorted(told.values()) == [[], ["EDIT_CONFLICT"]]
    (winner,) = [who for who, conflicts in told.items() if not conflicts]
    assert master.text("both", Column.ROUTE) == winner
    # each edit once in the history, by its own editor, and nothing that looks like Excel's
    reasons = Counter((change.by, change.reason, change.state, change.source) for change in history)
    wanted = {(who, f"{who} {number}", "applied", "emitlib") for who in EDITORS for number in range(EDITS)}
    assert reasons == Counter([*wanted, (winner, f"{winner} both", "applied", "emitlib")])
    assert (opened.outside, read_pending(company.workspace)) == ((), ())
