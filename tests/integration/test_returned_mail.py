"""Mail that came back into the ledger: matched, written down once, and what may be mended."""

import email
import email.policy
from datetime import timedelta
from pathlib import Path

import pytest
from company import Company
from mail_system import PASSWORD, USER, dovecot
from month_end import deliveries, send_month, use_server
from smtp_server import SmtpServer

from emitlib.batch.returned.accepting import accept_proposal, chosen
from emitlib.batch.returned.importing import Imported, import_reports
from emitlib.batch.returned.proposals import Proposal, proposals
from emitlib.bootstrap import check_ledger, mailbox, open_ledger
from emitlib.channels.mail.bounces import read_report, read_reports
from emitlib.clients import read_master
from emitlib.errors import ConfigError, InputError, MailError
from emitlib.ledger import DeliveryRow
from emitlib.vocabulary import Status

ANA, PAGOS = "ana@uno.example.mx", "pagos@uno.example.mx"


@pytest.fixture
def sent(company: Company) -> Company:
    """One invoice accepted for two addresses of client 7, another for client 8."""
    company.client("7", "CACX7605101P8", accounts=f"{ANA};{PAGOS}")
    company.client("8", "XIA190128J61", accounts="ocho@dos.example.mx")
    company.invoice(1, "CACX7605101P8")
    company.invoice(2, "XIA190128J61")
    with SmtpServer() as server:
        use_server(company, server)
        send_month(company)
    return company


def row_to(company: Company, address: str) -> DeliveryRow:
    return next(row for row in deliveries(company) if row.destination == address)


def report(
    address: str,
    *,
    message_id: str = "",
    envelope_id: str = "",
    action: str = "failed",
    status: str = "5.1.1",
    at: str = "",
    number: int = 1,
) -> bytes:
    """A delivery report as a mail server writes it."""
    envelope = f"Original-Envelope-Id: {envelope_id}\n" if envelope_id else ""
    original = f"Message-ID: {message_id}\n" if message_id else "Subject: Factura\n"
    return (
        f"From: MAILER-DAEMON@mx.example.com\nMessage-ID: <r{number}@mx.example.com>\nDate: {at}\n"
        'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nNo such user.\n"
        f"--b\nContent-Type: message/delivery-status\n\n{envelope}Reporting-MTA: dns; mx.example.com\n\n"
        f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; 550 {status} no such user\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\n{original}\n--b--\n"
    ).encode()


def imported(company: Company, *messages: bytes) -> Imported:
    with open_ledger(company.workspace) as ledger:
        return import_reports(ledger, [read_report(email.message_from_bytes(data), file="x") for data in messages])


def open_proposals(company: Company) -> list[Proposal]:
    workspace = company.workspace
    with open_ledger(workspace) as ledger:
        return proposals(ledger, read_master(workspace.master).clients)


def test_a_failure_makes_the_delivery_bounced_with_the_servers_words(sent: Company) -> None:
    row = row_to(sent, ANA)
    (one,) = imported(sent, report(ANA, message_id=row.message_id)).matched
    after = row_to(sent, ANA)
    assert (one.by, one.became, one.known) == ("message_id", Status.BOUNCED, False)
    assert (after.status, after.enhanced, after.code, after.reply) == (
        Status.BOUNCED, "5.1.1", 550, "550 5.1.1 no such user",
    )  # fmt: skip
    assert row_to(sent, PAGOS).status is Status.ACCEPTED
    with open_ledger(sent.workspace) as ledger:
        assert check_ledger(sent.workspace, ledger).passed is True


def test_the_same_report_is_written_down_once(sent: Company) -> None:
    data = report(ANA, message_id=row_to(sent, ANA).message_id)
    imported(sent, data)
    (again,) = imported(sent, data).matched
    assert (again.known, again.became) == (True, None)
    with open_ledger(sent.workspace) as ledger:
        kinds = [event.kind for event in ledger.events(kinds={"report_read", "bounced"})]
    assert kinds == ["report_read", "bounced"]


