"""What is said of a refusal, on every screen: what it means and what mends it, not always the address."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from acceptance_fixtures import call
from company import Company
from large_month import rfc_of
from month_end import deliveries, plan_of, resume, run_of, use_server
from smtp_server import Script, SmtpServer, reply

from emitlib import forms
from emitlib.bootstrap import open_ledger
from emitlib.forms.run_monitor import RunMonitor
from emitlib.i18n import spoken
from emitlib.reports import Mask
from emitlib.reports.coverage import cover_period
from emitlib.reports.gathering import gather_report
from emitlib.reports.refusal_words import explained
from emitlib.vocabulary import Status
from emitlib.workspace import utc_now

ADDRESS = "Mend the address in the client file"
#: What a server says to a client's only address, and what a person is told.
SAID = {
    "550 5.7.26 Unauthenticated mail is not accepted": (
        "The receiver refuses mail of this domain that SPF, DKIM and DMARC do not prove. "
        "Ask who runs the domain to let this server send for it (SPF, DKIM). Then send it once more: emit resend."
    ),
    "554 5.7.1 Listed by spamhaus": (
        "The receiver takes this server or this message for spam. Look the server's address up in the named list and "
        "ask to be removed, or send by another server. Then send it once more: emit resend."
    ),
    "552 5.3.4 Message too big": (
        "The message is larger than this server or the client's takes. Make the PDF smaller, or set mail.max_bytes "
        "to what the server takes: larger groups are split then. Then send it once more: emit resend."
    ),
    "550 5.1.1 No such user": (
        "The server knows no such mailbox. Ask the client for its address, correct it, and send again. "
        "Plan again then: the new address takes its place."
    ),
    "550 No such user here": "Mend the address in the client file and plan again: the new one takes its place.",
    "550 Rejected": "Mend what the answer names, then send it once more: emit resend.",
    "554 5.6.3 Conversion failed": "Mend what the answer names, then send it once more: emit resend.",
}


@pytest.fixture
def refused(company: Company) -> Company:
    """A month in which each client's server says no in words of its own."""
    acts = {}
    for number, said in enumerate(SAID, 1):
        company.client(str(number), rfc_of(number), accounts=f"p{number}@uno.mx", save=number == len(SAID))
        company.invoice(number, rfc_of(number))
        acts[f"rcpt:p{number}@uno.mx"] = reply(said)
    with SmtpServer(script=Script(acts=acts)) as server:
        use_server(company, server)
        run_of(company, plan_of(company))
    return company


def test_the_tray_says_what_each_refusal_means_and_what_mends_it(refused: Company) -> None:
    frame = forms.stuck_table(refused.root).frame()
    told = dict(zip(frame["Client"], frame["What to do"], strict=True))
    assert told == {str(number): text for number, text in enumerate(SAID.values(), 1)}


def test_the_page_of_the_run_says_it_of_each_reason(refused: Company) -> None:
    monitor = RunMonitor(refused.workspace, changed=lambda _watched: None)
    monitor.close()
    told = monitor.widget.children[0].children[0].value
    for text in SAID.values():
        assert text.replace("'", "&#39;") in told
    assert "2 refused for good. Mend what the answer names" in told
    assert told.count(ADDRESS) == 1


def test_the_command_line_says_it_too(refused: Company) -> None:
    run = deliveries(refused)[0].run
    shown = call(refused.root, "status", str(run), plain=True)
    for text in SAID.values():
        assert text in shown.out + shown.err


class Days:
    """A clock that a test sets forward."""

    def __init__(self) -> None:
        self.now = utc_now()

    def __call__(self) -> datetime:
        return self.now


def test_the_report_says_it_beside_each_delivery(refused: Company) -> None:
    workspace = refused.workspace
    with open_ledger(workspace) as ledger:
        report = gather_report(workspace, ledger, cover_period(workspace, ledger, "2026-10"), mask=Mask(hides=False))
    (need,) = [need for need in report.needs if need.name == "refused"]

    assert {row.why: row.hint for row in need.rows} == SAID
    assert "address" not in need.hint


def test_a_plan_names_the_address_only_where_the_answer_does(refused: Company) -> None:
    findings = [finding for finding in plan_of(refused).findings if finding.code == "REFUSED_BEFORE"]

    assert len(findings) == len(SAID)
    assert "If it names the address, mend that of client 1; if not, what it names" in findings[0].hint


@pytest.mark.parametrize("later", ["450 4.7.1 Greylisted, try again later", "451 Busy"])
def test_mail_that_was_given_up_is_not_said_to_be_tried_again(tmp_path: Path, later: str) -> None:
    clock = Days()
    company = Company(tmp_path / "empresa", clock=clock)
    company.client("7", rfc_of(7), accounts="a@uno.mx")
    company.invoice(1, rfc_of(7))
    with SmtpServer(script=Script(acts={"rcpt": reply(later)})) as server:
        use_server(company, server)
        run = run_of(company, plan_of(company)).run
        clock.now += timedelta(days=6)
        resume(company, run)
    (row,) = deliveries(company)
    assert (row.status, row.phase) == (Status.REFUSED, "deadline")
    with spoken("en"):
        words = explained(row)
    assert words.meaning.startswith("Its server put it off until the deadline (mail.retry.days).")
    assert words.cure == (
        "Ask the receiver whether its server takes mail again, then send it once more: emit resend."
    )
