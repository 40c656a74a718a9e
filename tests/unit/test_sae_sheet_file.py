"""Workbooks written row by row read back value for value, in the readers that people use."""

import tempfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from emitlib.clients import read_master
from emitlib.sae.sheet_file import SheetFile, count_cells
from emitlib.sae.tables import RawValue

NOON = datetime(2026, 10, 31, 12, 30, 15)  # noqa: DTZ001 - as SAE stores it, without a zone


def written(path: Path, columns: list[str], rows: list[tuple[RawValue, ...]]) -> Path:
    with SheetFile(path) as book:
        assert book.add("CLIE01", columns, iter(rows)) == len(rows)
    return path


def read(path: Path) -> list[list[object]]:
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("CLIE01")
    return [list(row) for row in sheet.to_python()]


def test_every_kind_of_value_reads_back(tmp_path: Path) -> None:
    row: tuple[RawValue, ...] = (
        "00123", " a & <b>\n", 7, 2.5, Decimal("1160.10"), True, date(2026, 10, 31),
        NOON, None, b"\x00\xff", "=1+1",
    )  # fmt: skip
    path = written(tmp_path / "a.xlsx", list("ABCDEFGHIJK"), [row])
    assert read(path)[1] == [*row[:2], 7.0, 2.5, 1160.1, *row[5:8], "", "00ff", "=1+1"]
    sheet = openpyxl.load_workbook(path)["CLIE01"]
    assert sheet["A2"].value == "00123"
    assert (sheet["A2"].number_format, sheet["G2"].number_format) == ("@", "yyyy\\-mm\\-dd")
    assert (sheet["K2"].data_type, sheet["K2"].value) == ("s", "=1+1")
    assert sheet.freeze_panes == "A2"


def test_what_excel_would_round_or_misdate_is_text(tmp_path: Path) -> None:
    row: tuple[RawValue, ...] = (12345678901234567890, float("nan"), date(1899, 12, 30), Decimal("1e20"))
    path = written(tmp_path / "a.xlsx", list("ABCD"), [row])
    assert read(path)[1] == ["12345678901234567890", "nan", "1899-12-30", "1E+20"]


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=5)), max_size=4))
def test_any_text_reads_back(rows: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "a.xlsx", ["A", "B"], [*rows, ("end", "end")])
        sheet = openpyxl.load_workbook(path)["CLIE01"]
        found = [tuple(unescape(str(cell or "")) for cell in row) for row in sheet.values]
        assert found == [("A", "B"), *rows, ("end", "end")]
        assert count_cells(path).rows == len(rows) + 1


def test_the_same_rows_have_the_same_bytes(tmp_path: Path) -> None:
    rows: list[tuple[RawValue, ...]] = [("1", None), ("2", "x")]
    first, second = (written(tmp_path / name, ["CLAVE", "RFC"], rows) for name in ("a.xlsx", "b.xlsx"))
    assert first.read_bytes() == second.read_bytes()


def test_cells_are_counted_out_of_the_file(tmp_path: Path) -> None:
    rows: list[tuple[RawValue, ...]] = [(str(n), "x" * 2000 if n % 2 else None, "", n) for n in range(3000)]
    count = count_cells(written(tmp_path / "a.xlsx", ["CLAVE", "B", "C", "D"], rows))
    assert (count.rows, count.filled) == (3000, (3000, 1500, 0, 3000))


def test_the_master_is_read_from_it(tmp_path: Path) -> None:
    columns = ["CLAVE", "NOMBRE", "RFC", "IMPRIR", "MAIL", "NIVELSEC"]
    path = written(tmp_path / "clients.xlsx", columns, [("         7", "PEÑA & HIJOS", "CACX7605101P8", "S", "N", 2)])
    client = read_master(path).clients["7"]
    assert (client.raw_key, client.name, client.rule.prints) == ("         7", "PEÑA & HIJOS", True)
