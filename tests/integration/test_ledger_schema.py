"""The schema, on SQLite and on PostgreSQL alike."""

from datetime import UTC
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from ledger_fixtures import (
    execute,
    ledger,
    open_ledger,
    url,
)
from sqlalchemy import NullPool, create_engine

from emitlib.errors import StoreError
from emitlib.ledger import Ledger, verify
from emitlib.ledger.body import ZERO_HASH
from emitlib.ledger.schema import REVISIONS
from emitlib.ledger.tables import metadata

__all__ = ["ledger", "url"]


def test_the_migrated_schema_is_the_metadata(url: str, ledger: Ledger) -> None:
    with create_engine(url, poolclass=NullPool).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == REVISIONS[-1]


def test_a_ledger_begins_with_genesis(ledger: Ledger) -> None:
    (genesis,) = ledger.events()
    head = ledger.head()
    assert (genesis.seq, genesis.kind, genesis.prev_hash, genesis.data) == (1, "genesis", ZERO_HASH, {})
    assert (genesis.by, genesis.account, genesis.host) == ("Ana", "ana", "pc-1")
    assert genesis.at.tzinfo == UTC
    assert (head.count, head.hash) == (1, genesis.hash)
    assert len(head.chain) == 32


def test_opening_again_changes_nothing(url: str, tmp_path: Path) -> None:
    with open_ledger(url) as first:
        head = first.head()
    with open_ledger(url, read_only=True) as second:
        assert second.head() == head


def test_events_can_be_neither_updated_nor_deleted(url: str, ledger: Ledger) -> None:
    for statement in ("UPDATE event SET kind = 'x'", "DELETE FROM event"):
        with pytest.raises(Exception, match="append-only"):
            execute(url, statement)
    assert verify(ledger).passed is True


@pytest.mark.parametrize("kind", ["older", "newer"])
def test_a_foreign_revision_is_refused(url: str, kind: str) -> None:
    open_ledger(url).close()
    execute(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError) as caught:
        open_ledger(url, read_only=kind == "older")
    assert caught.value.code == "LEDGER_NEWER"
    assert "9999" in caught.value.message


def test_reading_a_ledger_that_is_not_there(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        open_ledger(url, read_only=True)
    assert caught.value.code in {"LEDGER_MISSING", "LEDGER_UNAVAILABLE"}
    assert not (tmp_path / "audit.db").exists()
