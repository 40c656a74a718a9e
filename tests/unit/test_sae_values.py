from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emitlib.sae import RawValue
from emitlib.sae.layout import LayoutColumn
from emitlib.sae.values import amount_of, converter, day_of, text_of


def converted(kind: str, value: RawValue, *, name: str = "X", length: int = 0) -> RawValue:
    return converter(LayoutColumn(name=name, type=kind, length=length), encoding="cp1252")(value)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-10-31", date(2026, 10, 31)),
        ("2026-10-31T12:00:00", date(2026, 10, 31)),
        ("2026-10-31 12:00:00.123456", date(2026, 10, 31)),
        ("2026-10-31T12:00:00-06:00", date(2026, 10, 31)),
        ("20261031", date(2026, 10, 31)),
        ("31/10/2026", date(2026, 10, 31)),
        ("1/2/2026 9:05", date(2026, 2, 1)),
        ("31-10-2026 00:00:00", date(2026, 10, 31)),
        ("31.10.2026", date(2026, 10, 31)),
        ("  ", None),
    ],
)
def test_days_in_every_writing(text: str, day: date | None) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize("text", ["2026-13-01", "ayer", "31/10/26", "2026-10-31x", "32/01/2026", "2026-10"])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(ValueError):
        day_of(text)


@given(st.dates())
def test_days_come_back(day: date) -> None:
    assert day_of(day.isoformat()) == day_of(f"{day:%d}/{day:%m}/{day.year:04}") == day_of(day) == day


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=2))
def test_amounts_come_back(amount: Decimal) -> None:
    assert amount_of(str(amount)) == amount_of(f"{amount:,}") == amount_of(amount) == amount
    assert amount_of(float(amount)) == Decimal(repr(float(amount)))


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("VARCHAR", "  blanks  ", "  blanks"),
        ("VARCHAR", 7.0, "7"),
        ("VARCHAR", Decimal("7.00"), "7"),
        ("VARCHAR", b"\xd1", "Ñ"),
        ("VARCHAR", "   ", None),
        ("INTEGER", "2 ", 2),
        ("INTEGER", 2.0, 2),
        ("INTEGER", "", None),
        ("DOUBLE PRECISION", 0.1, Decimal("0.1")),
        ("TIMESTAMP", date(2026, 10, 31), datetime(2026, 10, 31)),  # noqa: DTZ001
    ],
)
def test_types(kind: str, value: RawValue, expected: RawValue) -> None:
    assert converted(kind, value) == expected


def test_keys_lose_their_blanks_on_both_sides() -> None:
    assert converted("VARCHAR", "         7 ", name="MATRIZ") == "7"


def test_a_logical_is_an_s_or_an_n() -> None:
    assert [converted("VARCHAR", value, length=1) for value in (True, False)] == ["S", "N"]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("INTEGER", "1.5"),
        ("INTEGER", "x"),
        ("DOUBLE PRECISION", "mucho"),
        ("DOUBLE PRECISION", "NaN"),
        ("DOUBLE PRECISION", float("inf")),
    ],
)
def test_values_of_another_type(kind: str, value: RawValue) -> None:
    with pytest.raises(ValueError):
        converted(kind, value)


def test_texts_of_numbers() -> None:
    assert [text_of(value, encoding="") for value in (1e3, 1234.5, 7, Decimal("0.10"))] == [
        "1000",
        "1234.5",
        "7",
        "0.10",
    ]
