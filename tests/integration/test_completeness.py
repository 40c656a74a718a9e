"""`emit audit reconcile`: every CFDI that SAT or SAE lists is delivered, left out with a reason, or missing."""

from pathlib import Path
from typing import Any

import pytest
from acceptance_fixtures import ANA, BEN, call
from company import RFC, Company, uuid_of
from month_end import plan_of, run_of, send_month, use_server
from smtp_server import Script, SmtpServer, reply

HEADING = (
    "Uuid~RfcEmisor~NombreEmisor~RfcReceptor~NombreReceptor~RfcPac~FechaEmision~FechaCertificacionSat~Monto~"
    "EfectoComprobante~Estatus~FechaCancelacion"
)


def sat(path: Path, *rows: tuple[int, str], emitter: str = RFC, month: str = "2026-10") -> Path:
    """SAT's metadata: invoice number and state (1 valid, 0 cancelled) of each row."""
    lines = [
        f"{uuid_of(number)}~{emitter}~E~{ANA}~R~PAC~{month}-05 10:00:00~{month}-05 10:01:00~116.00~I~{state}~"
        for number, state in rows
    ]
    path.write_text("\r\n".join([HEADING, *lines]) + "\r\n", encoding="utf-8")
    return path


def sae(path: Path, *numbers: int) -> Path:
    """SAE's list of invoices."""
    lines = [f"A{number:010},7,E,2026-10-05,116.00,{ANA},A,{number},,{uuid_of(number)}" for number in numbers]
    heading = "CVE_DOC,CVE_CLPV,STATUS,FECHA_DOC,IMPORTE,RFC,SERIE,FOLIO,FORMAENVIO,CFDI_UUID"
    path.write_text("\n".join([heading, *lines]) + "\n", encoding="utf-8")
    return path


def states(answer: dict[str, Any]) -> dict[int, str]:
    """State by invoice number."""
    numbers = {uuid_of(number): number for number in range(1, 20)}
    return {numbers[entry["uuid"]]: entry["state"] for entry in answer["documents"]}


@pytest.fixture
def month(company: Company) -> Company:
    """Client 7 is mailed, client 8 has no channel; invoice 3 is refused."""
    company.client("7", ANA, accounts="ana@uno.example.mx")
    company.client("8", BEN, mail="N")
    company.client("9", "EDM010203AB1", accounts="mal@dos.example.mx")
    company.invoice(1, ANA)
    company.invoice(2, BEN)
    company.invoice(3, "EDM010203AB1")
    refusing = Script(acts={"rcpt:mal@dos.example.mx": reply("550 5.1.1 no such user")})
    with SmtpServer(script=refusing) as server:
        use_server(company, server)
        send_month(company)
    return company


def test_each_listed_cfdi_stands_somewhere_and_the_missing_one_is_named(month: Company, tmp_path: Path) -> None:
    listed = sat(tmp_path / "sat.txt", (1, "1"), (2, "1"), (3, "1"), (4, "1"), (5, "0"))
    answer = call(month.root, "audit", "reconcile", "--sat-metadata", str(listed))
    assert answer.code == 1
    assert states(answer.json) == {1: "delivered", 2: "excluded", 3: "failed", 4: "missing", 5: "cancelled"}
    by_number = {entry["uuid"]: entry for entry in answer.json["documents"]}
    assert by_number[uuid_of(2)]["code"] == "NO_CHANNEL"
    assert (answer.json["period"], answer.json["counts"]["missing"]) == ("2026-10", 1)


def test_taking_one_xml_out_of_the_folder_is_seen(month: Company, tmp_path: Path) -> None:
    listed = sat(tmp_path / "sat.txt", (1, "1"), (2, "1"))
    assert call(month.root, "audit", "reconcile", "--sat-metadata", str(listed)).code == 0
    shown = call(month.root, "audit", "reconcile", "--sat-metadata", str(sat(listed, (1, "1"), (6, "1"))), plain=True)
    assert shown.code == 1
    assert uuid_of(6) in shown.out.replace("\n", "").replace(" ", "").replace("│", "") or uuid_of(6)[:8] in shown.out


