import pandas as pd
import pytest

from emitlib.clients import CLIENT_SCHEMA, FRAME_COLUMNS
from emitlib.clients.frame import client_frame
from emitlib.clients.schema import valid_frame
from emitlib.errors import InputError
from emitlib.vocabulary import Client, ClientStatus, EmissionRule, Means, Security


def clients() -> list[Client]:
    rule = EmissionRule(mails=True, accounts=("a@b.mx", "ñ@ñandú.mx"), security=Security.HIGH, means=Means.DEVICE)
    return [
        Client(
            key="00123",
            raw_key="00123",
            name="Uno",
            rfc="ÑA&010101AB1",
            status=ClientStatus.OVERDUE,
            rule=rule,
            row=2,
        ),
        Client(key="8", raw_key="8", row=3),
    ]


def test_the_columns_are_declared_once() -> None:
    assert list(CLIENT_SCHEMA.columns) == list(FRAME_COLUMNS) == list(client_frame(clients()).columns)
    assert {name for name, kind in FRAME_COLUMNS.items() if kind == "bool"} == {"branch", "prints", "mails", "silent"}
    assert FRAME_COLUMNS["row"] == "int64"
    assert FRAME_COLUMNS["name"] == "str"


def test_clients_fit_the_schema() -> None:
    frame = client_frame(clients())
    shown = frame[["status", "accounts", "security", "means"]].to_numpy().tolist()
    assert shown == [["M", "a@b.mx;ñ@ñandú.mx", "high", "device"], ["", "", "none", ""]]
    assert client_frame([]).empty


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("status", "X"),
        ("security", "medium"),
        ("means", "pigeon"),
        ("means_date", "31/01/2026"),
        ("accounts", "a@b.mx, c@d.mx"),
        ("rfc", "fna010101ab1"),
        ("parent_accounts", ""),
        ("row", -1),
    ],
)
def test_what_the_schema_does_not_allow_is_named(column: str, value: str | int) -> None:
    frame = client_frame(clients())
    frame.loc[["8"], column] = value
    with pytest.raises(InputError) as caught:
        valid_frame(frame)
    assert caught.value.code == "FRAME_INVALID"
    assert f"8 · {column}: “{value}”" in caught.value.message


def test_columns_are_neither_missing_nor_more() -> None:
    frame = client_frame(clients())
    for changed in (frame.drop(columns="silent"), frame.assign(balance=0), frame.astype({"prints": "str"})):
        with pytest.raises(InputError) as caught:
            valid_frame(changed)
        assert caught.value.code == "FRAME_INVALID"


def test_a_key_stands_there_once() -> None:
    with pytest.raises(InputError) as caught:
        client_frame([*clients(), clients()[0]])
    assert "00123" in caught.value.message
    assert isinstance(client_frame(clients()).index, pd.Index)
