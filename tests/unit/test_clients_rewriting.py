import zipfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from clients_fixtures import Value, good, write_master
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.formula import ArrayFormula

from emitlib.clients.cells import cell_text, column_letters
from emitlib.clients.columns import Column
from emitlib.clients.delimited import decode, encode
from emitlib.clients.master import master_of, read_master
from emitlib.clients.patch_xlsx import patch_workbook
from emitlib.clients.rewriting import rewritten
from emitlib.errors import InputError

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PREFIXED = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
NARROW = ("CLAVE", "NOMBRE", "MAIL", "EMAILPRED", "RUTA")
# what XML and a sheet's cell can hold; carriage returns are line feeds in XML
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12).map(str.strip)
CELLS = st.one_of(TEXTS, st.integers(0, 10**6), st.booleans(), st.none())


def built(rows: list[list[Value]]) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    table: list[list[Value]] = [list(NARROW), *rows]
    for number, row in enumerate(table, start=1):
        for position, value in enumerate(row, start=1):
            if value is not None and value != "":
                cell = sheet.cell(number, position)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"  # "=x" is a text here
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def with_sheet(sheet: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(built([]))) as source, zipfile.ZipFile(out, "w") as package:
        for entry in source.infolist():
            name = entry.filename
            package.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else source.read(name))
    return out.getvalue()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=5),
    st.dictionaries(st.tuples(st.integers(0, 4), st.sampled_from([Column.NAME, Column.MAILS, Column.ROUTE])), TEXTS),
)
def test_random_edits_read_back_and_nothing_else_changes(
    rows: list[list[Value]], edits: dict[tuple[int, Column], str]
) -> None:
    data = built([[f"K{number}", *row] for number, row in enumerate(rows)])
    path = Path("clients.xlsx")
    master = master_of(data, path=path, columns={})
    wanted = {(f"K{number}", column): text for (number, column), text in edits.items() if number < len(rows)}
    new = master_of(rewritten(master, data, wanted, columns={}), path=path, columns={})
    for key in master.clients:
        for column in master.columns:
            assert new.text(key, column) == wanted.get((key, column), master.text(key, column))


GRID = st.dictionaries(st.tuples(st.integers(1, 12), st.integers(0, 30)), CELLS, min_size=1, max_size=30)

EDITS = st.dictionaries(
    st.tuples(st.integers(1, 14), st.integers(0, 40)), st.one_of(TEXTS, st.integers(0, 10**6)), max_size=12
)


def grid(data: bytes) -> dict[tuple[int, int], object]:
    workbook = load_workbook(BytesIO(data))
    found: dict[tuple[int, int], object] = {
        (cell.row, cell.column - 1): cell.value
        for row in workbook.worksheets[0].iter_rows()
        for cell in row
        if cell.value not in {None, ""}
    }
    workbook.close()
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(GRID, EDITS)
def test_random_cells_of_random_sheets_change_and_nothing_else_does(
    cells: dict[tuple[int, int], Value], values: dict[tuple[int, int], str | int]
) -> None:
    workbook = Workbook()
    for (row, column), value in cells.items():
        cell = workbook.worksheets[0].cell(row, column + 1)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    out = BytesIO()
    workbook.save(out)
    before = out.getvalue()
    after = patch_workbook(before, "xl/worksheets/sheet1.xml", values, path=Path("c.xlsx"))
    wanted = {place: value for place, value in {**grid(before), **values}.items() if value != ""}
    assert grid(after) == wanted
    with zipfile.ZipFile(BytesIO(before)) as old, zipfile.ZipFile(BytesIO(after)) as new:
        assert new.testzip() is None
        assert new.namelist() == old.namelist()
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert changed <= {"xl/worksheets/sheet1.xml"}


def test_the_file_itself_changes_in_one_place_only(tmp_path: Path) -> None:
    path = write_master(tmp_path / "c.xlsx", good())
    before = path.read_bytes()
    after = patch_workbook(before, "xl/worksheets/sheet1.xml", {(2, 5): "N"}, path=path)
    with zipfile.ZipFile(BytesIO(before)) as package:
        start = package.getinfo("xl/worksheets/sheet1.xml").header_offset
        end = package.getinfo("xl/styles.xml").header_offset
        directory = package.start_dir
    assert after[:start] == before[:start]
    assert before[end:directory] in after


def test_a_package_behind_something_else_is_refused(tmp_path: Path) -> None:
    data = b"x" + write_master(tmp_path / "c.xlsx", good()).read_bytes()
    with pytest.raises(InputError) as caught:
        patch_workbook(data, "xl/worksheets/sheet1.xml", {(2, 5): "N"}, path=tmp_path)
    assert caught.value.code == "MASTER_DAMAGED"


