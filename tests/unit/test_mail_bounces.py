"""Returned mail read: delivery reports, plain words, automatic answers, and what only looks like them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emitlib.channels.mail.bounces import Action, MailReport, ReportedRecipient, ReportKind, read_report, read_reports
from emitlib.errors import InputError

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


def recipient(address: str, action: Action, status: str, diagnostic: str, *, original: str = "") -> ReportedRecipient:
    return ReportedRecipient(address=address, original=original, action=action, status=status, diagnostic=diagnostic)


def expected(file: str) -> MailReport:
    return MailReport(
        file=file,
        report="",
        at=None,
        kind=ReportKind.BOUNCE,
        recipients=(
            recipient("ana@uno.example.mx", Action.FAILED, "5.1.1", "550 5.1.1 no such user"),
            recipient("pagos@uno.example.mx", Action.DELAYED, "4.4.1", "", original="pagos@uno.example.mx"),
        ),
        message_id="<c1@example.mx>",
    )


def other(file: str) -> MailReport:
    return MailReport(file=file, report="", at=None, kind=ReportKind.OTHER)


def nameless(reports: Iterable[MailReport]) -> list[MailReport]:
    """Without the name that each report has of its own."""
    return [replace(told, report="") for told in reports]


def read_text(text: str) -> MailReport:
    (told,) = nameless([read_report(message_from_bytes(text.encode()), file="x")])
    return told


def test_a_report_is_read_recipient_by_recipient(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text(REPORT, encoding="utf-8")
    assert nameless(read_reports(path)) == [expected("a.eml")]


def test_a_folder_is_read_whole_and_what_is_no_report_is_told(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1").write_text(REPORT, encoding="utf-8")
    (tmp_path / "2.eml").write_text(PLAIN, encoding="utf-8")
    (tmp_path / ".hidden").write_text(REPORT, encoding="utf-8")
    assert nameless(read_reports(tmp_path)) == [other("2.eml"), expected("1")]


def test_an_mbox_holds_several(tmp_path: Path) -> None:
    path = tmp_path / "inbox"
    path.write_text(f"From x Thu Oct  1 00:00:00 2026\n{REPORT}\nFrom x Thu Oct  1 00:00:00 2026\n{PLAIN}", "utf-8")
    assert nameless(read_reports(path)) == [expected("inbox"), other("inbox")]


def test_the_whole_original_gives_its_message_id_too() -> None:
    assert read_text(REPORT.replace("text/rfc822-headers", "message/rfc822")).message_id == "<c1@example.mx>"


def test_the_envelope_id_of_the_message_is_kept() -> None:
    text = REPORT.replace("Reporting-MTA:", "Original-Envelope-Id: C-77\nReporting-MTA:")
    assert read_text(text).envelope_id == "C-77"


def test_a_missing_action_follows_from_the_status() -> None:
    assert read_text(REPORT.replace("Action: Failed\n", "")).recipients[0].action is Action.FAILED
    assert read_text(REPORT.replace("Action: delayed\n", "")).recipients[1].action is Action.DELAYED


@pytest.mark.parametrize(
    ("action", "kind"),
    [("delayed", ReportKind.DELAY), ("delivered", ReportKind.DELIVERED), ("relayed", ReportKind.DELIVERED)],
)
def test_the_worst_that_happened_names_the_report(action: str, kind: ReportKind) -> None:
    told = read_text(
        REPORT.replace("Action: Failed", f"Action: {action}").replace("Action: delayed", f"Action: {action}")
    )
    assert (told.kind, told.is_bounce) == (kind, kind is ReportKind.DELAY)


def test_fields_are_found_where_the_parts_fell_apart() -> None:
    told = read_text(REPORT.replace("--b\n", "--c\n"))
    assert [(one.address, one.status) for one in told.recipients] == [
        ("ana@uno.example.mx", "5.1.1"),
        ("pagos@uno.example.mx", "4.4.1"),
    ]


SPANISH = """\
From: Sistema de correo <postmaster@uno.example.mx>
Subject: =?utf-8?q?No_se_puede_entregar=3A_Factura_A-1?=

