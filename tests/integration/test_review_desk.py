"""The review tray on a small company: what is shown, who may release what, and that it leaves once."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from company import Company
from desk_runs import ended
from month_end import deliveries, plan_of, run_of, use_server
from smtp_server import SmtpServer

from emitlib.bootstrap import open_ledger
from emitlib.forms.review_desk import ReviewDesk
from emitlib.i18n import set_language
from emitlib.vocabulary import Status

RFCS = ("ABC010203AB1", "DEF010203AB1", "GHI010203AB1")


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


@pytest.fixture
def tray(company: Company, server: SmtpServer) -> Company:
    """Three messages wait."""
    use_server(company, server)
    for number, rfc in enumerate(RFCS, start=1):
        company.client(str(number), rfc, accounts=f"p{number}@uno.mx", silent="N", name=f"EMPRESA {number}")
        company.invoice(number, rfc)
    run_of(company, plan_of(company))
    return company


def test_an_empty_tray_says_how_messages_come_into_it(company: Company) -> None:
    desk = ReviewDesk(company.workspace)
    assert "No message waits for review." in desk._nothing.value
    assert desk._table.layout.display == "none"


def test_messages_are_listed_and_shown_as_they_will_look(tray: Company) -> None:
    desk = ReviewDesk(tray.workspace)
    assert len(desk.list.rows.options) == 3
    assert desk.list.rows.value is None
    desk.list.rows.value = desk.list.rows.options[1][1]
    shown = desk.message.value
    assert "p2@uno.mx" in shown
    assert "116.00 MXN" in shown
    assert "A-2_" in shown
    assert "<iframe sandbox" in shown
    assert desk.list.rows.options[1][0].startswith("\N{CHECK MARK}")
    assert not desk.list.rows.options[0][0].startswith("\N{CHECK MARK}")


def test_the_fields_filter_as_the_command_line_does(tray: Company) -> None:
    desk = ReviewDesk(tray.workspace)
    desk.filter.text.value = "empresa 2"
    assert [message.clave for message in desk.desk.matching] == ["2"]
    assert "emit review list --filter" in desk.list._told.value
    desk.filter.more.value = "nonsense"
    assert "nonsense is no condition." in desk._teller.widget.value
    assert [message.clave for message in desk.desk.matching] == ["2"]
    desk.filter.more.value = ""
    desk.filter.text.value = ""
    desk.filter.least.value = "116.01"
    assert desk.desk.matching == []


def test_a_release_needs_the_count_and_a_name(tray: Company, server: SmtpServer) -> None:
    desk = ReviewDesk(tray.workspace)
    decision = desk.decision
    decision.name.value = "Ana"
    assert decision.release.disabled
    decision.count.value = "2"
    assert decision.release.disabled
    decision.count.value, decision.name.value = "3", "  "
    assert decision.release.disabled
    decision.release.click()
    assert server.taken == []
    assert {row.status for row in deliveries(tray)} == {Status.HELD}


def test_what_the_filter_leaves_is_released_signed_and_leaves_once(tray: Company, server: SmtpServer) -> None:
    desk = ReviewDesk(tray.workspace)
    desk.filter.more.value = "to=@uno.mx,amount>=100"
    desk.filter.clave.value = "2"
    desk.decision.name.value, desk.decision.count.value = "Ana Pérez", "1"
    desk.decision.release.click()
    desk.decision.release.click()  # a second click finds the count gone
    ended(desk)
    assert [one.recipient for one in server.taken] == ["p2@uno.mx"]
    assert [message.clave for message in desk.desk.messages] == ["1", "3"]
    with open_ledger(tray.workspace, read_only=True) as ledger:
        (released,) = ledger.events(kinds={"released"})
    assert '"by":"Ana Pérez"' in released.body


def test_everything_is_released_from_the_desk(tray: Company, server: SmtpServer) -> None:
    desk = ReviewDesk(tray.workspace)
    desk.decision.name.value, desk.decision.count.value = "Ana", "3"
    desk.decision.release.click()
    assert desk.monitor.widget.layout.display == ""
    ended(desk)
    assert sorted(one.recipient for one in server.taken) == ["p1@uno.mx", "p2@uno.mx", "p3@uno.mx"]
    assert "No message waits for review." in desk._nothing.value
    assert "received by the mail server: 3" in desk.monitor._shown.value


def test_the_message_in_hand_is_rejected_alone_with_a_reason(tray: Company, server: SmtpServer) -> None:
    desk = ReviewDesk(tray.workspace)
    desk.list.rows.value = desk.list.rows.options[0][1]
    decision = desk.decision
    decision.scope.index = 1
    decision.name.value = "Ana"
    assert not decision.release.disabled
    assert decision.reject.disabled
    decision.reason.value = "wrong price"
    decision.reject.click()
    assert [message.clave for message in desk.desk.messages] == ["2", "3"]
    assert [(row.client, row.status, row.reason) for row in deliveries(tray, client="1")] == [
        ("1", Status.CANCELLED, "rejected")
    ]
    assert decision.reason.value == ""
    assert "1 rejected by Ana." in desk._teller.widget.value
    assert server.taken == []


def test_what_somebody_else_released_meanwhile_is_not_released_again(tray: Company, server: SmtpServer) -> None:
    mine, other = ReviewDesk(tray.workspace), ReviewDesk(tray.workspace)
    other.decision.name.value, other.decision.count.value = "Ben", "3"
    mine.decision.name.value, mine.decision.count.value = "Ana", "3"
    other.decision.release.click()
    ended(other)
    mine.decision.release.click()
    assert "Not waiting for review" in mine._teller.widget.value
    assert len(server.taken) == 3


def test_a_sample_is_drawn_and_its_looks_are_counted(tray: Company) -> None:
    desk = ReviewDesk(tray.workspace)
    desk.filter.size.value = 2
    desk.filter.drawn.click()
    assert len(desk.list.rows.options) == 2
    desk.list.rows.value = desk.list.rows.options[0][1]
    assert desk.desk.sample is not None
    assert f"Sample of 2 (seed {desk.desk.sample.seed}): 1 looked at." in desk.list._told.value
    assert "All 3 that the filter leaves" in desk.decision.scope.options[0]
    desk.filter.all.click()
    assert len(desk.list.rows.options) == 3


def test_a_rehearsed_tray_is_marked(company: Company) -> None:
    company.client("1", RFCS[0], accounts="p1@uno.mx", silent="N")
    company.invoice(1, RFCS[0])
    run_of(company, plan_of(company))
    assert "REHEARSAL: NOTHING LEFT" in ReviewDesk(company.workspace)._mark.value


def test_the_messages_of_a_rehearsal_lie_apart_from_the_real_ones(tray: Company) -> None:
    tray.invoice(4, RFCS[0])
    run_of(tray, plan_of(tray), dry_run=True)
    desk = ReviewDesk(tray.workspace)
    assert [label for label, _side in desk.side.options] == ["Real messages: 3", "Of rehearsals: 1"]
    assert (len(desk.desk.messages), desk._mark.value) == (3, "")
    desk.side.value = True
    assert [message.rehearsal for message in desk.desk.messages] == [True]
    assert "REHEARSAL: NOTHING LEFT" in desk._mark.value
    assert "All 1 that the filter leaves" in desk.decision.scope.options[0]
    desk.side.value = False
    assert (len(desk.desk.messages), desk._mark.value) == (3, "")


def test_without_a_rehearsal_there_is_nothing_to_choose(tray: Company) -> None:
    assert ReviewDesk(tray.workspace).side.layout.display == "none"


def test_the_language_changes_and_what_lies_on_the_desk_stays(tray: Company) -> None:
    desk = ReviewDesk(tray.workspace)
    desk.filter.clave.value = "2"
    desk.decision.name.value = "Ana"
    set_language("es")
    desk.respeak(replace(tray.workspace, screen="es"))
    assert [message.clave for message in desk.desk.matching] == ["2"]
    assert desk.decision.name.value == "Ana"
    set_language("en")
