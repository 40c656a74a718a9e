"""`emit doctor` against real servers: what is wrong is named with its mend, nothing is sent, no secret is shown."""

import json
import os
import socket
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import keyring
import pytest
from acceptance_fixtures import call, emit
from company import Company
from graph_server import Fault, GraphServer, graph_server
from keyring.backends.fail import Keyring as NoKeyring
from ledger_fixtures import postgres_url
from mail_system import PASSWORD, USER, dovecot, free_port
from month_end import use_server
from oauth_server import CLIENT, TENANT, oauth_server
from smtp_server import HANG, Act, Script, SmtpServer, reply

from emitlib.bootstrap import open_ledger
from emitlib.ledger import Event

SECRET = "contraseña muy secreta"


def examined(company: Company, *words: str) -> dict[str, Any]:
    answer = call(company.root, "doctor", "--lang", "en", *words)
    checks = {check["name"]: check for check in answer.json["checks"]}
    assert answer.code == (0 if all(check["ok"] for check in checks.values()) else 1)
    assert SECRET not in answer.out
    assert not any(path.name.startswith(".doctor-") for path in company.root.iterdir())
    return checks


def entry(company: Company) -> None:
    """One more entry in the ledger, which is made where there is none."""
    with open_ledger(company.workspace) as ledger:
        ledger.record(Event("service_sent", {"purpose": "canary"}))


def with_password(company: Company, *, password: str = SECRET) -> None:
    path = company.root / "password"
    path.write_text(password, encoding="utf-8")
    path.chmod(0o600)
    company.set(mail_smtp_username="facturas", mail_smtp_password="file:password", mail_from_address="yo@uno.mx")


def test_a_new_workspace_has_nothing_to_mend(company: Company) -> None:
    checks = examined(company)
    assert list(checks) == [
        *["versions", "settings", "folder", "space", "clock", "database", "backup", "archives", "signing_key"],
        *["certificates", "secrets", "mail", "smtp", "graph", "imap", "printer", "fonts"],
    ]
    assert {name for name, check in checks.items() if check["state"] == "advice"} <= {"mail", "space"}
    assert all(sorted(check) == ["detail", "hint", "name", "ok", "state"] for check in checks.values())
    assert checks["database"]["detail"] == "There is no ledger yet: the first plan makes it."


def test_a_log_in_that_is_taken_sends_nothing(company: Company) -> None:
    with_password(company)
    with SmtpServer(script=Script(username="facturas", password=SECRET)) as server:
        use_server(company, server)
        checks = examined(company)
        assert checks["smtp"]["detail"] == f"127.0.0.1:{server.port} (plain) takes the log-in of facturas"
        assert server.commands("MAIL") == []
        assert server.taken == []
    assert (checks["smtp"]["state"], checks["mail"]["state"], checks["secrets"]["state"]) == ("fine",) * 3


def test_a_refused_log_in_is_told_with_the_servers_words_and_without_the_password(company: Company) -> None:
    with_password(company)
    with SmtpServer(script=Script(username="facturas", password="otra", acts={"auth": reply("")})) as server:
        server.script.acts["auth"] = reply(f"535 5.7.8 no user facturas with password {SECRET}")
        use_server(company, server)
        checks = examined(company)
    assert (checks["smtp"]["ok"], "5.7.8 no user facturas with password ***" in checks["smtp"]["detail"]) == (
        False,
        True,
    )
    assert checks["smtp"]["hint"] != ""


def test_a_server_that_hangs_is_given_up_in_time(company: Company) -> None:
    with_password(company)
    with SmtpServer(script=Script(acts={"greeting": HANG})) as server:
        use_server(company, server)
        checks = examined(company, "--timeout", "2")
    assert (checks["smtp"]["ok"], checks["smtp"]["hint"] != "") == (False, True)
    assert checks["fonts"]["ok"]


def test_a_server_that_is_not_there_spoils_nothing_else(company: Company) -> None:
    with_password(company)
    company.set(mail_transport="smtp", mail_smtp_host="127.0.0.1", mail_smtp_port=free_port())
    company.set(mail_smtp_security="plain")
    checks = examined(company)
    assert [name for name, check in checks.items() if not check["ok"]] == ["smtp"]
    assert checks["smtp"]["hint"].startswith("Check mail.smtp.host")


def test_a_server_that_drips_its_greeting_has_an_end(company: Company) -> None:
    with SmtpServer(script=Script(acts={"greeting": Act(reply="220 " + "x" * 200, drip=0.1)})) as server:
        use_server(company, server, mail_from_address="yo@uno.mx")
        checks = examined(company, "--timeout", "1")
    assert checks["smtp"]["detail"] == "No answer within 1 seconds."


