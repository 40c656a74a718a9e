"""Times at the terminal are those of this machine's clock, and say in which zone."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from acceptance_fixtures import ANA, call
from company import Company
from month_end import deliveries, send_month, use_server
from smtp_server import Act, Script, SmtpServer

EVENING = datetime(2026, 11, 2, 3, 30, tzinfo=UTC)  # the day before, where people read it
TOLD = "2026-11-01 21:30:00"
ZONE = "UTC-06:00"


@pytest.fixture(autouse=True)
def mexico(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A terminal wide enough for whole lines, on a machine six hours behind UTC."""
    with pytest.MonkeyPatch.context() as zone:
        zone.setenv("TZ", "CST6")
        time.tzset()
        monkeypatch.setenv("COLUMNS", "250")
        yield
    time.tzset()


@pytest.fixture
def unconfirmed(tmp_path: Path) -> Company:
    """One invoice, mailed in the evening, whose answer never came."""
    company = Company(tmp_path / "empresa", clock=lambda: EVENING)
    with SmtpServer(script=Script(acts={"dot": Act(silent=True, take=True, then="drop", times=1)})) as server:
        use_server(company, server)
        company.set(mail_smtp_final_timeout=2.0)
        company.client("1", ANA, accounts="ana@example.mx")
        company.invoice(1, ANA)
        send_month(company)
    return company


def test_unconfirmed_deliveries_say_when_and_in_which_zone(unconfirmed: Company) -> None:
    shown = call(unconfirmed.root, "unknown", "list", "--lang", "es", plain=True).out

    assert f"Sin confirmar: 1 (horas en {ZONE})\n" in shown
    assert f"│ {TOLD}" in shown


def test_what_is_found_says_when_and_in_which_zone(unconfirmed: Company) -> None:
    (row,) = deliveries(unconfirmed)
    words = ("unknown", "resolve", row.delivery, "--arrived", "--by", "Eva Ruiz", "--reason", "she called")
    table = call(unconfirmed.root, "find", "--lang", "es", plain=True).out
    assert call(unconfirmed.root, *words).code == 0
    (found,) = call(unconfirmed.root, "find").json["deliveries"]
    answered = call(unconfirmed.root, "find", plain=True).out

    assert f"Entregas: 1 (horas en {ZONE})\n" in table
    assert f"│ {TOLD}" in table
    local = datetime.fromisoformat(found["answered"]["at"]).astimezone()
    assert f"Eva Ruiz answered on {local:%Y-%m-%d %H:%M:%S} {ZONE} that it arrived." in answered


def test_changes_of_clients_say_when_and_in_which_zone(unconfirmed: Company) -> None:
    assert call(unconfirmed.root, "clients", "set", "1", "--print", "--reason", "asked", "--by", "Eva").code == 0
    (change, *_others) = reversed(call(unconfirmed.root, "clients", "history").json["changes"])
    shown = call(unconfirmed.root, "clients", "history", "--lang", "es", plain=True).out

    local = datetime.fromisoformat(change["at"]).astimezone()
    assert f"(horas en {ZONE})\n" in shown
    assert f"{local:%Y-%m-%d %H:%M:%S}" in shown
