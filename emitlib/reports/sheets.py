"""Workbooks for reports: typed columns, a filter, a frozen heading, and no formula from data; written row by row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from zipfile import ZIP_DEFLATED, ZipFile

from emitlib.reports.book_parts import TablePlace, dateless, package_parts
from emitlib.reports.cell_xml import moment_cell, number_cell, text_cell
from emitlib.reports.neutral import neutral_text
from emitlib.reports.sheet_styles import HEADING_STYLE, NOTE_STYLE, STYLES, Kind, sheet_foot, sheet_head

__all__ = ["Column", "Kind", "SheetBook", "Value"]

Value = str | int | Decimal | datetime | date | bool | None

_TEXT = Kind.TEXT.style
_DAY = Kind.DAY.style
_TIME = Kind.TIME.style
_BATCH = 500  # rows between two writes
_LONGEST_TITLE = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a sheet."""

    title: str
    kind: Kind = Kind.TEXT
    width: int = 16  #: characters


class SheetBook:
    """A new workbook. Use it as a context manager; sheets are written one after the other, in little memory.

    Args:
        path: Made, or replaced.
    """

    def __init__(self, path: Path | IO[bytes]) -> None:
        self._zip = ZipFile(path, "w", ZIP_DEFLATED)
        self._tables: dict[str, TablePlace] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            parts = package_parts([*self._tables], styles=STYLES, tables=[*self._tables.values()])
            for name, text in parts.items():
                self._zip.writestr(dateless(name), text)
        self._zip.close()

    def add(self, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]], *, note: str = "") -> None:
        """Write a sheet.

        Args:
            title: Of the sheet; cut to 31 characters.
            columns: Of the table.
            rows: As many values a row as there are columns; aware times are written as local times without zone,
                since a workbook knows none.
            note: A line above the table, as the mark of a rehearsal.
        """
        heading = 2 if note else 1
        letters = [_letters(place) for place in range(len(columns))]
        name = f"xl/worksheets/sheet{len(self._tables) + 1}.xml"
        with self._zip.open(dateless(name), "w", force_zip64=True) as part:
            part.write(sheet_head([column.width for column in columns], heading=heading).encode())
            if note:
                part.write(f'<row r="1">{text_cell("A1", neutral_text(note), style=NOTE_STYLE)}</row>'.encode())
            part.write(_heading(heading, letters, columns).encode())
            last = _write_rows(part, rows, letters, [column.kind.style for column in columns], below=heading)
            table = TablePlace(heading, letters[-1], last)
            part.write(sheet_foot(table.cells).encode())
        self._tables[title[:_LONGEST_TITLE]] = table


def _write_rows(
    part: IO[bytes], rows: Iterable[Sequence[Value]], letters: Sequence[str], styles: Sequence[int], *, below: int
) -> int:
    """Write the rows; the number of the last one."""
    number = below
    batch: list[str] = []
    for row in rows:
        number += 1
        batch.append(_row(number, letters, styles, row))
        if len(batch) == _BATCH:
            part.write("".join(batch).encode())
            batch.clear()
    part.write("".join(batch).encode())
    return number


def _letters(place: int) -> str:
    """The name of a column: 0 → A, 26 → AA."""
    letters = ""
    while place >= 0:
        letters = chr(ord("A") + place % 26) + letters
        place = place // 26 - 1
    return letters


def _heading(number: int, letters: Sequence[str], columns: Sequence[Column]) -> str:
    cells = [
        text_cell(f"{letter}{number}", neutral_text(column.title), style=HEADING_STYLE)
        for letter, column in zip(letters, columns, strict=True)
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _row(number: int, letters: Sequence[str], styles: Sequence[int], values: Sequence[Value]) -> str:
    cells = [
        _cell(f"{letter}{number}", value, style) for letter, style, value in zip(letters, styles, values, strict=True)
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, value: Value, style: int) -> str:
    if value is None or value == "":
        return f'<c r="{place}" s="{style}"/>'
    if isinstance(value, str):
        return text_cell(place, neutral_text(value), style=_TEXT)
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | Decimal):
        return number_cell(place, value, style=style, text_style=_TEXT)
    return moment_cell(place, value, day_style=_DAY if style == _TEXT else style, time_style=_TIME, text_style=_TEXT)
