"""New cell values inside an Excel workbook: the cells change, every other part stays byte for byte."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from emitlib.clients.container import opened_zip
from emitlib.clients.patch_row import CellValue
from emitlib.clients.patch_sheet import patched_sheet
from emitlib.clients.sheet_scan import row_windows
from emitlib.clients.zip_splice import spliced

__all__ = ["CellValue", "day_number", "patch_workbook"]

_DATE_1904 = re.compile(rb'\bdate1904="(?:1|true)"')
_FIRST_DAY = date(1899, 12, 30)  #: Excel's day 0, which takes 1900 for a leap year
_FIRST_DAY_1904 = date(1904, 1, 1)


def patch_workbook(data: bytes, part: str, values: Mapping[tuple[int, int], CellValue], *, path: Path) -> bytes:
    """The workbook with new values in some cells; a cell keeps its style.

    Formulas are refused, so what `calcChain` lists stays true; strings are written into their cells, so the shared
    ones stay as they are.

    Args:
        data: The whole file.
        part: The sheet's part.
        values: New values by (row from 1, column from 0); "" empties the cell.
        path: Named in errors.

    Raises:
        InputError: ``CELL_IS_FORMULA``, ``CELL_UNREACHABLE`` or ``MASTER_DAMAGED``.
    """
    with opened_zip(data, path=path) as package, package.open(part) as stream:
        return spliced(data, part, patched_sheet(row_windows(stream), values, path=path))


def day_number(data: bytes, day: date, *, path: Path) -> int:
    """The number by which this workbook writes a day.

    Raises:
        InputError: ``MASTER_DAMAGED``.
    """
    with opened_zip(data, path=path) as package:
        late = _DATE_1904.search(package.read("xl/workbook.xml"))
    return (day - (_FIRST_DAY_1904 if late else _FIRST_DAY)).days
