"""What a ledger says when disk, locks, permissions or servers fail; and that nothing is lost or invented then."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from ledger_fixtures import (
    begun,
    execute,
    ledger,
    mail,
    open_ledger,
    outcome,
    postgres_url,
    small_run,
    sqlite_url,
    url,
)
from sqlalchemy.exc import DBAPIError

from emitlib.errors import ConfigError, StoreError
from emitlib.ledger import Event, verify

__all__ = ["ledger", "url"]

NOTE = Event("service_sent", {"purpose": "canary"})


def code_of(caught: pytest.ExceptionInfo[StoreError]) -> str:
    return caught.value.code


def refusal(act: Callable[[], None]) -> str:
    """The code of the error that `act` raises."""
    with pytest.raises(StoreError) as caught:
        act()
    return code_of(caught)


def child(script: str, *arguments: str) -> subprocess.Popen[str]:
    source = (
        "import sys\nfrom pathlib import Path\nfrom emitlib.errors import StoreError\n"
        "from emitlib.ledger import Event, Ledger\nfrom emitlib.workspace import Actor, utc_now\n"
        "def opened(url): return Ledger.open(url, actor=Actor('a', 'a', 'pc'), clock=utc_now, checkpoints=None)\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", source + textwrap.dedent(script), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


# -- opening


@pytest.mark.parametrize("bad", ["mysql://u:secret@h/d", "sqlite://", "sqlite:///:memory:", "nonsense", ""])
def test_a_url_that_cannot_be_used(bad: str) -> None:
    with pytest.raises(ConfigError) as caught:
        open_ledger(bad)
    assert caught.value.code == "DATABASE_URL_INVALID"
    assert "secret" not in str(caught.value)


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(StoreError) as caught:
        open_ledger("postgresql+psycopg://ana:secret@127.0.0.1:1/x")
    assert code_of(caught) == "LEDGER_UNAVAILABLE"
    assert "127.0.0.1" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        open_ledger(sqlite_url(tmp_path / "missing"))
    assert code_of(caught) == "LEDGER_UNAVAILABLE"


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "audit.db").write_bytes(b"PK\3\4 not a database at all" * 400)
    with pytest.raises(StoreError) as caught:
        open_ledger(sqlite_url(tmp_path))
    assert code_of(caught) == "LEDGER_DAMAGED"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_truncated_file_is_damaged_and_never_passes(tmp_path: Path, share: float) -> None:
    with open_ledger(sqlite_url(tmp_path)) as opened:
        small_run(opened, tuple(f"N{number}" for number in range(300)))
    data = (tmp_path / "audit.db").read_bytes()
    (tmp_path / "audit.db").write_bytes(data[: int(len(data) * share)])
    with pytest.raises(StoreError) as caught, open_ledger(sqlite_url(tmp_path)) as opened:
        verify(opened)
    assert code_of(caught) == "LEDGER_DAMAGED"


@pytest.mark.parametrize("loss", ["deleted", "emptied"])
def test_a_lost_ledger_is_not_begun_anew(tmp_path: Path, loss: str) -> None:
    checkpoints = tmp_path / "checkpoints"
    with open_ledger(sqlite_url(tmp_path), checkpoints) as opened:
        opened.record(NOTE)
    for path in tmp_path.glob("audit.db*"):
        path.unlink()
    if loss == "emptied":
        (tmp_path / "audit.db").touch()
    for _turn in range(2):
        with pytest.raises(StoreError) as caught:
            open_ledger(sqlite_url(tmp_path), checkpoints)
        assert code_of(caught) == "LEDGER_LOST"
    shutil.move(checkpoints, tmp_path / "away")
    with open_ledger(sqlite_url(tmp_path), checkpoints) as opened:
        assert opened.head().count == 1


def test_a_ledger_rolled_back_may_be_read_but_not_written(tmp_path: Path) -> None:
    checkpoints = tmp_path / "checkpoints"
    with open_ledger(sqlite_url(tmp_path), checkpoints) as opened:
        (one, *_rest) = small_run(opened)
    old = shutil.copy(tmp_path / "audit.db", tmp_path / "old.db")
    with open_ledger(sqlite_url(tmp_path), checkpoints) as opened:
        opened.record(begun(one), outcome("accepted", one))
    shutil.copy(old, tmp_path / "audit.db")
    with open_ledger(sqlite_url(tmp_path), checkpoints) as opened:
        assert len(opened.deliveries()) == 3
        assert opened.identify([mail("AAA")]) == [one]
        with pytest.raises(StoreError) as caught:
            opened.record(begun(one))
        assert code_of(caught) == "LEDGER_ROLLED_BACK"


def test_three_processes_opening_a_new_ledger_make_one(url: str) -> None:
    script = """
        with opened(sys.argv[1]) as ledger:
            ledger.record(Event("service_sent", {}))
            print(ledger.head().chain)
    """
    children = [child(script, url) for _number in range(3)]
    chains = {process.communicate(timeout=60)[0].strip() for process in children}
    assert [process.returncode for process in children] == [0, 0, 0]
    assert len(chains) == 1
    with open_ledger(url) as opened:
        assert [event.kind for event in opened.events()] == ["genesis", *["service_sent"] * 3]
        assert verify(opened).passed is True


# -- writing


def test_a_lock_of_another_process_fails_in_time_and_stops_the_writer(tmp_path: Path) -> None:
    opened = open_ledger(sqlite_url(tmp_path), patience=0.2)
    (one, *_rest) = small_run(opened)
    holder = child(
        """
        import sqlite3
        db = sqlite3.connect(sys.argv[1], isolation_level=None)
        db.execute("BEGIN IMMEDIATE"); print("held", flush=True); sys.stdin.read()
        """,
        str(tmp_path / "audit.db"),
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    tickets = [opened.append(begun(one)), opened.append(NOTE)]
    codes = [refusal(ticket.wait) for ticket in tickets]
    holder.communicate("", timeout=30)
    codes += [refusal(lambda: opened.record(NOTE)), refusal(opened.flush)]
    assert [row.status.value for row in opened.deliveries()] == ["planned"] * 3
    codes.append(refusal(opened.close))
    assert codes == ["LEDGER_LOCKED"] * 5
    with open_ledger(sqlite_url(tmp_path)) as again:
        again.record(begun(one))
        assert verify(again).passed is True


def test_a_ticket_that_takes_too_long_says_so(tmp_path: Path) -> None:
    with (
        open_ledger(sqlite_url(tmp_path)) as opened,
        closing(sqlite3.connect(tmp_path / "audit.db", isolation_level=None)) as holder,
    ):
        holder.execute("BEGIN IMMEDIATE")
        ticket = opened.append(NOTE)
        with pytest.raises(StoreError) as caught:
            ticket.wait(0.05)
        assert code_of(caught) == "LEDGER_SLOW"
        holder.execute("ROLLBACK")
        ticket.wait(30)
        assert ticket.done is True


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of files")
def test_a_full_disk_loses_nothing_that_was_durable_and_accepts_nothing_after(tmp_path: Path) -> None:
    open_ledger(sqlite_url(tmp_path)).close()
    writer = child(
        """
        import resource
        ledger = opened(sys.argv[1])
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
        tickets = [ledger.append(Event("service_sent", {"number": n, "text": "x" * 2000})) for n in range(20)]
        durable, code = 0, ""
        for number in range(20, 2000):
            tickets.append(ledger.append(Event("service_sent", {"number": number, "text": "x" * 2000})))
            try:
                tickets[durable].wait()
                durable += 1
            except StoreError as err:
                code = err.code
                break
        later = set()
        for ticket in tickets[durable:]:
            try:
                ticket.wait()
                later.add("durable")
            except StoreError as err:
                later.add(err.code)
        print(durable, code, *sorted(later), flush=True)
        import os; os._exit(0)
        """,
        sqlite_url(tmp_path),
    )
    durable, *codes = writer.communicate(timeout=60)[0].split()
    assert codes == ["LEDGER_DISK", "LEDGER_DISK"]
    with open_ledger(sqlite_url(tmp_path)) as opened:
        numbers = [event.data["number"] for event in opened.events(kinds={"service_sent"})]
        assert numbers == list(range(int(durable)))
        assert int(durable) > 0
        opened.record(NOTE)
        assert verify(opened).passed is True


@pytest.fixture
def locked_folder() -> Iterator[Path]:
    """A folder with a ledger in which nobody may write any more, not even the superuser that runs the tests."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_ledger(sqlite_url(folder)) as opened:
            small_run(opened)
        (folder / "audit.db").chmod(0o444)
        folder.chmod(0o555)
        superuser = os.geteuid() == 0
        if superuser:
            os.seteuid(65534)
        yield folder
        if superuser:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")
