"""The delivery report of small month-ends, against the ledger that they left."""

import csv
import hashlib
import io
import re
import sqlite3
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from company import Company, uuid_of
from month_end import deliveries, plan_of, run_of, send_month, use_server
from openpyxl import load_workbook
from smtp_server import DROP, Script, SmtpServer, reply

from emitlib.batch.resending import ResendRequest, make_resend
from emitlib.bootstrap import open_ledger
from emitlib.errors import ConfigError, InputError
from emitlib.i18n import LANGUAGES, Language, _, spoken
from emitlib.ledger import delivery_balance, document_balance
from emitlib.reports import DeliveryReport, Mask, ReportFiles, export_tables, gather_report, make_report
from emitlib.reports.coverage import cover_period
from emitlib.vocabulary import ChannelName, Status

ANA = "CACX7605101P8"  # a person's
BEN = "COSC8001137N1"
SHOP = "EKU9003173C9"  # a company's
FORMULA = "@HYPERLINK(A1) SA DE CV"


@pytest.fixture
def month(company: Company) -> Company:
    """Silent, held, printed, without address, and a payroll receipt; mail is a rehearsal."""
    company.client("         1", ANA, accounts="ana@example.mx;pagos@example.mx", name="ANA CASAS CHAVEZ")
    company.client("         2", BEN, accounts="ben@example.mx", silent="N", name="BENITO COSAS")
    company.client("         3", SHOP, accounts="", prints="S", name=FORMULA)
    company.invoice(1, ANA, pdf=True)
    company.invoice(2, BEN, pdf=True)
    company.invoice(3, SHOP, pdf=True)
    company.invoice(4, ANA, kind="N")
    plan = plan_of(company, channels=("print", "mail"))
    assert run_of(company, plan, channel="print").state == "finished"
    assert run_of(company, plan, dry_run=True).state == "finished"
    return company


@pytest.fixture
def mailed(company: Company) -> Iterator[Company]:
    """One address refuses, one defers, one is lost after the dot, one takes it."""
    acts = {
        "rcpt:ana@example.mx": reply("550 5.1.1 <ana@example.mx>: no such user"),
        "rcpt:ben@example.mx": reply("450 4.2.1 later"),
    }
    with SmtpServer(script=Script(acts=acts)) as server:
        use_server(company, server)
        company.client("         1", ANA, accounts="ana@example.mx;pagos@example.mx", name="ANA CASAS CHAVEZ")
        company.client("         2", BEN, accounts="ben@example.mx")
        company.invoice(1, ANA, pdf=True)
        company.invoice(2, BEN, pdf=True)
        send_month(company)
        yield company


def report(company: Company, *, language: Language = "en", **order: Any) -> ReportFiles:
    workspace = company.workspace
    with spoken(language), open_ledger(workspace) as ledger:
        return make_report(workspace, ledger, **order)


def gathered(company: Company, *, period: str = "2026-10") -> DeliveryReport:
    workspace = company.workspace
    with spoken("en"), open_ledger(workspace) as ledger:
        return gather_report(workspace, ledger, cover_period(workspace, ledger, period), mask=Mask())


def html_of(made: ReportFiles) -> str:
    assert made.html is not None
    return made.html.read_text(encoding="utf-8")


def sheet_of(made: ReportFiles, place: int) -> list[list[Any]]:
    """The rows of a sheet below its heading."""
    assert made.xlsx is not None
    sheet = load_workbook(made.xlsx).worksheets[place]
    below = int(str(sheet.freeze_panes)[1:])
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=below)]


