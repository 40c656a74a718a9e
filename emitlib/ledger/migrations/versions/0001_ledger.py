"""The first ledger: chain, personal values and all projections."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table, and the triggers that keep events as they were written."""
    _chain()
    _plans()
    _deliveries()
    _carriers()
    _clients()
    if op.get_context().dialect.name == "sqlite":
        _sqlite_triggers()
    else:
        _postgresql_triggers()


def _text(name: str, *, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [_text(name) for name in names]


def _table(name: str, *columns: sa.Column[Any], key: tuple[str, ...], indexes: tuple[str, ...] = ()) -> None:
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"))
    for column in indexes:
        op.create_index(f"ix_{name}_{column}", name, [column])


def _number(name: str, *, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable, autoincrement=False)


def _big(name: str, *, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(name, _BIG, nullable=nullable, autoincrement=False)


def _chain() -> None:
    op.create_table(
        "event",
        _big("seq", nullable=False),
        *(_text(name, nullable=False) for name in ("chain", "at", "kind")),
        *_texts("run", "delivery", "carrier"),
        *(_text(name, nullable=False) for name in ("body", "prev_hash", "hash")),
        sa.PrimaryKeyConstraint("seq", name="pk_event"),
        sa.UniqueConstraint("chain", "prev_hash", name="uq_event_chain"),
    )
    for column in ("kind", "run", "delivery", "carrier"):
        op.create_index(f"ix_event_{column}", "event", [column])
    _table(
        "head",
        _text("chain", nullable=False),
        _big("count", nullable=False),
        _text("hash", nullable=False),
        key=("chain",),
    )
    op.create_table(
        "personal",
        *(_text(name, nullable=False) for name in ("commitment", "kind", "digest", "salt", "value")),
        sa.PrimaryKeyConstraint("commitment", name="pk_personal"),
        sa.UniqueConstraint("digest", name="uq_personal_digest"),
    )


def _plans() -> None:
    _table(
        "plan",
        _text("plan", nullable=False),
        *_texts("hash", "period"),
        _number("found"),
        *_texts("made_at", "made_by"),
        key=("plan",),
    )
    _table(
        "plan_document",
        _text("plan", nullable=False),
        _number("position", nullable=False),
        *_texts("document", "verdict", "code", "client"),
        key=("plan", "position"),
    )
    _table(
        "plan_delivery",
        _text("plan", nullable=False),
        _text("delivery", nullable=False),
        _text("channel"),
        _number("position"),
        key=("plan", "delivery"),
        indexes=("delivery",),
    )
    _table(
        "run",
        _text("run", nullable=False),
        *_texts("plan", "channel"),
        sa.Column("rehearsal", sa.Boolean()),
        *_texts("state", "reason", "started_at", "started_by", "ended_at"),
        key=("run",),
        indexes=("plan",),
    )
    _table(
        "run_delivery",
        _text("run", nullable=False),
        _text("delivery", nullable=False),
        key=("run", "delivery"),
        indexes=("delivery",),
    )
    _table(
        "seal",
        _big("seq", nullable=False),
        _text("run"),
        _big("count"),
        *_texts("head", "totals", "signature", "signer", "sealed_at"),
        key=("seq",),
        indexes=("run",),
    )


def _deliveries() -> None:
    _table(
        "delivery",
        _text("delivery", nullable=False),
        _big("seq"),
        *_texts("namespace", "document", "series", "folio", "channel", "destination", "destination_c"),
        _number("generation"),
        *_texts("client", "plan", "rfc_c", "status", "carrier", "run", "begun_run", "fingerprint", "rule"),
        *_texts("certificate", "files", "replaces", "next"),
        sa.Column("released", sa.Boolean()),
        *_texts("reason", "resolution", "planned_at", "begun_at", "settled_at", "evidence", "reply_c"),
        _number("code"),
        *_texts("enhanced", "host", "queue_id", "phase"),
        key=("delivery",),
        indexes=("namespace", "document", "destination_c", "client", "plan", "rfc_c"),
    )


def _carriers() -> None:
    _table(
        "carrier",
        _text("carrier", nullable=False),
        *_texts("run", "channel", "client", "message_id", "subject_c", "files", "copies", "target", "made_at"),
        key=("carrier",),
        indexes=("run", "message_id"),
    )
    _table(
        "carrier_item",
        _text("carrier", nullable=False),
        _number("position", nullable=False),
        *_texts("delivery", "document", "destination", "destination_c"),
        key=("carrier", "position"),
        indexes=("delivery",),
    )


def _clients() -> None:
    _table(
        "edit",
        _text("edit", nullable=False),
        _big("seq"),
        *_texts("at", "by", "workbook", "before_sha256", "after_sha256", "reason_c", "source", "state", "why"),
        key=("edit",),
    )
    _table(
        "client_change",
        _text("edit", nullable=False),
        _number("position", nullable=False),
        *_texts("clave", "column", "before_c", "after_c"),
        key=("edit", "position"),
        indexes=("clave",),
    )
    _table(
        "master",
        _text("workbook", nullable=False),
        _big("seq"),
        *_texts("sha256", "rules", "seen_at"),
        key=("workbook",),
    )
    _table(
        "assignment",
        _text("uuid", nullable=False),
        _text("client"),
        sa.Column("remember", sa.Boolean()),
        key=("uuid",),
    )
    _table(
        "certificate",
        _text("client", nullable=False),
        _text("sha256", nullable=False),
        _big("seq"),
        *_texts("file", "serial", "not_before", "not_after", "rfc_c", "proved_at"),
        key=("client", "sha256"),
    )


def _sqlite_triggers() -> None:
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER event_no_{verb.lower()} BEFORE {verb} ON event "
            "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
        )


def _postgresql_triggers() -> None:
    op.execute(
        "CREATE FUNCTION event_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON event "
        "FOR EACH ROW EXECUTE FUNCTION event_append_only()"
    )
    op.execute(
        "CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event "
        "FOR EACH STATEMENT EXECUTE FUNCTION event_append_only()"
    )