@pytest.mark.parametrize(
    "row",
    [
        '<row r="2"><c r="A2" t="inlineStr"><is><t>7</t></is></c></row>',
        '<row r="2" spans="1:1"><c r="A2" t="inlineStr"><is><t>7</t></is></c><c r="E2"><v>1</v></c></row>',
        '<row r="2"><c r="A2" t="inlineStr"><is><t>7</t></is></c><c r="C2" s="0" t="str"><v>N</v></c></row>',
        '<row spans="1:9" r="2" ht="15"><c r="A2" t="inlineStr"><is><t>7</t></is></c><c s="0" r="C2"/></row>',
    ],
)
def test_cells_are_changed_and_inserted_in_their_order(row: str) -> None:
    heads = "".join(
        f'<c r="{column_letters(position)}1" t="inlineStr"><is><t>{heading}</t></is></c>'
        for position, heading in enumerate(NARROW)
    )
    for text in (row, row.replace("<", "<x:").replace("<x:/", "</x:")):
        prefix = "x:" if text.startswith("<x:") else ""
        head = heads.replace("<", f"<{prefix}").replace(f"<{prefix}/", f"</{prefix}")
        sheet = (
            f"<{prefix}worksheet {PREFIXED if prefix else NAMESPACE}><{prefix}sheetData>"
            f'<{prefix}row r="1">{head}</{prefix}row>{text}</{prefix}sheetData></{prefix}worksheet>'
        )
        master = master_of(with_sheet(sheet), path=Path("c.xlsx"), columns={})
        data = rewritten(
            master,
            with_sheet(sheet),
            {("7", Column.MAILS): "S", ("7", Column.NAME): "Á & <b>", ("7", Column.ROUTE): "12"},
            columns={},
        )
        new = master_of(data, path=Path("c.xlsx"), columns={})
        assert [cell_text(cell) for cell in new.rows["7"]] == ["7", "Á & <b>", "S", "", "12"]


def test_cells_without_a_reference_are_refused() -> None:
    sheet = (
        f"<worksheet {NAMESPACE}><sheetData>"
        '<row r="1"><c t="inlineStr"><is><t>CLAVE</t></is></c><c t="inlineStr"><is><t>MAIL</t></is></c></row>'
        '<row r="2"><c t="inlineStr"><is><t>7</t></is></c><c t="inlineStr"><is><t>S</t></is></c></row>'
        "</sheetData></worksheet>"
    )
    master = master_of(with_sheet(sheet), path=Path("c.xlsx"), columns={})
    with pytest.raises(InputError) as caught:
        rewritten(master, with_sheet(sheet), {("7", Column.MAILS): "N"}, columns={})
    assert caught.value.code == "CELL_UNREACHABLE"


def test_a_row_that_is_not_there_is_inserted(tmp_path: Path) -> None:
    path = write_master(tmp_path / "c.xlsx", good())
    workbook = load_workbook(path)
    workbook["Clientes"]["A9"] = "9"
    workbook.save(path)
    values: dict[tuple[int, int], str | int] = {(5, 1): "cinco", (12, 0): 12, (6, 0): ""}
    path.write_bytes(patch_workbook(path.read_bytes(), "xl/worksheets/sheet1.xml", values, path=path))
    sheet = load_workbook(path)["Clientes"]
    assert [(row, sheet.cell(row, 1).value, sheet.cell(row, 2).value) for row in (5, 6, 9, 12)] == [
        (5, None, "cinco"),
        (6, None, None),
        (9, "9", None),
        (12, 12, None),
    ]
    assert sheet.dimensions == "A1:N12"


