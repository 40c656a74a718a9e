"""One edit of many clients: written at once, what collides left alone and told."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from clients_fixtures import good, write_master
from openpyxl import load_workbook

from emitlib.clients import (
    BulkEdit,
    CellChange,
    CellConflict,
    Column,
    apply_pending,
    edit_client,
    edit_clients,
    read_master,
    read_pending,
)
from emitlib.errors import InputError, StoreError
from emitlib.ledger import Ledger
from emitlib.settings import Settings
from emitlib.workspace import Actor, Workspace, held_lock

ANA = Actor(by="Ana", account="ana", host="oficina")
KEYS = [str(number) for number in range(1, 51)]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    write_master(tmp_path / "clients.xlsx", *(good(CLAVE=key, MAIL="N") for key in KEYS))
    return Workspace(
        root=tmp_path, settings=Settings(), actor=ANA, clock=lambda: datetime(2026, 11, 30, 18, 0, tzinfo=UTC)
    )


@pytest.fixture
def ledger(workspace: Workspace) -> Iterator[Ledger]:
    url = f"sqlite:///{(workspace.root / 'audit.db').as_posix()}"
    with Ledger.open(url, actor=ANA, clock=workspace.clock, checkpoints=None) as opened:
        yield opened


def mail_on(key: str, *, before: str = "N") -> CellChange:
    return CellChange(clave=key, column=Column.MAILS, before=before, after="S")


def excel_saves(workspace: Workspace, reference: str, value: str) -> None:
    workbook = load_workbook(workspace.master)
    workbook["Clientes"][reference] = value
    workbook.save(workspace.master)


def mails(workspace: Workspace) -> list[str]:
    master = read_master(workspace.master)
    return [master.text(key, Column.MAILS) for key in master.clients]


def intents(ledger: Ledger) -> list[int]:
    return [len(event.data["changes"]) for event in ledger.events() if event.kind == "edit_intended"]


def test_fifty_clients_are_one_write_with_a_history_for_each(workspace: Workspace, ledger: Ledger) -> None:
    changes = tuple(mail_on(key) for key in KEYS)
    assert edit_clients(workspace, ledger, changes, reason="campaña") == BulkEdit(changed=changes)
    assert mails(workspace) == ["S"] * 50
    assert intents(ledger) == [50]
    history = [(row.clave, row.before, row.after, row.reason, row.state) for row in ledger.client_changes()]
    assert history == [(key, "N", "S", "campaña", "applied") for key in KEYS]


def test_a_cell_changed_meanwhile_is_told_and_the_others_are_written(workspace: Workspace, ledger: Ledger) -> None:
    excel_saves(workspace, "I3", "otra@nandu.example.mx")
    accounts = CellChange(clave="2", column=Column.ACCOUNTS, before="vieja@x.mx", after="nueva@nandu.example.mx")
    done = edit_clients(workspace, ledger, [mail_on("1"), mail_on("2"), accounts], reason="x")
    assert done.changed == (mail_on("1"), mail_on("2"))
    assert done.conflicts == (CellConflict(change=accounts, now="otra@nandu.example.mx"),)
    assert mails(workspace)[:3] == ["S", "S", "N"]
    assert read_master(workspace.master).text("2", Column.ACCOUNTS) == "otra@nandu.example.mx"


def test_what_somebody_else_has_done_already_is_no_change(workspace: Workspace, ledger: Ledger) -> None:
    excel_saves(workspace, "F2", "S")
    before = workspace.master.read_bytes()
    assert edit_clients(workspace, ledger, [mail_on("1")], reason="x") == BulkEdit()
    assert workspace.master.read_bytes() == before


def test_a_client_that_is_gone_and_a_value_that_cannot_be_are_told(workspace: Workspace, ledger: Ledger) -> None:
    gone = mail_on("99")
    wrong = CellChange(clave="2", column=Column.PRINTS, before="S", after="quizás")
    done = edit_clients(workspace, ledger, [gone, wrong, mail_on("3")], reason="x")
    assert done.changed == (mail_on("3"),)
    assert [(clash.change, clash.now) for clash in done.conflicts] == [(gone, None), (wrong, None)]
    assert "99" in done.conflicts[0].why
    assert "quizás" in done.conflicts[1].why


def test_a_formula_cell_does_not_keep_the_others_out(workspace: Workspace, ledger: Ledger) -> None:
    for reference in ("N3", "N8"):
        excel_saves(workspace, reference, '="Norte"')
    routes = [CellChange(clave=key, column=Column.ROUTE, before="", after="Sur") for key in KEYS]
    done = edit_clients(workspace, ledger, routes, reason="x")
    assert len(done.changed) == 48
    assert [(clash.change.clave, clash.now) for clash in done.conflicts] == [("2", None), ("7", None)]
    assert "N3" in done.conflicts[0].why
    assert intents(ledger) == [48]
    alone = edit_clients(workspace, ledger, [routes[1]], reason="x")
    assert (alone.changed, alone.pending, len(alone.conflicts)) == ((), False, 1)


def test_it_waits_while_the_file_is_open(workspace: Workspace, ledger: Ledger) -> None:
    owner = workspace.root / "~$clients.xlsx"
    owner.write_text("ana")
    excel_saves(workspace, "F3", '="N"')
    edit_client(workspace, ledger, "1", {"MAIL": "S"}, reason="uno")
    off = CellChange(clave="1", column=Column.MAILS, before="N", after="N")
    done = edit_clients(workspace, ledger, [off, mail_on("2", before=""), mail_on("3")], reason="dos")
    assert done.pending is True
    # the cell of client 1 holds N in the file, and S once the first edit is applied
    assert done.changed == (CellChange(clave="1", column=Column.MAILS, before="S", after="N"), mail_on("3"))
    assert [clash.change.clave for clash in done.conflicts] == ["2"]
    assert [len(edit.changes) for edit in read_pending(workspace)] == [1, 2]
    owner.unlink()
    apply_pending(workspace, ledger)
    assert mails(workspace)[:3] == ["N", "", "S"]


def test_waiting_edits_are_applied_first(workspace: Workspace, ledger: Ledger) -> None:
    owner = workspace.root / "~$clients.xlsx"
    owner.write_text("ana")
    edit_client(workspace, ledger, "1", {"MAIL": "S"}, reason="uno")
    owner.unlink()
    assert edit_clients(workspace, ledger, [mail_on("1"), mail_on("2")], reason="dos").changed == (mail_on("2"),)
    assert mails(workspace)[:3] == ["S", "S", "N"]


def test_it_needs_a_reason_and_the_lock(workspace: Workspace, ledger: Ledger) -> None:
    with pytest.raises(InputError) as caught:
        edit_clients(workspace, ledger, [mail_on("1")], reason=" ")
    assert caught.value.code == "REASON_MISSING"
    with held_lock(workspace.root / "runs" / "master.lock", owner="x"), pytest.raises(StoreError) as locked:
        edit_clients(workspace, ledger, [mail_on("1")], reason="x")
    assert locked.value.code == "LOCKED"
    assert set(mails(workspace)) == {"N"}
