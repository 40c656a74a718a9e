"""Erasure on request: a client's own values go for good, the chain stands, nothing is sent twice for want of them."""

import json
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from acceptance_fixtures import call, command
from company import Company, uuid_of
from ledger_fixtures import ADDRESS, ledger, small_run, url
from month_end import deliveries, plan_of, run_of, send_month, use_server
from smtp_server import Script, SmtpServer, reply

from emitlib.bootstrap import open_ledger
from emitlib.ledger import Event, JsonOrPersonal, Ledger, Personal, verify
from emitlib.ledger.erasure import values_of

__all__ = ["ledger", "url"]

ANA, PAGOS, BEN = "ana@uno.example.mx", "pagos@uno.example.mx", "ben@dos.example.mx"
SHARED = "despacho@contadores.example.mx"


@pytest.fixture
def sent(company: Company) -> Company:
    """Clients 7 and 8 have been mailed an invoice each; both have one more address in common."""
    company.client("7", "CACX7605101P8", accounts=f"{ANA};{SHARED}")
    company.client("8", "XIA190128J61", accounts=f"{BEN};{SHARED}")
    company.invoice(1, "CACX7605101P8")
    company.invoice(2, "XIA190128J61")
    with SmtpServer() as server:
        use_server(company, server)
        send_month(company)
    return company


def take_out(company: Company, key: str = "7") -> None:
    rfc = company.clients[key]["RFC"]
    company.client(key, rfc, mail="N", prints="S")


def erase(company: Company, *words: str) -> dict[str, object]:
    answer = call(company.root, "audit", "erase", "7", *words)
    assert answer.code == 0, answer.out
    return answer.json


def erased(company: Company) -> dict[str, object]:
    """Client 7, erased as a person does it: looked at, then agreed to by its count."""
    values = erase(company)["values"]
    assert isinstance(values, dict)
    return erase(company, "--count", str(sum(values.values())), "--by", "Ana", "--reason", "ARCO 12/2026")


def clear_text(company: Company) -> bytes:
    """Every byte of the ledger's files."""
    return b"".join(path.read_bytes() for path in company.root.glob("audit.db*"))


def passes(company: Company) -> bool:
    return bool(call(company.root, "audit", "verify").json["pass"])


def test_first_it_only_says_what_would_go(sent: Company) -> None:
    take_out(sent)
    before = call(sent.root, "audit", "verify").json["rows"]
    said = erase(sent)
    assert said["erased_at"] is None
    assert said["values"] == {"address": 1, "cell": 1, "reply": 1, "subject": 1}
    # what was seen of the client file is one entry; nothing else was written
    assert call(sent.root, "audit", "verify").json["rows"] == before + 1
    assert ANA.encode() in clear_text(sent)


def test_what_is_the_clients_alone_goes_from_every_byte_of_the_ledger(sent: Company) -> None:
    take_out(sent)
    assert ANA.encode() in clear_text(sent)
    done = erased(sent)
    assert done["erased_at"] is not None
    assert done["shared"] != 0
    bytes_left = clear_text(sent)
    assert ANA.encode() not in bytes_left
    assert BEN.encode() in bytes_left
    assert SHARED.encode() in bytes_left
    assert passes(sent)


def test_the_event_says_who_and_how_many_and_no_personal_value(sent: Company) -> None:
    take_out(sent)
    erased(sent)
    with open_ledger(sent.workspace, read_only=True) as opened:
        (event,) = opened.events(kinds=["erased"])
    body = json.loads(event.body)
    assert (body["by"], body["data"]["client"], body["data"]["values"]["address"]) == ("Ana", "7", 1)
    assert (event.data["reason"], "ARCO" in event.body) == ("ARCO 12/2026", False)


