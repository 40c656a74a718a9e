"""`emit audit reconcile`: every CFDI that SAT or SAE lists is delivered, left out with a reason, or missing."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from acceptance_fixtures import ANA, BEN, call
from company import RFC, Company, uuid_of
from month_end import deliveries, plan_of, run_of, send_month, use_server
from openpyxl import load_workbook
from smtp_server import Script, SmtpServer, reply

from emitlib.bootstrap import open_ledger
from emitlib.ledger import Event
from emitlib.reports.words import status_word
from emitlib.vocabulary import Finding, Status

HEADING = (
    "Uuid~RfcEmisor~NombreEmisor~RfcReceptor~NombreReceptor~RfcPac~FechaEmision~FechaCertificacionSat~Monto~"
    "EfectoComprobante~Estatus~FechaCancelacion"
)


def sat(path: Path, *rows: tuple[int, str], emitter: str = RFC, month: str = "2026-10", receiver: str = "R") -> Path:
    """SAT's metadata: invoice number and state (1 valid, 0 cancelled) of each row."""
    issued, stamped = f"{month}-05 10:00:00", f"{month}-05 10:01:00"
    lines = [
        f"{uuid_of(number)}~{emitter}~E~{ANA}~{receiver}~PAC~{issued}~{stamped}~116.00~I~{state}~"
        for number, state in rows
    ]
    path.write_text("\r\n".join([HEADING, *lines]) + "\r\n", encoding="utf-8")
    return path


def sae(path: Path, *numbers: int, amount: str = "116.00", with_uuid: bool = True, currency: str = "") -> Path:
    """SAE's list of invoices, with what `emit documents pull` adds where it is given."""
    lines = [
        f"A{number:010},7,E,2026-10-05,{amount},{ANA},A,{number},,{uuid_of(number) if with_uuid else ''},{currency}"
        for number in numbers
    ]
    heading = "CVE_DOC,CVE_CLPV,STATUS,FECHA_DOC,IMPORTE,RFC,SERIE,FOLIO,FORMAENVIO,CFDI_UUID,MONEDA"
    path.write_text("\n".join([heading, *lines]) + "\n", encoding="utf-8")
    return path


def states(answer: dict[str, Any]) -> dict[int, str]:
    """State by invoice number."""
    numbers = {uuid_of(number): number for number in range(1, 50)}
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


