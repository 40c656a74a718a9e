"""The ledger's tables as an auditor gets them: columns with stable English names, rows streamed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Select, select

from emitlib.ledger import ClientChange, DeliveryRow, Ledger, tables
from emitlib.reports.masking import Mask
from emitlib.reports.shown import shown_destination
from emitlib.vocabulary import canonical_json

__all__ = ["TABLES", "LedgerTable", "Value"]

Value = str | int | datetime | None

_CHUNK = 500  # deliveries read at once


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerTable:
    """One table of the export."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[Ledger, Mask], Iterator[Sequence[Value]]]


def _deliveries(ledger: Ledger, mask: Mask) -> Iterator[Sequence[Value]]:
    delivery = tables.delivery.c
    query = select(delivery.delivery).order_by(delivery.seq, delivery.delivery)
    names = (row[0] for row in _stream(ledger, query))
    while chunk := list(islice(names, _CHUNK)):
        for row in ledger.deliveries(ids=chunk, namespace=None):
            yield _delivery(row, mask)


def _delivery(row: DeliveryRow, mask: Mask) -> Sequence[Value]:
    return (
        row.delivery,
        row.namespace,
        row.document,
        row.channel.value,
        shown_destination(row, mask),
        row.generation,
        row.client,
        row.status.value,
        row.plan,
        row.run,
        row.carrier,
        row.message_id,
        row.planned_at,
        row.begun_at,
        row.settled_at,
        mask.text(row.reply),
        row.code,
        row.enhanced,
        row.host,
        row.queue_id,
        row.phase,
        row.reason,
        row.resolution,
        row.replaces,
        row.next,
        row.fingerprint,
    )


def _events(ledger: Ledger, _mask: Mask) -> Iterator[Sequence[Value]]:
    """The chain itself: personal values stand in the bodies as commitments only."""
    for event in ledger.events():
        yield (
            event.seq,
            event.at,
            event.kind,
            event.run,
            event.delivery,
            event.carrier,
            event.body,
            event.prev_hash,
            event.hash,
        )


def _plans(ledger: Ledger, _mask: Mask) -> Iterator[Sequence[Value]]:
    plan = tables.plan.c
    query = select(plan.plan, plan.hash, plan.period, plan.found, plan.made_at, plan.made_by)
    for row in _stream(ledger, query.order_by(plan.made_at, plan.plan)):
        yield (row.plan, row.hash, row.period, row.found, _moment(row.made_at), row.made_by)


def _runs(ledger: Ledger, _mask: Mask) -> Iterator[Sequence[Value]]:
    for row in ledger.runs():
        rehearsal = int(row.rehearsal)
        yield (
            row.run,
            row.plan,
            row.channel.value,
            rehearsal,
            row.state,
            row.reason,
            row.started_at,
            row.started_by,
            row.ended_at,
        )


def _documents(ledger: Ledger, _mask: Mask) -> Iterator[Sequence[Value]]:
    row = tables.plan_document.c
    query = select(row.plan, row.position, row.document, row.verdict, row.code, row.client)
    for found in _stream(ledger, query.order_by(row.plan, row.position)):
        yield tuple(found)


def _changes(ledger: Ledger, mask: Mask) -> Iterator[Sequence[Value]]:
    for change in ledger.client_changes():
        yield _change(change, mask)


def _change(change: ClientChange, mask: Mask) -> Sequence[Value]:
    return (
        change.edit,
        change.at,
        change.by,
        change.workbook,
        change.clave,
        change.column,
        mask.text(change.before),
        mask.text(change.after),
        mask.text(change.reason),
        change.source,
        change.state,
    )


def _certificates(ledger: Ledger, mask: Mask) -> Iterator[Sequence[Value]]:
    for row in ledger.certificates():
        validity = (row.not_before, row.not_after)
        yield (row.client, row.sha256, row.file, row.serial, *validity, mask.rfc(row.rfc), row.proved_at)


def _seals(ledger: Ledger, _mask: Mask) -> Iterator[Sequence[Value]]:
    for event in ledger.events(kinds={"sealed"}):
        data = event.data
        yield (
            event.seq,
            event.at,
            data["run"],
            data["count"],
            data["head"],
            canonical_json(data["totals"]),
            data["signature"],
            data["signer"],
        )


def _stream(ledger: Ledger, query: Select[Any]) -> Iterator[Any]:
    with ledger.reading() as connection:
        yield from connection.execution_options(yield_per=_CHUNK).execute(query)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _table(name: str, columns: str, rows: Callable[[Ledger, Mask], Iterator[Sequence[Value]]]) -> LedgerTable:
    return LedgerTable(name=name, columns=tuple(columns.split()), rows=rows)


#: Every table of the export, in the order of the workbook's sheets.
TABLES: tuple[LedgerTable, ...] = (
    _table(
        "deliveries",
        "delivery namespace document channel destination generation client status plan run carrier message_id "
        "planned_at begun_at settled_at reply code enhanced host queue_id phase reason resolution "
        "replaces next fingerprint",
        _deliveries,
    ),
    _table("events", "seq at kind run delivery carrier body prev_hash hash", _events),
    _table("plans", "plan hash period found made_at made_by", _plans),
    _table("runs", "run plan channel rehearsal state reason started_at started_by ended_at", _runs),
    _table("documents", "plan position document verdict code client", _documents),
    _table("client_changes", "edit at by workbook clave column before after reason source state", _changes),
    _table("certificates", "client sha256 file serial not_before not_after rfc proved_at", _certificates),
    _table("seals", "seq at run count head totals signature signer", _seals),
)
