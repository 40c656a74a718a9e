import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from clients_fixtures import Value, good, write_master
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from emitlib.clients.cells import cell_text, column_letters
from emitlib.clients.columns import Column
from emitlib.clients.delimited import decode, encode
from emitlib.clients.master import master_of, read_master
from emitlib.clients.patch_xlsx import patch_workbook
from emitlib.clients.rewriting import rewritten
from emitlib.errors import InputError

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PREFIXED = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEADINGS = ("CLAVE", "NOMBRE", "MAIL", "EMAILPRED", "RUTA")
# what XML and a sheet's cell can hold; carriage returns are line feeds in XML
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12).map(str.strip)
CELLS = st.one_of(TEXTS, st.integers(0, 10**6), st.booleans(), st.none())


def built(rows: list[list[Value]]) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    table: list[list[Value]] = [list(HEADINGS), *rows]
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
        for position, heading in enumerate(HEADINGS)
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


def test_a_row_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = write_master(tmp_path / "c.xlsx", good())
    with pytest.raises(InputError) as caught:
        patch_workbook(path.read_bytes(), "xl/worksheets/sheet1.xml", {(99, 0): "x"}, path=path)
    assert caught.value.code == "CELL_UNREACHABLE"


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
