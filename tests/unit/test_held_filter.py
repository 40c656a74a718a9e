"""The filter of the review tray: each condition finds what it names, and nothing else is one."""

import pytest
from held_fixtures import held

from emitlib.batch.held_filter import held_conditions
from emitlib.batch.reviewing import select_held
from emitlib.errors import ConfigError

TRAY = [held(number) for number in range(1, 101)]


@pytest.mark.parametrize(
    ("expression", "claves"),
    [
        ("clave=7", ["7"]),
        ("clave=7,to=@other.mx", []),
        ("text=CLIENTE 99", ["99"]),
        ("text=factura a-42", ["42"]),
        ("text=pagos13@", ["13"]),
        ("text=00000055-", ["55"]),
        ("name=cliente 100", ["100"]),
        ("document=00000031", ["31"]),
        ("subject=a-100 ", ["100"]),
    ],
)
def test_each_condition_finds_what_it_names(expression: str, claves: list[str]) -> None:
    assert [message.clave for message in select_held(TRAY, expression)] == claves


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("amount>=1000", ["b", "c"]),
        ("amount <= 999.99", ["a", "c"]),
        ("amount>=1000,amount<=2000", ["b", "c"]),
        ("amount=1000", ["b"]),
    ],
)
def test_an_amount_asks_for_any_document_with_such_a_total(expression: str, found: list[str]) -> None:
    tray = [
        held(1, name="a", totals=("999.99",)),
        held(2, name="b", totals=("1000.00",)),
        held(3, name="c", totals=("10.00", "1500.00")),
        held(4, name="d", totals=()),
    ]
    assert [message.name for message in select_held(tray, expression)] == found


@pytest.mark.parametrize(
    "expression", ["7", "clave>=7", "size=3", "amount=", "amount>=many", "amount>=NaN", "clave", "=7", "amount>5"]
)
def test_what_is_no_condition_is_refused(expression: str) -> None:
    with pytest.raises(ConfigError) as caught:
        held_conditions(expression)
    assert caught.value.code == "USAGE"