@pytest.mark.parametrize(
    ("action", "status", "becomes"),
    [("delivered", "2.1.5", Status.DELIVERED), ("delayed", "4.4.1", None), ("relayed", "2.1.9", None)],
)
def test_what_is_no_failure(sent: Company, action: str, status: str, becomes: Status | None) -> None:
    row = row_to(sent, ANA)
    (one,) = imported(sent, report(ANA, message_id=row.message_id, action=action, status=status)).matched
    assert one.became is becomes
    assert row_to(sent, ANA).status is (becomes or Status.ACCEPTED)


def test_the_envelope_id_names_the_carrier(sent: Company) -> None:
    row = row_to(sent, ANA)
    (one,) = imported(sent, report(ANA, envelope_id=row.carrier or "")).matched
    assert (one.by, one.delivery.delivery) == ("envelope_id", row.delivery)


def test_a_forwarded_message_comes_back_under_another_address(sent: Company) -> None:
    row = row_to(sent, "ocho@dos.example.mx")
    (one,) = imported(sent, report("otro@tres.example.mx", message_id=row.message_id)).matched
    assert one.delivery.delivery == row.delivery


def test_of_two_addresses_a_stranger_is_neither(sent: Company) -> None:
    row = row_to(sent, ANA)
    found = imported(sent, report("otro@tres.example.mx", message_id=row.message_id))
    assert (found.matched, len(found.unmatched)) == ((), 1)


def test_an_address_alone_is_believed_for_ten_days(sent: Company) -> None:
    now = sent.workspace.clock()
    late = imported(sent, report(ANA, at=f"{now + timedelta(days=11):%a, %d %b %Y %H:%M:%S +0000}"))
    assert (late.matched, len(late.unmatched)) == ((), 1)
    soon = report(ANA, at=f"{now + timedelta(days=1):%a, %d %b %Y %H:%M:%S +0000}", number=2)
    assert [one.by for one in imported(sent, soon).matched] == ["address"]


def test_an_address_alone_that_got_two_messages_is_no_match(sent: Company) -> None:
    sent.invoice(3, "CACX7605101P8")
    with SmtpServer() as server:
        use_server(sent, server)
        send_month(sent)
    at = f"{sent.workspace.clock() + timedelta(hours=1):%a, %d %b %Y %H:%M:%S +0000}"
    assert imported(sent, report(ANA, at=at)).matched == ()


def test_strangers_and_automatic_answers_are_listed_apart(sent: Company) -> None:
    away = b"From: ana@uno.example.mx\nAuto-Submitted: auto-replied\n\nEstoy de vacaciones.\n"
    found = imported(sent, away, report("nadie@otra.example.mx", message_id="<x@y>"))
    assert ([one.kind.value for one in found.others], len(found.unmatched)) == (["autoreply"], 1)


def test_a_bounced_address_is_proposed_until_it_is_gone(sent: Company) -> None:
    assert open_proposals(sent) == []
    row = row_to(sent, ANA)
    imported(sent, report(ANA, message_id=row.message_id))
    (proposal,) = open_proposals(sent)
    assert (proposal.clave, proposal.address, proposal.deliveries) == ("7", ANA, (row.delivery,))
    workspace = sent.workspace
    with open_ledger(workspace) as ledger:
        (change,) = accept_proposal(workspace, ledger, proposal, reason="rebotó")
    assert (change.before, change.after) == (f"{ANA};{PAGOS}", PAGOS)
    assert open_proposals(sent) == []


def test_the_right_address_takes_the_place_of_the_wrong_one(sent: Company) -> None:
    imported(sent, report(ANA, message_id=row_to(sent, ANA).message_id))
    (proposal,) = open_proposals(sent)
    workspace = sent.workspace
    with open_ledger(workspace) as ledger:
        (change,) = accept_proposal(workspace, ledger, proposal, to="ana2@uno.example.mx", reason="rebotó")
    assert change.after == f"ana2@uno.example.mx;{PAGOS}"


def test_the_last_address_is_not_taken_out(sent: Company) -> None:
    imported(sent, report("ocho@dos.example.mx", message_id=row_to(sent, "ocho@dos.example.mx").message_id))
    (proposal,) = open_proposals(sent)
    workspace = sent.workspace
    with open_ledger(workspace) as ledger, pytest.raises(ConfigError) as caught:
        accept_proposal(workspace, ledger, proposal, reason="rebotó")
    assert caught.value.code == "LAST_ADDRESS"
    assert read_master(workspace.master).clients["8"].rule.accounts == ("ocho@dos.example.mx",)


