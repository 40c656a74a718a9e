"""Raw values as the type that SAE's column has, whatever the source kept them as."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from emitlib.clients.cells import cell_text
from emitlib.sae.layout import LayoutColumn
from emitlib.sae.tables import RawValue

__all__ = ["KEY_COLUMNS", "amount_of", "converter", "day_of", "text_of"]

#: Columns that hold a client's key, padded with blanks by SAE.
KEY_COLUMNS = frozenset({"CLAVE", "MATRIZ"})

#: A day as ISO or Mexico writes it, or without signs, and perhaps a time.
_MOMENT = re.compile(
    r"(?:(?P<y>\d{4})[-/.]?(?P<m>\d\d)[-/.]?(?P<d>\d\d)|(?P<day>\d\d?)[-/.](?P<month>\d\d?)[-/.](?P<year>\d{4}))"
    r"(?:[T ](?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?)?(?:Z|[+-]\d\d:?\d\d)?",
    re.ASCII,
)


def converter(column: LayoutColumn, *, encoding: str) -> Callable[[RawValue], RawValue]:
    """What turns a raw value of `column` into its type; None for an empty one.

    Texts lose the blanks at their end, keys also those in front. The function raises `ValueError` for a value that
    cannot have the type.

    Args:
        column: SAE's column.
        encoding: What text blobs are decoded with.
    """
    if column.type == "INTEGER":
        return _integer
    if column.type == "DOUBLE PRECISION":
        return amount_of
    if column.type == "TIMESTAMP":
        return _moment
    flag = column.type == "VARCHAR" and column.length == 1
    stripped = column.name in KEY_COLUMNS
    seen: dict[str, str] = {}

    def text(value: RawValue) -> RawValue:
        if not isinstance(value, str):
            value = "NS"[value] if flag and isinstance(value, bool) else text_of(value, encoding=encoding)
        value = value.strip() if stripped else value.rstrip()
        # the same cities, zones and S or N over and over: one object each
        return seen.setdefault(value, value) if value else None

    return text


def text_of(value: RawValue, *, encoding: str) -> str:
    r"""A raw value as text; numbers as people write them, blobs decoded.

    >>> text_of(7.0, encoding=""), text_of(None, encoding=""), text_of(b"\xd1", encoding="cp1252")
    ('7', '', 'Ñ')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.decode(encoding or "utf-8", errors="replace")
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value == value.to_integral_value() else format(value, "f")
    return cell_text(value)


def amount_of(value: RawValue) -> Decimal | None:
    """A number as a decimal, a float by its shortest writing; None where there is none.

    Raises:
        ValueError: If it is no number.

    >>> amount_of(1234.5), amount_of(" 1,234.50 "), amount_of("")
    (Decimal('1234.5'), Decimal('1234.50'), None)
    """
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        return Decimal(int(value))
    if isinstance(value, bool | int):
        return Decimal(value)
    text = repr(value) if isinstance(value, float) else text_of(value, encoding="")
    text = text.replace(",", "").replace("$", "").strip()
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation as err:
        raise ValueError(text) from err
    if not number.is_finite():
        raise ValueError(text)
    return number


def day_of(value: RawValue) -> date | None:
    """The day of a date, of a moment, or of either written as text; None where there is none.

    Raises:
        ValueError: If it is neither.

    >>> day_of("31/10/2026 00:00:00"), day_of("2026-10-31T12:00:00"), day_of(None)
    (datetime.date(2026, 10, 31), datetime.date(2026, 10, 31), None)
    """
    moment = _moment(value)
    return moment.date() if moment is not None else None


def _moment(value: RawValue) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())  # SAE's days have no zone
    text = text_of(value, encoding="").strip()
    if not text:
        return None
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day = (match["y"] or match["year"], match["m"] or match["month"], match["d"] or match["day"])
    clock = time(int(match["hour"] or 0), int(match["minute"] or 0), int(match["second"] or 0))
    return datetime.combine(date(int(year), int(month), int(day)), clock)  # SAE's moments have no zone


def _integer(value: RawValue) -> int | None:
    if type(value) is int:  # as databases give it, for one cell in six
        return value
    number = amount_of(value)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise ValueError(str(number))
    return int(number)
