"""Cells of a sheet as XML: texts that stay texts, numbers that keep their digits, days that Excel counts right."""

import re
from datetime import date, datetime
from decimal import Decimal
from html import escape
from math import isfinite

__all__ = ["LONGEST_CELL", "moment_cell", "number_cell", "text_cell"]

#: Characters in a cell. Source: Microsoft, "Excel specifications and limits".
LONGEST_CELL = 32_767

_EXACT = 10**15  # a larger number loses its last digits in Excel
_FIRST_DAY = date(1900, 3, 1)  # before it Excel's calendar is wrong
_EPOCH = date(1899, 12, 30)
_MIDNIGHT = datetime.min.time()
_DAY_SECONDS = 86_400
_SPECIAL = re.compile("[&<>\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_UNWRITABLE = re.compile("[\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def text_cell(place: str, text: str, *, style: int) -> str:
    """A text, cut to what a cell holds.

    Args:
        place: As ``B7``.
        text: Any.
        style: Its position in the workbook's ``cellXfs``.
    """
    text = text[:LONGEST_CELL]
    if _SPECIAL.search(text):
        # Source: ECMA-376 part 1, 22.4.2.4 bstr: _xHHHH_ stands for what XML cannot hold
        text = escape(_UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text), quote=False)
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def number_cell(place: str, value: float | Decimal, *, style: int, text_style: int) -> str:
    """A number; as a text where Excel would lose digits of it.

    Args:
        place: As ``B7``.
        value: Any number; 0 as style is the workbook's plain one.
        style: Of a number.
        text_style: Of a text.
    """
    if not isfinite(value) or not -_EXACT < value < _EXACT:
        return text_cell(place, str(value), style=text_style)
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>' if style else f'<c r="{place}"><v>{value}</v></c>'


def moment_cell(place: str, value: date, *, day_style: int, time_style: int, text_style: int) -> str:
    """A day, or a time of day on it; a workbook knows no zones.

    Args:
        place: As ``B7``.
        value: A date or a datetime.
        day_style: Of a day, and of its midnight.
        time_style: Of another time.
        text_style: Of a day before Excel's calendar.
    """
    clock = value.time() if isinstance(value, datetime) else _MIDNIGHT
    day = value.date() if isinstance(value, datetime) else value
    if day < _FIRST_DAY:
        return text_cell(place, value.isoformat(), style=text_style)
    serial = (day - _EPOCH).days
    if clock == _MIDNIGHT:
        return f'<c r="{place}" s="{day_style}"><v>{serial}</v></c>'
    seconds = clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6
    return f'<c r="{place}" s="{time_style}"><v>{serial + seconds / _DAY_SECONDS!r}</v></c>'