def test_a_missing_secret_is_named_and_an_open_file_is_told(company: Company) -> None:
    company.set(mail_smtp_username="facturas", mail_smtp_password="env:EMITLIB_NO_SUCH_SECRET")
    checks = examined(company)
    assert (checks["secrets"]["ok"], checks["secrets"]["detail"]) == (
        False,
        "Not there: mail.smtp.password (env:EMITLIB_NO_SUCH_SECRET).",
    )
    with_password(company)
    if os.name != "nt":
        (company.root / "password").chmod(0o644)
        assert examined(company)["secrets"]["state"] == "advice"


def test_a_keyring_that_gives_nothing_out_is_told(company: Company) -> None:
    company.set(mail_smtp_username="facturas", mail_smtp_password="keyring:emitlib")
    former = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]
    try:
        checks = examined(company)
    finally:
        keyring.set_keyring(former)
    assert (checks["secrets"]["ok"], checks["secrets"]["hint"]) == (
        False,
        "Unlock it, or keep the secret elsewhere: env:NAME or file:PATH.",
    )


def test_the_examples_address_is_no_sender(company: Company) -> None:
    with SmtpServer() as server:
        use_server(company, server)
        checks = examined(company)
    assert (checks["mail"]["ok"], checks["smtp"]["ok"]) == (False, True)


def test_the_mailbox_is_opened_and_its_folders_looked_for(company: Company, tmp_path: Path) -> None:
    (company.root / "imap").write_text(PASSWORD, encoding="utf-8")
    with dovecot(tmp_path / "dovecot") as server:
        server.deliver(b"Subject: x\r\n\r\nx\r\n")
        company.set(mail_imap_host="127.0.0.1", mail_imap_port=server.port, mail_imap_security="plain")
        company.set(mail_imap_username=USER, mail_imap_password="file:imap")
        without_sent = examined(company)["imap"]
        server.deliver(b"Subject: x\r\n\r\nx\r\n", folder=".Sent")
        with_sent = examined(company)["imap"]
        server.deliver(b"Subject: x\r\n\r\nx\r\n", folder=".Borrador&AOk-s")
        company.set(mail_imap_drafts_folder="Borradorés")
        with_both = examined(company)["imap"]
        (company.root / "imap").write_text("otra", encoding="utf-8")
        refused = examined(company)["imap"]
    assert (without_sent["state"], without_sent["hint"][:24]) == ("advice", "Set mail.imap.sent_folde")
    assert (with_sent["state"], with_sent["hint"][:30]) == ("advice", "Set mail.imap.drafts_folder: `")
    assert with_sent["hint"].endswith("Its folders are: INBOX, Sent. Name them so in mail.imap.")
    assert (with_both["state"], with_both["detail"].endswith("open: INBOX, Sent, Borradorés")) == ("fine", True)
    assert (refused["state"], refused["detail"]) == ("fault", f"127.0.0.1 refuses the log-in of {USER}.")


def test_by_graph_the_other_folders_of_imap_are_not_asked_for(company: Company, tmp_path: Path) -> None:
    (company.root / "imap").write_text(PASSWORD, encoding="utf-8")
    with dovecot(tmp_path / "dovecot") as server:
        server.make("")
        company.set(mail_imap_host="127.0.0.1", mail_imap_port=server.port, mail_imap_security="plain")
        company.set(mail_imap_username=USER, mail_imap_password="file:imap", mail_transport="graph")
        check = examined(company)["imap"]
    assert (check["state"], check["detail"].endswith("open: INBOX")) == ("fine", True)


@pytest.fixture
def graph(company: Company, tmp_path: Path) -> Iterator[GraphServer]:
    (company.root / "secret").write_text(SECRET, encoding="utf-8")
    with oauth_server(tmp_path) as provider, graph_server() as server:
        server.tokens = {f"token-{number}" for number in range(1, 100)}
        server.user = "yo@uno.mx"
        company.set(mail_transport="graph", mail_from_address="yo@uno.mx", mail_graph_url=server.url)
        company.set(mail_oauth_provider="microsoft", mail_oauth_flow="application", mail_oauth_tenant=TENANT)
        company.set(mail_oauth_client_id=CLIENT, mail_oauth_client_secret="file:secret")
        company.set(mail_oauth_authority=provider.url, mail_oauth_ca_file=str(provider.ca_file))
        yield server


def test_graph_opens_the_mailbox_and_leaves_nothing_in_it(company: Company, graph: GraphServer) -> None:
    check = examined(company)["graph"]
    assert (check["state"], check["detail"]) == ("fine", f"{graph.url} opens the mailbox yo@uno.mx")
    assert (graph.asked, graph.kept) == (["find"], {})


