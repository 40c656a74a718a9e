"""Edits of the client master: who changed which cell, and what the workbook looked like when last seen."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from emitlib.ledger import tables
from emitlib.ledger.personal import commitments_in, reveal, revealed
from emitlib.ledger.reading import in_chunks, moment, parsed

__all__ = [
    "ClientChange",
    "MasterRow",
    "PendingEdit",
    "select_changes",
    "select_known_hash",
    "select_master",
    "select_pending",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientChange:
    """One changed cell."""

    edit: str
    at: datetime | None
    by: str
    workbook: str
    clave: str
    column: str
    before: str
    after: str
    reason: str
    source: str  #: emitlib or outside
    state: str  #: intended, applied or abandoned


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingEdit:
    """An edit that was intended and of which nobody said yet whether the workbook holds it."""

    edit: str
    at: datetime | None
    by: str
    workbook: str
    before_sha256: str
    after_sha256: str
    reason: str
    changes: tuple[ClientChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterRow:
    """A workbook as it was last seen."""

    workbook: str
    sha256: str
    rules: Mapping[str, Any]  #: emission columns by client key
    seen_at: datetime | None


def select_changes(
    connection: Connection, *, clave: str | None = None, state: str | None = None
) -> list[ClientChange]:
    """Changed cells, oldest first; see `Ledger.client_changes`."""
    edit, change = tables.edit, tables.client_change
    query: Select[Any] = (
        select(*edit.columns, change.c.clave, change.c.column, change.c.before_c, change.c.after_c)
        .join(change, change.c.edit == edit.c.edit)
        .order_by(edit.c.seq, change.c.position)
    )
    if clave is not None:
        query = query.where(change.c.clave == clave)
    if state is not None:
        query = query.where(edit.c.state == state)
    rows = list(connection.execute(query))
    clear = reveal(connection, [text for row in rows for text in (row.before_c, row.after_c, row.reason_c) if text])
    return [_change(row, clear) for row in rows]


def select_pending(connection: Connection) -> list[PendingEdit]:
    """Intended edits, oldest first, with their cells."""
    edit = tables.edit
    rows = list(connection.execute(select(edit).where(edit.c.state == "intended").order_by(edit.c.seq)))
    changes: dict[str, list[ClientChange]] = defaultdict(list)
    for change in select_changes(connection, state="intended"):
        changes[change.edit].append(change)
    clear = reveal(connection, [row.reason_c for row in rows if row.reason_c])
    return [
        PendingEdit(
            edit=row.edit,
            at=moment(row.at),
            by=row.by or "",
            workbook=row.workbook or "",
            before_sha256=row.before_sha256 or "",
            after_sha256=row.after_sha256 or "",
            reason=clear.get(row.reason_c, ""),
            changes=tuple(changes[row.edit]),
        )
        for row in rows
    ]


def select_master(connection: Connection, workbook: str | None = None) -> MasterRow | None:
    """The workbook as last seen; the last seen of all where none is named."""
    master = tables.master
    names = None if workbook is None else [workbook]
    rows = in_chunks(connection, select(master), master.c.workbook, names)
    if not rows:
        return None
    row = max(rows, key=lambda row: row.seq or 0)
    (rules,) = parsed([row.rules])
    shown = revealed(rules or {}, reveal(connection, commitments_in(rules)))
    return MasterRow(
        workbook=row.workbook,
        sha256=row.sha256 or "",
        rules=shown if isinstance(shown, dict) else {},
        seen_at=moment(row.seen_at),
    )


def select_known_hash(connection: Connection, workbook: str) -> str:
    """SHA-256 of the workbook after what the ledger last heard of it: seen, edited or changed outside; "" = never."""
    master, edit = tables.master.c, tables.edit.c
    seen = select(master.seq, master.sha256).where(master.workbook == workbook)
    changed = (
        select(edit.seq, edit.after_sha256)
        .where(edit.workbook == workbook, edit.state == "applied")
        .order_by(edit.seq.desc())
        .limit(1)
    )
    known = [*connection.execute(seen), *connection.execute(changed)]
    return max(((seq or 0, sha256 or "") for seq, sha256 in known), default=(0, ""))[1]


def _change(row: Row[Any], clear: Mapping[str, str]) -> ClientChange:
    return ClientChange(
        edit=row.edit,
        at=moment(row.at),
        by=row.by or "",
        workbook=row.workbook or "",
        clave=row.clave or "",
        column=row.column or "",
        before=clear.get(row.before_c, ""),
        after=clear.get(row.after_c, ""),
        reason=clear.get(row.reason_c, ""),
        source=row.source or "",
        state=row.state or "",
    )
