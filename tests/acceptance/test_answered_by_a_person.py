"""A delivery that a named person says arrived: nothing anywhere claims that a server took it."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from acceptance_fixtures import ANA, BEN, call
from company import Company
from month_end import deliveries, send_month, use_server
from openpyxl import load_workbook
from smtp_server import Act, Script, SmtpServer

from emitlib.bootstrap import open_ledger
from emitlib.forms.audit_view.client_names import ClientNames
from emitlib.forms.audit_view.exporting import as_csv
from emitlib.forms.audit_view.inquiry import Inquiry, Wanted
from emitlib.forms.audit_view.life_view import life_html
from emitlib.forms.audit_view.timeline import read_life
from emitlib.i18n import spoken
from emitlib.reports.words import status_word
from emitlib.vocabulary import Status

WORD = "arrived, a person answered"
REASON = "she read the folio to me by phone"


@pytest.fixture
def answered(company: Company) -> Iterator[Company]:
    """Two invoices mailed: one the server answered for, one it took without a word and Eva answers for."""
    acts = {"dot": Act(silent=True, take=True, then="drop", times=1)}
    with SmtpServer(script=Script(acts=acts)) as server:
        use_server(company, server)
        company.set(mail_smtp_final_timeout=2.0)
        company.client("1", ANA, accounts="ana@example.mx")
        company.client("2", BEN, accounts="ben@example.mx")
        company.invoice(1, ANA)
        company.invoice(2, BEN)
        send_month(company)
        (unknown,) = deliveries(company, statuses={Status.UNKNOWN})
        words = ("unknown", "resolve", unknown.delivery, "--arrived", "--by", "Eva Ruiz", "--reason", REASON)
        assert call(company.root, *words).code == 0
        yield company


def test_find_names_the_person_the_time_and_the_evidence(answered: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    found = call(answered.root, "find").json["deliveries"]
    shown = call(answered.root, "find", plain=True).out
    assert {row["status"] for row in found} == {"accepted"}
    ((at, told),) = [(row["at"], row["answered"]) for row in found if row["answered"]]
    assert told == {"by": "Eva Ruiz", "at": at, "reason": REASON}
    assert (shown.count(WORD), shown.count(status_word(Status.ACCEPTED))) == (1, 1)
    assert "Eva Ruiz answered on " in shown
    assert f"that it arrived. Evidence: {REASON}" in shown


def test_the_report_counts_the_answer_apart_and_names_the_person(answered: Company) -> None:
    made = call(answered.root, "report", "--period", "2026-10", "--format", "html,xlsx").json
    page = Path(made["html"]).read_text(encoding="utf-8")
    assert "All 2 planned deliveries are done." in page
    assert "Of these, 1 arrived by a named person&#39;s answer alone: no server confirmed them." in page
    assert f"<div>received by the mail server: 1</div><div>{WORD}: 1</div>" in page
    assert f"<dt>{WORD}</dt>" in page
    assert "Eva Ruiz answered on " in page
    sheets = load_workbook(made["xlsx"]).worksheets
    cells = [[cell.value for cell in row] for sheet in sheets for row in sheet.iter_rows()]
    (row,) = [row for row in cells if WORD in row]
    assert str(row[-1]).startswith("Eva Ruiz answered on ")
    assert str(row[-1]).endswith(f"Evidence: {REASON}")


def test_the_audit_page_says_what_the_answer_is_worth(answered: Company) -> None:
    (document,) = [row.document for row in deliveries(answered) if row.by_answer]
    with spoken("en"), open_ledger(answered.workspace) as ledger:
        life = read_life(ledger, document)
        page = life_html(life, ClientNames(answered.workspace), reasons=[None] * len(life.decided))
    assert "was never seen" in page
    assert "took the message and answered 250" not in page
    assert f"that it arrived. Evidence: {REASON}" in page


def test_the_file_of_the_audit_page_holds_the_answer(answered: Company) -> None:
    with spoken("en"):
        inquiry = Inquiry(answered.workspace, ClientNames(answered.workspace))
        inquiry.ask(Wanted())
        rows = list(csv.DictReader(io.StringIO(as_csv(inquiry).decode("utf-8-sig"))))
    told = {row["Status"]: row["A person's answer"] for row in rows}
    assert told["received by the mail server"] == ""
    assert told[WORD].startswith("Eva Ruiz answered on ")
