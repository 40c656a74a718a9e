"""`emit clients check`: certificates, what was changed outside, edits that wait."""

from pathlib import Path

import pytest
from acceptance_fixtures import ANA, call, e_firma
from company import Company
from seen_company import Clock, excel_saves, seen_company

from emitlib.batch.checking_clients import check_clients
from emitlib.batch.editing import add_certificate
from emitlib.bootstrap import open_ledger
from emitlib.clients import open_master


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def company(tmp_path: Path, clock: Clock) -> Company:
    return seen_company(tmp_path / "empresa", clock)


def test_the_command_tells_what_was_changed_outside(company: Company) -> None:
    excel_saves(company, "E2", "S")
    assert call(company.root, "clients", "check").json["changes"] == [
        {"clave": "7", "change": "outside", "column": "IMPRIR", "before": "N", "after": "S"}
    ]
    excel_saves(company, "E2", "N")
    assert "outside emitlib" in call(company.root, "clients", "check", plain=True).out


def test_the_command_compares_with_an_older_file_of_another_kind(company: Company) -> None:
    older = company.root / "before.csv"
    older.write_text("CLAVE;NOMBRE;MAIL;EMAILPRED\n7;CLIENTE 7;no;ana@uno.mx\n9;Ida;S;\n", encoding="cp1252")
    told = call(company.root, "clients", "check", "--since", str(older)).json
    assert [(change["clave"], change["change"], change["column"]) for change in told["changes"]] == [
        ("7", "changed", "MAIL"),
        ("8", "new", "NOMBRE"),
        ("9", "gone", "NOMBRE"),
    ]
    assert told["not_compared"] == ["RFC", "STATUS", "IMPRIR", "ENVIOSILEN", "NIVELSEC", "MEDIO", "RUTA"]
    text = call(company.root, "clients", "check", "--since", str(older), plain=True).out
    assert "RFC, STATUS, IMPRIR" in text


def test_waiting_edits_that_collide_are_told(company: Company) -> None:
    owner = company.root / "~$clients.xlsx"
    owner.write_text("ana")
    for key in ("7", "8"):
        call(company.root, "clients", "set", key, "--print", "--reason", "x")
    assert call(company.root, "clients", "check").json["pending"] == {
        "applied": 0, "waiting": 2, "conflicts": [],
    }  # fmt: skip
    owner.unlink()
    excel_saves(company, "E2", "x")
    told = call(company.root, "clients", "check").json["pending"]
    assert (told["applied"], told["waiting"]) == (1, 0)
    assert [(clash["clave"], clash["after"], clash["now"]) for clash in told["conflicts"]] == [("7", "S", "x")]
    assert "collide" in call(company.root, "clients", "check", plain=True).out


def test_certificates_are_checked_with_the_master(company: Company, tmp_path: Path) -> None:
    company.client("7", ANA, accounts="ana@uno.mx", security="2")
    company.client("8", "OTR010203AB2", accounts="otra@dos.mx", security="2")
    company.client("9", "OTR010203AB3", accounts="otra@tres.mx", security="2")
    file = e_firma(tmp_path / "a.cer", ANA)
    with open_ledger(company.workspace) as ledger:
        add_certificate(company.workspace, ledger, "7", file, rfc=ANA)
        company.workspace.certificates.joinpath("8.cer").write_bytes(file.read_bytes())
        master = open_master(company.workspace, ledger).master
        found = check_clients(company.workspace, ledger, master)
    codes = [(finding.where.get("clave"), finding.code) for finding in found if finding.code.startswith("CERT_")]
    assert codes == [
        ("7", "CERT_UNPROVED"),
        ("8", "CERT_FOREIGN_RFC"),
        ("9", "CERT_MISSING"),
        (None, "CERT_CHAIN_NOT_CHECKED"),
    ]
