"""Workbooks written row by row: any number of rows in little memory, text as text, and the same bytes each time."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Self
from zipfile import ZIP_DEFLATED, ZipFile

from emitlib.clients.cells import column_letters
from emitlib.reports.book_parts import dateless, package_parts
from emitlib.reports.cell_xml import moment_cell, number_cell, text_cell
from emitlib.sae.sheet_parts import DAY_STYLE, STYLES, TEXT_STYLE, TIME_STYLE, sheet_foot, sheet_head
from emitlib.sae.tables import RawValue

__all__ = ["SheetCount", "SheetFile", "count_cells"]

_PLAIN = 0
_BATCH = 500  # rows between two writes
_CELL = re.compile(rb'<c r="([A-Z]+)')
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCount:
    """What a sheet holds below its headings."""

    rows: int
    filled: tuple[int, ...]  #: cells with something in them, by column


class SheetFile:
    """A new workbook. Use it as a context manager; sheets are written one after the other.

    Args:
        path: Made, or replaced.
    """

    def __init__(self, path: Path) -> None:
        self._zip = ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1)
        self._titles: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            for name, text in package_parts(self._titles, styles=STYLES).items():
                self._zip.writestr(dateless(name), text)
        self._zip.close()

    def add(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[RawValue]]) -> int:
        """Write a sheet; how many rows it got.

        Args:
            title: Of the sheet, at most 31 characters.
            columns: Headings.
            rows: As many values a row as there are columns; None and "" leave a cell empty, bytes become hex digits.
        """
        self._titles.append(title[:31])
        letters = [column_letters(position) for position in range(len(columns))]
        count = 0
        with self._zip.open(dateless(f"xl/worksheets/sheet{len(self._titles)}.xml"), "w", force_zip64=True) as part:
            part.write(sheet_head(len(columns)).encode())
            part.write(_row(1, letters, columns).encode())
            batch: list[str] = []
            for row in rows:
                count += 1
                batch.append(_row(count + 1, letters, row))
                if len(batch) == _BATCH:
                    part.write("".join(batch).encode())
                    batch.clear()
            part.write("".join(batch).encode())
            part.write(sheet_foot(letters[-1] if letters else "A", count + 1).encode())
        return count


def count_cells(path: Path, *, sheet: int = 1) -> SheetCount:
    """Count what a workbook of `SheetFile` holds, out of the file itself.

    Args:
        path: The workbook.
        sheet: Which sheet, from 1.
    """
    cells: Counter[bytes] = Counter()
    rows = 0
    with ZipFile(path) as package, package.open(f"xl/worksheets/sheet{sheet}.xml") as part:
        rest = b""
        while piece := part.read(_PIECE):
            text = rest + piece
            cut = text.rfind(b"<")  # a tag is never cut in two: quoted text holds no bare "<"
            text, rest = text[:cut], text[cut:]
            rows += text.count(b"<row ")
            cells.update(_CELL.findall(text))
    order = sorted(cells, key=lambda name: (len(name), name))
    # the headings fill every column, and are one row
    return SheetCount(rows=rows - 1, filled=tuple(cells[name] - 1 for name in order))


def _row(number: int, letters: Sequence[str], values: Sequence[RawValue]) -> str:
    cells = [
        _cell(f"{letter}{number}", value)
        for letter, value in zip(letters, values, strict=True)
        if value is not None and value != ""
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, value: RawValue) -> str:
    if isinstance(value, str):
        return text_cell(place, value, style=TEXT_STYLE)
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float | Decimal):
        return number_cell(place, value, style=_PLAIN, text_style=TEXT_STYLE)
    if isinstance(value, date):
        return moment_cell(place, value, day_style=DAY_STYLE, time_style=TIME_STYLE, text_style=TEXT_STYLE)
    return text_cell(place, value.hex() if isinstance(value, bytes) else str(value), style=TEXT_STYLE)
