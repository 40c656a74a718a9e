import hashlib
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from clients_fixtures import good, write_master
from openpyxl import load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from emitlib.clients import (
    CellChange,
    Column,
    Edit,
    apply_pending,
    discard_pending,
    edit_client,
    mend_edits,
    note_outside_changes,
    read_master,
    read_pending,
    rule_changes,
)
from emitlib.clients.edit import Applied
from emitlib.errors import EmitError, InputError, StoreError
from emitlib.ledger import Event, Ledger
from emitlib.settings import Settings
from emitlib.workspace import Actor, Workspace, held_lock

ANA = Actor(by="Ana", account="ana", host="oficina")


class Killed(BaseException):
    """The process dies here."""


class MortalLedger(Ledger):
    """A ledger whose process dies right before, or right after, an event of one kind is durable."""

    dies_before = ""
    dies_after = ""
    at_intent: Callable[[], None] | None = None

    def record(self, *events: Event) -> None:
        kinds = {event.kind for event in events}
        if self.dies_before in kinds:
            raise Killed
        if "edit_intended" in kinds and self.at_intent is not None:
            self.at_intent()
        super().record(*events)
        if self.dies_after in kinds:
            raise Killed


def ticking() -> Callable[[], datetime]:
    now = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)

    def clock() -> datetime:
        nonlocal now
        now += timedelta(seconds=1)
        return now

    return clock


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    write_master(tmp_path / "clients.xlsx", good(), good(CLAVE="00123", NOMBRE="Dos & <Tres>", NIVELSEC=None))
    return Workspace(root=tmp_path, settings=Settings(), actor=ANA, clock=ticking())


@pytest.fixture
def ledger(workspace: Workspace) -> Iterator[MortalLedger]:
    url = f"sqlite:///{(workspace.root / 'audit.db').as_posix()}"
    with MortalLedger.open(url, actor=ANA, clock=workspace.clock, checkpoints=None) as opened:
        yield opened


def cell(workspace: Workspace, key: str, column: Column) -> str:
    return read_master(workspace.master).text(key, column)


def kinds(ledger: Ledger) -> list[str]:
    return [event.kind for event in ledger.events() if event.kind != "genesis"]


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def excel_saves(workspace: Workspace, reference: str, value: str) -> None:
    workbook = load_workbook(workspace.master)
    workbook["Clientes"][reference] = value
    workbook.save(workspace.master)


def test_an_edit_reaches_file_and_history(workspace: Workspace, ledger: MortalLedger) -> None:
    before = workspace.master.read_bytes()
    changes = rule_changes(mails=False, accounts=["nueva@nandu.example.mx"], prints=True)
    edit = edit_client(workspace, ledger, "7", changes, reason="lo pidió el cliente")
    assert edit.as_json() == {
        "changed": [
            {"column": "MAIL", "before": "S", "after": "N"},
            {
                "column": "EMAILPRED",
                "before": "pagos@nandu.example.mx;caja@nandu.example.mx",
                "after": "nueva@nandu.example.mx",
            },
        ],
        "pending": False,
    }
    master = read_master(workspace.master)
    assert master.clients["7"].rule.accounts == ("nueva@nandu.example.mx",)
    assert master.clients["7"].rule.mails is False
    assert kinds(ledger) == ["master_seen", "edit_intended", "edit_applied"]
    history = [
        (row.by, row.column, row.before, row.after, row.reason, row.state) for row in ledger.client_changes("7")
    ]
    assert history[0] == ("Ana", "MAIL", "S", "N", "lo pidió el cliente", "applied")
    assert [copy.read_bytes() for copy in (workspace.root / "backups").iterdir()] == [before]
    assert ledger.pending_edits() == []
    assert [path.name for path in workspace.root.glob("*.part")] == []


def test_only_the_edited_cells_change_in_the_file(workspace: Workspace, ledger: MortalLedger) -> None:
    workbook = load_workbook(workspace.master)
    sheet = workbook["Clientes"]
    sheet["F2"].font = Font(bold=True, color="FF0000")
    sheet.add_data_validation(DataValidation(type="list", formula1='"S,N"', sqref="F2:F99"))
    sheet.freeze_panes = "B2"
    workbook.save(workspace.master)
    before = parts(workspace.master)
    edit_client(workspace, ledger, "7", {"MAIL": "N", "RUTA": "Norte & Sur", "NIVELSEC": "2"}, reason="x")
    edit_client(workspace, ledger, "00123", {"NIVELSEC": "2"}, reason="x")
    after = parts(workspace.master)
    assert list(after) == list(before)
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet1.xml"}
    sheet = load_workbook(workspace.master)["Clientes"]
    assert (sheet["F2"].value, sheet["F2"].font.bold) == ("N", True)
    assert (sheet["N2"].value, sheet["G2"].value, sheet["G3"].value) == ("Norte & Sur", 2, "2")
    assert sheet["C3"].value == "Dos & <Tres>"
    assert sheet.freeze_panes == "B2"