def test_graph_that_may_not_says_which_right_to_look_at(company: Company, graph: GraphServer) -> None:
    graph.faults = {"find": [Fault(status=403)]}
    check = examined(company)["graph"]
    assert (check["ok"], "403 Told: answer 403" in check["detail"], "mail.graph.mailbox" in check["hint"]) == (
        False,
        True,
        True,
    )


def test_a_cloud_folder_is_no_place_for_the_ledger(tmp_path: Path) -> None:
    company = Company(tmp_path / "empresa")
    moved = tmp_path / "OneDrive - Empresa"
    moved.mkdir()
    (moved / "emitlib.toml").write_bytes((company.root / "emitlib.toml").read_bytes())
    company.root = moved
    checks = examined(company)
    assert [checks[name]["ok"] for name in ("folder", "database", "clock")] == [False, False, True]
    assert "PostgreSQL" in checks["folder"]["hint"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has rights of its own")
def test_a_folder_that_may_not_be_written_is_told(company: Company) -> None:
    if os.getuid() == 0:
        pytest.skip("root may write anywhere")
    company.root.chmod(0o500)
    try:
        assert not examined(company)["folder"]["ok"]
    finally:
        company.root.chmod(0o700)


def test_an_older_copy_in_the_ledgers_place_is_noticed(company: Company) -> None:
    entry(company)
    older = (company.root / "audit.db").read_bytes()
    entry(company)
    (company.root / "audit.db").write_bytes(older)
    check = examined(company)["database"]
    assert (check["ok"], check["detail"]) == (
        False,
        "sqlite, 2 entries; its newest checkpoint counts more, or another ledger",
    )


def test_the_newest_copy_of_the_ledger_is_told_until_it_is_old_or_gone(company: Company) -> None:
    entry(company)
    assert examined(company)["backup"]["detail"] == "The ledger was never copied from here."
    file = call(company.root, "audit", "backup").json["file"]
    fresh = examined(company)["backup"]
    assert fresh["detail"] == f"{file}, 0 days old, 2 entries; on the disk that the ledger lies on"
    Path(file).unlink()
    assert examined(company)["backup"]["detail"].endswith("it is not there now")


def test_a_ledger_that_is_gone_is_no_new_workspace(company: Company) -> None:
    entry(company)
    (company.root / "audit.db").unlink()
    assert not examined(company)["database"]["ok"]


def test_a_damaged_ledger_is_told(company: Company) -> None:
    entry(company)
    (company.root / "audit.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5_000)
    check = examined(company)["database"]
    assert (check["ok"], "is damaged" in check["detail"]) == (False, True)


def test_a_clock_that_went_back_is_told(company: Company) -> None:
    company.clock = lambda: datetime.now(UTC) + timedelta(days=3)
    entry(company)
    check = examined(company)["clock"]
    assert (check["ok"], "the ledger's last entry is of" in check["detail"]) == (False, True)


def test_postgresql_answers_or_is_told_without_its_password(company: Company) -> None:
    url = postgres_url()
    company.set(database_url=url)
    entry(company)
    assert examined(company)["database"]["detail"] == "postgresql, 2 entries"
    with socket.socket() as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        company.set(database_url=f"postgresql+psycopg://ana:{SECRET.replace(' ', '-')}@127.0.0.1:{port}/x")
        answer = call(company.root, "doctor", "--lang", "en", "--timeout", "5")
    assert answer.code == 1
    assert SECRET.replace(" ", "-") not in answer.out


def test_settings_that_cannot_be_read_are_the_finding(company: Company) -> None:
    (company.root / "emitlib.toml").write_text("[mail]\ntransprt = 'smtp'\n", encoding="utf-8")
    checks = examined(company)
    assert list(checks) == ["versions", "settings", "fonts"]
    assert (checks["settings"]["ok"], "mail.transport" in checks["settings"]["hint"]) == (False, True)


def test_a_person_reads_a_table(company: Company) -> None:
    answer = call(company.root, "doctor", "--lang", "en", plain=True)
    assert "What a month-end rests on" in answer.out
    assert "0 to mend before a run" in answer.out


def test_as_a_process_of_its_own_it_ends_although_a_server_hangs(company: Company) -> None:
    with SmtpServer(script=Script(acts={"greeting": HANG})) as server:
        use_server(company, server, mail_from_address="yo@uno.mx")
        answer = emit(company.root, "doctor", "--timeout", "3")
    states = {check["name"]: check["state"] for check in json.loads(answer.out)["checks"]}
    assert (answer.code, states["smtp"], states["versions"]) == (1, "fault", "fine")
    assert sys.executable not in answer.err
