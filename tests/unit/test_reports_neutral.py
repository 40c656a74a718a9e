"""No formula from data reaches a spreadsheet."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from emitlib.reports.neutral import neutral_text
from emitlib.reports.sheets import Column, Kind, SheetBook, Value

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "=cmd|' /C calc'!A0", "＝1"]  # noqa: RUF001


@pytest.mark.parametrize("text", FORMULAS)
def test_what_would_start_a_formula_gets_an_apostrophe(text: str) -> None:
    assert neutral_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "FA-501", "A=B", "Compañía Ñandú, S.A.", "'=1", "2026-10-31"])
def test_other_text_stays(text: str) -> None:
    assert neutral_text(text) == text


def test_what_a_workbook_cannot_hold_is_replaced_and_a_long_text_cut() -> None:
    assert neutral_text("a\x00b\ud800c") == "a\ufffdb\ufffdc"
    assert len(neutral_text("x" * 40_000)) == 32_767
    assert len(neutral_text("x" * 40_000, longest=None)) == 40_000


@given(st.text(max_size=40))
def test_every_cell_of_any_text_is_text(text: str) -> None:
    target = io.BytesIO()
    with SheetBook(target) as book:
        book.add("Hoja", [Column(title="A")], [[text]])
    cell = load_workbook(target).active["A2"]  # type: ignore[index]
    assert cell.data_type in {"s", "n", "inlineStr"}
    assert not str(cell.value or "").lstrip().startswith(("=", "+", "-", "@"))


def test_columns_are_typed_filtered_and_frozen(tmp_path: Path) -> None:
    columns = [
        Column(title="when", kind=Kind.TIME),
        Column(title="day", kind=Kind.DAY),
        Column(title="total", kind=Kind.MONEY),
        Column(title="count", kind=Kind.COUNT),
        Column(title="name", width=40),
    ]
    row: list[Value] = [datetime(2026, 10, 31, 18, 5, tzinfo=UTC), date(2026, 10, 5), Decimal("116.50"), 3, "00123"]
    with SheetBook(tmp_path / "a.xlsx") as book:
        book.add("Hoja", columns, [row, [None] * 5], note="ENSAYO")
    sheet = load_workbook(tmp_path / "a.xlsx")["Hoja"]
    assert sheet["A1"].value == "ENSAYO"
    assert [cell.value for cell in sheet[3]] == [
        datetime.fromisoformat("2026-10-31T18:05:00"),
        datetime.fromisoformat("2026-10-05T00:00:00"),
        116.5,
        3,
        "00123",
    ]
    assert [cell.number_format for cell in sheet[3]] == [
        kind.value for kind in (Kind.TIME, Kind.DAY, Kind.MONEY, Kind.COUNT, Kind.TEXT)
    ]
    assert sheet.auto_filter.ref == "A2:E4"
    assert sheet.freeze_panes == "A3"
    assert sheet.column_dimensions["E"].width == 40