def test_a_folder_that_may_not_be_written(locked_folder: Path) -> None:
    address = sqlite_url(locked_folder)
    with pytest.raises(StoreError) as caught, open_ledger(address) as opened:
        opened.record(NOTE)
    assert code_of(caught) in {"LEDGER_READ_ONLY", "LEDGER_UNAVAILABLE"}
    with open_ledger(address, read_only=True) as opened:
        assert len(opened.deliveries()) == 3
        assert verify(opened).passed is True


def test_reading_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    with open_ledger(sqlite_url(tmp_path)) as opened:
        small_run(opened)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with open_ledger(sqlite_url(tmp_path), read_only=True) as opened:
        assert len(opened.deliveries()) == 3
        second = open_ledger(sqlite_url(tmp_path), read_only=True)
        with opened.reading() as connection, pytest.raises(DBAPIError, match="not authorized"):
            connection.exec_driver_sql("DELETE FROM delivery")
    assert len(second.deliveries()) == 3
    second.close()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_reading_beside_somebody_who_writes_leaves_their_files_alone(tmp_path: Path) -> None:
    with open_ledger(sqlite_url(tmp_path)) as writer:
        small_run(writer)
        with open_ledger(sqlite_url(tmp_path), read_only=True) as reader:
            writer.record(NOTE)
            assert reader.head().count == writer.head().count
        assert (tmp_path / "audit.db-wal").stat().st_size > 0
        writer.record(NOTE)
    assert [path.name for path in tmp_path.iterdir()] == ["audit.db"]


