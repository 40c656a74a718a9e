"""What a report answers beside its tables: XML or paper only, refusals by reason, the month before, which report."""

from pathlib import Path
from typing import Any

import pytest
from company import Company, uuid_of
from month_end import deliveries, plan_of, run_of, send_month, use_server
from openpyxl import load_workbook
from smtp_server import Script, SmtpServer, reply

from emitlib.bootstrap import open_ledger
from emitlib.errors import StoreError
from emitlib.i18n import spoken
from emitlib.ledger import Event, JsonOrPersonal, Personal
from emitlib.reports import DeliveryReport, Mask, ReportFiles, gather_report, make_report
from emitlib.reports.answers import XmlState
from emitlib.reports.coverage import cover_period
from emitlib.vocabulary import ChannelName, Delivery, Status

ANA = "CACX7605101P8"
BEN = "COSC8001137N1"
SHOP = "EKU9003173C9"


@pytest.fixture
def mailed(company: Company) -> Company:
    """September and October: one mailed, one refused, one on paper alone; in September one client less."""
    acts = {"rcpt:ben@example.mx": reply("550 5.1.1 <ben@example.mx>: no such user")}
    with SmtpServer(script=Script(acts=acts)) as server:
        use_server(company, server)
        company.client("         1", ANA, accounts="ana@example.mx")
        company.client("         2", BEN, accounts="ben@example.mx")
        company.client("         3", SHOP, mail="N", prints="S")
        company.invoice(1, ANA, period="2026-09")
        send_month(company, period="2026-09")
        company.invoice(2, ANA)
        company.invoice(3, BEN)
        company.invoice(4, SHOP, pdf=True)
        plan = plan_of(company, channels=("mail", "print"))
        run_of(company, plan, channel="mail")
        run_of(company, plan, channel="print")
    return company


def report(company: Company, *, read_only: bool = False, **order: Any) -> ReportFiles:
    workspace = company.workspace
    with spoken("en"), open_ledger(workspace, read_only=read_only) as ledger:
        return make_report(workspace, ledger, period="2026-10", **order)


def gathered(company: Company) -> DeliveryReport:
    workspace = company.workspace
    with spoken("en"), open_ledger(workspace) as ledger:
        return gather_report(workspace, ledger, cover_period(workspace, ledger, "2026-10"), mask=Mask())


def page(made: ReportFiles) -> str:
    assert made.html is not None
    return made.html.read_text(encoding="utf-8")


def _by_hand(document: str) -> Delivery:
    return Delivery(document=document, channel=ChannelName.ENCRYPT, destination="3")


def _planned(delivery: str, document: str) -> Event:
    data: dict[str, JsonOrPersonal] = {
        "namespace": "",
        "plan": "other",
        "document": document,
        "channel": "encrypt",
        "destination": "3",
        "generation": 1,
        "client": "3",
        "fingerprint": "f",
        "rule": {},
        "files": [{"name": "xml", "sha256": "0" * 64}],
        "replaces": None,
    }
    return Event("planned", data, delivery=delivery)


def made_events(company: Company) -> list[dict[str, Any]]:
    with open_ledger(company.workspace, read_only=True) as ledger:
        return [dict(event.data) for event in ledger.events(kinds={"report_made"})]


# -- which report


def test_a_later_report_supersedes_the_earlier_one_by_name(mailed: Company) -> None:
    first = page(report(mailed, formats=("html",)))
    second = page(report(mailed, formats=("html",)))
    assert "Report 2026-10, number 1, as of " in first
    assert "It supersedes" not in first
    assert "Report 2026-10, number 2, as of " in second
    assert "It supersedes number 1, of " in second
    assert [(one["name"], one["number"]) for one in made_events(mailed)] == [("2026-10", 1), ("2026-10", 2)]


def test_personal_data_in_full_are_recorded_with_who_asked(mailed: Company) -> None:
    report(mailed, formats=("html",), unmask=True)
    with open_ledger(mailed.workspace, read_only=True) as ledger:
        (event,) = ledger.events(kinds={"report_made"})
        by = ledger.actor.by
    assert event.data == {"name": "2026-10", "number": 1, "unmask": True, "formats": ["html"]}
    assert f'"by":"{by}"' in event.body


