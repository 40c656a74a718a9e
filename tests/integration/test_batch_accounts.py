"""Whose accounts get a document: those for its kind, those of a branch's headquarters, from plan to server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from company import Company
from month_end import deliveries, plan_of, run_of, use_server
from smtp_server import SmtpServer

from emitlib.errors import EmitError
from emitlib.vocabulary import Status

BRANCH, PARENT = "CACX7605101P8", "XIA190128J61"


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture
def company(tmp_path: Path, server: SmtpServer) -> Company:
    made = Company(tmp_path / "company")
    use_server(made, server)
    return made


def sent(company: Company, server: SmtpServer) -> dict[str, set[str]]:
    """Who got what, by the server: addresses by folio, after a plan and a run."""
    result = run_of(company, plan_of(company))
    assert result.error is None
    assert {row.status for row in deliveries(company)} == {Status.ACCEPTED}
    got: dict[str, set[str]] = {}
    for row in deliveries(company):
        got.setdefault(row.folio, set()).add(row.destination)
    assert sorted(taken.recipient for taken in server.taken) == sorted(
        address for addresses in got.values() for address in addresses
    )
    return got


def test_a_kind_of_document_goes_to_its_own_accounts(company: Company, server: SmtpServer) -> None:
    company.client("1", BRANCH, accounts="ana@example.mx", CORREO_P="pagos@example.mx;caja@example.mx")
    company.invoice(1, BRANCH)
    company.invoice(2, BRANCH, kind="P")
    assert sent(company, server) == {"1": {"ana@example.mx"}, "2": {"pagos@example.mx", "caja@example.mx"}}


@pytest.mark.parametrize(
    ("wanted", "own", "expected"),
    [
        ("N", "sucursal@example.mx", {"sucursal@example.mx"}),
        ("ambas", "sucursal@example.mx", {"sucursal@example.mx", "matriz@example.mx"}),
        ("ambas", "", {"matriz@example.mx"}),
        ("S", "sucursal@example.mx", {"matriz@example.mx"}),
        ("S", "", {"matriz@example.mx"}),
    ],
)
def test_a_branchs_mail_goes_where_its_rule_says(
    company: Company, server: SmtpServer, wanted: str, own: str, expected: set[str]
) -> None:
    company.client("7", PARENT, accounts="matriz@example.mx")
    company.client("8", BRANCH, accounts=own, branch_of="7", CORREO_MATRIZ=wanted)
    company.invoice(1, BRANCH)
    assert sent(company, server) == {"1": expected}


def test_headquarters_own_account_for_the_kind_is_taken(company: Company, server: SmtpServer) -> None:
    company.client("7", PARENT, accounts="matriz@example.mx", CORREO_P="tesoreria@example.mx")
    company.client("8", BRANCH, branch_of="7", CORREO_MATRIZ="S")
    company.invoice(1, BRANCH, kind="P")
    assert sent(company, server) == {"1": {"tesoreria@example.mx"}}


def test_a_branch_whose_headquarters_are_unknown_is_blocked(company: Company) -> None:
    company.client("8", BRANCH, accounts="sucursal@example.mx", branch_of="99", CORREO_MATRIZ="S")
    company.invoice(1, BRANCH)
    plan = plan_of(company)
    assert [stop.code for stop in plan.stops] == ["MAIL_WITHOUT_ADDRESS"]
    assert not plan.deliveries


def test_an_address_taken_from_headquarters_after_the_plan_gets_nothing(company: Company, server: SmtpServer) -> None:
    company.client("7", PARENT, accounts="matriz@example.mx")
    company.client("8", BRANCH, accounts="sucursal@example.mx", branch_of="7", CORREO_MATRIZ="ambas")
    company.invoice(1, BRANCH)
    plan = plan_of(company)
    company.client("7", PARENT, accounts="otra@example.mx")
    with pytest.raises(EmitError) as raised:
        run_of(company, plan)
    assert raised.value.code == "PLAN_DRIFTED"
    assert server.taken == []