No se pudo entregar a estos destinatarios:

  ana@uno.example.mx: 550 5.2.2 buz\u00f3n lleno
  pagos@uno.example.mx
     no existe el usuario (#5.1.1)

----- Mensaje original -----
Message-ID: <c2@example.mx>
To: ana@uno.example.mx, pagos@uno.example.mx
"""


def test_addresses_that_begin_a_line_are_read_with_the_words_beside_them() -> None:
    assert read_text(SPANISH) == MailReport(
        file="x",
        report="",
        at=None,
        kind=ReportKind.BOUNCE,
        recipients=(
            recipient("ana@uno.example.mx", Action.FAILED, "5.2.2", "550 5.2.2 buz\u00f3n lleno"),
            recipient("pagos@uno.example.mx", Action.FAILED, "5.1.1", "no existe el usuario (#5.1.1)"),
        ),
        message_id="<c2@example.mx>",
    )


def test_who_a_quoted_message_went_to_is_the_last_resort() -> None:
    told = read_text(SPANISH.replace("  ana@uno.example.mx:", "").replace("  pagos@uno.example.mx\n", ""))
    assert [one.address for one in told.recipients] == ["ana@uno.example.mx", "pagos@uno.example.mx"]


def test_a_warning_is_no_failure() -> None:
    warning = "THIS IS A WARNING MESSAGE ONLY.\n\n  ana@uno.example.mx\n  450 4.2.2 full\n"
    text = f"From: mailer-daemon@example.com\nSubject: Delivery Status Notification (Delay)\n\n{warning}"
    told = read_text(text)
    assert (told.kind, told.recipients[0].status) == (ReportKind.DELAY, "4.2.2")


@pytest.mark.parametrize(
    "headers",
    [
        "Auto-Submitted: auto-replied",
        "Precedence: auto_reply",
        "X-Autoreply: yes",
        "Subject: Fuera de la oficina: Factura A-1",
        "Subject: =?utf-8?q?Respuesta_autom=C3=A1tica?=",
    ],
)
def test_an_automatic_answer_is_no_bounce(headers: str) -> None:
    told = read_text(f"From: ana@uno.example.mx\n{headers}\n\nEstoy de vacaciones.\n")
    assert told == MailReport(file="x", report="", at=None, kind=ReportKind.AUTOREPLY)


def test_a_complaint_is_told_apart() -> None:
    kind = "Content-Type: multipart/report; report-type=feedback-report; boundary=b"
    assert read_text(f"From: a@b.example\n{kind}\n\n--b\n\nx\n--b--\n") == MailReport(
        file="x", report="", at=None, kind=ReportKind.FEEDBACK
    )


def test_bytes_that_are_no_mail_are_no_report(tmp_path: Path) -> None:
    (tmp_path / "x.eml").write_bytes(bytes(range(256)) * 40)
    assert nameless(read_reports(tmp_path)) == [other("x.eml")]


def test_a_missing_source_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        list(read_reports(tmp_path / "nowhere"))
    assert caught.value.code == "BOUNCES_MISSING"


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
def test_whatever_a_message_holds_it_gives_a_report(headers: str, body: str) -> None:
    told = read_text(f"From: mailer-daemon@x.example\n{headers}\n\n{body}")
    assert told.file == "x"


def test_the_same_message_has_one_name_wherever_it_lies(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text(REPORT, encoding="utf-8")
    (tmp_path / "b.eml").write_text(f"X-Mailbox: seen\n{REPORT}", encoding="utf-8")
    (tmp_path / "c.eml").write_text(REPORT.replace("ana@", "eva@"), encoding="utf-8")
    a, b, c = (told.report for told in read_reports(tmp_path))
    assert a == b != c


@pytest.mark.parametrize(
    ("date", "at"),
    [("Sat, 31 Oct 2026 20:00:00 -0600", datetime(2026, 11, 1, 2, tzinfo=UTC)), ("ayer", None), ("", None)],
)
def test_when_it_was_written(date: str, at: datetime | None) -> None:
    assert read_text(f"Date: {date}\n{REPORT}").at == at