def test_what_is_so_already_is_no_edit(workspace: Workspace, ledger: MortalLedger) -> None:
    before = workspace.master.read_bytes()
    assert edit_client(workspace, ledger, "7", {"MAIL": "S"}, reason="x") == Edit(changed=(), pending=False)
    assert workspace.master.read_bytes() == before
    assert kinds(ledger) == ["master_seen"]


@pytest.mark.parametrize(
    ("key", "changes", "reason", "code"),
    [
        ("99", {"MAIL": "N"}, "x", "CLIENT_UNKNOWN"),
        ("7", {"CLAVE": "8"}, "x", "COLUMN_NOT_EDITABLE"),
        ("7", {"SALDO": "8"}, "x", "COLUMN_NOT_EDITABLE"),
        ("7", {"REG_FISC": "601"}, "x", "COLUMN_ABSENT"),
        ("7", {"EMAILPRED": "no es"}, "x", "EDIT_INVALID"),
        ("7", {"IMPRIR": "quizás"}, "x", "EDIT_INVALID"),
        ("7", {"NOMBRE": "Uno\nDos"}, "x", "EDIT_INVALID"),
        ("7", {"NOMBRE": "x" * 32_768}, "x", "EDIT_INVALID"),
        ("7", {"MAIL": "N"}, " ", "REASON_MISSING"),
    ],
)
def test_edits_that_cannot_be(
    workspace: Workspace, ledger: MortalLedger, key: str, changes: dict[str, str], reason: str, code: str
) -> None:
    before = workspace.master.read_bytes()
    with pytest.raises(InputError) as caught:
        edit_client(workspace, ledger, key, changes, reason=reason)
    assert caught.value.code == code
    assert workspace.master.read_bytes() == before


def test_formula_cells_are_refused(workspace: Workspace, ledger: MortalLedger) -> None:
    excel_saves(workspace, "N2", '="Norte"')
    before = workspace.master.read_bytes()
    with pytest.raises(InputError) as caught:
        edit_client(workspace, ledger, "7", {"RUTA": "Sur"}, reason="x")
    assert caught.value.code == "CELL_IS_FORMULA"
    assert "N2" in caught.value.message
    assert workspace.master.read_bytes() == before
    assert ledger.pending_edits() == []


def test_another_editor_is_waited_for(workspace: Workspace, ledger: MortalLedger) -> None:
    held, released = threading.Event(), threading.Event()

    def other() -> None:
        with held_lock(workspace.root / "runs" / "master.lock", owner="x"):
            held.set()
            released.wait(0.2)

    editor = threading.Thread(target=other)
    editor.start()
    held.wait(5)
    assert edit_client(workspace, ledger, "7", {"MAIL": "N"}, reason="x").pending is False
    editor.join()
    assert cell(workspace, "7", Column.MAILS) == "N"


