"""`emit find` answers with what is real."""

from datetime import datetime
from pathlib import Path

from acceptance_fixtures import call
from company import Company
from month_end import plan_of, run_of

from emitlib.batch.finding_deliveries import find_deliveries
from emitlib.bootstrap import open_ledger
from emitlib.vocabulary import Status


def test_a_rehearsal_is_not_found(tmp_path: Path) -> None:
    company = Company(tmp_path / "house")
    company.client("7", "CACX7605101P8", accounts="cuentas@example.mx")
    uuid = company.invoice(1, "CACX7605101P8")
    run_of(company, plan_of(company), dry_run=True)
    with open_ledger(company.workspace) as ledger:
        found = {text: [row.status for row in find_deliveries(ledger, text)] for text in (uuid, "7", "A-1", "")}
    assert found == {text: [Status.PLANNED] for text in (uuid, "7", "A-1", "")}


def test_a_person_sees_the_document_by_its_folio_the_local_time_and_what_proves_it(tmp_path: Path) -> None:
    company = Company(tmp_path / "house")
    company.client("7", "CACX7605101P8", accounts="cuentas@example.mx", prints="S")
    uuid = company.invoice(1, "CACX7605101P8")
    plan = plan_of(company, channels=("print",))
    run_of(company, plan, channel="print")
    (row,) = call(company.root, "find", uuid).json["deliveries"]
    shown = call(company.root, "find", uuid, "--lang", "es", plain=True).out
    assert "A-1" in shown.splitlines()[4]
    assert f"A-1 · {uuid}" in shown
    assert f"  Respuesta: {row['reply']}" in shown
    assert f"  Corrida: {plan.id}-print" in shown
    assert row["at"] not in shown  # which is UTC to the microsecond
    moment = datetime.fromisoformat(row["at"]).astimezone()
    assert f"{moment:%H:%M:%S}" in shown


def test_many_are_a_table_without_proofs(tmp_path: Path) -> None:
    company = Company(tmp_path / "house")
    company.client("7", "CACX7605101P8", accounts="cuentas@example.mx")
    for number in range(1, 8):
        company.invoice(number, "CACX7605101P8")
    plan_of(company)
    shown = call(company.root, "find", "7", plain=True).out
    assert "A-7" in shown
    assert "·" not in shown


def test_a_blocked_document_is_found_with_the_plan_that_said_so_and_why(tmp_path: Path) -> None:
    company = Company(tmp_path / "house")
    company.client("9", "CACX7605101P8", accounts="")
    uuid = company.invoice(3, "CACX7605101P8")
    plan = plan_of(company)
    answer = call(company.root, "find", uuid.lower()).json
    assert answer["deliveries"] == []
    (row,) = answer["decided"]
    assert datetime.fromisoformat(row.pop("at")).tzinfo is not None
    assert row.pop("by") != ""
    assert row == {
        "plan": plan.id,
        "period": "2026-10",
        "document": f"cfdi:{uuid}",
        "uuid": uuid,
        "clave": "9",
        "verdict": "blocked",
        "code": "MAIL_WITHOUT_ADDRESS",
        "reason": "Client 9 is to be mailed but has no account.",
        "hint": "Add an account, or turn mail off.",
    }
    shown = call(company.root, "find", uuid, "--lang", "es", plain=True).out
    for told in ("Ningún plan hizo una entrega de este comprobante.", "bloqueado", "MAIL_WITHOUT_ADDRESS", plan.id):
        assert told in shown


def test_what_plans_decided_about_one_uuid_stands_beside_its_deliveries(tmp_path: Path) -> None:
    company = Company(tmp_path / "house")
    company.client("7", "CACX7605101P8", accounts="cuentas@example.mx")
    uuid = company.invoice(1, "CACX7605101P8")
    plan = plan_of(company)
    told = {text: call(company.root, "find", text).json for text in (uuid, "7", "")}
    assert [len(answer["deliveries"]) for answer in told.values()] == [1, 1, 1]
    assert [(row["plan"], row["verdict"], row["reason"]) for row in told[uuid]["decided"]] == [
        (plan.id, "planned", "")
    ]
    assert [told["7"]["decided"], told[""]["decided"]] == [[], []]
