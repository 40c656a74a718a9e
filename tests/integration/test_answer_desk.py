"""The page for what is unconfirmed and what came back, driven as a person would, without a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from company import Company
from desk_runs import ended
from mail_system import PASSWORD, USER, dovecot
from month_end import deliveries, plan_of, run_of, send_month, use_server
from smtp_server import DROP, Script, SmtpServer

from emitlib.bootstrap import open_ledger
from emitlib.clients import Column, read_master
from emitlib.forms.answer_desk import AnswerDesk
from emitlib.forms.app.shell import App
from emitlib.vocabulary import Status

RFCS = ("ABC010203AB1", "DEF010203AB1", "GHI010203AB1")

REPORT = """\
From: MAILER-DAEMON@mx.example.com
Message-ID: <r1@mx.example.com>
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; {address}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}

--b--
"""


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


@pytest.fixture
def month(company: Company) -> Company:
    """Three invoices to three clients; the first has a second address."""
    for number, rfc in enumerate(RFCS, start=1):
        more = ";otra@uno.mx" if number == 1 else ""
        company.client(str(number), rfc, accounts=f"p{number}@uno.mx{more}", name=f"EMPRESA {number}")
        company.invoice(number, rfc)
    return company


@pytest.fixture
def lost(month: Company) -> Company:
    """The line broke each time after the message was sent: four deliveries may have arrived."""
    with SmtpServer(script=Script(acts={"dot": DROP})) as broken:
        use_server(month, broken)
        run_of(month, plan_of(month))
    assert [row.status for row in deliveries(month)] == [Status.UNKNOWN] * 4
    return month


@pytest.fixture
def sent(month: Company, server: SmtpServer) -> Company:
    """All of it was accepted."""
    use_server(month, server)
    send_month(month)
    return month


def to(company: Company, address: str) -> str:
    """The delivery to an address."""
    return next(row.delivery for row in deliveries(company) if row.destination == address)


def bounce(company: Company, address: str, *, action: str = "failed") -> Path:
    """A report about what went to an address, in the workspace's folder ``rebotes``."""
    message_id = next(row.message_id for row in deliveries(company) if row.destination == address)
    path = company.root / "rebotes" / f"{address}.eml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(REPORT.format(address=address, action=action, message_id=message_id), encoding="utf-8")
    return path


def test_an_empty_page_says_so(company: Company) -> None:
    desk = AnswerDesk(company.workspace)
    assert "Nothing is unconfirmed." in desk.unconfirmed._head.value
    assert "No address that bounced stands in the client file." in desk.returned._told.value
    assert desk.returned.mailbox.disabled


def test_the_evidence_is_in_view_before_anybody_answers(lost: Company) -> None:
    desk = AnswerDesk(lost.workspace)
    assert len(desk.unconfirmed.list.options) == 4
    name = to(lost, "p2@uno.mx")
    desk.unconfirmed.list.value = (name,)
    (row,) = [row for row in deliveries(lost) if row.delivery == name]
    shown = desk.unconfirmed._evidence.value
    assert row.begun_at is not None
    assert f"{row.begun_at.astimezone():%Y-%m-%d %H:%M:%S}" in shown
    for known in (row.message_id.strip("<>"), row.host, "the whole message was sent", "A-2", "p2@uno.mx"):
        assert known
        assert known in shown


def test_an_answer_needs_a_choice_a_name_and_a_reason(lost: Company) -> None:
    desk = AnswerDesk(lost.workspace)
    part = desk.unconfirmed
    part.list.value = (to(lost, "p1@uno.mx"),)
    assert part.arrived.disabled
    desk.name.value = "Ana"
    assert part.arrived.disabled
    part.arrived.click()
    part.reason.value = "  "
    assert part.not_arrived.disabled
    assert {row.status for row in deliveries(lost)} == {Status.UNKNOWN}
    part.reason.value = "por teléfono"
    assert not part.arrived.disabled