def test_an_account_for_a_kind_of_document_is_proposed_and_mended(company: Company) -> None:
    company.client("7", "CACX7605101P8", accounts=ANA, CORREO_I=PAGOS)
    company.invoice(1, "CACX7605101P8")
    with SmtpServer() as server:
        use_server(company, server)
        send_month(company)
    imported(company, report(PAGOS, message_id=row_to(company, PAGOS).message_id))
    (proposal,) = open_proposals(company)
    assert (proposal.clave, proposal.address) == ("7", PAGOS)
    workspace = company.workspace
    with open_ledger(workspace) as ledger:
        (change,) = accept_proposal(workspace, ledger, proposal, to="caja@uno.example.mx", reason="rebotó")
    assert (change.column, change.before, change.after) == ("CORREO_I", PAGOS, "caja@uno.example.mx")
    assert open_proposals(company) == []


def test_an_address_of_headquarters_is_mended_there_once(company: Company) -> None:
    company.client("6", "XIA190128J61", accounts=f"{ANA};{PAGOS}")
    for key, rfc in (("7", "CACX7605101P8"), ("8", "COSC8001137N1")):
        company.client(key, rfc, branch_of="6", CORREO_MATRIZ="S")
    company.invoice(1, "CACX7605101P8")
    company.invoice(2, "COSC8001137N1")
    with SmtpServer() as server:
        use_server(company, server)
        send_month(company)
    rows = [row for row in deliveries(company) if row.destination == ANA]
    imported(company, *(report(ANA, message_id=row.message_id, number=n) for n, row in enumerate(rows, start=1)))
    (proposal,) = open_proposals(company)
    assert (proposal.clave, set(proposal.deliveries)) == ("6", {row.delivery for row in rows})
    workspace = company.workspace
    with open_ledger(workspace) as ledger:
        (change,) = accept_proposal(workspace, ledger, proposal, reason="rebotó")
    assert (change.before, change.after) == (f"{ANA};{PAGOS}", PAGOS)
    assert open_proposals(company) == []


def test_an_unknown_proposal_is_named(sent: Company) -> None:
    with pytest.raises(InputError) as caught:
        chosen(open_proposals(sent), ["B0"])
    assert caught.value.code == "PROPOSAL_UNKNOWN"


# -- over IMAP


def with_mailbox(company: Company, port: int, password: str = PASSWORD) -> None:
    (company.root / "imap-password").write_text(password, encoding="utf-8")
    company.set(mail_imap_host="127.0.0.1", mail_imap_port=port, mail_imap_security="plain")
    company.set(mail_imap_username=USER, mail_imap_password="file:imap-password")


def test_returned_mail_is_read_over_imap_and_left_as_it_was(sent: Company, tmp_path: Path) -> None:
    row = row_to(sent, ANA)
    with dovecot(tmp_path / "dovecot") as server:
        with_mailbox(sent, server.port)
        server.deliver(report(ANA, message_id=row.message_id))
        server.deliver(b"From: ana@uno.example.mx\n\nGracias.\n", name="m2")
        box = mailbox(sent.workspace)
        day = (sent.workspace.clock() - timedelta(days=1)).date()
        found = [read_report(mail.message, file=mail.file) for mail in box.received_since(day)]
        flags = sorted(path.name for path in server.maildir.rglob("*.test*"))
    with open_ledger(sent.workspace) as ledger:
        read = import_reports(ledger, found)
    assert [one.delivery.delivery for one in read.matched] == [row.delivery]
    assert len(read.others) == 1
    assert not any(name.endswith("S") for name in flags)  # nothing was marked as seen


def test_the_sent_folder_tells_whether_a_message_left(sent: Company, tmp_path: Path) -> None:
    row = row_to(sent, ANA)
    with dovecot(tmp_path / "dovecot") as server:
        with_mailbox(sent, server.port)
        server.deliver(f"Message-ID: {row.message_id}\nSubject: x\n\nx\n".encode(), folder=".Sent")
        box = mailbox(sent.workspace)
        assert (box.was_sent(row.message_id), box.was_sent("<other@x>")) == (True, False)