def test_a_sheet_without_rows_gets_some() -> None:
    data = with_sheet(f"<worksheet {NAMESPACE}><dimension ref='A1'/><sheetData/><pageMargins/></worksheet>")
    data = patch_workbook(data, "xl/worksheets/sheet1.xml", {(2, 1): "x"}, path=Path("c.xlsx"))
    with zipfile.ZipFile(BytesIO(data)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert sheet == (
        f"<worksheet {NAMESPACE}><dimension ref='A1'/><sheetData>"
        '<row r="2"><c r="B2" t="inlineStr"><is><t xml:space="preserve">x</t></is></c></row>'
        "</sheetData><pageMargins/></worksheet>"
    )


def test_new_cells_take_the_style_of_their_row_or_column() -> None:
    sheet = (
        f'<worksheet {NAMESPACE}><cols><col min="1" max="2" style="3"/>'
        '<col min="4" max="4" width="9"/></cols><sheetData>'
        '<row r="1"><c r="A1" s="1"><v>1</v></c></row>'
        '<row r="2" s="5" customFormat="1"><c r="A2" s="1"><v>1</v></c><extLst/></row></sheetData></worksheet>'
    )
    values: dict[tuple[int, int], str | int] = {(1, 1): 2, (1, 3): 4, (2, 1): 2}
    data = patch_workbook(with_sheet(sheet), "xl/worksheets/sheet1.xml", values, path=Path("c.xlsx"))
    with zipfile.ZipFile(BytesIO(data)) as package:
        rows = package.read("xl/worksheets/sheet1.xml").decode().partition("<sheetData>")[2]
    assert rows == (
        '<row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1" s="3"><v>2</v></c><c r="D1"><v>4</v></c></row>'
        '<row r="2" s="5" customFormat="1"><c r="A2" s="1"><v>1</v></c><c r="B2" s="5"><v>2</v></c><extLst/></row>'
        "</sheetData></worksheet>"
    )


def test_a_missing_column_is_added_behind_the_last_one(tmp_path: Path) -> None:
    path = write_master(tmp_path / "c.xlsx", good(), good(CLAVE="8"), headings=list(good()))
    master = read_master(path)
    edits = {("8", Column.GROUPING): "mes", ("8", Column.LANGUAGE): "en", ("7", Column.GROUPING): "zip"}
    path.write_bytes(rewritten(master, path.read_bytes(), edits, columns={}))
    new = read_master(path)
    last = master.columns[Column.ACCOUNTS]
    assert (new.columns[Column.GROUPING], new.columns[Column.LANGUAGE]) == (last + 1, last + 2)
    assert (new.clients["8"].rule.grouping, new.clients["8"].rule.language) == ("month", "en")
    assert (new.clients["7"].rule.grouping, new.clients["7"].rule.language) == ("zip", None)
    assert new.findings == master.findings


@pytest.mark.parametrize("late", [False, True])
def test_a_day_stays_a_day_in_both_calendars(tmp_path: Path, late: bool) -> None:
    path = write_master(tmp_path / "c.xlsx", good(MEDIO="portal", MEDIO_FECHA=date(2026, 3, 1)))
    if late:
        workbook = load_workbook(path)
        workbook.epoch = CALENDAR_MAC_1904
        workbook.save(path)
    master = read_master(path)
    assert master.clients["7"].rule.means_date == date(2026, 3, 1)
    path.write_bytes(rewritten(master, path.read_bytes(), {("7", Column.MEANS_DATE): "2026-11-30"}, columns={}))
    assert load_workbook(path)["Clientes"]["M2"].value == datetime(2026, 11, 30)  # noqa: DTZ001 - as the file holds it
    assert read_master(path).clients["7"].rule.means_date == date(2026, 11, 30)


def test_cells_that_an_array_formula_fills_are_refused(tmp_path: Path) -> None:
    path = write_master(tmp_path / "c.xlsx", good(RUTA="a"), good(CLAVE="8", RUTA="b"), good(CLAVE="9", RUTA="c"))
    workbook = load_workbook(path)
    workbook["Clientes"]["N2"] = ArrayFormula("N2:N3", "=B2:B3")
    workbook.save(path)
    master = read_master(path)
    assert master.table.filled == ((2, 13, 3, 13),)
    for key in ("7", "8"):
        with pytest.raises(InputError) as caught:
            rewritten(master, path.read_bytes(), {(key, Column.ROUTE): "x"}, columns={})
        assert caught.value.code == "CELL_IS_FORMULA"
    path.write_bytes(rewritten(master, path.read_bytes(), {("9", Column.ROUTE): "x"}, columns={}))
    assert read_master(path).text("9", Column.ROUTE) == "x"


def test_text_that_looks_like_a_code_stays_text(tmp_path: Path) -> None:
    path = write_master(tmp_path / "c.xlsx", good())
    path.write_bytes(rewritten(read_master(path), path.read_bytes(), {("7", Column.ROUTE): "a_x0041_b"}, columns={}))
    assert read_master(path).text("7", Column.ROUTE) == "a_x0041_b"


def test_ods_is_read_and_not_written(tmp_path: Path) -> None:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
            for value in row
        )
        + "</table:table-row>"
        for row in (("Clave", "Nombre", "Enviar por mail"), ("00123", "Ñandú", "S"))
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Hoja1">{cells}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    path = tmp_path / "c.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    master = read_master(path)
    assert (master.sheet, master.clients["00123"].name) == ("Hoja1", "Ñandú")
    with pytest.raises(InputError) as caught:
        rewritten(master, path.read_bytes(), {("00123", Column.MAILS): "N"}, columns={})
    assert caught.value.code == "MASTER_NOT_WRITABLE"


@given(st.text(), st.sampled_from(["utf-8-sig", "utf-16-le", "utf-16-be"]))
def test_text_with_a_mark_comes_back(text: str, encoding: str) -> None:
    text = text.encode("utf-8", "ignore").decode().removeprefix("\ufeff")
    assert decode(encode(text, encoding)) == (text, encoding)
