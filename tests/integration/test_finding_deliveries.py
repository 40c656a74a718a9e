"""`emit find` answers with what is real."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path

from acceptance_fixtures import call
from company import RFC, Company, uuid_of
from documents_fixtures import acuse
from month_end import plan_of, run_of

from emitlib.batch.finding_deliveries import find_deliveries
from emitlib.batch.plan import load_plan, plan_path
from emitlib.batch.planning import make_plan
from emitlib.batch.recording import record_plan
from emitlib.batch.request import PlanRequest
from emitlib.bootstrap import open_ledger
from emitlib.forms.audit_view import SearchPage
from emitlib.forms.grid.table_events import OpenRow
from emitlib.vocabulary import ChannelName, Json, Status, canonical_json, sha256_of


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
    for proof in (*row["files"], *row["document_files"]):
        assert f"{proof['name']} {proof['sha256']}" in shown
    assert f"  Evento: {row['event']['seq']} {row['event']['hash']} · " in shown
    assert row["at"] not in shown  # which is UTC to the microsecond
    moment = datetime.fromisoformat(row["at"]).astimezone()
    assert f"{moment:%H:%M:%S}" in shown


def test_the_proof_of_a_delivery_holds_against_its_files_and_the_chain(tmp_path: Path) -> None:
    company = Company(tmp_path / "house")
    company.client("7", "CACX7605101P8", accounts="cuentas@example.mx", prints="S")
    company.invoice(1, "CACX7605101P8")
    run = run_of(company, plan_of(company, channels=("print",)), channel="print").run
    (name,) = (row["delivery"] for row in call(company.root, "find", "A-1").json["deliveries"])
    (row,) = call(company.root, "find", name).json["deliveries"]
    outbox = company.workspace.outbox(run)
    assert row["files"] != []
    for file in row["files"]:
        data = (outbox / file["name"]).read_bytes()
        assert (sha256(data).hexdigest(), len(data)) == (file["sha256"], file["size"])
    document = (company.folder() / "A1.xml").read_bytes()
    assert row["document_files"] == [{"name": "xml", "sha256": sha256(document).hexdigest()}]
    event, seal = row["event"], row["seal"]
    with open_ledger(company.workspace) as ledger:
        assert event == {"seq": event["seq"], "kind": "spooled", "hash": ledger.event_hash(event["seq"])}
        assert (seal["run"], seal["head"]) == (run, ledger.event_hash(seal["count"]))
    assert event["seq"] <= seal["count"] < seal["seq"]


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


def test_a_reason_is_the_plans_own_as_long_as_its_file_is_as_it_was_made(tmp_path: Path) -> None:
    company = Company(tmp_path / "house")
    company.client("9", "CACX7605101P8", accounts="nueve@example.mx")
    uuid = company.invoice(4, "COSC8001137N1")
    plan = plan_of(company)
    path = plan_path(company.workspace.plans, plan.id)
    whole = path.read_text(encoding="utf-8")
    raw = {key: value for key, value in plan.as_json(company.root).items() if key != "findings"}
    others: dict[str, Json] = {**raw, "findings": []}
    forged = canonical_json({"plan": plan.id, "hash": sha256_of(others), **others})
    reasons = []
    for content in (whole, whole.replace("N1", "N2"), forged, ""):
        path.write_text(content, encoding="utf-8")
        reasons += [row["reason"] for row in call(company.root, "find", uuid).json["decided"]]
    path.unlink()
    reasons += [row["reason"] for row in call(company.root, "find", uuid).json["decided"]]
    left = f"{uuid}: no client has the RFC ?."
    assert reasons == ["A-4: no client has the RFC COSC8001137N1.", left, left, left, left]


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


def with_receipt(root: Path) -> Company:
    """A company with two invoices of client 7, and the receipt that says that both are cancelled."""
    company = Company(root)
    company.client("7", "CACX7605101P8", accounts="cuentas@example.mx")
    company.invoice(1, "CACX7605101P8")
    company.invoice(2, "CACX7605101P8")
    receipt = acuse((uuid_of(1), "201"), (uuid_of(2), "202")).replace("EKU9003173C9", RFC)
    (company.folder() / "acuse.xml").write_text(receipt, encoding="utf-8")
    return company


def test_a_receipt_is_found_by_each_uuid_that_it_answers_for(tmp_path: Path) -> None:
    company = with_receipt(tmp_path / "house")
    plan = plan_of(company)
    for uuid in (uuid_of(1), uuid_of(2)):
        both = call(company.root, "find", uuid.lower()).json["deliveries"]
        assert sorted((row["uuid"] or "", row["answers"]) for row in both) == [
            ("", [uuid_of(1), uuid_of(2)]),
            (uuid, []),
        ]
    shown = call(company.root, "find", uuid_of(2), "--lang", "es", plain=True).out
    assert f"Acuse de cancelación de 00000000 y 1 más · {uuid_of(1)}, {uuid_of(2)}" in shown
    assert load_plan(plan.id, plans=company.workspace.plans, root=company.root) == plan


def test_a_receipt_that_is_planned_anew_is_found_as_before(tmp_path: Path) -> None:
    company = with_receipt(tmp_path / "house")
    first = plan_of(company)
    company.client("7", "CACX7605101P8", accounts="cuentas@example.mx", silent="N")
    second = plan_of(company)
    with open_ledger(company.workspace) as ledger:
        found = [row for row in find_deliveries(ledger, uuid_of(2)) if row.document.startswith("acuse:")]
    assert [row.plan for row in found] == [second.id]
    assert first.id != second.id


def test_a_plan_of_an_earlier_version_names_no_uuids_and_is_read_on(tmp_path: Path) -> None:
    company = with_receipt(tmp_path / "house")
    with open_ledger(company.workspace) as ledger:
        request = PlanRequest(period="2026-10", channels=(ChannelName.MAIL,))
        made = make_plan(company.workspace, ledger, request)
        root, plans = company.root, company.workspace.plans
        raw = {"plan": made.id, **made.as_json(root)}
        for document in raw["documents"]:  # type: ignore[union-attr]
            del document["answers"]  # type: ignore[union-attr]
        digest = sha256_of({key: value for key, value in raw.items() if key != "plan"})
        path = plan_path(plans, made.id)
        path.parent.mkdir(exist_ok=True)
        path.write_text(canonical_json({**raw, "hash": digest}) + "\n", encoding="utf-8")
        old = load_plan(made.id, plans=plans, root=root)
        record_plan(old, ledger)
        assert {document.file.answers for document in old.documents} == {()}
        assert [row.document for row in find_deliveries(ledger, uuid_of(2))] == [f"cfdi:{uuid_of(2)}"]
    receipt = next(row for row in call(company.root, "find", "7").json["deliveries"] if row["uuid"] is None)
    assert receipt["answers"] == []


def test_a_cancelled_cfdi_is_told_with_its_receipt(tmp_path: Path) -> None:
    company = Company(tmp_path / "house")
    company.client("8", "COSC8001137N1", accounts="dos@example.mx")
    alone = company.invoice(5, "COSC8001137N1")
    receipt = acuse((alone, "201")).replace("EKU9003173C9", RFC)
    (company.folder() / "acuse.xml").write_text(receipt, encoding="utf-8")
    company.set(documents_opening_date="2026-10-06")
    plan_of(company)
    found = call(company.root, "find", alone).json
    assert [row["answers"] for row in found["deliveries"]] == [[alone]]
    assert [(row["uuid"], row["code"]) for row in found["decided"]] == [(alone, "BEFORE_OPENING")]
    page = SearchPage(company.workspace)
    page.question.text.value = alone
    (row,) = page.table.view["rows"]
    assert [cell["text"] for cell in row["cells"][:2]] == [f"Cancellation receipt of {alone[:8]}", alone]
    page._heard(OpenRow(key=row["key"]))
    assert f"Cancellation receipt of {alone[:8]}" in page.life.value
    assert f"{alone} is older than the opening date. <code>BEFORE_OPENING</code>" in page.life.value