def test_a_ledger_opened_for_reading_refuses_appends(url: str) -> None:
    with open_ledger(url) as opened:
        (one, *_rest) = small_run(opened)
    with open_ledger(url, read_only=True) as opened:
        with pytest.raises(StoreError) as caught:
            opened.record(NOTE)
        assert code_of(caught) == "LEDGER_READ_ONLY"
        assert opened.identify([mail("AAA")]) == [one]
        with pytest.raises(StoreError) as caught:
            opened.identify([mail("AAA", "new@example.mx")])
        assert code_of(caught) == "LEDGER_READ_ONLY"


def test_a_connection_cut_by_the_server_stops_the_writer() -> None:
    address = postgres_url()
    opened = open_ledger(address)
    (one, *_rest) = small_run(opened)
    execute(
        address,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    codes = [refusal(lambda: opened.record(begun(one))), refusal(lambda: opened.record(NOTE))]
    assert [row.status.value for row in opened.deliveries()] == ["planned"] * 3
    codes.append(refusal(opened.close))
    assert codes == ["LEDGER_UNAVAILABLE"] * 3
    with open_ledger(address) as again:
        again.record(begun(one))
        assert verify(again).passed is True


def test_a_missing_head_row_stops_every_append(url: str) -> None:
    opened = open_ledger(url)
    execute(url, "DELETE FROM head")
    ticket = opened.append(NOTE)
    assert [refusal(act) for act in (ticket.wait, opened.flush, opened.close)] == ["LEDGER_DAMAGED"] * 3


def test_an_error_of_the_block_is_not_hidden_by_a_failed_close(tmp_path: Path) -> None:
    def work() -> None:
        with open_ledger(sqlite_url(tmp_path), tmp_path / "audit.db") as opened:
            opened.identify([mail("AAA")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()


# -- closing


def test_closing_writes_what_is_queued_and_refuses_the_rest(url: str) -> None:
    opened = open_ledger(url)
    tickets = [opened.append(NOTE) for _number in range(200)]
    opened.close()
    assert all(ticket.done for ticket in tickets)
    for ticket in tickets:
        ticket.wait(0)
    with pytest.raises(StoreError) as caught:
        opened.append(NOTE)
    assert code_of(caught) == "LEDGER_CLOSED"
    opened.close()
    with open_ledger(url) as again:
        assert again.head().count == 201


def test_a_checkpoint_is_written_when_something_was_appended(url: str, tmp_path: Path) -> None:
    checkpoints = tmp_path / "checkpoints"
    with open_ledger(url, checkpoints) as opened:
        chain = opened.head().chain
    assert not checkpoints.exists()
    for _turn in range(2):
        with open_ledger(url, checkpoints) as opened:
            opened.record(NOTE)
            head = opened.head()
    assert sorted(path.name for path in checkpoints.iterdir()) == [f"{chain}.json", f"{chain}.log"]
    newest = json.loads((checkpoints / f"{chain}.json").read_text())
    assert (newest["chain"], newest["count"], newest["hash"]) == (chain, 3, head.hash)
    lines = (checkpoints / f"{chain}.log").read_text().splitlines()
    assert [json.loads(line)["count"] for line in lines] == [2, 3]


def test_a_process_killed_after_begun_leaves_it_durable(url: str) -> None:
    with open_ledger(url) as opened:
        ids = small_run(opened)
    killed = child(
        """
        import os, signal
        ledger = opened(sys.argv[1])
        ledger.record(Event("begun", {"deliveries": [sys.argv[2]], "evidence": {}}, run="R1"))
        os._exit(9)
        """,
        url,
        ids[0],
    )
    assert killed.wait(60) == 9
    killed.communicate()
    with open_ledger(url) as opened:
        assert [row.status.value for row in opened.deliveries(ids=ids)] == ["begun", "planned", "planned"]
        assert verify(opened).passed is True


def test_starting_is_fast_because_alembic_stays_out(url: str) -> None:
    open_ledger(url).close()
    script = """
        with opened(sys.argv[1]) as ledger:
            ledger.record(Event("service_sent", {}))
            ledger.deliveries()
        print([name for name in ("alembic", "pandas", "sqlalchemy.orm") if name in sys.modules])
    """
    process = child(script, url)
    assert process.communicate(timeout=60)[0].strip() == "[]"
