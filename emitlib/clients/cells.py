"""Cell values as people see them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

__all__ = ["Cell", "Row", "cell_text", "column_letters"]

#: What a spreadsheet reader gives for one cell; an empty one is "".
Cell = str | int | float | bool | date | datetime | time | timedelta
Row = Sequence[Cell]


def cell_text(value: Cell) -> str:
    """The text of a cell: text untouched, whole numbers without ``.0``, days without an empty time.

    >>> cell_text("00123"), cell_text(7.0), cell_text(True), cell_text(date(2026, 1, 31))
    ('00123', '7', 'TRUE', '2026-01-31')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def column_letters(position: int) -> str:
    """A column's letters in a sheet, from its position counted from 0.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