def test_another_editor_who_stays_keeps_this_one_out(
    workspace: Workspace, ledger: MortalLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("emitlib.clients.lock.PATIENCE", 0.05)
    master = read_master(workspace.master)
    with held_lock(workspace.root / "runs" / "master.lock", owner="x"):
        with pytest.raises(StoreError) as caught:
            edit_client(workspace, ledger, "7", {"MAIL": "N"}, reason="x")
        assert note_outside_changes(workspace, ledger, master) == ()
    assert caught.value.code == "LOCKED"
    assert kinds(ledger) == []


# --- crashes


@pytest.mark.parametrize(
    ("before", "after", "held", "state"),
    [
        ("edit_intended", "", False, None),
        ("", "edit_intended", False, "abandoned"),
        ("edit_applied", "", True, "applied"),
        ("", "edit_applied", True, "applied"),
    ],
)
def test_death_between_the_steps_is_mended(
    workspace: Workspace, ledger: MortalLedger, before: str, after: str, held: bool, state: str | None
) -> None:
    ledger.dies_before, ledger.dies_after = before, after
    with pytest.raises(Killed):
        edit_client(workspace, ledger, "7", {"MAIL": "N"}, reason="x")
    ledger.dies_before = ledger.dies_after = ""
    assert cell(workspace, "7", Column.MAILS) == ("N" if held else "S")
    closed = mend_edits(workspace, ledger)
    assert len(closed) == (1 if (before, after) in {("", "edit_intended"), ("edit_applied", "")} else 0)
    assert ledger.pending_edits() == []
    assert {row.state for row in ledger.client_changes("7")} == (set() if state is None else {state})
    assert note_outside_changes(workspace, ledger, read_master(workspace.master)) == ()
    assert edit_client(workspace, ledger, "7", {"MAIL": "N"}, reason="x").changed == (
        () if held else (CellChange(clave="7", column=Column.MAILS, before="S", after="N"),)
    )


@pytest.mark.parametrize(("mail", "state"), [("N", "applied"), ("S", "abandoned")])
def test_a_file_saved_again_after_the_crash_is_judged_by_its_cells(
    workspace: Workspace, ledger: MortalLedger, mail: str, state: str
) -> None:
    ledger.dies_after = "edit_intended"
    with pytest.raises(Killed):
        edit_client(workspace, ledger, "7", {"MAIL": "N"}, reason="x")
    ledger.dies_after = ""
    excel_saves(workspace, "F2", mail)
    assert len(mend_edits(workspace, ledger)) == 1
    assert [row.state for row in ledger.client_changes("7")] == [state]


def test_without_a_readable_master_nothing_is_decided(workspace: Workspace, ledger: MortalLedger) -> None:
    ledger.dies_after = "edit_intended"
    with pytest.raises(Killed):
        edit_client(workspace, ledger, "7", {"MAIL": "N"}, reason="x")
    ledger.dies_after = ""
    workspace.master.unlink()
    assert mend_edits(workspace, ledger) == ()
    assert len(ledger.pending_edits()) == 1


def test_a_full_disk_changes_nothing(
    workspace: Workspace, ledger: MortalLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> Path:
        if target == workspace.master:
            raise OSError(28, "No space left on device")
        return rename(self, target)

    rename = Path.replace
    before = workspace.master.read_bytes()
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StoreError) as caught:
        edit_client(workspace, ledger, "7", {"MAIL": "N"}, reason="x")
    assert caught.value.code == "WRITE_FAILED"
    assert workspace.master.read_bytes() == before
    assert [row.state for row in ledger.client_changes("7")] == ["abandoned"]


# --- other people


def test_a_file_changed_since_it_was_seen_takes_the_edit(workspace: Workspace, ledger: MortalLedger) -> None:
    seen = read_master(workspace.master)
    excel_saves(workspace, "N2", "Norte")
    edit = edit_client(workspace, ledger, "7", {"MAIL": "N"}, reason="x", seen=seen)
    assert edit.pending is False
    master = read_master(workspace.master)
    assert (master.text("7", Column.MAILS), master.text("7", Column.ROUTE)) == ("N", "Norte")


def test_a_cell_changed_since_it_was_seen_is_a_conflict(workspace: Workspace, ledger: MortalLedger) -> None:
    seen = read_master(workspace.master)
    excel_saves(workspace, "I2", "otra@nandu.example.mx")
    before = workspace.master.read_bytes()
    with pytest.raises(InputError) as caught:
        edit_client(workspace, ledger, "7", {"EMAILPRED": "mia@nandu.example.mx"}, reason="x", seen=seen)
    assert caught.value.code == "EDIT_CONFLICT"
    assert "EMAILPRED" in caught.value.message
    assert "otra@nandu.example.mx" in caught.value.message
    assert workspace.master.read_bytes() == before


def test_a_save_during_the_edit_is_not_lost(workspace: Workspace, ledger: MortalLedger) -> None:
    first = [True]

    def excel_is_quicker() -> None:
        if first.pop() if first else False:
            excel_saves(workspace, "N2", "Norte")

    real = workspace.clock

    def clock() -> datetime:  # the clock is asked right before the new file is written
        excel_is_quicker()
        return real()

    hasty = Workspace(root=workspace.root, settings=workspace.settings, actor=ANA, clock=clock)
    edit_client(hasty, ledger, "7", {"MAIL": "N"}, reason="x")
    master = read_master(workspace.master)
    assert (master.text("7", Column.MAILS), master.text("7", Column.ROUTE)) == ("N", "Norte")


def test_outside_changes_are_recorded_once(workspace: Workspace, ledger: MortalLedger) -> None:
    assert note_outside_changes(workspace, ledger, read_master(workspace.master)) == ()
    edit_client(workspace, ledger, "7", {"RUTA": "Norte"}, reason="x")
    before = hashlib.sha256(workspace.master.read_bytes()).hexdigest()
    excel_saves(workspace, "F2", "N")
    excel_saves(workspace, "C2", "Otro nombre")
    write = load_workbook(workspace.master)
    write["Clientes"].delete_rows(3)
    write["Clientes"]["A3"], write["Clientes"]["F3"] = "c", "S"
    write.save(workspace.master)
    changes = note_outside_changes(workspace, ledger, read_master(workspace.master))
    assert [(change.clave, change.column, change.before, change.after) for change in changes] == [
        ("7", Column.MAILS, "S", "N"),
        ("c", Column.MAILS, "", "S"),
        ("00123", Column.PRINTS, "S", ""),
        ("00123", Column.MAILS, "S", ""),
        ("00123", Column.ACCOUNTS, "pagos@nandu.example.mx;caja@nandu.example.mx", ""),
        ("00123", Column.SILENT, "N", ""),
    ]
    event = next(event for event in ledger.events() if event.kind == "changed_outside")
    assert event.data["before_sha256"] == before
    assert event.data["after_sha256"] == read_master(workspace.master).sha256
    assert note_outside_changes(workspace, ledger, read_master(workspace.master)) == ()
    assert [row.source for row in ledger.client_changes("c")] == ["outside"]


def test_a_lone_client_c_is_no_commitment(workspace: Workspace, ledger: MortalLedger) -> None:
    write_master(workspace.master, good(CLAVE="c"))
    assert note_outside_changes(workspace, ledger, read_master(workspace.master)) == ()
    excel_saves(workspace, "F2", "N")
    assert len(note_outside_changes(workspace, ledger, read_master(workspace.master))) == 1


# --- waiting edits


@pytest.mark.parametrize("owner", ["~$clients.xlsx", ".~lock.clients.xlsx#"])
def test_an_edit_waits_while_the_file_is_open(workspace: Workspace, ledger: MortalLedger, owner: str) -> None:
    (workspace.root / owner).write_text("ana")
    before = workspace.master.read_bytes()
    assert edit_client(workspace, ledger, "7", {"MAIL": "N"}, reason="uno").pending is True
    back = edit_client(workspace, ledger, "7", {"MAIL": "S", "RUTA": "Sur"}, reason="dos")
    assert [(change.before, change.after) for change in back.changed] == [("N", "S"), ("", "Sur")]
    assert apply_pending(workspace, ledger) == Applied(waiting=2)
    assert workspace.master.read_bytes() == before
    assert [edit.reason for edit in read_pending(workspace)] == ["uno", "dos"]
    (workspace.root / owner).unlink()
    result = apply_pending(workspace, ledger)
    assert [len(edit.changed) for edit in result.applied] == [1, 2]
    assert (result.conflicts, result.waiting) == ((), 0)
    assert read_pending(workspace) == ()
    assert (cell(workspace, "7", Column.MAILS), cell(workspace, "7", Column.ROUTE)) == ("S", "Sur")
    asked = [event.data["asked_by"] for event in ledger.events() if event.kind == "edit_intended"]
    assert asked == ["Ana", "Ana"]


def test_a_locked_file_makes_the_edit_wait(
    workspace: Workspace, ledger: MortalLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(self: Path, target: Path) -> Path:
        if target == workspace.master:
            raise PermissionError(13, "Access is denied")
        return rename(self, target)

    rename = Path.replace
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", locked)
        assert edit_client(workspace, ledger, "7", {"MAIL": "N"}, reason="uno").pending is True
        assert edit_client(workspace, ledger, "7", {"RUTA": "Sur"}, reason="dos").pending is True
    assert {row.state for row in ledger.client_changes("7")} == {"abandoned"}
    assert cell(workspace, "7", Column.MAILS) == "S"
    edit_client(workspace, ledger, "00123", {"MAIL": "N"}, reason="tres")
    assert (cell(workspace, "7", Column.MAILS), cell(workspace, "7", Column.ROUTE)) == ("N", "Sur")
    assert read_pending(workspace) == ()


def test_a_waiting_edit_that_collides_is_shown_and_kept(workspace: Workspace, ledger: MortalLedger) -> None:
    owner = workspace.root / "~$clients.xlsx"
    owner.write_text("ana")
    edit_client(workspace, ledger, "7", {"RUTA": "Sur"}, reason="uno")
    edit_client(workspace, ledger, "7", {"MAIL": "N"}, reason="dos")
    owner.unlink()
    excel_saves(workspace, "N2", "Norte")
    result = apply_pending(workspace, ledger)
    assert [(clash.edit.reason, clash.now) for clash in result.conflicts] == [("uno", "Norte")]
    assert len(result.applied) == 1
    assert (cell(workspace, "7", Column.MAILS), cell(workspace, "7", Column.ROUTE)) == ("N", "Norte")
    (left,) = read_pending(workspace)
    assert discard_pending(workspace, left.id) is True
    assert discard_pending(workspace, left.id) is False
    assert read_pending(workspace) == ()


def test_waiting_edits_that_became_impossible_do_not_block_the_others(
    workspace: Workspace, ledger: MortalLedger
) -> None:
    owner = workspace.root / "~$clients.xlsx"
    owner.write_text("ana")
    edit_client(workspace, ledger, "00123", {"RUTA": "Sur"}, reason="gone")
    edit_client(workspace, ledger, "7", {"RUTA": "Sur"}, reason="formula")
    edit_client(workspace, ledger, "7", {"MAIL": "N"}, reason="good")
    owner.unlink()
    workbook = load_workbook(workspace.master)
    workbook["Clientes"].delete_rows(3)
    workbook["Clientes"]["N2"] = '=""'
    workbook.save(workspace.master)
    edit_client(workspace, ledger, "7", {"IMPRIR": "N"}, reason="later")
    result = apply_pending(workspace, ledger)
    assert [(clash.edit.reason, "N2" in clash.why) for clash in result.conflicts] == [
        ("gone", False),
        ("formula", True),
    ]
    assert (cell(workspace, "7", Column.MAILS), cell(workspace, "7", Column.PRINTS)) == ("N", "N")


def test_what_can_never_be_written_does_not_wait(workspace: Workspace, ledger: MortalLedger) -> None:
    excel_saves(workspace, "N2", '="Norte"')
    (workspace.root / "~$clients.xlsx").write_text("ana")
    with pytest.raises(InputError) as caught:
        edit_client(workspace, ledger, "7", {"RUTA": "Sur"}, reason="x")
    assert caught.value.code == "CELL_IS_FORMULA"
    assert read_pending(workspace) == ()


def test_death_before_the_journal_is_cut_applies_nothing_twice(workspace: Workspace, ledger: MortalLedger) -> None:
    owner = workspace.root / "~$clients.xlsx"
    owner.write_text("ana")
    edit_client(workspace, ledger, "7", {"MAIL": "N"}, reason="uno")
    owner.unlink()
    ledger.dies_after = "edit_applied"
    with pytest.raises(Killed):
        apply_pending(workspace, ledger)
    ledger.dies_after = ""
    assert len(read_pending(workspace)) == 1
    assert apply_pending(workspace, ledger) == Applied()
    assert kinds(ledger).count("edit_intended") == 1
    assert read_pending(workspace) == ()


def test_a_broken_journal_is_told(workspace: Workspace) -> None:
    (workspace.root / "runs").mkdir()
    for text in ("{", '[{"id": 1}]', json.dumps([{"id": "1", "at": "", "by": "", "reason": "", "changes": 3}])):
        (workspace.root / "runs" / "pending-edits.json").write_text(text)
        with pytest.raises(StoreError) as caught:
            read_pending(workspace)
        assert caught.value.code == "PENDING_UNREADABLE"


def test_as_many_backups_are_kept_as_the_settings_say(workspace: Workspace, ledger: MortalLedger) -> None:
    assert workspace.settings.backups == 20
    workspace = replace(workspace, settings=Settings(backups=3))
    folder = workspace.root / "backups"
    folder.mkdir()
    (folder / "notes.xlsx").write_bytes(b"")
    for number in range(5):
        edit_client(workspace, ledger, "7", {"RUTA": str(number)}, reason="x")
    copies = sorted(path.name for path in folder.glob("clients-*.xlsx"))
    assert len(copies) == 3
    assert read_master(folder / copies[-1]).text("7", Column.ROUTE) == "3"
    assert (folder / "notes.xlsx").exists()


# --- text and other kinds


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16-le"])
def test_text_masters_keep_their_encoding_and_other_rows(
    workspace: Workspace, ledger: MortalLedger, encoding: str
) -> None:
    text = 'CLAVE;NOMBRE;MAIL;EMAILPRED\r\n1;"Ñandú; SA";S;a@b.mx\r\n\r\n"2";"Dos""s";"N";""\r\n3;Tres;N;'
    data = (("\ufeff" if encoding == "utf-16-le" else "") + text).encode(encoding)
    workspace = Workspace(
        root=workspace.root, settings=Settings(clients="clients.csv"), actor=ANA, clock=workspace.clock
    )
    workspace.master.write_bytes(data)
    edit_client(workspace, ledger, "1", {"EMAILPRED": "a@b.mx;ñ@b.mx"}, reason="x")
    edit_client(workspace, ledger, "2", {"MAIL": "S"}, reason="x")
    wanted = text.replace("S;a@b.mx", 'S;"a@b.mx;ñ@b.mx"').replace('"N";""', '"S";""')
    assert workspace.master.read_bytes() == (("\ufeff" if encoding == "utf-16-le" else "") + wanted).encode(encoding)


def test_letters_beyond_the_encoding_are_refused(workspace: Workspace, ledger: MortalLedger) -> None:
    workspace = Workspace(root=workspace.root, settings=Settings(clients="c.txt"), actor=ANA, clock=workspace.clock)
    workspace.master.write_bytes('CLAVE\tNOMBRE\tMAIL\r\n1\t"Ñandú" SA\tS\r\n'.encode("cp1252"))
    before = workspace.master.read_bytes()
    for name in ("Łódź", "a\tb"):
        with pytest.raises(EmitError) as caught:
            edit_client(workspace, ledger, "1", {"NOMBRE": name}, reason="x")
        assert caught.value.code in {"CELL_NOT_WRITABLE", "EDIT_INVALID"}
    assert workspace.master.read_bytes() == before
    edit_client(workspace, ledger, "1", {"MAIL": "N"}, reason="x")
    assert workspace.master.read_bytes() == before.replace(b"\tS\r", b"\tN\r")


def test_the_macro_part_stays(workspace: Workspace, ledger: MortalLedger) -> None:
    content = parts(workspace.master) | {"xl/vbaProject.bin": b"\x00macro\xff"}
    with zipfile.ZipFile(workspace.master, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in content.items():
            package.writestr(name, data)
    edit_client(workspace, ledger, "7", {"MAIL": "N"}, reason="x")
    assert parts(workspace.master)["xl/vbaProject.bin"] == b"\x00macro\xff"
    assert cell(workspace, "7", Column.MAILS) == "N"


# --- columns that the master lacks


def test_an_optional_column_is_added_when_an_edit_needs_it(workspace: Workspace, ledger: MortalLedger) -> None:
    edit = edit_client(workspace, ledger, "00123", {"AGRUPACION": "mes", "MEDIO_FECHA": "1/3/2026"}, reason="x")
    assert [(change.column, change.before, change.after) for change in edit.changed] == [
        (Column.GROUPING, "", "mes"),
        (Column.MEANS_DATE, "", "2026-03-01"),
    ]
    master = read_master(workspace.master)
    assert master.clients["00123"].rule.grouping == "month"
    assert master.clients["7"].rule.grouping is None
    assert note_outside_changes(workspace, ledger, master) == ()


def test_an_added_column_can_wait(workspace: Workspace, ledger: MortalLedger) -> None:
    owner = workspace.root / "~$clients.xlsx"
    owner.write_bytes(b"\x03Ana")
    assert edit_client(workspace, ledger, "7", {"IDIOMA": "en"}, reason="x").pending is True
    owner.unlink()
    assert [len(edit.changed) for edit in apply_pending(workspace, ledger).applied] == [1]
    assert read_master(workspace.master).clients["7"].rule.language == "en"


def test_a_text_table_gets_no_new_column(workspace: Workspace, ledger: MortalLedger) -> None:
    text = Workspace(root=workspace.root, settings=Settings(clients="c.csv"), actor=ANA, clock=workspace.clock)
    text.master.write_text("CLAVE;MAIL\n7;S\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        edit_client(text, ledger, "7", {"IDIOMA": "en"}, reason="x")
    assert caught.value.code == "COLUMN_ABSENT"
    edit_client(text, ledger, "7", {"MAIL": "N"}, reason="x")
    assert text.master.read_text(encoding="utf-8") == "CLAVE;MAIL\n7;N\n"