def test_several_are_answered_at_once_signed_and_only_those(lost: Company) -> None:
    desk = AnswerDesk(lost.workspace)
    part = desk.unconfirmed
    chosen = (to(lost, "p1@uno.mx"), to(lost, "p2@uno.mx"))
    desk.name.value, part.reason.value, part.list.value = "Ana Pérez", "por teléfono", chosen
    part.arrived.click()
    part.arrived.click()  # a second click finds nothing chosen
    assert "2 answered by Ana Pérez." in desk._teller.widget.value
    assert len(part.list.options) == 2
    desk.name.value, part.reason.value, part.list.value = "Ana Pérez", "no lo tienen", (to(lost, "p3@uno.mx"),)
    part.not_arrived.click()
    stands = {row.destination: row.status for row in deliveries(lost)}
    assert stands == {
        "p1@uno.mx": Status.ACCEPTED,
        "p2@uno.mx": Status.ACCEPTED,
        "p3@uno.mx": Status.REFUSED,
        "otra@uno.mx": Status.UNKNOWN,
    }
    with open_ledger(lost.workspace, read_only=True) as ledger:
        answers = list(ledger.events(kinds={"resolved"}))
    assert [event.data["answer"] for event in answers] == ["arrived", "arrived", "not_arrived"]
    assert all('"by":"Ana Pérez"' in event.body for event in answers)


def test_what_is_sent_once_more_leaves_once_as_a_new_generation(lost: Company, server: SmtpServer) -> None:
    use_server(lost, server)
    desk = AnswerDesk(lost.workspace)
    part = desk.unconfirmed
    chosen = (to(lost, "p2@uno.mx"), to(lost, "p3@uno.mx"))
    desk.name.value, part.reason.value, part.list.value = "Ana", "no les llegó", chosen
    part.resend.click()
    ended(desk)
    assert sorted(one.recipient for one in server.taken) == ["p2@uno.mx", "p3@uno.mx"]
    again = [row for row in deliveries(lost) if row.generation == 2]
    assert [(row.destination, row.status) for row in again] == [
        ("p2@uno.mx", Status.ACCEPTED), ("p3@uno.mx", Status.ACCEPTED),
    ]  # fmt: skip
    assert len(part.list.options) == 2


def test_an_import_shows_what_it_changed_and_takes_no_address_out(sent: Company) -> None:
    bounce(sent, "p1@uno.mx")
    before = sent.workspace.master.read_bytes()
    desk = AnswerDesk(sent.workspace)
    assert desk.returned.files.disabled
    desk.returned.source.value = "rebotes"
    desk.returned.files.click()
    assert "1 new lines about known deliveries, 0 imported before" in desk.returned._imported.value
    assert "550 5.1.1 no such user" in desk.returned._imported.value
    assert [line for line, _name in desk.returned.list.options] == ["1 · p1@uno.mx · 5.1.1 · 550 5.1.1 no such user"]
    assert sent.workspace.master.read_bytes() == before
    desk.returned.files.click()
    assert "0 new lines about known deliveries, 1 imported before" in desk.returned._imported.value


def test_a_source_that_is_not_there_is_told(sent: Company) -> None:
    desk = AnswerDesk(sent.workspace)
    desk.returned.source.value = "nada"
    desk.returned.files.click()
    assert "There is no file or folder" in desk._teller.widget.value


def test_a_report_of_an_unconfirmed_delivery_is_evidence(lost: Company) -> None:
    bounce(lost, "p2@uno.mx")
    desk = AnswerDesk(lost.workspace)
    desk.returned.source.value = "rebotes"
    desk.returned.files.click()
    assert len(desk.unconfirmed.list.options) == 4
    desk.unconfirmed.list.value = (to(lost, "p2@uno.mx"),)
    assert "no such user" in desk.unconfirmed._evidence.value


def imported(company: Company, *addresses: str) -> AnswerDesk:
    """The page after reports about these addresses."""
    for address in addresses:
        bounce(company, address)
    desk = AnswerDesk(company.workspace)
    desk.returned.source.value = "rebotes"
    desk.returned.files.click()
    return desk


