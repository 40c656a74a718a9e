"""Copies of the ledger: whole and verified while others write, nothing half where the disk is full, put back."""

import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from acceptance_fixtures import call, emit
from company import Company
from ledger_fixtures import execute, open_ledger, postgres_url, rows_of, sqlite_url
from month_end import deliveries, send_month, use_server
from smtp_server import SmtpServer

from emitlib.batch.keeping.copying import copy_ledger, newest_copy
from emitlib.bootstrap import open_ledger as open_of
from emitlib.errors import StoreError
from emitlib.ledger import Event, verify

ENTRY = Event("service_sent", {"purpose": "canary"})


def entries(company: Company, count: int) -> None:
    with open_of(company.workspace) as ledger:
        for _number in range(count):
            ledger.append(ENTRY)


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_copy_is_one_file_named_after_its_day_and_head(company: Company) -> None:
    company.clock = lambda: datetime(2026, 11, 3, 18, 5, 9, tzinfo=UTC)
    entries(company, 4)
    with open_of(company.workspace, read_only=True) as ledger:
        copy = copy_ledger(company.workspace, ledger)
        head = ledger.head()
    assert left(company.root / "backups") == [f"audit-20261103T180509Z-5-{head.hash[:12]}.db", "ledger.json"]
    assert (copy.count, copy.head, newest_copy(company.workspace)) == (5, head.hash, copy)
    with open_ledger(f"sqlite:///{copy.file.as_posix()}", read_only=True) as opened:
        assert verify(opened).rows == 5
    with closing(sqlite3.connect(copy.file)) as plain:
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert left(company.root / "backups")[1:] == ["ledger.json"]


def test_copies_made_while_others_write_are_whole(company: Company) -> None:
    entries(company, 1)
    stop = threading.Event()

    def write() -> None:
        with open_of(company.workspace) as ledger:
            while not stop.is_set():
                ledger.record(ENTRY, ENTRY)

    writers = [threading.Thread(target=write) for _number in range(2)]
    for writer in writers:
        writer.start()
    try:
        copies = []
        for _number in range(5):
            with open_of(company.workspace, read_only=True) as ledger:
                copies.append(copy_ledger(company.workspace, ledger))
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    counts = [copy.count for copy in copies]
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]
    for copy in copies:  # two events a commit, genesis and one before: a copy never holds half a commit
        assert (copy.count % 2, rows_of(f"sqlite:///{copy.file.as_posix()}", "event")) == (0, copy.count)


def test_a_ledger_that_does_not_verify_gives_no_copy(company: Company) -> None:
    entries(company, 3)
    url = sqlite_url(company.root)
    execute(url, "DROP TRIGGER event_no_update", "UPDATE event SET kind = 'sealed' WHERE seq = 2")
    answer = call(company.root, "audit", "backup")
    assert (answer.code, answer.error) == (1, "BACKUP_DOES_NOT_VERIFY")
    assert left(company.root / "backups") == []


def test_a_ledger_on_postgresql_says_what_copies_it(company: Company) -> None:
    company.set(database_url=postgres_url())
    entries(company, 1)
    answer = call(company.root, "audit", "backup")
    assert (answer.code, answer.error) == (2, "BACKUP_NEEDS_SQLITE")


def test_the_verb_copies_to_a_folder_of_ones_choice(company: Company, tmp_path: Path) -> None:
    entries(company, 2)
    answer = emit(company.root, "audit", "backup", "--to", "disk", folder=tmp_path)
    assert (answer.code, sorted(answer.json), answer.json["rows"]) == (0, ["file", "head", "rows"], 3)
    assert [str(path) for path in (tmp_path / "disk").iterdir()] == [answer.json["file"]]
    newest = newest_copy(company.workspace)
    assert newest is not None
    assert newest.file == Path(answer.json["file"])


def test_the_settings_say_where_copies_go(company: Company, tmp_path: Path) -> None:
    company.set(database_copies=(tmp_path / "disk").as_posix())
    entries(company, 1)
    assert Path(call(company.root, "audit", "backup").json["file"]).parent == tmp_path / "disk"


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
def test_a_full_disk_leaves_nothing_half(company: Company) -> None:
    entries(company, 2_000)
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)); "
        "from emitlib.cli import main; main(sys.argv[1:])"
    )
    line = [sys.executable, "-c", limited, "-w", str(company.root), "audit", "backup", "--json"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert (done.returncode, "BACKUP_FAILED" in done.stdout, done.stderr) == (1, True, "")
    assert left(company.root / "backups") == []
    assert call(company.root, "audit", "verify").json["pass"] is True


def test_a_workspace_that_takes_no_receipt_is_copied_all_the_same(company: Company, tmp_path: Path) -> None:
    entries(company, 1)
    (company.root / "backups").write_text("in the folder's place", encoding="utf-8")
    answer = call(company.root, "audit", "backup", "--to", str(tmp_path / "disk"))
    assert (answer.code, answer.json["rows"], newest_copy(company.workspace)) == (0, 2, None)


def test_a_copy_that_is_put_back_goes_on_where_it_was_made(company: Company, tmp_path: Path) -> None:
    company.client("7", "CACX7605101P8", accounts="ana@uno.example.mx")
    company.invoice(1, "CACX7605101P8")
    with SmtpServer() as server:
        use_server(company, server)
        send_month(company)
        copy = Path(call(company.root, "audit", "backup", "--to", str(tmp_path / "disk")).json["file"])
        moved = shutil.copytree(company.root, tmp_path / "otra máquina")  # the hand-over
        for name in ("audit.db", "audit.db-wal", "audit.db-shm"):
            (moved / name).unlink(missing_ok=True)
        shutil.copyfile(copy, moved / "audit.db")
        company.root = moved
        assert call(company.root, "audit", "verify").json["pass"] is True
        send_month(company)
        assert len(server.taken) == 1  # what went already is not sent again
    assert [row.status.value for row in deliveries(company)] == ["accepted"]


def test_a_copy_from_before_is_read_but_not_written(company: Company) -> None:
    entries(company, 1)
    copy = call(company.root, "audit", "backup").json["file"]
    entries(company, 1)
    for name in ("audit.db", "audit.db-wal", "audit.db-shm"):
        (company.root / name).unlink(missing_ok=True)
    shutil.copyfile(copy, company.root / "audit.db")
    assert call(company.root, "audit", "verify").json["first_bad"]["kind"] == "rolled_back"
    with pytest.raises(StoreError) as refused:
        entries(company, 1)
    assert refused.value.code == "LEDGER_ROLLED_BACK"