def test_amounts_stand_by_kind_currency_and_state(month: Company, tmp_path: Path) -> None:
    listed = sat(tmp_path / "sat.txt", (1, "1"), (2, "1"), (4, "1"))
    amounts = call(month.root, "audit", "reconcile", "--sat-metadata", str(listed)).json["amounts"]
    assert [(a["kind"], a["currency"], a["state"], a["count"], a["total"]) for a in amounts] == [
        ("I", "", "missing", 1, "116.00"),
        ("I", "MXN", "delivered", 1, "116.00"),
        ("I", "MXN", "excluded", 1, "116.00"),
    ]


def test_what_was_delivered_and_is_not_listed_is_told(month: Company, tmp_path: Path) -> None:
    listed = sat(tmp_path / "sat.txt", (2, "1"))
    assert call(month.root, "audit", "reconcile", "--sat-metadata", str(listed)).json["strangers"] == [uuid_of(1)]


def test_other_issuers_and_other_months_are_not_ours(month: Company, tmp_path: Path) -> None:
    listed = sat(tmp_path / "sat.txt", (7, "1"), emitter="XIA190128J61")
    words = ["audit", "reconcile", "--period", "2026-10", "--sat-metadata", str(listed)]
    assert call(month.root, *words).json["documents"] == []
    assert call(month.root, *words[:-1], str(sat(listed, (7, "1"), month="2026-09"))).json["documents"] == []


def test_saes_list_alone_and_both_together(month: Company, tmp_path: Path) -> None:
    listed, known = sae(tmp_path / "FACTF01.csv", 1, 4), sat(tmp_path / "sat.txt", (1, "1"))
    alone = call(month.root, "audit", "reconcile", "--period", "2026-10", "--manifest", str(listed))
    assert (alone.code, states(alone.json)) == (1, {1: "delivered", 4: "missing"})
    both = call(month.root, "audit", "reconcile", "--sat-metadata", str(known), "--manifest", str(listed))
    assert [(entry["label"], entry["source"]) for entry in both.json["documents"]] == [
        ("A-1", "SAT, SAE"),
        ("A-4", "SAE"),
    ]


def test_paper_alone_does_not_deliver_the_xml(company: Company, tmp_path: Path) -> None:
    company.client("7", ANA, mail="N", prints="S")
    company.invoice(1, ANA, pdf=True)
    run_of(company, plan_of(company, channels=("print",)), channel="print")
    listed = sat(tmp_path / "sat.txt", (1, "1"))
    (entry,) = call(company.root, "audit", "reconcile", "--sat-metadata", str(listed)).json["documents"]
    assert (entry["state"], entry["xml_delivered"]) == ("delivered", False)


def test_mail_delivers_it(month: Company, tmp_path: Path) -> None:
    listed = sat(tmp_path / "sat.txt", (1, "1"))
    (entry,) = call(month.root, "audit", "reconcile", "--sat-metadata", str(listed)).json["documents"]
    assert entry["xml_delivered"] is True


def test_a_rehearsal_delivers_nothing(company: Company, tmp_path: Path) -> None:
    company.client("7", ANA, accounts="ana@uno.example.mx")
    company.invoice(1, ANA)
    run_of(company, plan_of(company), dry_run=True)
    listed = sat(tmp_path / "sat.txt", (1, "1"))
    assert states(call(company.root, "audit", "reconcile", "--sat-metadata", str(listed)).json) == {1: "on_the_way"}


def test_without_a_list_there_is_nothing_to_compare(month: Company) -> None:
    answer = call(month.root, "audit", "reconcile", "--period", "2026-10")
    assert (answer.code, answer.error) == (2, "USAGE")