def accounts(company: Company, key: str) -> str:
    return read_master(company.workspace.master).text(key, Column.ACCOUNTS)


def test_a_wrong_address_is_taken_out_by_somebody_with_a_name(sent: Company) -> None:
    desk = imported(sent, "p1@uno.mx")
    part = desk.returned
    part.list.value = (part.list.options[0][1],)
    assert part.change.disabled
    part.change.click()
    assert accounts(sent, "1") == "p1@uno.mx;otra@uno.mx"
    desk.name.value = "Ana"
    assert part.again.disabled
    part.change.click()
    assert accounts(sent, "1") == "otra@uno.mx"
    assert part.list.options == ()


def test_the_last_address_stays_and_the_page_says_why(sent: Company) -> None:
    desk = imported(sent, "p2@uno.mx")
    desk.name.value = "Ana"
    desk.returned.list.value = (desk.returned.list.options[0][1],)
    desk.returned.change.click()
    assert "p2@uno.mx is the only address of client 2" in desk._teller.widget.value
    assert accounts(sent, "2") == "p2@uno.mx"


def test_the_right_address_takes_its_place_and_gets_what_bounced(sent: Company, server: SmtpServer) -> None:
    desk = imported(sent, "p2@uno.mx")
    desk.name.value, desk.returned.to.value = "Ana", "bien@uno.mx"
    desk.returned.list.value = (desk.returned.list.options[0][1],)
    before = len(server.taken)
    desk.returned.again.click()
    ended(desk)
    assert accounts(sent, "2") == "bien@uno.mx"
    assert [one.recipient for one in server.taken[before:]] == ["bien@uno.mx"]


def test_one_right_address_is_not_given_to_two(sent: Company) -> None:
    desk = imported(sent, "p1@uno.mx", "p2@uno.mx")
    desk.name.value = "Ana"
    desk.returned.list.value = tuple(name for _line, name in desk.returned.list.options)
    assert not desk.returned.change.disabled
    desk.returned.to.value = "bien@uno.mx"
    assert (desk.returned.change.disabled, desk.returned.again.disabled) == (True, True)


def test_the_mailbox_is_read_and_asked_what_was_sent(lost: Company, tmp_path: Path) -> None:
    with dovecot(tmp_path / "dovecot") as mail:
        mail.deliver(bounce(lost, "p2@uno.mx").read_bytes())
        message_id = next(row.message_id for row in deliveries(lost) if row.destination == "p2@uno.mx")
        mail.deliver(f"Message-ID: {message_id}\n\nx\n".encode(), folder=".Sent")
        lost.set(mail_imap_host="127.0.0.1", mail_imap_port=mail.port, mail_imap_username=USER)
        (lost.root / "secret").write_text(PASSWORD, encoding="utf-8")
        lost.set(mail_imap_password="file:secret", mail_imap_security="plain")
        desk = AnswerDesk(lost.workspace)
        desk.returned.mailbox.click()
        assert "1 new lines about known deliveries" in desk.returned._imported.value
        desk.unconfirmed.list.value = (to(lost, "p2@uno.mx"), to(lost, "p3@uno.mx"))
        desk.unconfirmed.look_up.click()
    assert "<td>in the sent folder</td>" in desk.unconfirmed._evidence.value
    assert "<td>not in the sent folder</td>" in desk.unconfirmed._evidence.value


def test_the_app_says_when_it_is_opened_what_waits_and_leads_to_it(lost: Company) -> None:
    app = App(lost.workspace)
    app.watch.join()
    line = app.waiting.widget
    assert line.description == "Unconfirmed: 4 · addresses that bounced: 0 · answer"
    assert line.layout.display == ""
    line.click()
    assert [place.layout.display for place in app._places] == ["none", "none", "none", "none", "flex", "none"]
    assert line.layout.display == "none"


def test_the_app_says_nothing_where_nothing_waits(sent: Company) -> None:
    app = App(sent.workspace)
    app.watch.join()
    assert app.waiting.widget.layout.display == "none"
