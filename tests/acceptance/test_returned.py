"""`emit bounces …` and the unknown tray's look-ups, as a user meets them."""

from pathlib import Path

import pytest
from acceptance_fixtures import ANA, BEN, call, verifies
from company import Company
from mail_system import PASSWORD, USER, dovecot
from month_end import arrived, deliveries, send_month, use_server
from smtp_server import DROP, Script, SmtpServer

from emitlib.vocabulary import Status

REPORT = """\
From: MAILER-DAEMON@mx.example.com
Message-ID: <r1@mx.example.com>
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; ana@uno.example.mx
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}

--b--
"""


@pytest.fixture
def returned(company: Company, tmp_path: Path) -> Path:
    """A month that was mailed, and the report of its one bounce."""
    company.client("7", ANA, accounts="ana@uno.example.mx")
    company.client("8", BEN, accounts="ben@dos.example.mx")
    company.invoice(1, ANA)
    company.invoice(2, BEN)
    with SmtpServer() as server:
        use_server(company, server)
        send_month(company)
    message_id = next(row.message_id for row in deliveries(company) if row.client == "7")
    path = tmp_path / "rebote.eml"
    path.write_text(REPORT.format(message_id=message_id), encoding="utf-8")
    return path


def test_a_bounce_is_imported_listed_mended_and_sent_to_the_right_address(company: Company, returned: Path) -> None:
    answer = call(company.root, "bounces", "import", str(returned))
    (matched,) = answer.json["matched"]
    (proposal,) = answer.json["proposals"]
    assert (answer.code, matched["clave"], matched["became"]) == (0, "7", "bounced")
    assert call(company.root, "bounces", "list").json["proposals"] == [proposal]
    with SmtpServer() as server:
        use_server(company, server)
        to = ["--to", "ana2@uno.example.mx", "--resend", "--by", "Ana"]
        sent = call(company.root, "bounces", "accept", proposal["proposal"], *to)
        assert [address for _uuid, address in arrived(server.taken)] == ["ana2@uno.example.mx"]
    assert (sent.code, sent.json["accepted"], sent.json["changed"][0]["after"]) == (
        0, [proposal["proposal"]], "ana2@uno.example.mx",
    )  # fmt: skip
    assert call(company.root, "bounces", "list").json["proposals"] == []
    assert call(company.root, "plan", "--period", "2026-10").json["deliveries"] == 0
    assert verifies(company)


def test_a_person_reads_what_happened(company: Company, returned: Path) -> None:
    shown = call(company.root, "bounces", "import", str(returned), plain=True)
    assert shown.code == 0
    assert "1 new lines about known deliveries" in shown.out
    assert "emit bounces accept PROPOSAL" in shown.out


def test_sending_again_takes_the_right_address(company: Company, returned: Path) -> None:
    (proposal,) = call(company.root, "bounces", "import", str(returned)).json["proposals"]
    answer = call(company.root, "bounces", "accept", proposal["proposal"], "--resend")
    assert (answer.code, answer.error) == (2, "USAGE")


def test_a_missing_file_is_named(company: Company) -> None:
    answer = call(company.root, "bounces", "import", "nada.eml")
    assert (answer.code, answer.error) == (1, "BOUNCES_MISSING")


def test_reading_needs_no_workspace(returned: Path, tmp_path: Path) -> None:
    answer = call(tmp_path / "nowhere", "bounces", "read", str(returned))
    (report,) = answer.json["reports"]
    assert (report["kind"], report["is_bounce"], report["recipients"][0]["status"]) == ("bounce", True, "5.1.1")


def test_the_unknown_tray_shows_reports_and_looks_into_the_sent_folder(company: Company, tmp_path: Path) -> None:
    company.client("7", ANA, accounts="ana@uno.example.mx")
    company.invoice(1, ANA)
    with SmtpServer(script=Script(acts={"dot": DROP})) as server:
        use_server(company, server)
        send_month(company)
    (row,) = deliveries(company, statuses={Status.UNKNOWN})
    (tmp_path / "r.eml").write_text(REPORT.format(message_id=row.message_id), encoding="utf-8")
    assert call(company.root, "bounces", "import", str(tmp_path / "r.eml")).json["matched"][0]["became"] == ""
    with dovecot(tmp_path / "dovecot") as box:
        (company.root / "imap").write_text(PASSWORD, encoding="utf-8")
        company.set(mail_imap_host="127.0.0.1", mail_imap_port=box.port, mail_imap_security="plain")
        company.set(mail_imap_username=USER, mail_imap_password="file:imap")
        box.deliver(f"Message-ID: {row.message_id}\n\nx\n".encode(), folder=".Sent")
        (unknown,) = call(company.root, "unknown", "list", "--look-up").json["unknown"]
    assert unknown["evidence"]["in_sent_folder"] is True
    assert [report["action"] for report in unknown["evidence"]["reports"]] == ["failed"]