def test_find_and_reports_say_that_it_was_erased(sent: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    run = deliveries(sent)[0].run
    take_out(sent)
    erased(sent)
    found = {row["destination"]: row["erased"] for row in call(sent.root, "find", "7").json["deliveries"]}
    day = str(found[""])[:10]
    assert set(found) == {"", SHARED}
    assert found[SHARED] is None
    monkeypatch.setenv("COLUMNS", "250")
    assert f"erased on request on {day}" in call(sent.root, "find", uuid_of(1), "--lang", "en", plain=True).out
    assert call(sent.root, "find", ANA).json["deliveries"] == []
    report = call(sent.root, "report", str(run), "--format", "html", "--unmask").json["html"]
    text = Path(report).read_text(encoding="utf-8")
    assert f"erased on request on {day}" in text
    assert ANA not in text


def test_nothing_is_sent_again_for_want_of_the_address(sent: Company) -> None:
    take_out(sent)
    erased(sent)
    sent.client("7", "CACX7605101P8", accounts=f"{ANA};{PAGOS}")  # the address comes back, and another
    with SmtpServer() as server:
        use_server(sent, server)
        plan = plan_of(sent)
        assert [stop.code for stop in plan.stops if stop.client == "7"] == ["ALREADY_DELIVERED"] * 2
        assert plan.deliveries == ()
        assert server.taken == []
    assert passes(sent)


def test_two_erased_addresses_of_one_document_stay_two(company: Company) -> None:
    """One got it, the other refused it: whoever comes back must not get it twice."""
    company.client("7", "CACX7605101P8", accounts=f"{ANA};{PAGOS}")
    company.invoice(1, "CACX7605101P8")
    acts = {f"rcpt:{PAGOS}": reply("550 5.1.1 No such user")}
    with SmtpServer(script=Script(acts=acts)) as server:
        use_server(company, server)
        send_month(company)
        take_out(company)
        erased(company)
        company.client("7", "CACX7605101P8", accounts=f"{ANA};{PAGOS}")
        assert plan_of(company).deliveries == ()
        assert [taken.recipient for taken in server.taken] == [ANA]


def test_an_erased_address_is_not_resent_to(sent: Company) -> None:
    take_out(sent)
    erased(sent)
    (row,) = [row for row in deliveries(sent) if row.erased_at]
    answer = call(sent.root, "resend", row.delivery, "--reason", "lost")
    assert (answer.code, answer.error) == (1, "DESTINATION_ERASED")


def test_open_deliveries_are_named_and_nothing_goes(company: Company) -> None:
    company.client("7", "CACX7605101P8", accounts=ANA, silent="N")
    company.invoice(1, "CACX7605101P8")
    with SmtpServer() as server:
        use_server(company, server)
        send_month(company)  # waits for review
    (row,) = deliveries(company)
    take_out(company)
    answer = call(company.root, "audit", "erase", "7")
    assert (row.status.value, answer.code, answer.error) == ("held", 1, "ERASE_STILL_OPEN")
    assert row.delivery in answer.json["error"]["message"]


def test_what_no_run_has_taken_is_called_off_and_its_plan_sends_nothing(company: Company) -> None:
    company.client("7", "CACX7605101P8", accounts=ANA)
    company.invoice(1, "CACX7605101P8")
    old = plan_of(company)
    take_out(company)
    assert erased(company)["cancelled"] == 1
    company.client("7", "CACX7605101P8", accounts=ANA)
    with SmtpServer() as server:
        use_server(company, server)
        new = plan_of(company)
        for plan in (new, old):
            run_of(company, plan)
        assert [taken.recipient for taken in server.taken] == [ANA]
    assert passes(company)


def test_an_address_that_the_client_file_names_is_not_erased(sent: Company) -> None:
    answer = call(sent.root, "audit", "erase", "7")
    assert (answer.code, answer.error) == (1, "ERASE_STILL_LISTED")


def test_another_count_or_no_name_erases_nothing(sent: Company) -> None:
    take_out(sent)
    words = ["--by", "Ana", "--reason", "ARCO"]
    for wrong in (["--count", "999", *words], ["--count", "5", "--reason", "ARCO"], ["--count", "5", "--by", "Ana"]):
        answer = call(sent.root, "audit", "erase", "7", *wrong)
        assert (answer.code, answer.error) == (2, "USAGE")
    assert ANA.encode() in clear_text(sent)


def test_a_client_without_values_and_one_erased_before(sent: Company) -> None:
    take_out(sent)
    erased(sent)
    assert erase(sent)["values"] == {}
    answer = call(sent.root, "audit", "erase", "7", "--count", "0", "--by", "Ana", "--reason", "again")
    assert (answer.code, answer.error) == (1, "ERASE_NOTHING")


def test_a_reason_for_two_clients_is_neithers(ledger: Ledger) -> None:
    small_run(ledger)
    change: dict[str, JsonOrPersonal] = {
        "column": "EMAILPRED",
        "before": Personal("cell", "x@example.mx"),
        "after": Personal("cell", ""),
    }
    book = {"workbook": "clients.xlsx", "before_sha256": "a", "after_sha256": "b"}
    both: list[JsonOrPersonal] = [{"clave": "7", **change}, {"clave": "8", **change}]
    ledger.record(
        Event("edit_intended", {"edit": "E1", **book, "changes": both, "reason": Personal("reason", "both")}),
        Event("edit_intended", {"edit": "E2", **book, "changes": both[:1], "reason": Personal("reason", "one")}),
    )
    with ledger.reading() as connection:
        mine, shared = values_of(connection, "7")
        others, _shared = values_of(connection, "00123")
    assert ([value.value for value in mine], shared) == (["one"], 1)
    assert {value.value for value in others} == {ADDRESS}


def test_erasing_on_either_database_leaves_a_ledger_that_verifies(ledger: Ledger) -> None:
    small_run(ledger)
    with ledger.reading() as connection:
        mine, _shared = values_of(connection, "00123")
    commitments = [value.commitment for value in mine]
    ledger.record(Event("erased", {"client": "00123", "values": {}, "commitments": commitments}))
    with ledger.reading() as connection:
        assert values_of(connection, "00123") == ([], 0)
    assert verify(ledger).passed
    assert all(row.erased_at is not None for row in ledger.deliveries())


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_killed_at_any_moment_all_of_it_went_or_none(sent: Company, tmp_path: Path) -> None:
    take_out(sent)
    values = erase(sent)["values"]
    assert isinstance(values, dict)
    count = sum(values.values())
    begun = time.monotonic()
    chances = random.Random(7)
    for number in range(7):
        root = shutil.copytree(sent.root, tmp_path / f"copy{number}")
        line = command(root, "audit", "erase", "7", "--count", str(count), "--by", "Ana", "--reason", "x")
        process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if number == 0:
            process.wait()
            whole = time.monotonic() - begun
        else:
            time.sleep(chances.uniform(0.5, 1.0) * whole)
            process.kill()
            process.wait()
        with closing(sqlite3.connect(root / "audit.db")) as db:
            events = db.execute("SELECT count(*) FROM event WHERE kind = 'erased'").fetchone()[0]
            left = db.execute("SELECT count(*) FROM personal WHERE value = ?", (ANA,)).fetchone()[0]
        assert (events, left) in ({(1, 0)} if number == 0 else {(0, 1), (1, 0)})
        assert call(root, "audit", "verify").json["pass"] is True


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
def test_a_full_disk_erases_nothing(sent: Company) -> None:
    take_out(sent)
    values = erase(sent)["values"]
    assert isinstance(values, dict)
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000)); "
        "from emitlib.cli import main; main(sys.argv[1:])"
    )
    words = ["audit", "erase", "7", "--count", str(sum(values.values())), "--by", "Ana", "--reason", "x", "--json"]
    line = [sys.executable, "-c", limited, "-w", str(sent.root), *words]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert (done.returncode, "LEDGER_DISK" in done.stdout) == (1, True), done.stdout
    assert ANA.encode() in clear_text(sent)
    assert passes(sent)
