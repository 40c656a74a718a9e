"""The ledger's tables: the chain, the clear personal values, and the projections that events alone decide.

Columns ending in ``_c`` hold the commitment of a personal value; the clear value stands in ``personal``.
"""

from sqlalchemy import BigInteger, Boolean, Column, Integer, MetaData, Table, Text, UniqueConstraint

__all__ = ["COLUMN_TYPES", "PROJECTIONS", "event", "head", "metadata", "personal"]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_BIG = BigInteger().with_variant(Integer(), "sqlite")


def _key(*names: str) -> list[Column[str]]:
    return [Column(name, Text, primary_key=True) for name in names]


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text) for name in names]


def _indexed(*names: str) -> list[Column[str]]:
    return [Column(name, Text, index=True) for name in names]


event = Table(
    "event",
    metadata,
    Column("seq", _BIG, primary_key=True, autoincrement=False),
    Column("chain", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("kind", Text, nullable=False, index=True),
    *_indexed("run", "delivery", "carrier"),
    Column("body", Text, nullable=False),
    Column("prev_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    UniqueConstraint("chain", "prev_hash"),
)

head = Table(
    "head",
    metadata,
    *_key("chain"),
    Column("count", _BIG, nullable=False),
    Column("hash", Text, nullable=False),
)

#: `digest` makes (kind, value) unique without an index over long texts.
personal = Table(
    "personal",
    metadata,
    *_key("commitment"),
    Column("kind", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("salt", Text, nullable=False),
    Column("value", Text, nullable=False),
    UniqueConstraint("digest"),
)

plan = Table(
    "plan",
    metadata,
    *_key("plan"),
    *_texts("hash", "period"),
    Column("found", Integer),
    *_texts("made_at", "made_by"),
)

plan_document = Table(
    "plan_document",
    metadata,
    *_key("plan"),
    Column("position", Integer, primary_key=True, autoincrement=False),
    *_texts("document", "verdict", "code", "client"),
)

plan_delivery = Table(
    "plan_delivery",
    metadata,
    *_key("plan"),
    Column("delivery", Text, primary_key=True, index=True),
    *_texts("channel"),
    Column("position", Integer),
)

delivery = Table(
    "delivery",
    metadata,
    *_key("delivery"),
    Column("seq", _BIG),
    *_indexed("namespace", "document"),
    *_texts("series"),
    *_indexed("folio"),
    *_texts("channel", "destination"),
    *_indexed("destination_c"),
    Column("generation", Integer),
    *_indexed("client", "plan", "rfc_c"),
    *_texts("status", "carrier", "run", "begun_run", "fingerprint", "rule", "certificate", "files"),
    *_texts("replaces", "next"),
    Column("released", Boolean),
    *_texts("reason", "resolution", "planned_at", "begun_at", "settled_at", "evidence", "reply_c"),
    Column("code", Integer),
    *_texts("enhanced", "host", "queue_id", "phase"),
)

run = Table(
    "run",
    metadata,
    *_key("run"),
    *_indexed("plan"),
    *_texts("channel"),
    Column("rehearsal", Boolean),
    *_texts("state", "reason", "started_at", "started_by", "ended_at"),
)

run_delivery = Table("run_delivery", metadata, *_key("run"), Column("delivery", Text, primary_key=True, index=True))

carrier = Table(
    "carrier",
    metadata,
    *_key("carrier"),
    *_indexed("run"),
    *_texts("channel", "client"),
    *_indexed("message_id"),
    *_texts("subject_c", "files", "copies", "target", "made_at"),
)

carrier_item = Table(
    "carrier_item",
    metadata,
    *_key("carrier"),
    Column("position", Integer, primary_key=True, autoincrement=False),
    *_indexed("delivery"),
    *_texts("document", "destination", "destination_c"),
)

edit = Table(
    "edit",
    metadata,
    *_key("edit"),
    Column("seq", _BIG),
    *_texts("at", "by", "workbook", "before_sha256", "after_sha256", "reason_c", "source", "state", "why"),
)

client_change = Table(
    "client_change",
    metadata,
    *_key("edit"),
    Column("position", Integer, primary_key=True, autoincrement=False),
    *_indexed("clave"),
    *_texts("column", "before_c", "after_c"),
)

master = Table("master", metadata, *_key("workbook"), Column("seq", _BIG), *_texts("sha256", "rules", "seen_at"))

assignment = Table("assignment", metadata, *_key("uuid"), *_texts("client"), Column("remember", Boolean))

certificate = Table(
    "certificate",
    metadata,
    *_key("client", "sha256"),
    Column("seq", _BIG),
    *_texts("file", "serial", "not_before", "not_after", "rfc_c", "proved_at"),
)

seal = Table(
    "seal",
    metadata,
    Column("seq", _BIG, primary_key=True, autoincrement=False),
    *_indexed("run"),
    Column("count", _BIG),
    *_texts("head", "totals", "signature", "signer", "sealed_at"),
)

#: Tables that hold nothing but what the events say, by name; `verify` replays and compares each.
PROJECTIONS: dict[str, Table] = {
    table.name: table
    for table in (
        plan,
        plan_document,
        plan_delivery,
        delivery,
        run,
        run_delivery,
        carrier,
        carrier_item,
        edit,
        client_change,
        master,
        assignment,
        certificate,
        seal,
    )
}

#: The Python type of each column of each projection; None is always allowed.
COLUMN_TYPES: dict[str, dict[str, type]] = {
    name: {column.name: column.type.python_type for column in table.columns} for name, table in PROJECTIONS.items()
}
