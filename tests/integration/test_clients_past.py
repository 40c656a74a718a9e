"""A client as it was on a day: rule and certificate replayed from the ledger."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from acceptance_fixtures import ANA, call, e_firma
from company import Company
from seen_company import Clock, excel_saves, seen_company

from emitlib.batch.editing import ClientEdit, add_certificate, change_client
from emitlib.batch.explaining_past import explain_client_at
from emitlib.bootstrap import open_ledger
from emitlib.errors import InputError
from emitlib.ledger import Ledger


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def company(tmp_path: Path, clock: Clock) -> Company:
    return seen_company(tmp_path / "empresa", clock)


def test_a_client_is_shown_as_it_was(company: Company, clock: Clock, tmp_path: Path) -> None:
    start = clock.now
    clock.now = start + timedelta(days=2)
    with open_ledger(company.workspace) as ledger:
        edit = ClientEdit(mails=False, prints=True, security="high")
        change_client(company.workspace, ledger, "7", edit, reason="lo pidió")
        add_certificate(company.workspace, ledger, "7", e_firma(tmp_path / "a.cer", ANA), rfc=ANA)
        clock.now = start + timedelta(days=4)
        excel_saves(company, "I2", "nueva@uno.mx")
        past = [_at(company, ledger, start + timedelta(days=days)) for days in (1, 3, 5)]
    assert [(shown["email"], shown["print"], shown["security"]) for shown in past] == [
        (True, False, "none"),
        (False, True, "high"),
        (False, True, "high"),
    ]
    assert [shown["accounts"] for shown in past] == [["ana@uno.mx"], ["ana@uno.mx"], ["nueva@uno.mx"]]
    assert [shown["certificate"] is None for shown in past] == [True, False, False]
    assert [[d["channel"] for d in shown["decisions"] if d["decision"] == "send"] for shown in past] == [
        ["mail"],
        ["print"],
        ["print"],
    ]
    assert past[0]["at"] == (start + timedelta(days=1)).isoformat()


def test_the_certificate_of_then_is_found_among_the_replaced(company: Company, clock: Clock, tmp_path: Path) -> None:
    company.client("7", ANA, accounts="ana@uno.mx", security="2")
    older, newer = e_firma(tmp_path / "a.cer", ANA), e_firma(tmp_path / "b.cer", ANA, serial=2)
    start = clock.now
    with open_ledger(company.workspace) as ledger:
        before = _at(company, ledger, start)
        clock.now = start + timedelta(days=1)
        add_certificate(company.workspace, ledger, "7", older, rfc=ANA)
        clock.now = start + timedelta(days=3)
        add_certificate(company.workspace, ledger, "7", newer, rfc=ANA)
        past = [_at(company, ledger, start + timedelta(days=days)) for days in (0, 2, 4)]
        (company.workspace.certificates / "replaced").rename(tmp_path / "moved")
        gone = _at(company, ledger, start + timedelta(days=2))
    assert before["security"] == "high"
    blocked = [[d["code"] for d in shown["decisions"] if d["channel"] == "mail"] for shown in past]
    assert blocked == [["CERT_MISSING"], [""], [""]]
    serials = [shown["certificate"] and shown["certificate"]["serial"] for shown in past]
    assert serials[0] is None
    assert len(set(serials)) == 3
    assert [d["code"] for d in gone["decisions"] if d["channel"] == "mail"] == ["CERT_FILE_UNREADABLE"]
    assert gone["certificate"]["serial"] == serials[1]


def test_before_the_first_look_nothing_is_known(company: Company, clock: Clock) -> None:
    with open_ledger(company.workspace) as ledger:
        for key, at in (("7", clock.now - timedelta(days=1)), ("99", clock.now)):
            with pytest.raises(InputError) as caught:
                explain_client_at(company.workspace, ledger, key, at=at)
            assert caught.value.code == "CLIENT_NOT_KNOWN_THEN"


def _at(company: Company, ledger: Ledger, moment: datetime) -> dict[str, Any]:
    return explain_client_at(company.workspace, ledger, "7", at=moment)


def test_the_command_takes_a_day(company: Company, clock: Clock) -> None:
    call(company.root, "clients", "set", "7", "--no-email", "--reason", "x")
    earlier = f"{clock.now + timedelta(days=1):%Y-%m-%d}"
    today = f"{datetime.now(UTC).astimezone():%Y-%m-%d}"
    assert call(company.root, "clients", "show", "7", "--at", today).json["email"] is False
    assert call(company.root, "clients", "show", "7", "--at", earlier).json["email"] is True
    assert call(company.root, "clients", "show", "7", "--at", "1999-01-01").json["error"]["code"] == (
        "CLIENT_NOT_KNOWN_THEN"
    )
    assert call(company.root, "clients", "show", "7", "--at", "ayer").json["error"]["code"] == "USAGE"