@pytest.mark.parametrize(
    ("name", "maildir"),
    [
        ("Envíados", ".Env&AO0-ados"),
        ("R&D", ".R&-D"),
        ("Env&AO0-ados", ".Env&AO0-ados"),
        ("Elementos enviados", ".Elementos enviados"),
    ],
)
def test_a_folder_of_any_name_is_opened(sent: Company, tmp_path: Path, name: str, maildir: str) -> None:
    with dovecot(tmp_path / "dovecot") as server:
        with_mailbox(sent, server.port)
        sent.set(mail_imap_sent_folder=name, mail_imap_drafts_folder=name, mail_imap_folder=name)
        server.deliver(b"Message-ID: <x@y>\nSubject: x\n\nx\n", folder=maildir)
        box = mailbox(sent.workspace)
        assert (box.was_sent("<x@y>"), box.was_sent("<other@x>")) == (True, False)
        box.place_draft(b"Message-ID: <z@y>\r\n\r\nx\r\n", message_id="<z@y>")
        assert box.was_sent("<z@y>") is True
        found = box.received_since((sent.workspace.clock() - timedelta(days=1)).date())
        assert [mail.message["Message-ID"] for mail in found] == ["<x@y>", "<z@y>"]


def test_a_folder_that_is_not_there_names_those_that_are(sent: Company, tmp_path: Path) -> None:
    with dovecot(tmp_path / "dovecot") as server:
        with_mailbox(sent, server.port)
        sent.set(mail_imap_sent_folder="Elementos enviados")
        for folder in ("", ".Env&AO0-ados", ".Drafts"):
            server.make(folder)
        with pytest.raises(MailError) as caught:
            mailbox(sent.workspace).was_sent("<x@y>")
    assert (caught.value.code, "Elementos enviados" in caught.value.message) == ("IMAP_FAILED", True)
    assert caught.value.hint == "Its folders are: Drafts, Envíados, INBOX. Name them so in mail.imap."


def test_a_password_beyond_ascii_opens_the_mailbox(sent: Company, tmp_path: Path) -> None:
    with dovecot(tmp_path / "dovecot", password="contraseña €") as server:
        server.make(".Sent")
        with_mailbox(sent, server.port, password="contraseña €")
        assert mailbox(sent.workspace).was_sent("<x@y>") is False
        with_mailbox(sent, server.port, password="contraseña")
        with pytest.raises(MailError) as caught:
            mailbox(sent.workspace).was_sent("<x@y>")
    assert caught.value.code == "IMAP_LOGIN_REFUSED"


def test_a_wrong_password_is_said_to_be_one(sent: Company, tmp_path: Path) -> None:
    with dovecot(tmp_path / "dovecot") as server:
        with_mailbox(sent, server.port, password="otra")
        with pytest.raises(MailError) as caught:
            mailbox(sent.workspace).was_sent("<x@y>")
    assert caught.value.code == "IMAP_LOGIN_REFUSED"


def test_a_plain_line_to_another_machine_is_refused(sent: Company) -> None:
    with_mailbox(sent, 143)
    sent.set(mail_imap_host="imap.example.mx")
    with pytest.raises(ConfigError) as caught:
        mailbox(sent.workspace).was_sent("<x@y>")
    assert caught.value.code == "MAIL_PLAIN_REFUSED"


def test_nobody_at_the_other_end_is_said_so(sent: Company) -> None:
    with_mailbox(sent, 9)
    with pytest.raises(MailError) as caught:
        mailbox(sent.workspace).was_sent("<x@y>")
    assert caught.value.code == "IMAP_UNREACHABLE"


def test_without_a_mailbox_the_setting_is_named(sent: Company) -> None:
    with pytest.raises(ConfigError) as caught:
        mailbox(sent.workspace)
    assert caught.value.code == "IMAP_MISSING"


def test_reports_are_read_from_a_maildir(sent: Company, tmp_path: Path) -> None:
    (tmp_path / "Maildir" / "new").mkdir(parents=True)
    data = report(ANA, message_id=row_to(sent, ANA).message_id)
    (tmp_path / "Maildir" / "new" / "1").write_bytes(data)
    with open_ledger(sent.workspace) as ledger:
        assert len(import_reports(ledger, read_reports(tmp_path / "Maildir")).matched) == 1