def test_a_ledger_for_reading_only_gives_a_masked_report_and_no_other(mailed: Company) -> None:
    text = page(report(mailed, formats=("html",), read_only=True))
    assert "The ledger could not record this one." in text
    folder = mailed.root / "runs" / "2026-10-report"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(StoreError) as refused:
        report(mailed, unmask=True, read_only=True)
    assert refused.value.code == "LEDGER_READ_ONLY"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert made_events(mailed) == []


# -- XML, time


def test_paper_alone_does_not_deliver_the_xml(mailed: Company) -> None:
    made = gathered(mailed)
    states = {line.label: made.xml[line.key] for line in made.documents if line.key in made.xml}
    assert states == {"A-2": XmlState.DELIVERED, "A-3": XmlState.FAILED, "A-4": XmlState.PAPER_ONLY}
    files = report(mailed)
    assert "XML delivered or available: no" in page(files)
    sheet = load_workbook(files.xlsx or Path())["Documents"]
    headings = [cell.value for cell in sheet[1]]
    place = headings.index("XML delivered or made available")
    answers = {row[1].value: row[place].value for row in sheet.iter_rows(min_row=2)}
    assert answers == {"A-1": None, "A-2": "yes", "A-3": "no", "A-4": "no"}


def test_an_xml_handed_over_in_another_way_counts(mailed: Company) -> None:
    (paper,) = deliveries(mailed, channel=ChannelName.PRINT)
    with open_ledger(mailed.workspace) as ledger:
        (other,) = ledger.identify([_by_hand(paper.document)])
        ledger.record(_planned(other, paper.document), Event("handed_over", {"reply": None}, delivery=other))
    assert gathered(mailed).xml[paper.document] is XmlState.DELIVERED


def test_times_run_from_the_stamp(mailed: Company) -> None:
    made = gathered(mailed)
    assert [(one.channel, one.documents) for one in made.times] == [(ChannelName.PRINT, 1), (ChannelName.MAIL, 1)]
    document = next(line for line in made.documents if line.label == "A-2")
    delivery = next(line for line in made.deliveries if line.document is document)
    assert document.stamped is not None
    assert document.stamped.isoformat() == document.stamped.astimezone().isoformat()
    assert delivery.at is not None
    assert made.times[1].longest == delivery.at - document.stamped


# -- refusals, bounces, the month before


def test_refusals_and_bounces_stand_by_reason_as_of_the_report(mailed: Company) -> None:
    (accepted,) = deliveries(mailed, statuses=[Status.ACCEPTED], documents=[f"cfdi:{uuid_of(2)}"])
    words = Personal("reply", "552 5.2.2 mailbox full")
    data: dict[str, JsonOrPersonal] = {"reply": words, "code": 552, "enhanced": "5.2.2", "phase": "report"}
    with open_ledger(mailed.workspace) as ledger:
        ledger.record(Event("bounced", data, delivery=accepted.delivery))
    made = gathered(mailed)
    assert [(one.status, one.code, one.count) for one in made.refusals] == [
        (Status.REFUSED, "550 5.1.1", 1),
        (Status.BOUNCED, "552 5.2.2", 1),
    ]
    assert "ben@" not in made.refusals[0].example
    assert made.xml[accepted.document] is XmlState.FAILED
    text = page(report(mailed, formats=("html",)))
    assert "Of the deliveries done by Mail, 1 bounced, as of " in text
    assert "A later report of this name supersedes this one." in text


def test_a_month_stands_beside_the_one_before(mailed: Company) -> None:
    comparison = gathered(mailed).comparison
    assert comparison is not None
    assert (comparison.period, comparison.before) == ("2026-10", "2026-09")
    figures = {(line.name, line.channel): (line.now, line.before) for line in comparison.lines}
    assert figures["planned", None] == (3, 1)
    assert figures["clients", None] == (3, 1)
    assert figures["deliveries", ChannelName.MAIL] == (2, 1)
    assert figures["done", ChannelName.MAIL] == (1, 1)
    assert figures["refused", ChannelName.MAIL] == (1, 0)
    assert figures["done", ChannelName.PRINT] == (1, 0)
    assert "Compared with 2026-09" in page(report(mailed, formats=("html",)))


def test_the_first_month_has_nothing_to_be_compared_with(mailed: Company) -> None:
    workspace = mailed.workspace
    with open_ledger(workspace) as ledger:
        made = gather_report(workspace, ledger, cover_period(workspace, ledger, "2026-09"), mask=Mask())
    assert made.comparison is None
