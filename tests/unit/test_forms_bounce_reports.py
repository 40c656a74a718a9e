"""Delivery reports read from files, folders and mailboxes."""

from pathlib import Path

import pytest

from emitlib.errors import InputError
from emitlib.forms.bounce_reports import BounceReport, read_bounces

REPORT = """\
From: MAILER-DAEMON@mx.example.com
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

No such user.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; <ana@uno.example.mx>
Action: Failed
Status: 5.1.1 (bad mailbox)
Diagnostic-Code: smtp; 550 5.1.1
  no such user

Original-Recipient: rfc822;pagos@uno.example.mx
Action: delayed
Status: 4.4.1
--b
Content-Type: text/rfc822-headers

Message-ID: <c1@example.mx>
Subject: Factura A-1

--b--
"""
PLAIN = "From: ana@uno.example.mx\nSubject: gracias\n\nRecibido.\n"


def report(file: str, address: str, action: str, status: str, diagnostic: str) -> BounceReport:
    return BounceReport(
        file=file, address=address, action=action, status=status, diagnostic=diagnostic, message_id="<c1@example.mx>"
    )


def expected(file: str) -> tuple[BounceReport, BounceReport]:
    return (
        report(file, "ana@uno.example.mx", "failed", "5.1.1", "550 5.1.1 no such user"),
        report(file, "pagos@uno.example.mx", "delayed", "4.4.1", ""),
    )


def test_a_report_is_read_recipient_by_recipient(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text(REPORT, encoding="utf-8")
    read = read_bounces(path)
    assert (read.reports, read.messages, read.others) == (expected("a.eml"), 1, 0)


def test_a_folder_is_read_whole_and_what_is_no_report_is_counted(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1").write_text(REPORT, encoding="utf-8")
    (tmp_path / "2.eml").write_text(PLAIN, encoding="utf-8")
    (tmp_path / ".hidden").write_text(REPORT, encoding="utf-8")
    read = read_bounces(tmp_path)
    assert (read.reports, read.messages, read.others) == (expected("1"), 2, 1)


def test_an_mbox_holds_several(tmp_path: Path) -> None:
    path = tmp_path / "inbox"
    path.write_text(f"From x Thu Oct  1 00:00:00 2026\n{REPORT}\nFrom x Thu Oct  1 00:00:00 2026\n{PLAIN}", "utf-8")
    read = read_bounces(path)
    assert (read.reports, read.messages, read.others) == (expected("inbox"), 2, 1)


def test_the_whole_original_gives_its_message_id_too(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text(REPORT.replace("text/rfc822-headers", "message/rfc822"), encoding="utf-8")
    assert [found.message_id for found in read_bounces(path).reports] == ["<c1@example.mx>"] * 2


def test_bytes_that_are_no_mail_are_no_report(tmp_path: Path) -> None:
    (tmp_path / "x.eml").write_bytes(bytes(range(256)) * 40)
    read = read_bounces(tmp_path)
    assert (read.reports, read.messages, read.others) == ((), 1, 1)


def test_a_missing_source_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_bounces(tmp_path / "nowhere")
    assert caught.value.code == "BOUNCES_MISSING"
