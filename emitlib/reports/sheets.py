"""Sheets of a workbook: typed columns, a filter, a frozen heading, and no formula from data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from emitlib.reports.neutral import neutral_text

__all__ = ["Column", "Kind", "Value", "add_sheet"]

Value = str | int | Decimal | datetime | date | bool | None

_LETTER = 1  # Source: ECMA-376, paperSize
_HEADING = Font(bold=True, color="FFFFFF")
_HEADING_FILL = PatternFill("solid", fgColor="1D3F5E")
_NOTE = Font(bold=True, color="8A5A00")


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "@"
    COUNT = "#,##0"
    MONEY = "#,##0.00"
    TIME = "yyyy-mm-dd hh:mm:ss"
    DAY = "yyyy-mm-dd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a sheet."""

    title: str
    kind: Kind = Kind.TEXT
    width: int = 16  #: characters


def add_sheet(
    book: Workbook, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]], *, note: str = ""
) -> None:
    """Add a sheet to a write-only workbook.

    Args:
        book: Made with ``write_only=True``.
        title: Of the sheet, at most 31 characters.
        columns: Of the table.
        rows: As many values a row as there are columns; aware times are written as local times without zone, since
            a workbook knows none.
        note: A line above the table, as the mark of a rehearsal.
    """
    sheet = book.create_sheet(title[:31])
    _set_page(sheet)
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    heading_row = 2 if note else 1
    sheet.freeze_panes = f"A{heading_row + 1}"
    if note:
        sheet.append([_cell(sheet, note, Kind.TEXT, font=_NOTE)])
    sheet.append([_heading(sheet, column.title) for column in columns])
    count = 0
    for row in rows:
        sheet.append([_cell(sheet, value, column.kind) for value, column in zip(row, columns, strict=True)])
        count += 1
    sheet.auto_filter.ref = f"A{heading_row}:{get_column_letter(len(columns))}{heading_row + count}"
    sheet.print_title_rows = f"{heading_row}:{heading_row}"


def _set_page(sheet: Any) -> None:
    """Letter, landscape, as wide as the page; openpyxl wants it before the first row."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _LETTER
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _heading(sheet: Any, title: str) -> Cell:
    cell = _cell(sheet, title, Kind.TEXT, font=_HEADING)
    cell.fill = _HEADING_FILL
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: Any, value: Value, kind: Kind, *, font: Font | None = None) -> Cell:
    written: Any = value
    if isinstance(value, datetime):
        written = value.replace(tzinfo=None)
    elif isinstance(value, str):
        written = neutral_text(value)
    cell = WriteOnlyCell(sheet, value=written)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl would take a text that starts with "=" for a formula
    cell.number_format = kind.value
    if font is not None:
        cell.font = font
    return cell
