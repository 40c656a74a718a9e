"""What a plan makes of documents beyond the ordinary: wrong PDFs, acuses, cancellations, copies, earlier months."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from company import RFC, Company, cfdi, uuid_of
from documents_fixtures import acuse
from month_end import plan_of, run_of, send_month, use_server
from smtp_server import SmtpServer

from emitlib.batch.headline import headline
from emitlib.batch.plan import Plan, save_plan
from emitlib.batch.planning import make_plan
from emitlib.batch.recording import record_plan
from emitlib.batch.request import PlanRequest
from emitlib.bootstrap import open_ledger
from emitlib.ledger import Event
from emitlib.vocabulary import ChannelName, Finding

ANA = "CACX7605101P8"
BEN = "COSC8001137N1"
EVA = "EDM010203AB1"
GENERIC = "XAXX010101000"


@pytest.fixture
def clients(company: Company) -> Company:
    """Three clients who are mailed; Ben is printed too."""
    company.client("1", ANA, accounts="ana@example.mx")
    company.client("2", BEN, accounts="ben@example.mx", prints="S")
    company.client("3", EVA, accounts="eva@example.mx")
    return company


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


def planned(
    company: Company, *, manifests: tuple[Path, ...] | None = (), sat: Path | None = None, period: str = "2026-10"
) -> Plan:
    workspace = company.workspace
    request = PlanRequest(
        period=period, channels=(ChannelName.PRINT, ChannelName.MAIL), manifests=manifests, sat_metadata=sat
    )
    with open_ledger(workspace) as ledger:
        plan = make_plan(workspace, ledger, request)
        save_plan(plan, plans=workspace.plans, root=workspace.root)
        record_plan(plan, ledger)
    return plan


def decided(plan: Plan) -> dict[str, tuple[str, str, str]]:
    """File name → verdict, code, client."""
    return {d.file.xml.name: (d.verdict, d.code, d.client) for d in plan.documents}


def found(plan: Plan, code: str) -> list[Finding]:
    return [finding for finding in plan.findings if finding.code == code]


def manifest(company: Company, *rows: str, name: str = "FACTF01.csv") -> Path:
    path = company.root / name
    heading = "CVE_DOC,CVE_CLPV,STATUS,FECHA_DOC,SERIE,FOLIO,FORMAENVIO,CFDI_UUID"
    path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return path


def sat_metadata(company: Company, *rows: str) -> Path:
    path = company.root / "metadata.txt"
    heading = (
        "Uuid~RfcEmisor~NombreEmisor~RfcReceptor~NombreReceptor~RfcPac~FechaEmision~FechaCertificacionSat~Monto"
        "~EfectoComprobante~Estatus~FechaCancelacion"
    )
    path.write_text("\r\n".join([heading, *rows]) + "\r\n", encoding="utf-8")
    return path


def sat_row(number: int, *, status: int = 1, emitter: str = RFC, day: str = "2026-10-05", kind: str = "I") -> str:
    return f"{uuid_of(number)}~{emitter}~E~{ANA}~R~PAC010101AB1~{day} 10:00:00~{day} 10:01:00~116.00~{kind}~{status}~"


def link(kind: str, number: int) -> str:
    related = f'<cfdi:CfdiRelacionado UUID="{uuid_of(number)}"/>'
    return f'<cfdi:CfdiRelacionados TipoRelacion="{kind}">{related}</cfdi:CfdiRelacionados>'


def acuse_of(*entries: tuple[int, str]) -> bytes:
    return acuse(*((uuid_of(number), status) for number, status in entries)).replace("EKU9003173C9", RFC).encode()


# -- the wrong-envelope guard


def test_a_pdf_of_another_document_blocks(clients: Company) -> None:
    clients.invoice(1, ANA)
    clients.pdf(clients.folder() / "A1.pdf", f"Folio fiscal {uuid_of(2)}")
    plan = planned(clients)
    assert decided(plan)["A1.xml"] == ("blocked", "PDF_OF_ANOTHER", "1")
    assert plan.deliveries == ()
    (finding,) = found(plan, "PDF_OF_ANOTHER")
    assert finding.values["shown"] == uuid_of(2)
    assert finding.values["pdf"] == "documents/2026-10/A1.pdf"


def test_a_pdf_that_shows_nothing_leaves_with_a_warning(clients: Company) -> None:
    clients.invoice(1, ANA)
    clients.pdf(clients.folder() / "A1.pdf", "Factura A-1")
    plan = planned(clients)
    assert decided(plan)["A1.xml"] == ("planned", "", "1")
    assert len(found(plan, "PDF_UNVERIFIED")) == 1


def test_a_pdf_with_the_invoice_of_another_client_blocks(clients: Company) -> None:
    clients.invoice(1, ANA)
    clients.invoice(2, BEN)
    clients.pdf(clients.folder() / "A1.pdf", f"{uuid_of(1)} {uuid_of(2)}")
    plan = planned(clients)
    assert decided(plan) == {"A1.xml": ("blocked", "PDF_OF_SEVERAL", "1"), "A2.xml": ("planned", "", "2")}


def test_a_pdf_with_two_invoices_of_one_client_leaves(clients: Company) -> None:
    clients.invoice(1, ANA)
    clients.invoice(2, ANA)
    clients.pdf(clients.folder() / "A1.pdf", f"{uuid_of(1)} {uuid_of(2)}")
    assert decided(planned(clients))["A1.xml"] == ("planned", "", "1")


def test_related_uuids_in_a_pdf_are_no_strangers(clients: Company) -> None:
    clients.invoice(1, ANA, kind="E", extra=link("01", 2))
    clients.invoice(2, BEN)
    clients.pdf(clients.folder() / "A1.pdf", f"{uuid_of(1)} {uuid_of(2)}")
    assert decided(planned(clients))["A1.xml"] == ("planned", "", "1")


def test_two_clients_of_the_generic_rfc_are_strangers(clients: Company) -> None:
    clients.client("MOSTR", GENERIC, accounts="mostrador@example.mx")
    clients.client("OCAS", GENERIC, accounts="ocasional@example.mx")
    clients.invoice(1, GENERIC)
    clients.invoice(2, GENERIC)
    clients.pdf(clients.folder() / "A1.pdf", f"{uuid_of(1)} {uuid_of(2)}")
    listed = manifest(clients, f"A1,MOSTR,E,2026-10-05,A,1,,{uuid_of(1)}", f"A2,OCAS,E,2026-10-05,A,2,,{uuid_of(2)}")
    assert decided(planned(clients, manifests=(listed,)))["A1.xml"] == ("blocked", "PDF_OF_SEVERAL", "MOSTR")


def test_only_pdfs_that_would_leave_are_looked_at(clients: Company, server: SmtpServer) -> None:
    use_server(clients, server)
    clients.invoice(1, ANA, pdf=True)
    seen = clients.root / "plans" / ".pdf-guard.json"
    assert send_month(clients).state == "finished"
    after_the_first = seen.read_bytes()
    clients.pdf(clients.folder() / "A1.pdf", f"Folio fiscal {uuid_of(9)}")  # delivered already
    clients.invoice(2, ANA, kind="N", pdf=True)  # never sent
    plan = plan_of(clients)
    assert decided(plan) == {
        "A1.xml": ("excluded", "ALREADY_DELIVERED", "1"),
        "A2.xml": ("excluded", "NOMINA_NEVER", "1"),
    }
    assert seen.read_bytes() == after_the_first


def test_planning_again_makes_the_same_plan_without_opening_pdfs(clients: Company) -> None:
    clients.invoice(1, ANA, pdf=True)
    first = planned(clients)
    seen = clients.root / "plans" / ".pdf-guard.json"
    written = seen.stat().st_mtime_ns
    assert planned(clients).hash == first.hash
    assert seen.stat().st_mtime_ns == written


# -- acuses


def test_an_acuse_follows_the_cfdi_in_the_folder(clients: Company) -> None:
    clients.invoice(1, ANA)
    (clients.folder() / "acuse.xml").write_bytes(acuse_of((1, "201")))
    assert decided(planned(clients))["acuse.xml"] == ("planned", "", "1")


def test_an_acuse_is_matched_by_a_manifest_where_the_cfdi_is_gone(clients: Company) -> None:
    clients.invoice(1, ANA)
    (clients.folder() / "acuse.xml").write_bytes(acuse_of((7, "201")))
    assert decided(planned(clients))["acuse.xml"] == ("blocked", "ACUSE_UNMATCHED", "")
    listed = manifest(clients, f"A7,3,C,2026-08-05,A,7,,{uuid_of(7)}")
    assert decided(planned(clients, manifests=(listed,)))["acuse.xml"] == ("planned", "", "3")


def test_an_acuse_is_matched_by_what_was_delivered_in_another_period(clients: Company, server: SmtpServer) -> None:
    use_server(clients, server)
    clients.invoice(7, EVA, period="2026-09")
    assert send_month(clients, period="2026-09").state == "finished"
    (clients.root / "documents" / "2026-09" / "A7.xml").unlink()
    (clients.folder() / "acuse.xml").write_bytes(acuse_of((7, "201")))
    assert decided(planned(clients))["acuse.xml"] == ("planned", "", "3")


@pytest.mark.parametrize(
    ("entries", "verdict"),
    [
        (((1, "201"), (2, "201")), ("blocked", "ACUSE_OF_SEVERAL_CLIENTS", "")),
        (((1, "201"), (8, "201")), ("blocked", "ACUSE_UNMATCHED", "")),  # nobody knows whose the second one is
        (((1, "201"), (3, "202")), ("planned", "", "1")),
        (((1, "205"),), ("excluded", "ACUSE_NOT_TAKEN", "1")),
    ],
)
def test_an_acuse_of_several_uuids_goes_only_where_all_are_one_clients(
    clients: Company, entries: tuple[tuple[int, str], ...], verdict: tuple[str, str, str]
) -> None:
    clients.invoice(1, ANA)
    clients.invoice(2, BEN)
    clients.invoice(3, ANA)
    (clients.folder() / "acuse.xml").write_bytes(acuse_of(*entries))
    assert decided(planned(clients))["acuse.xml"] == verdict


def test_a_wrong_assignment_does_not_lead_the_acuse_astray(clients: Company) -> None:
    clients.invoice(1, ANA)
    (clients.folder() / "acuse.xml").write_bytes(acuse_of((1, "201")))
    with open_ledger(clients.workspace) as ledger:
        ledger.record(Event("assigned", {"uuid": uuid_of(1), "client": "2", "remember": True}))
    assert decided(planned(clients)) == {
        "A1.xml": ("blocked", "WRONG_RECEIVER", ""),
        "acuse.xml": ("blocked", "ACUSE_UNMATCHED", ""),
    }


def test_an_acuse_is_withheld_when_manifest_and_ledger_disagree(clients: Company, server: SmtpServer) -> None:
    use_server(clients, server)
    clients.invoice(7, EVA, period="2026-09")
    assert send_month(clients, period="2026-09").state == "finished"
    (clients.root / "documents" / "2026-09" / "A7.xml").unlink()
    (clients.folder() / "acuse.xml").write_bytes(acuse_of((7, "201")))
    listed = manifest(clients, f"A7,1,C,2026-09-05,A,7,,{uuid_of(7)}")
    assert decided(planned(clients, manifests=(listed,)))["acuse.xml"][:2] == ("blocked", "ACUSE_OF_SEVERAL_CLIENTS")


# -- cancelled, substituted


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (f"A1,1,C,2026-10-05,A,1,,{uuid_of(1)}", "CANCELLED"),
        ("A1,1,C,2026-10-05,A,0001,,", "CANCELLED"),  # joined by series and folio
        (f"A1,1,E,2026-10-05,A,1,,{uuid_of(1)}", ""),
    ],
)
def test_what_sae_calls_cancelled_is_not_sent(clients: Company, row: str, code: str) -> None:
    clients.invoice(1, ANA)
    plan = planned(clients, manifests=(manifest(clients, row),))
    assert decided(plan)["A1.xml"] == ("excluded" if code else "planned", code, "1")


def test_what_sat_calls_cancelled_is_not_sent(clients: Company) -> None:
    clients.invoice(1, ANA)
    clients.invoice(2, ANA)
    plan = planned(clients, sat=sat_metadata(clients, sat_row(1, status=0), sat_row(2)))
    assert decided(plan) == {"A1.xml": ("excluded", "CANCELLED", "1"), "A2.xml": ("planned", "", "1")}


@pytest.mark.parametrize(("emitter", "code"), [(RFC, "SUBSTITUTED"), ("PEV310202ACA", "")])
def test_only_the_company_substitutes_its_own_documents(clients: Company, emitter: str, code: str) -> None:
    clients.invoice(1, ANA)
    clients.invoice(2, ANA, emitter=emitter, extra=link("04", 1))
    assert decided(planned(clients))["A1.xml"] == ("excluded" if code else "planned", code, "1")


def test_a_substitute_of_a_later_month_withdraws_what_an_earlier_one_left(clients: Company) -> None:
    clients.invoice(1, ANA, period="2026-09")
    clients.invoice(2, ANA, extra=link("04", 1))
    assert decided(planned(clients)) == {
        "A2.xml": ("planned", "", "1"),
        "A1.xml": ("excluded", "SUBSTITUTED", "1"),
    }


# -- what SAE mailed itself


@pytest.mark.parametrize(
    ("setting", "sent", "verdict"),
    [
        ("ignore", "C", ("planned", "", "1")),
        ("exclude", "C", ("excluded", "SENT_BY_SAE", "1")),
        ("exclude", "A", ("excluded", "SENT_BY_SAE", "1")),
        ("exclude", "I", ("planned", "", "1")),
        ("exclude", "", ("planned", "", "1")),
        ("ask", "A", ("blocked", "SENT_BY_SAE_ASK", "1")),
        ("ask", "I", ("planned", "", "1")),
    ],
)
def test_formaenvio_is_treated_as_the_setting_says(
    clients: Company, setting: str, sent: str, verdict: tuple[str, str, str]
) -> None:
    clients.set(documents_formaenvio=setting)
    clients.invoice(1, ANA)
    listed = manifest(clients, f"A1,1,E,2026-10-05,A,1,{sent},{uuid_of(1)}")
    assert decided(planned(clients, manifests=(listed,)))["A1.xml"] == verdict


def test_lists_in_the_workspace_are_taken_by_themselves(clients: Company) -> None:
    clients.set(documents_formaenvio="exclude")
    clients.invoice(1, ANA)
    (clients.root / "manifests").mkdir()
    manifest(clients, f"A1,1,E,2026-10-05,A,1,C,{uuid_of(1)}", name="manifests/FACTF01-2026-10.csv")
    (clients.root / "manifests" / "sat-metadata.txt").write_text("no list", encoding="utf-8")

    assert decided(planned(clients, manifests=None))["A1.xml"] == ("excluded", "SENT_BY_SAE", "1")
    assert decided(planned(clients, manifests=()))["A1.xml"] == ("planned", "", "1")


# -- copies, changed bytes, size, opening date, earlier months


def test_a_copy_counts_once(clients: Company) -> None:
    clients.invoice(1, ANA)
    (clients.folder() / "copia.xml").write_bytes(cfdi(1, ANA))
    assert decided(planned(clients)) == {
        "A1.xml": ("planned", "", "1"),
        "copia.xml": ("excluded", "DUPLICATE_DOCUMENT", "1"),
    }


@pytest.mark.parametrize("other", ["2026-10", "2026-09"])
def test_two_contents_under_one_uuid_block_each_other(clients: Company, other: str) -> None:
    clients.invoice(1, ANA)
    (clients.folder(other) / "otra.xml").write_bytes(cfdi(1, ANA, name="OTRO NOMBRE"))
    plan = planned(clients)
    assert decided(plan) == {
        "A1.xml": ("blocked", "DUPLICATE_DIFFERS", "1"),
        "otra.xml": ("blocked", "DUPLICATE_DIFFERS", "1"),
    }
    assert all("?" not in finding.message for finding in found(plan, "DUPLICATE_DIFFERS"))


def test_changed_bytes_under_a_delivered_uuid_are_a_finding(clients: Company, server: SmtpServer) -> None:
    use_server(clients, server)
    clients.invoice(1, ANA)
    assert send_month(clients).state == "finished"
    assert found(plan_of(clients), "DOCUMENT_BYTES_CHANGED") == []
    (clients.folder() / "A1.xml").write_bytes(cfdi(1, ANA, name="OTRO NOMBRE"))
    plan = plan_of(clients)
    assert decided(plan)["A1.xml"] == ("excluded", "ALREADY_DELIVERED", "1")
    assert [finding.where["uuid"] for finding in found(plan, "DOCUMENT_BYTES_CHANGED")] == [uuid_of(1)]


@pytest.mark.parametrize(("size", "code"), [(55_000, ""), (65_000, "MESSAGE_TOO_LARGE")])
def test_the_size_is_judged_after_base64(clients: Company, size: int, code: str) -> None:
    clients.set(mail_max_bytes=100_000)  # base64 makes 137 bytes of 100
    clients.invoice(1, ANA)
    path = clients.folder() / "A1.pdf"
    clients.pdf(path, uuid_of(1))
    path.write_bytes(path.read_bytes() + b"\n%" + b"x" * (size - path.stat().st_size))
    assert decided(planned(clients))["A1.xml"] == ("blocked" if code else "planned", code, "1")


@pytest.mark.parametrize(("day", "code"), [("2026-10-05", ""), ("2026-10-06", "BEFORE_OPENING")])
def test_nothing_older_than_the_opening_date_is_proposed(clients: Company, day: str, code: str) -> None:
    clients.set(documents_opening_date=day)
    clients.invoice(1, ANA)
    assert decided(planned(clients))["A1.xml"] == ("excluded" if code else "planned", code, "1")


def test_an_earlier_month_gives_what_it_left_undelivered(clients: Company, server: SmtpServer) -> None:
    use_server(clients, server)
    clients.invoice(1, ANA, period="2026-09")
    assert send_month(clients, period="2026-09").state == "finished"
    clients.invoice(2, BEN, period="2026-09")
    clients.invoice(3, EVA)
    plan = planned(clients)
    assert decided(plan) == {
        "A3.xml": ("planned", "", "3"),
        "A1.xml": ("excluded", "ALREADY_DELIVERED", "1"),
        "A2.xml": ("planned", "", "2"),
    }
    assert found(plan, "ALREADY_DELIVERED") == []  # old months are not told again and again


# -- what the folder lacks


def test_what_sae_and_sat_list_and_the_folder_lacks_is_told(clients: Company) -> None:
    clients.invoice(1, ANA)
    listed = manifest(
        clients,
        f"A1,1,E,2026-10-05,A,1,,{uuid_of(1)}",
        f"A2,1,E,05/10/2026,A,2,,{uuid_of(2)}",
        "A3,1,E,2026-10-05,A,3,,",
        f"A4,1,C,2026-10-05,A,4,,{uuid_of(4)}",
        f"A5,1,E,2026-09-05,A,5,,{uuid_of(5)}",
    )
    sat = sat_metadata(
        clients,
        sat_row(1),
        sat_row(2),
        sat_row(4, status=0),
        sat_row(5, day="2026-09-05"),
        sat_row(6, emitter="PEV310202ACA"),
        sat_row(7, kind="N"),
    )
    told = found(planned(clients, manifests=(listed,), sat=sat), "DOCUMENTS_ABSENT")
    assert [(f.where["source"], f.values["count"], f.values["listed"]) for f in told] == [
        ("SAE", 2, "A-2, A-3"),
        ("SAT", 1, uuid_of(2)),
    ]


def test_what_was_delivered_is_not_missed(clients: Company, server: SmtpServer) -> None:
    use_server(clients, server)
    clients.invoice(1, ANA)
    assert send_month(clients).state == "finished"
    (clients.folder() / "A1.xml").unlink()
    listed = manifest(clients, f"A1,1,E,2026-10-05,A,1,,{uuid_of(1)}")
    assert (
        found(planned(clients, manifests=(listed,), sat=sat_metadata(clients, sat_row(1))), "DOCUMENTS_ABSENT") == []
    )


# -- the headline


def test_the_headline_tells_sheets_new_addresses_and_missing_clients(clients: Company, server: SmtpServer) -> None:
    use_server(clients, server)
    clients.invoice(1, ANA, period="2026-09")
    clients.invoice(2, BEN, period="2026-09")
    september = planned(clients, period="2026-09")
    assert run_of(clients, september).state == "finished"
    clients.client("4", "ITI350328AO5", accounts="nuevo@example.mx;ana@example.mx", silent="N", prints="S")
    clients.invoice(3, BEN)
    clients.invoice(4, "ITI350328AO5")
    for number in (3, 4):
        clients.pdf(clients.folder() / f"A{number}.pdf", uuid_of(number))
    plan = planned(clients)
    with open_ledger(clients.workspace) as ledger:
        told = headline(plan, ledger)
    assert (told.prints, told.sheets, told.sheets_at_least) == (2, 2, False)
    assert (told.held, told.new_addresses) == (2, 1)  # Ana's address was mailed before, to another client
    unseen = [finding for finding in plan.findings if finding.code == "NEW_ADDRESS"]
    assert [(one.where["clave"], one.values["address"]) for one in unseen] == [("4", "nuevo@example.mx")]
    assert not [finding for finding in september.findings if finding.code == "NEW_ADDRESS"]  # all were, then
    assert told.missing_clients == ("1",)  # though September's files lie in the plan too
    assert told.text.splitlines() == [
        "5 deliveries of 2 documents.",
        "2 wait for your review before they leave.",
        "2 are printed (2 sheets).",
        "1 addresses were never mailed before.",
        "1 clients of last month are missing: 1.",
    ]


def test_a_plan_warns_of_an_address_that_is_probably_mistyped(clients: Company) -> None:
    clients.client("4", "ITI350328AO5", accounts="nuevo@gmial.com")
    clients.invoice(1, "ITI350328AO5")
    found = [finding for finding in planned(clients).findings if finding.code == "ADDRESS_TYPO"]
    assert [(one.where["clave"], one.values["address"], one.values["domain"]) for one in found] == [
        ("4", "nuevo@gmial.com", "gmail.com")
    ]


def test_a_missing_pdf_is_at_least_one_sheet(clients: Company) -> None:
    clients.invoice(1, BEN)
    plan = planned(clients)
    with open_ledger(clients.workspace) as ledger:
        told = headline(plan, ledger)
    assert (told.sheets, told.sheets_at_least) == (1, True)
    assert "1 are printed (at least 1 sheets)." in told.text.splitlines()
    assert told.as_json()["sheets"] == 1
