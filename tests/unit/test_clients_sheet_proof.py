import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from emitlib.clients.master import master_of
from emitlib.clients.patch_xlsx import patch_workbook
from emitlib.clients.sheet_proof import edited_rows
from emitlib.clients.table import Table, read_table
from emitlib.errors import InputError, StoreError

PATH = Path("clients.xlsx")
SHEET = "xl/worksheets/sheet1.xml"
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=8).map(str.strip)


def workbook(*, top: int = 1, left: int = 1, clients: int = 6) -> bytes:
    """`clients` rows of three columns under their headings, which begin at row `top` and column `left`."""
    book = Workbook()
    sheet = book.worksheets[0]
    rows = [("CLAVE", "MAIL", "EMAILPRED"), *((f"K{n}", "S", f"c{n}@example.mx") for n in range(clients))]
    for down, row in enumerate(rows):
        for right, text in enumerate(row):
            sheet.cell(top + down, left + right).value = text
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def table_of(data: bytes) -> Table:
    return read_table(data, path=PATH, columns={})


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for entry in source.infolist():
            content = source.read(entry)
            package.writestr(entry, change(content) if entry.filename == name else content)
    return out.getvalue()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(1, 4),
    st.integers(1, 4),
    st.dictionaries(st.tuples(st.integers(0, 7), st.integers(0, 4)), TEXTS, min_size=1, max_size=6),
)
def test_edited_rows_are_those_that_a_whole_reading_gives(
    top: int, left: int, edits: dict[tuple[int, int], str]
) -> None:
    data = workbook(top=top, left=left)
    table = table_of(data)
    # the headings stay, so that the whole reading finds its table again
    values = {(top + 1 + row, left - 1 + column): text for (row, column), text in edits.items()}
    new = patch_workbook(data, table.part, values, path=PATH)
    rows = {row for row, _column in values}
    found = edited_rows(data, new, table=table, rows=rows, path=PATH)
    whole = table_of(new)
    for row in rows:
        index = row - whole.first_row
        expected = list(whole.rows[index]) if index < len(whole.rows) else []
        wide = max(len(expected), len(found.get(row, ())))
        given_row = [*found.get(row, ()), *[""] * wide][:wide]
        assert given_row == [*expected, *[""] * wide][:wide]


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(b"K3", b"K9") if b"K3" in xml else xml.replace(b'<c r="B5"', b'<c r="D5"'),
        lambda xml: xml.replace(b'<row r="6"', b'<row r="9"'),
        lambda xml: xml[: xml.index(b'<row r="6"')] + xml[xml.index(b'<row r="7"') :],
        lambda xml: xml.replace(b"</sheetData>", b'<row r="20"><c r="A20"><v>1</v></c></row></sheetData>'),
        lambda xml: xml.replace(b"</worksheet>", b"<!-- --></worksheet>"),
        lambda xml: xml.replace(b"<sheetData>", b"<sheetData >"),
    ],
)
def test_any_other_change_of_the_sheet_is_refused(change: Callable[[bytes], bytes]) -> None:
    data = workbook()
    table = table_of(data)
    new = with_part(patch_workbook(data, table.part, {(2, 1): "N"}, path=PATH), SHEET, change)
    with pytest.raises(StoreError) as caught:
        edited_rows(data, new, table=table, rows={2}, path=PATH)
    assert caught.value.code == "EDIT_NOT_VERIFIED"
    assert str(PATH) in caught.value.message


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "docProps/core.xml"])
def test_another_part_that_changed_is_refused(part: str) -> None:
    data = workbook()
    table = table_of(data)
    new = with_part(
        patch_workbook(data, table.part, {(2, 1): "N"}, path=PATH),
        part,
        lambda content: content.replace(b"a", b"b", 1),
    )
    with pytest.raises(StoreError) as caught:
        edited_rows(data, new, table=table, rows={2}, path=PATH)
    assert caught.value.code == "EDIT_NOT_VERIFIED"


def test_bytes_that_do_not_unpack_to_their_checksum_are_damage() -> None:
    data = workbook()
    table = table_of(data)
    new = bytearray(patch_workbook(data, table.part, {(2, 1): "N"}, path=PATH))
    with zipfile.ZipFile(BytesIO(bytes(new))) as package:
        start = package.getinfo(SHEET).header_offset
    new[start + 30 + len(SHEET) + 40] ^= 0x55
    with pytest.raises(InputError) as caught:
        edited_rows(data, bytes(new), table=table, rows={2}, path=PATH)
    assert caught.value.code == "MASTER_DAMAGED"


def test_a_value_left_of_the_table_is_no_row_of_it() -> None:
    data = workbook(left=3)
    table = table_of(data)
    new = patch_workbook(data, table.part, {(2, 0): "x"}, path=PATH)
    with pytest.raises(InputError) as caught:
        edited_rows(data, new, table=table, rows={2}, path=PATH)
    assert caught.value.code == "MASTER_DAMAGED"


def test_a_row_that_was_emptied_is_absent() -> None:
    data = workbook()
    table = table_of(data)
    new = patch_workbook(data, table.part, {(7, 0): "", (7, 1): "", (7, 2): ""}, path=PATH)
    assert edited_rows(data, new, table=table, rows={7}, path=PATH) == {}
    assert list(master_of(new, path=PATH, columns={}).clients) == ["K0", "K1", "K2", "K3", "K4"]
