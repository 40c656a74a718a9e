"""What a person is told when the ledger is locked, write-protected, cut short, too new, or dated backwards."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from acceptance_fixtures import ANA, Answer, call
from company import Company, uuid_of

from emitlib.bootstrap import open_ledger
from emitlib.ledger import Event, Ledger
from emitlib.workspace import open_workspace

UUID = uuid_of(1)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a plan in its ledger."""
    company = Company(tmp_path_factory.mktemp("office") / "empresa")
    company.client("1", ANA, accounts="ana@example.mx")
    company.invoice(1, ANA)
    assert call(company.root, "plan", "--period", "2026-10").code == 0
    return company.root


@pytest.fixture
def root(original: Path, tmp_path: Path) -> Path:
    """A copy to be mistreated, its log written back into the one file."""
    copy = shutil.copytree(original, tmp_path / "empresa")
    with closing(sqlite3.connect(copy / "audit.db")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for left in copy.glob("audit.db-*"):
        left.unlink()
    return copy


def verified(root: Path) -> Answer:
    return call(root, "audit", "verify")


def assigned(root: Path) -> Answer:
    return call(root, "documents", "assign", UUID, "1")


def looked_up(root: Path) -> Answer:
    return call(root, "find", UUID)


def test_a_locked_ledger_is_read_and_verified_and_tells_who_wants_to_write(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(vars(Ledger)["open"].__func__.__kwdefaults__, "patience", 0.2)
    with closing(sqlite3.connect(root / "audit.db", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        writing = assigned(root)
        reading, proof = looked_up(root), verified(root)
        holder.execute("ROLLBACK")

    assert (writing.code, writing.error) == (1, "LEDGER_LOCKED")
    assert "locked by another process" in writing.json["error"]["message"]
    assert (reading.code, len(reading.json["deliveries"])) == (0, 1)
    assert (proof.code, proof.json["pass"]) == (0, True)
    assert assigned(root).code == 0


@contextmanager
def write_protected(root: Path) -> Iterator[Path]:
    """A copy of `root` in which nobody may write, not even the superuser that runs the tests."""
    superuser = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as name:
        folder = shutil.copytree(root, Path(name) / "empresa")
        for path in folder.rglob("*"):
            path.chmod(0o555 if path.is_dir() else 0o444)
        folder.chmod(0o555)
        Path(name).chmod(0o755)
        if superuser:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if superuser:
                os.seteuid(0)
            for path in (folder, *folder.rglob("*")):
                path.chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")
def test_an_auditor_verifies_on_a_write_protected_medium(root: Path) -> None:
    with write_protected(root) as medium:
        proof, reading, writing = verified(medium), looked_up(medium), assigned(medium)

    assert (proof.code, proof.json["pass"]) == (0, True)
    assert (reading.code, len(reading.json["deliveries"])) == (0, 1)
    assert writing.code == 1
    assert writing.error in {"LEDGER_READ_ONLY", "LEDGER_UNAVAILABLE"}


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_file_cut_short_is_damaged_for_every_verb(root: Path, share: float) -> None:
    path = root / "audit.db"
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    proof = verified(root)

    assert (proof.code, proof.error) == (1, "LEDGER_DAMAGED")
    assert "last good copy" in proof.json["error"]["hint"]


@pytest.mark.parametrize("verb", [verified, looked_up, assigned])
def test_a_newer_ledger_is_refused_and_left_alone(root: Path, verb: Callable[[Path], Answer]) -> None:
    with closing(sqlite3.connect(root / "audit.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    before = (root / "audit.db").read_bytes()

    answer = verb(root)

    assert (answer.code, answer.error) == (1, "LEDGER_NEWER")
    assert "9999" in answer.json["error"]["message"]
    assert "Upgrade emitlib" in answer.json["error"]["hint"]
    assert (root / "audit.db").read_bytes() == before


def test_an_older_ledger_is_verified_by_an_auditor_without_being_migrated(root: Path) -> None:
    with closing(sqlite3.connect(root / "audit.db")) as database, database:
        database.execute("DROP INDEX ix_delivery_folio")
        database.execute("UPDATE alembic_version SET version_num = '0001'")
    before = (root / "audit.db").read_bytes()

    proof, reading = verified(root), looked_up(root)

    assert (proof.code, proof.json["pass"], len(reading.json["deliveries"])) == (0, True, 1)
    assert (root / "audit.db").read_bytes() == before
    assert assigned(root).code == 0
    with closing(sqlite3.connect(root / "audit.db")) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchone() == ("0002",)


def test_a_ledger_that_is_not_there_is_not_made_by_an_auditor(root: Path) -> None:
    (root / "audit.db").unlink()
    shutil.rmtree(root / "checkpoints")

    proof = verified(root)

    assert (proof.code, proof.error) == (1, "LEDGER_MISSING")
    assert not (root / "audit.db").exists()


def test_a_clock_that_went_back_is_a_finding_and_the_chain_still_stands(root: Path) -> None:
    wrong = datetime(2020, 1, 1, 12, tzinfo=UTC)
    with open_ledger(open_workspace(root)) as ledger:
        ledger._clock = lambda: wrong
        ledger.record(Event("service_sent", {"purpose": "canary"}))
        ledger._clock = lambda: wrong - timedelta(seconds=30)  # clocks of two computers differ by as much
        ledger.record(Event("service_sent", {"purpose": "canary"}))
        count = ledger.head().count

    answer, told = verified(root), call(root, "audit", "verify", plain=True)

    assert (answer.code, answer.json["pass"]) == (0, True)
    (finding,) = answer.json["findings"]
    assert (finding["code"], finding["severity"]) == ("LEDGER_CLOCK_WENT_BACK", "warning")
    assert finding["where"] == {"seq": count - 1}
    assert "2020-01-01T12:00:00" in finding["message"]
    assert told.out.startswith("PASS\n")


def test_the_chain_alone_says_that_it_is_the_chain_alone(root: Path) -> None:
    with closing(sqlite3.connect(root / "audit.db")) as database, database:
        database.execute("UPDATE delivery SET status = 'accepted'")

    chain, everything = call(root, "audit", "verify", "--chain"), verified(root)
    told = call(root, "audit", "verify", "--chain", plain=True)

    assert (chain.code, chain.json["pass"], chain.json["scope"]) == (0, True, "chain")
    assert (everything.code, everything.json["pass"], everything.json["scope"]) == (1, False, "full")
    assert everything.json["first_bad"]["kind"] == "projection_edited"
    assert told.out.splitlines()[0] == "PASS"
    assert "chain" in told.out.splitlines()[1] or "cadena" in told.out.splitlines()[1]
