"""Ledgers that older versions left behind: today's code opens, reads and verifies each of them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from ledger_fixtures import execute, open_ledger, postgres_url, sqlite_url
from ledger_tampering import OpenSigner
from sqlalchemy import NullPool, create_engine, insert, select

from emitlib.errors import StoreError
from emitlib.ledger import Event, schema, verify
from emitlib.ledger.engine import WRITE, make_engine
from emitlib.ledger.schema import REVISIONS, current_revision, migrate
from emitlib.ledger.tables import metadata
from emitlib.vocabulary import Status

KEPT = Path(__file__).parents[1] / "ledgers"
NAMES = sorted(path.stem for path in KEPT.glob("*.sql"))

#: The revision that each kept ledger has.
REVISION = {"birth": "0001"}


def restored(name: str, folder: Path) -> str:
    """The kept ledger as a SQLite file in `folder`: its address."""
    with closing(sqlite3.connect(folder / "audit.db")) as database:
        database.executescript((KEPT / f"{name}.sql").read_text(encoding="utf-8"))
    return sqlite_url(folder)


def revision_of(url: str) -> str | None:
    with create_engine(url, poolclass=NullPool).connect() as connection:
        return current_revision(connection)


def on_postgresql(name: str, folder: Path) -> str:
    """The kept ledger on PostgreSQL, with the schema that it had there."""
    url, kept = postgres_url(), create_engine(restored(name, folder), poolclass=NullPool)
    engine = make_engine(url, read_only=False, patience=30)
    with engine.connect().execution_options(**{WRITE: True}) as target, kept.connect() as source, target.begin():
        migrate(target, REVISION.get(name, name))
        for table in metadata.sorted_tables:
            rows = [dict(row) for row in source.execute(select(table)).mappings()]
            if rows:
                target.execute(insert(table), rows)
    engine.dispose()
    return url


def test_every_schema_is_kept() -> None:
    assert {"birth", *REVISIONS} == set(NAMES)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.parametrize("name", NAMES)
def test_an_older_ledger_is_migrated_read_verified_and_continued(name: str, database: str, tmp_path: Path) -> None:
    url = restored(name, tmp_path) if database == "sqlite" else on_postgresql(name, tmp_path)
    with open_ledger(url) as ledger:
        before = verify(ledger, checkpoint=KEPT / f"{name}.json")
        assert (before.passed, before.first_bad, before.seals) == (True, None, 1)
        (row,) = ledger.find("aaa")
        assert (row.status, row.destination, row.reply) == (Status.BOUNCED, "pagos@example.mx", "550 no such user")
        assert len(list(ledger.events())) == before.rows
        ledger.record(Event("service_sent", {"purpose": "canary"}))
        after = verify(ledger, checkpoint=KEPT / f"{name}.json")
        assert (after.passed, after.rows) == (True, before.rows + 1)
    assert revision_of(url) == REVISIONS[-1]


@pytest.mark.parametrize("name", NAMES)
def test_an_auditor_reads_an_older_ledger_as_it_is(name: str, tmp_path: Path) -> None:
    url = restored(name, tmp_path)
    before = (tmp_path / "audit.db").read_bytes()
    with open_ledger(url, read_only=True) as ledger:
        assert verify(ledger, checkpoint=KEPT / f"{name}.json", checker=OpenSigner()).passed is True
        assert [row.status for row in ledger.find("AAA")] == [Status.BOUNCED]
        assert len(ledger.deliveries()) == 7
    assert revision_of(url) == REVISION.get(name, name)
    assert (tmp_path / "audit.db").read_bytes() == before


def test_a_ledger_too_old_to_read_as_it_is_asks_to_be_opened_for_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = restored("birth", tmp_path)
    monkeypatch.setattr(schema, "READABLE", frozenset({REVISIONS[-1]}))
    with pytest.raises(StoreError) as caught:
        open_ledger(url, read_only=True)
    assert caught.value.code == "LEDGER_OLDER"
    assert revision_of(url) == "0001"
    open_ledger(url).close()
    open_ledger(url, read_only=True).close()


def test_a_ledger_without_a_schema_is_missing(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "audit.db").close()
    with pytest.raises(StoreError) as caught:
        open_ledger(sqlite_url(tmp_path), read_only=True)
    assert caught.value.code == "LEDGER_MISSING"


@pytest.mark.parametrize("name", NAMES)
def test_an_older_ledger_refuses_changes_of_its_events(name: str, tmp_path: Path) -> None:
    url = restored(name, tmp_path)
    for statement in ("UPDATE event SET kind = 'x'", "DELETE FROM event"):
        with pytest.raises(Exception, match="append-only"):
            execute(url, statement)