def test_an_xml_that_was_taken_out_of_the_folder_is_reported_missing_by_name(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.client("7", ANA, accounts="ana@uno.example.mx")
    for number in (1, 2, 3):
        company.invoice(number, ANA)
    (company.folder() / "A2.xml").unlink()
    plan_of(company)
    listed = sat(tmp_path / "sat.txt", (1, "1"), (2, "1"), (3, "1"), receiver="ANA LAURA CANO")
    words = ["audit", "reconcile", "--sat-metadata", str(listed)]
    answer = call(company.root, *words)
    assert answer.code == 1
    assert states(answer.json) == {1: "on_the_way", 2: "missing", 3: "on_the_way"}
    (missing,) = [entry for entry in answer.json["documents"] if entry["state"] == "missing"]
    assert (missing["uuid"], missing["receiver_rfc"], missing["receiver_name"]) == (uuid_of(2), ANA, "ANA LAURA CANO")
    monkeypatch.setenv("COLUMNS", "140")
    (line,) = [line for line in call(company.root, *words, plain=True).out.splitlines() if uuid_of(2) in line]
    assert "ANA LAURA CANO" in line
    assert "116.00" in line


def test_a_uuid_stays_whole_on_a_narrow_screen(month: Company, tmp_path: Path) -> None:
    listed = sat(tmp_path / "sat.txt", (4, "1"), receiver="ANA LAURA CANO DEL VALLE Y ASOCIADOS SA DE CV")
    shown = call(month.root, "audit", "reconcile", "--sat-metadata", str(listed), plain=True)
    assert uuid_of(4) in shown.out


def test_what_is_left_out_stands_on_the_screen_with_its_reason(
    month: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    listed = sat(tmp_path / "sat.txt", (1, "1"), (2, "1"))
    shown = call(month.root, "audit", "reconcile", "--sat-metadata", str(listed), plain=True)
    assert shown.code == 0
    (line,) = [line for line in shown.out.splitlines() if uuid_of(2)[:8] in line]
    assert [cell.strip() for cell in line.split("│")] == [
        "A-2",
        uuid_of(2)[:8],
        f"{ANA} R",
        Finding("NO_CHANNEL", {"clave": "8"}, {"label": "A-2"}).message,
    ]


def test_a_long_list_is_cut_on_the_screen_and_says_so(month: Company, tmp_path: Path) -> None:
    listed = sat(tmp_path / "sat.txt", *((number, "1") for number in range(4, 47)))
    shown = call(month.root, "audit", "reconcile", "--sat-metadata", str(listed), plain=True)
    assert sum(uuid_of(number) in shown.out for number in range(4, 47)) == 40
    assert "3 more" in shown.out


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


def test_an_invoice_of_another_month_that_this_months_plan_mailed_is_no_stranger(
    company: Company, tmp_path: Path
) -> None:
    company.client("7", ANA, accounts="ana@uno.example.mx")
    company.invoice(1, ANA)
    company.invoice(5, ANA, period="2026-09", date="2026-09-28")
    with SmtpServer() as server:
        use_server(company, server)
        send_month(company)
    assert [one.status for one in deliveries(company)] == [Status.ACCEPTED, Status.ACCEPTED]
    answer = call(company.root, "audit", "reconcile", "--sat-metadata", str(sat(tmp_path / "sat.txt", (1, "1"))))
    assert (answer.json["strangers"], states(answer.json)) == ([], {1: "delivered"})


@pytest.mark.parametrize("kept", [True, False], ids=["plan kept", "plan file gone"])
def test_what_only_another_months_plan_read_is_left_out_not_missing(
    company: Company, tmp_path: Path, *, kept: bool
) -> None:
    company.client("8", BEN, mail="N")
    company.invoice(2, BEN)
    company.folder("2026-11")
    later = plan_of(company, period="2026-11")
    if not kept:
        (company.workspace.plans / f"{later.id}.json").unlink()
    answer = call(company.root, "audit", "reconcile", "--sat-metadata", str(sat(tmp_path / "sat.txt", (2, "1"))))
    (entry,) = answer.json["documents"]
    assert (answer.code, entry["state"], entry["code"], entry["clave"]) == (0, "excluded", "NO_CHANNEL", "8")
    assert entry["plan"] == later.id
    assert entry["reason"] == Finding("NO_CHANNEL", {"clave": "8"}, {"label": "A-2" if kept else uuid_of(2)}).message
    assert entry["currency"] == ("MXN" if kept else "")


def test_the_copy_of_a_file_does_not_speak_for_it(company: Company, tmp_path: Path) -> None:
    company.client("8", BEN, mail="N")
    company.invoice(2, BEN)
    (company.folder() / "Z2.xml").write_bytes((company.folder() / "A2.xml").read_bytes())
    plan_of(company)
    answer = call(company.root, "audit", "reconcile", "--sat-metadata", str(sat(tmp_path / "sat.txt", (2, "1"))))
    assert [entry["code"] for entry in answer.json["documents"]] == ["NO_CHANNEL"]


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


def test_saes_rows_without_a_uuid_are_not_counted_beside_sats(month: Company, tmp_path: Path) -> None:
    listed = sae(tmp_path / "FACTF01.csv", 1, 4, with_uuid=False)
    known = sat(tmp_path / "sat.txt", (1, "1"), (2, "1"))
    words = ["audit", "reconcile", "--sat-metadata", str(known), "--manifest", str(listed)]
    assert [
        (entry["label"], entry["source"], entry["uuid"], entry["state"])
        for entry in call(month.root, *words).json["documents"]
    ] == [
        ("A-1", "SAT, SAE", uuid_of(1), "delivered"),
        (uuid_of(2), "SAT", uuid_of(2), "excluded"),
        ("A-4", "SAE", "", "missing"),
    ]


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("116.00", "", ("I", "", "missing", 1, "116.00", 0)),
        ('"$1,116.50"', "USD", ("I", "USD", "missing", 1, "1116.50", 0)),
        ("", "", ("I", "", "missing", 1, "0", 1)),
    ],
)
def test_saes_amount_is_taken_and_an_unknown_one_is_said(
    month: Company, tmp_path: Path, amount: str, currency: str, expected: tuple[object, ...]
) -> None:
    listed = sae(tmp_path / "FACTF01.csv", 1, 4, amount=amount, currency=currency)
    words = ["audit", "reconcile", "--period", "2026-10", "--manifest", str(listed)]
    amounts = call(month.root, *words).json["amounts"]
    keys = ("kind", "currency", "state", "count", "total", "without_total")
    delivered = ("I", "MXN", "delivered", 1, "116.00", 0)
    assert {tuple(one[key] for key in keys) for one in amounts} == {expected, delivered}
    shown = call(month.root, *words, plain=True).out
    assert "0.00" not in shown.replace("00.00", "")
    assert ("not known" in shown) == (amount == "")


def test_a_list_without_dates_is_not_taken_for_an_empty_month(month: Company, tmp_path: Path) -> None:
    listed = tmp_path / "FACTF01.csv"
    listed.write_text(f"CVE_DOC,CVE_CLPV,CFDI_UUID\nA0000000004,7,{uuid_of(4)}\n", encoding="utf-8")
    words = ["audit", "reconcile", "--period", "2026-10", "--manifest", str(listed)]
    answer = call(month.root, *words)
    assert (answer.code, answer.json["documents"], answer.json["undated"]) == (1, [], 1)
    assert "that tell no month were left aside: 1." in call(month.root, *words, plain=True).out.replace("\n", " ")


