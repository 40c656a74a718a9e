"""Held messages in a real Drafts folder: a person sends them there, and the ledger learns what became of them."""

import imaplib
from collections.abc import Iterator
from pathlib import Path

import pytest
from acceptance_fixtures import ANA, BEN, call, verifies
from company import Company
from mail_system import PASSWORD, USER, Dovecot, dovecot
from month_end import deliveries, plan_of, run_of, send_month, use_server
from smtp_server import SmtpServer

from emitlib.vocabulary import Status


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Dovecot]:
    with dovecot(tmp_path / "dovecot") as running:
        for folder in ("", ".Drafts", ".Sent"):
            running.make(folder)
        yield running


def knows(company: Company, box: Dovecot) -> None:
    (company.root / "imap").write_text(PASSWORD, encoding="utf-8")
    company.set(mail_imap_host="127.0.0.1", mail_imap_port=box.port, mail_imap_security="plain")
    company.set(mail_imap_username=USER, mail_imap_password="file:imap")


@pytest.fixture
def tray(company: Company, box: Dovecot) -> Company:
    """Two messages wait, and the settings know the mailbox."""
    company.client("1", ANA, accounts="ana@example.mx", silent="N")
    company.client("2", BEN, accounts="ben@example.mx", silent="N")
    company.invoice(1, ANA)
    company.invoice(2, BEN)
    with SmtpServer() as server:
        use_server(company, server)
        send_month(company)
    knows(company, box)
    return company


def drafts_in(box: Dovecot) -> list[tuple[bytes, bytes]]:
    """Flags and bytes of what lies in the Drafts folder."""
    server = imaplib.IMAP4("127.0.0.1", box.port)
    server.login(USER, PASSWORD)
    server.select("Drafts", readonly=True)
    numbers = server.search(None, "ALL")[1][0].split()
    parts = [part for number in numbers for part in server.fetch(number.decode(), "(FLAGS BODY.PEEK[])")[1]]
    found = [(imaplib.ParseFlags(part[0])[0], part[1]) for part in parts if isinstance(part, tuple)]
    server.logout()
    return found


def statuses(company: Company) -> dict[str, Status]:
    return {row.client: row.status for row in deliveries(company)}


def test_a_draft_is_placed_sent_by_hand_found_and_closed(tray: Company, box: Dovecot) -> None:
    exported = call(tray.root, "review", "export", "--drafts", "--filter", "clave=2", "--by", "Ana")
    (carrier,) = exported.json["exported"]
    ((flag, data),) = drafts_in(box)
    (frozen,) = (tray.root / "outbox").rglob(f"{carrier}.eml")
    assert (exported.code, flag, data) == (0, b"\\Draft", frozen.read_bytes())
    assert [held["clave"] for held in exported.json["held"]] == ["1"]
    assert call(tray.root, "review", "release", carrier, "--by", "Ana").error == "HELD_UNKNOWN"
    before = call(tray.root, "review", "drafts", "--close", "--by", "Ana")
    assert (before.json["drafts"][0]["in_sent_folder"], before.json["closed"]) == (False, [])
    assert statuses(tray) == {"1": Status.HELD, "2": Status.EXPORTED}

    box.deliver(data, folder=".Sent")
    (seen,) = call(tray.root, "review", "drafts", "--look-up").json["drafts"]
    assert (seen["carrier"], seen["in_sent_folder"]) == (carrier, True)
    closed = call(tray.root, "review", "drafts", "--close", "--by", "Ana")

    assert closed.json["closed"] == seen["deliveries"]
    assert statuses(tray) == {"1": Status.HELD, "2": Status.ACCEPTED}
    assert call(tray.root, "review", "drafts").json == {"drafts": [], "closed": []}
    assert verifies(tray)


def test_a_person_closes_a_draft_that_never_went(tray: Company, box: Dovecot) -> None:
    call(tray.root, "review", "export", "--drafts", "--by", "Ana")
    (draft,) = call(tray.root, "review", "drafts", "--filter", "clave=1").json["drafts"]
    (delivery,) = draft["deliveries"]
    answer = call(tray.root, "unknown", "resolve", delivery, "--not-arrived", "--by", "Ana", "--reason", "tirado")
    assert (answer.code, statuses(tray)) == (0, {"1": Status.REFUSED, "2": Status.EXPORTED})
    assert len(drafts_in(box)) == 2


def test_a_draft_that_lies_there_already_is_not_doubled(tray: Company, box: Dovecot) -> None:
    """The process died between the mailbox's answer and the ledger."""
    (held,) = call(tray.root, "review", "list", "--filter", "clave=1").json["held"]
    (frozen,) = (tray.root / "outbox").rglob(f"{held['carrier']}.eml")
    box.deliver(frozen.read_bytes(), folder=".Drafts")
    call(tray.root, "review", "export", "--drafts", "--filter", "clave=1", "--by", "Ana")
    assert (len(drafts_in(box)), statuses(tray)["1"]) == (1, Status.EXPORTED)


def test_a_rehearsal_is_never_put_where_somebody_might_send_it(company: Company, box: Dovecot) -> None:
    company.client("1", ANA, accounts="ana@example.mx", silent="N")
    company.invoice(1, ANA)
    run_of(company, plan_of(company), dry_run=True)
    knows(company, box)
    answer = call(company.root, "review", "export", "--drafts", "--by", "Ana")
    assert (answer.code, answer.error, drafts_in(box)) == (1, "DRAFT_OF_REHEARSAL", [])


def test_without_a_mailbox_nothing_is_exported(company: Company) -> None:
    answer = call(company.root, "review", "export", "--drafts", "--by", "Ana")
    assert (answer.code, answer.error) == (2, "IMAP_MISSING")