class _Page(HTMLParser):
    """What a page would fetch, and the texts in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - its base's
        self.links += [str(value) for name, value in attrs if name in {"src", "href", "action", "data", "srcset"}]

    def handle_data(self, data: str) -> None:
        self.texts.append(data.strip())


# -- the whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_month_is_reported_in_both_languages_with_the_ledgers_numbers(month: Company, language: Language) -> None:
    made = report(month, language=language, period="2026-10", formats=("html", "xlsx", "pdf"))
    assert made.html == month.root / "runs" / "2026-10-report" / "report.html"
    with open_ledger(month.workspace) as ledger:
        (plan,) = {run.plan for run in ledger.runs()}
        mail = next(run for run in ledger.runs() if run.channel is ChannelName.MAIL)
        expected = {
            "documents": document_balance(ledger, plan),
            "deliveries": {
                "print": delivery_balance(
                    ledger, plan=plan, channel=ChannelName.PRINT, run=f"{plan}-print", rehearsal=False
                ),
                "mail": delivery_balance(ledger, plan=plan, channel=ChannelName.MAIL, run=mail.run, rehearsal=True),
            },
        }
    assert made.balance == expected
    assert expected["documents"] == {"found": 4, "planned": 3, "excluded": 1, "blocked": 0, "remainder": 0}
    page = _Page(html_of(made))
    with spoken(language):
        mark, title = _("REHEARSAL: NOTHING LEFT"), _("Delivery report")
    assert f'<html lang="{language}">' in html_of(made)
    assert any(text.startswith(mark) for text in page.texts)
    assert any(text.startswith(title) for text in page.texts)
    assert {link[0] for link in page.links} == {"#"}
    assert not re.search(r"url\(|@import|https?:", html_of(made))
    with pikepdf.Pdf.open(io.BytesIO((made.pdf or Path()).read_bytes())) as pdf:
        assert pdf.Root.Lang == language
        assert [float(side) for side in pdf.pages[0].mediabox] == [0, 0, 612, 792]


def test_what_is_real_bears_no_watermark(month: Company) -> None:
    (run,) = {row.run for row in deliveries(month, channel=ChannelName.PRINT) if row.run}
    page = html_of(report(month, run=run, formats=("html",)))
    assert "REHEARSAL" not in page
    assert 'class="watermark"' not in page


def test_a_month_with_both_names_the_rehearsed_channel(month: Company) -> None:
    made = gathered(month)
    assert made.rehearsed == (ChannelName.MAIL,)
    assert made.watermark == "REHEARSAL: NOTHING LEFT · Mail"
    assert made.headline == (
        "3 of 4 planned deliveries are done.",
        "Of these, 2 are only rehearsed: nobody received them.",
        "What needs a person: blocked before it could leave (1), waiting for review (1).",
    )
    assert report(month, period="2026-10").xlsx is not None
    assert load_workbook(report(month, period="2026-10").xlsx).worksheets[2]["A1"].value == made.watermark  # type: ignore[arg-type]


def test_a_rehearsed_run_is_watermarked_everywhere(month: Company) -> None:
    with open_ledger(month.workspace) as ledger:
        run = next(row.run for row in ledger.runs() if row.rehearsal)
    made = report(month, run=run)
    assert made.html == month.root / "runs" / run / "report.html"
    assert "<span>REHEARSAL: NOTHING LEFT</span></div>" in html_of(made)
    assert [row[1] for row in sheet_of(made, 0)] == [None, "Mail"]
    assert {row[4] for row in sheet_of(made, 0)} == {None, "finished · rehearsal"}


def test_every_delivery_and_every_document_has_its_line(month: Company) -> None:
    made = report(month, period="2026-10")
    lines = sheet_of(made, 2)
    assert len(lines) == len(deliveries(month, run=f"{gathered(month).documents_lines[0].plan}-print")) + 3
    assert {row[8] for row in lines} == {"in a print pack", "rehearsed", "waiting for review"}
    documents = sheet_of(made, 3)
    assert {(row[1], row[9], row[11]) for row in documents} == {
        ("A-1", "to be sent", None),
        ("A-2", "to be sent", None),
        ("A-3", "to be sent", "MAIL_WITHOUT_ADDRESS"),
        ("A-4", "excluded", "NOMINA_NEVER"),
    }


def test_what_needs_a_person_is_named_with_what_to_do(month: Company) -> None:
    needs = {need.name: need for need in gathered(month).needs}
    assert set(needs) == {"blocked", "held"}
    (blocked,) = needs["blocked"].rows
    assert (blocked.document.label, blocked.channel) == ("A-3", ChannelName.MAIL)
    assert blocked.hint != ""
    (held,) = needs["held"].rows
    assert (held.document.label, held.destination) == ("A-2", "b…@example.mx")


# -- personal values, formulas


def test_persons_are_masked_unless_asked_for(month: Company) -> None:
    masked = report(month, period="2026-10", formats=("html", "xlsx"))
    texts = html_of(masked) + str([sheet_of(masked, place) for place in range(5)])
    for secret in ("ana@example.mx", "CASAS", ANA, SHOP):
        assert secret not in texts
    assert "a…@example.mx" in texts
    shown = html_of(report(month, period="2026-10", formats=("html",), unmask=True))
    for value in ("ana@example.mx", "ANA CASAS CHAVEZ", ANA, SHOP):
        assert value in shown


def test_a_client_name_is_no_formula_and_no_markup(month: Company) -> None:
    month.client("         3", SHOP, accounts="", prints="S", name="+1 <script>alert(1)</script>")
    month.invoice(5, SHOP, pdf=True)
    run_of(month, plan_of(month, channels=("print",)), channel="print")
    made = report(month, period="2026-10")
    book = load_workbook(made.xlsx)  # type: ignore[arg-type]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert "'+1 <script>alert(1)</script>" in {cell.value for cell in cells}
    assert "<script>alert" not in html_of(made)
    assert "&lt;script&gt;alert(1)" in html_of(made)


# -- outcomes


def test_refused_and_deferred_are_told_in_the_servers_words(mailed: Company) -> None:
    made = gathered(mailed)
    needs = {need.name: need.rows for need in made.needs}
    assert set(needs) == {"refused", "deferred"}
    assert "550 5.1.1 <a…@example.mx>: no such user" in needs["refused"][0].why
    assert needs["deferred"][0].why.startswith("450 4.2.1 later")
    assert made.watermark == ""
    assert made.closes
    (total,) = made.channels
    assert total.statuses == {Status.DEFERRED: 1, Status.ACCEPTED: 1, Status.REFUSED: 1}
    assert made.headline[0] == "1 of 3 planned deliveries are done."
    page = html_of(report(mailed, period="2026-10"))
    assert "received by the mail server" in page
    assert "It does not mean delivered" in page
    accepted = next(line for line in made.deliveries if line.status is Status.ACCEPTED)
    assert accepted.message_id.replace("<", "&lt;").replace(">", "&gt;") in page


def test_a_lost_reply_is_unconfirmed(company: Company) -> None:
    with SmtpServer(script=Script(acts={"dot": DROP})) as server:
        use_server(company, server)
        company.client("         1", ANA, accounts="ana@example.mx")
        company.invoice(1, ANA)
        send_month(company)
    (need,) = gathered(company).needs
    assert (need.name, len(need.rows)) == ("unknown", 1)


def test_a_resend_is_shown_and_closes_what_it_repeats(mailed: Company) -> None:
    refused = next(row for row in deliveries(mailed) if row.status is Status.REFUSED)
    with open_ledger(mailed.workspace) as ledger:
        order = ResendRequest(deliveries=(refused.delivery,), to="nueva@example.mx", reason="corrected")
        plan = make_resend(mailed.workspace, ledger, order)
    run_of(mailed, plan)
    made = gathered(mailed)
    assert {need.name for need in made.needs} == {"deferred"}
    old = next(line for line in made.deliveries if line.delivery == refused.delivery)
    new = next(line for line in made.deliveries if line.delivery == old.successor)
    assert (new.status, new.generation, new.destination) == (Status.ACCEPTED, 2, "n…@example.mx")
    assert len(made.deliveries) == 4
    assert made.deliveries_totals[0].planned == 3


# -- several plans of one month


def test_two_plans_of_a_month_count_each_file_and_delivery_once(mailed: Company) -> None:
    mailed.invoice(3, BEN)
    send_month(mailed)
    made = gathered(mailed)
    assert len(made.documents_lines) == 2
    total = made.documents_total
    assert (total.found, total.planned, total.excluded, total.blocked, total.remainder) == (3, 3, 0, 0, 0)
    (mail,) = made.deliveries_totals
    assert (mail.planned, mail.remainder) == (4, 0)
    assert len(made.deliveries) == 4
    assert [document.label for document in made.documents] == ["A-1", "A-2", "A-3"]


def test_a_plan_not_run_yet_shows_as_not_started_and_what_changed_by_name(company: Company) -> None:
    company.client("         1", ANA, accounts="ana@example.mx")
    company.client("         2", BEN, accounts="ben@example.mx")
    company.invoice(1, ANA)
    company.invoice(2, BEN)
    plan_of(company)
    company.client("         2", BEN, accounts="other@example.mx")
    made = gathered(company)
    needs = {need.name: [row.document.label for row in need.rows] for need in made.needs}
    assert needs == {"changed": ["A-2"], "planned": ["A-1"]}
    assert made.headline[0] == "0 of 2 planned deliveries are done."


# -- proof


def test_the_report_carries_chain_seal_and_signer(mailed: Company) -> None:
    proof = gathered(mailed).proof
    with open_ledger(mailed.workspace) as ledger:
        head = ledger.head()
    assert (proof.chain, proof.count, proof.head, proof.passed) == (head.chain, head.count, head.hash, True)
    (seal,) = proof.seals
    assert (seal.signer, seal.valid) == (proof.fingerprint, True)


def test_a_tampered_ledger_fails_on_the_first_screen(mailed: Company) -> None:
    with sqlite3.connect(mailed.root / "audit.db") as database:
        database.execute("UPDATE delivery SET status = 'accepted' WHERE status = 'refused'")
    database.close()
    made = gathered(mailed)
    assert not made.proof.passed
    assert made.proof.first_bad != ""
    assert '<span class="badge fail">FAIL</span>' in html_of(report(mailed, period="2026-10"))


def test_a_missing_row_leaves_a_remainder(mailed: Company) -> None:
    with sqlite3.connect(mailed.root / "audit.db") as database:
        database.execute("DELETE FROM plan_document WHERE position = 0")
    database.close()
    made = gathered(mailed)
    assert made.documents_total.remainder == 1
    assert not made.closes


# -- wrong orders


def test_wrong_orders_are_refused_by_name(mailed: Company) -> None:
    orders: list[tuple[dict[str, Any], str]] = [
        ({"run": "2026-10-nothing-mail"}, "RUN_UNKNOWN"),
        ({"period": "2026-09"}, "PERIOD_UNKNOWN"),
        ({"period": "../x"}, "PERIOD_UNKNOWN"),
    ]
    for order, code in orders:
        with pytest.raises(InputError) as refused:
            report(mailed, **order)
        assert refused.value.code == code
    wrong_ones: list[dict[str, Any]] = [
        {},
        {"run": "a", "period": "2026-10"},
        {"period": "2026-10", "formats": ("docx",)},
    ]
    for wrong in wrong_ones:
        with pytest.raises(ConfigError) as usage:
            report(mailed, **wrong)
        assert usage.value.code == "USAGE"


def test_a_report_needs_neither_the_master_nor_the_keys(mailed: Company) -> None:
    (mailed.root / "clients.xlsx").unlink()
    for path in (mailed.root / "keys").iterdir():
        path.unlink()
    proof = gathered(mailed).proof
    assert (proof.fingerprint, proof.seals[0].valid) == ("", None)


# -- the ledger's tables


def test_the_tables_are_exported_whole_masked_and_checkable(mailed: Company, tmp_path: Path) -> None:
    with open_ledger(mailed.workspace, read_only=True) as ledger:
        files = export_tables(ledger, tmp_path / "out", formats=("csv", "xlsx"))
        count = ledger.head().count
    names = [
        "deliveries", "events", "plans", "runs", "documents", "client_changes", "certificates", "seals",
    ]  # fmt: skip
    assert [path.name for path in files] == [*(f"{name}.csv" for name in names), "ledger.xlsx"]
    assert files[0].read_bytes().startswith(b"\xef\xbb\xbf")
    texts = {path.stem: path.read_text(encoding="utf-8-sig") for path in files[:-1]}
    rows = {name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in texts.items()}
    assert {row["destination"] for row in rows["deliveries"]} == {"a…@example.mx", "p…@example.mx", "b…@example.mx"}
    assert len(rows["events"]) == count
    former = "0" * 64
    for row in rows["events"]:
        assert row["prev_hash"] == former
        former = hashlib.sha256((former + row["body"]).encode()).hexdigest()
        assert row["hash"] == former
    book = load_workbook(files[-1])
    assert book.sheetnames == names
    assert book["events"].max_row == count + 1
    assert uuid_of(1) in texts["documents"]
    assert "ana@example.mx" not in "".join(texts.values())


def test_the_tables_can_be_shown_in_full(mailed: Company, tmp_path: Path) -> None:
    with open_ledger(mailed.workspace, read_only=True) as ledger:
        export_tables(ledger, tmp_path, formats=("csv",), unmask=True)
    assert "ana@example.mx" in (tmp_path / "deliveries.csv").read_text(encoding="utf-8-sig")


def test_an_unknown_format_is_refused(mailed: Company, tmp_path: Path) -> None:
    with open_ledger(mailed.workspace) as ledger, pytest.raises(ConfigError) as usage:
        export_tables(ledger, tmp_path, formats=("pdf",))
    assert usage.value.code == "USAGE"