def test_paper_alone_does_not_deliver_the_xml(company: Company, tmp_path: Path) -> None:
    company.client("7", ANA, mail="N", prints="S")
    company.invoice(1, ANA, pdf=True)
    run_of(company, plan_of(company, channels=("print",)), channel="print")
    words = ["audit", "reconcile", "--sat-metadata", str(sat(tmp_path / "sat.txt", (1, "1")))]
    (in_pack,) = call(company.root, *words).json["documents"]
    (row,) = deliveries(company)
    with open_ledger(company.workspace) as ledger:
        ledger.record(Event("printed", {"reply": ""}, delivery=row.delivery, expect=frozenset({Status.SPOOLED})))
    (on_paper,) = call(company.root, *words).json["documents"]
    assert (in_pack["state"], in_pack["reason"].split(":")[0]) == ("on_the_way", status_word(Status.SPOOLED))
    assert (on_paper["state"], on_paper["xml_delivered"]) == ("delivered", False)


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


def test_a_rehearsal_is_no_stranger_that_was_delivered(company: Company, tmp_path: Path) -> None:
    company.client("7", ANA, accounts="ana@uno.example.mx", prints="S")
    company.invoice(1, ANA, pdf=True)
    plan = plan_of(company, channels=("mail", "print"))
    run_of(company, plan, dry_run=True)
    run_of(company, plan, channel="print")
    listed = sat(tmp_path / "sat.txt", (2, "1"))
    assert call(company.root, "audit", "reconcile", "--sat-metadata", str(listed)).json["strangers"] == []


def test_without_a_list_there_is_nothing_to_compare(month: Company) -> None:
    answer = call(month.root, "audit", "reconcile", "--period", "2026-10")
    assert (answer.code, answer.error) == (2, "USAGE")


def test_the_workbook_holds_every_cfdi_with_its_state_and_reason(month: Company, tmp_path: Path) -> None:
    listed = sat(tmp_path / "sat.txt", (2, "1"), (4, "1"), receiver="=HYPERLINK(A1)")
    out = tmp_path / "integridad.xlsx"
    answer = call(month.root, "audit", "reconcile", "--sat-metadata", str(listed), "--out", str(out))
    assert (answer.code, answer.json["out"]) == (1, str(out))
    book = load_workbook(out)
    assert book.sheetnames == ["Summary", "Every CFDI", "Delivered, not listed"]
    assert [[cell.value for cell in row] for row in book["Summary"].iter_rows(min_row=2)] == [
        ["Kind", "Currency", "Where it stands", "CFDI", "Total", "Amount not known"],
        ["Invoice", "?", "MISSING", 1, 116, 0],
        ["Invoice", "MXN", "left out, with a reason", 1, 116, 0],
    ]
    sheet = book["Every CFDI"]
    headings, *rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    lines = {row[headings.index("UUID")]: dict(zip(headings, row, strict=True)) for row in rows}
    left_out, missing = lines[uuid_of(2)], lines[uuid_of(4)]
    assert (left_out["Where it stands"], left_out["Code"]) == ("left out, with a reason", "NO_CHANNEL")
    assert left_out["Reason"] == Finding("NO_CHANNEL", {"clave": "8"}, {"label": "A-2"}).message
    assert (missing["Where it stands"], missing["Total"]) == ("MISSING", 116)
    assert missing["Date"] == datetime(2026, 10, 5)  # noqa: DTZ001 - a workbook knows no zones
    assert [one.value for (one,) in book["Delivered, not listed"].iter_rows(min_row=2)] == ["UUID", uuid_of(1)]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A3", "A2:P4")
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d", "inlineStr"}


def test_the_workbook_masks_persons(month: Company, tmp_path: Path) -> None:
    listed = sat(tmp_path / "sat.txt", (4, "1"), receiver="XOCHILT CASAS")
    out = tmp_path / "integridad.xlsx"
    call(month.root, "audit", "reconcile", "--sat-metadata", str(listed), "--out", str(out))
    cells = {cell.value for row in load_workbook(out)["Every CFDI"].iter_rows() for cell in row}
    assert {"CACX…1P8", "X… C…"} <= cells
    assert not {ANA, "XOCHILT CASAS"} & cells


def test_the_workbook_is_never_written_over_a_file(month: Company, tmp_path: Path) -> None:
    listed = sat(tmp_path / "sat.txt", (1, "1"))
    words = ["audit", "reconcile", "--sat-metadata", str(listed), "--out"]
    master = month.root / "clients.xlsx"
    before = master.read_bytes()
    answer = call(month.root, *words, str(master))
    assert (answer.code, answer.error, master.read_bytes()) == (2, "OUT_EXISTS", before)
    other = call(month.root, *words, str(tmp_path / "integridad.csv"))
    assert (other.code, other.error) == (2, "USAGE")
    assert call(month.root, *words[:-1]).json["out"] is None
