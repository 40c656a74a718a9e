"""Files that are read-only, gone, or as long as a file may be: a clear error, or all of them read and edited."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from clients_fixtures import good, write_master

from emitlib.clients import edit_client, read_master
from emitlib.errors import InputError
from emitlib.ledger import Ledger
from emitlib.settings import Settings
from emitlib.workspace import Actor, Workspace

ANA = Actor(by="Ana", account="ana", host="oficina")
NOW = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)
ROWS = 200_000
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    write_master(tmp_path / "clients.xlsx", good())
    return Workspace(root=tmp_path, settings=Settings(), actor=ANA, clock=lambda: NOW)


@pytest.fixture
def ledger(workspace: Workspace) -> Iterator[Ledger]:
    url = f"sqlite:///{(workspace.root / 'audit.db').as_posix()}"
    with Ledger.open(url, actor=ANA, clock=workspace.clock, checkpoints=None) as opened:
        yield opened


def refusal(edit: Callable[[], object]) -> InputError:
    with pytest.raises(InputError) as caught:
        edit()
    assert "clients.xlsx" in caught.value.message
    assert caught.value.hint != ""
    return caught.value


def test_a_read_only_file_is_left_alone(workspace: Workspace, ledger: Ledger) -> None:
    before = workspace.master.read_bytes()
    workspace.master.chmod(0o444)
    refused = refusal(lambda: edit_client(workspace, ledger, "7", {"MAIL": "N"}, reason="x"))
    workspace.master.chmod(0o644)
    assert refused.code == "MASTER_READ_ONLY"
    assert workspace.master.read_bytes() == before
    assert ledger.pending_edits() == []


def test_a_file_that_vanished_before_save(workspace: Workspace, ledger: Ledger) -> None:
    seen = read_master(workspace.master)
    workspace.master.unlink()
    refused = refusal(lambda: edit_client(workspace, ledger, "7", {"MAIL": "N"}, reason="x", seen=seen))
    assert refused.code == "MASTER_MISSING"


def test_a_file_that_vanishes_while_the_new_one_is_written(workspace: Workspace, ledger: Ledger) -> None:
    def clock() -> datetime:  # asked for the backup's name, right before the new file is written
        workspace.master.unlink(missing_ok=True)
        return NOW

    hasty = replace(workspace, clock=clock)
    refused = refusal(lambda: edit_client(hasty, ledger, "7", {"MAIL": "N"}, reason="x"))
    assert refused.code == "MASTER_MISSING"
    assert not workspace.master.exists()  # who took it away has a reason; the backup holds it
    assert [path.suffix for path in (workspace.root / "backups").iterdir()] == [".xlsx"]
    assert ledger.pending_edits() == []


def long_workbook(path: Path) -> Path:
    """`ROWS` clients of four columns, in the short form that Excel writes: shared strings, numbers."""
    strings = ["CLAVE", "NOMBRE", "MAIL", "EMAILPRED", "Cliente &amp; Cía", "S", "c@example.mx"]
    head = "".join(f'<c r="{letter}1" t="s"><v>{number}</v></c>' for number, letter in enumerate("ABCD"))
    rows = (
        f'<row r="{row}"><c r="A{row}"><v>{row - 1}</v></c><c r="B{row}" t="s"><v>4</v></c>'
        f'<c r="C{row}" t="s"><v>5</v></c><c r="D{row}" t="s"><v>6</v></c></row>'
        for row in range(2, ROWS + 2)
    )
    source = write_master(path, good())
    with zipfile.ZipFile(source) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/worksheets/sheet1.xml"] = (
        f'<worksheet xmlns="{NAMESPACE}"><sheetData><row r="1">{head}</row>{"".join(rows)}</sheetData></worksheet>'
    ).encode()
    items = "".join(f"<si><t>{text}</t></si>" for text in strings)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{NAMESPACE}" count="7" uniqueCount="7">{items}</sst>'.encode()
    relation = (
        '<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    relations = "xl/_rels/workbook.xml.rels"
    parts[relations] = parts[relations].replace(b"</Relationships>", relation.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def test_two_hundred_thousand_clients_are_read_and_edited(workspace: Workspace, ledger: Ledger) -> None:
    path = long_workbook(workspace.master)
    seen = read_master(path)
    assert len(seen.clients) == ROWS
    assert seen.clients[str(ROWS)].name == "Cliente & Cía"
    changes = {"EMAILPRED": "otra@example.mx", "IDIOMA": "en"}
    assert edit_client(workspace, ledger, str(ROWS), changes, reason="x", seen=seen).pending is False
    with zipfile.ZipFile(path) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        assert package.testzip() is None
    assert sheet.count("inlineStr") == 3
    assert sheet.endswith(
        f'<c r="D{ROWS + 1}" t="inlineStr"><is><t xml:space="preserve">otra@example.mx</t></is></c>'
        f'<c r="E{ROWS + 1}" t="inlineStr"><is><t xml:space="preserve">en</t></is></c></row></sheetData></worksheet>'
    )
