"""Ten edits of a workbook that holds everything: what they did not touch is as it was, and LibreOffice opens it."""

import csv
import shutil
import subprocess
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from conftest import missing
from openpyxl import load_workbook
from workbook_fixtures import HEADER_ROW, rich_workbook

from emitlib.clients import edit_client, read_master
from emitlib.ledger import Ledger
from emitlib.settings import Settings
from emitlib.workspace import Actor, Workspace

ANA = Actor(by="Ana", account="ana", host="oficina")
NOW = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)
#: Client, column, new text: existing cells, empty ones, a number, a day, two columns that are not there yet.
EDITS = (
    ("00001", "MAIL", "S"),
    ("00002", "EMAILPRED", "uno@example.mx;dos@example.mx"),
    ("00003", "NIVELSEC", "2"),
    ("00004", "RUTA", "Norte & <Sur>"),
    ("00005", "MEDIO_FECHA", "2026-11-30"),
    ("00006", "IMPRIR", "N"),
    ("00007", "EMAILPRED", ""),
    ("00008", "AGRUPACION", "mes"),
    ("00009", "IDIOMA", "en"),
    ("00012", "RUTA", '=HYPERLINK("http://x")'),
)
SHEET = "xl/worksheets/sheet1.xml"


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture
def edited(tmp_path: Path) -> tuple[Path, dict[str, bytes]]:
    """The workbook after ten edits, and the parts it had before."""
    path = rich_workbook(tmp_path / "clients.xlsm")
    before = parts(path)
    workspace = Workspace(root=tmp_path, settings=Settings(clients=path.name), actor=ANA, clock=lambda: NOW)
    url = f"sqlite:///{(tmp_path / 'audit.db').as_posix()}"
    with Ledger.open(url, actor=ANA, clock=workspace.clock, checkpoints=None) as ledger:
        for key, column, text in EDITS:
            edit = edit_client(workspace, ledger, key, {column: text}, reason="x")
            assert [change.after for change in edit.changed] == [text]
    return path, before


def test_ten_edits_touch_one_part_and_in_it_ten_cells(edited: tuple[Path, dict[str, bytes]]) -> None:
    path, before = edited
    after = parts(path)
    assert list(after) == list(before)
    assert [name for name in before if before[name] != after[name]] == [SHEET]
    assert {"xl/vbaProject.bin", "xl/pivotTables/pivotTable1.xml", "xl/calcChain.xml"} <= before.keys()
    assert {"xl/charts/chart1.xml", "xl/media/image1.png", "xl/comments/comment1.xml"} <= before.keys()
    # outside the rows of the edits, the sheet's own bytes are those of before as well
    old, new = (content[SHEET].decode() for content in (before, after))
    assert new.rpartition("</sheetData>")[2] == old.rpartition("</sheetData>")[2]
    untouched = [f'<row r="{HEADER_ROW + number}"' for number in (10, 11)]
    for row in untouched:
        start = old.index(row)
        assert old[start : old.index("</row>", start)] in new


def test_edited_cells_keep_their_styles_and_kinds(edited: tuple[Path, dict[str, bytes]]) -> None:
    sheet = load_workbook(edited[0], keep_vba=True)["Clientes"]
    assert (sheet["E5"].value, sheet["E5"].fill.fgColor.rgb) == ("S", "00FFFF00")
    assert (sheet["G7"].value, sheet["G7"].data_type) == (2, "n")
    assert (sheet["H9"].value, sheet["H9"].number_format) == (datetime(2026, 11, 30), "dd/mm/yyyy")  # noqa: DTZ001
    assert (sheet["I8"].value, sheet["F11"].value) == ("Norte & <Sur>", None)
    assert (sheet["I16"].value, sheet["I16"].data_type) == ('=HYPERLINK("http://x")', "s")
    assert [sheet.cell(HEADER_ROW, position).value for position in (10, 11, 12)] == ["SALDO", "AGRUPACION", "IDIOMA"]
    assert (sheet["K12"].value, sheet["L13"].value) == ("mes", "en")
    assert sheet["A5"].number_format == "00000"


def test_libreoffice_opens_it_with_the_new_values(edited: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        missing("LibreOffice", "apt-get install libreoffice-calc")
    profile = (tmp_path / "profile").as_uri()
    for kind in ("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false", "xlsx"):
        command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
        command += ["--outdir", str(tmp_path / "out"), str(edited[0])]
        subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    with (tmp_path / "out" / "clients.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[HEADER_ROW - 1][9:12] == ["SALDO", "AGRUPACION", "IDIOMA"]
    values = {row[0].zfill(5): dict(zip(rows[HEADER_ROW - 1], row, strict=False)) for row in rows[HEADER_ROW:]}
    for key, column, text in EDITS:
        assert column == "MEDIO_FECHA" or values[key][column] == text
    saved = read_master(tmp_path / "out" / "clients.xlsx")
    assert saved.clients.keys() == read_master(edited[0]).clients.keys()
    assert saved.clients["00008"].rule.grouping == "month"
    assert saved.clients["00005"].rule.means_date == date(2026, 11, 30)
    assert "xl/charts/chart1.xml" in parts(tmp_path / "out" / "clients.xlsx")
