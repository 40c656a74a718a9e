"""Deliveries as they stand now, with clear values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from emitlib.ledger import tables
from emitlib.ledger.erased import erased_on
from emitlib.ledger.named import named_by
from emitlib.ledger.personal import commitments_in, reveal, revealed
from emitlib.ledger.reading import in_chunks, moment, parsed
from emitlib.vocabulary import DONE, ChannelName, Status

__all__ = ["DeliveryRow", "find_deliveries", "known_destinations", "select_deliveries"]


#: Where the last run that took a delivery is the one to name; in all other statuses it is the one that began it.
_NOT_LEFT = frozenset({Status.PLANNED, Status.DEFERRED, Status.HELD, Status.EXPORTED, Status.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """One delivery. A personal value that was erased reads as ""."""

    delivery: str
    namespace: str  #: "" for the real world, else the rehearsal's run
    document: str
    series: str
    folio: str
    channel: ChannelName
    destination: str
    generation: int
    client: str
    rfc: str  #: the client's
    status: Status
    carrier: str | None
    run: str | None  #: the run that began it; before that, the last one that took it
    plan: str
    fingerprint: str
    rule: Mapping[str, Any]
    certificate: str  #: SHA-256 of the certificate to encrypt to, or ""
    files: tuple[Mapping[str, Any], ...]
    replaces: str | None  #: delivery of the former generation
    next: str | None  #: delivery of the next generation
    released: bool
    reason: str  #: rejected, cancelled, not_arrived, resend or ""
    resolution: str  #: a person's answer about an unknown, or ""
    planned_at: datetime | None
    begun_at: datetime | None
    settled_at: datetime | None
    evidence: Mapping[str, str]  #: what was known when it began
    reply: str
    code: int | None
    enhanced: str
    host: str
    queue_id: str
    phase: str
    message_id: str
    erased_at: datetime | None = None  #: when its address was erased on request

    @property
    def by_answer(self) -> bool:
        """Whether it is accepted by a person's answer that it arrived, and by no server's 250."""
        return self.status is Status.ACCEPTED and self.resolution == "arrived"


def select_deliveries(
    connection: Connection,
    *,
    run: str | None = None,
    plan: str | None = None,
    documents: Iterable[str] | None = None,
    ids: Iterable[str] | None = None,
    channel: ChannelName | None = None,
    statuses: Iterable[Status] | None = None,
    namespace: str | None = "",
    client: str | None = None,
) -> list[DeliveryRow]:
    """Deliveries that meet every condition, in the order they were planned; see `Ledger.deliveries`."""
    delivery = tables.delivery.c
    query = _query()
    if run is not None:
        taken = tables.run_delivery
        query = query.join(taken, taken.c.delivery == delivery.delivery).where(taken.c.run == run)
    if plan is not None:
        query = query.where(delivery.plan == plan)
    if channel is not None:
        query = query.where(delivery.channel == channel.value)
    if statuses is not None:
        query = query.where(delivery.status.in_([status.value for status in statuses]))
    if client is not None:
        query = query.where(delivery.client == client)
    # A run or an id belongs to one namespace already.
    if namespace is not None and (namespace or (run is None and ids is None)):
        query = query.where(delivery.namespace == namespace)
    if ids is not None and documents is not None:
        query = query.where(delivery.document.in_(list(documents)))
        documents = None
    column, names = (delivery.document, documents) if ids is None else (delivery.delivery, ids)
    return _rows(connection, in_chunks(connection, query, column, names))


def find_deliveries(connection: Connection, text: str) -> list[DeliveryRow]:
    """Deliveries that `text` names, of every namespace; see `Ledger.find`."""
    if not text.strip():
        return []
    return _rows(connection, list(connection.execute(_query().where(named_by(text)))))


def known_destinations(connection: Connection) -> set[str]:
    """Addresses with a done delivery in the real world."""
    delivery, personal = tables.delivery.c, tables.personal
    query = (
        select(personal.c.value)
        .distinct()
        .join(tables.delivery, delivery.destination_c == personal.c.commitment)
        .where(delivery.namespace == "")
        .where(delivery.channel == ChannelName.MAIL.value)
        .where(delivery.status.in_([status.value for status in DONE]))
    )
    return set(connection.execute(query).scalars())


def _query() -> Select[Any]:
    delivery, carrier, personal = tables.delivery, tables.carrier, tables.personal
    return (
        select(*delivery.columns, carrier.c.message_id, personal.c.value.label("address"))
        .outerjoin(carrier, carrier.c.carrier == delivery.c.carrier)
        .outerjoin(personal, personal.c.commitment == delivery.c.destination_c)
        .order_by(delivery.c.seq, delivery.c.delivery)
    )


def _rows(connection: Connection, rows: list[Row[Any]]) -> list[DeliveryRow]:
    rules = parsed([row.rule for row in rows])
    wanted = [commitment for rule in rules for commitment in commitments_in(rule)]
    wanted += [name for row in rows for name in (row.reply_c, row.rfc_c) if name]
    clear = reveal(connection, wanted)
    erased = erased_on(connection) if any(map(_without_address, rows)) else {}
    built = [_row(row, revealed(rule or {}, clear), clear, erased) for row, rule in zip(rows, rules, strict=True)]
    order = {row.delivery: row.seq or 0 for row in rows}
    return sorted(built, key=lambda row: (order[row.delivery], row.delivery))


def _without_address(row: Row[Any]) -> bool:
    return bool(row.destination_c) and row.address is None


def _row(row: Row[Any], rule: Any, clear: Mapping[str, str], erased: Mapping[str, datetime]) -> DeliveryRow:
    files, evidence = parsed([row.files, row.evidence])
    return DeliveryRow(
        delivery=row.delivery,
        namespace=row.namespace or "",
        document=row.document or "",
        series=row.series or "",
        folio=row.folio or "",
        channel=ChannelName(row.channel),
        destination=(row.address or "") if row.destination_c else (row.destination or ""),
        generation=row.generation or 1,
        client=row.client or "",
        rfc=clear.get(row.rfc_c, ""),
        status=Status(row.status),
        carrier=row.carrier,
        run=(row.status not in _NOT_LEFT and row.begun_run) or row.run,
        plan=row.plan or "",
        fingerprint=row.fingerprint or "",
        rule=rule,
        certificate=row.certificate or "",
        files=tuple(files or ()),
        replaces=row.replaces,
        next=row.next,
        released=bool(row.released),
        reason=row.reason or "",
        resolution=row.resolution or "",
        planned_at=moment(row.planned_at),
        begun_at=moment(row.begun_at),
        settled_at=moment(row.settled_at),
        evidence=evidence or {},
        reply=clear.get(row.reply_c, "") if row.reply_c else "",
        code=row.code,
        enhanced=row.enhanced or "",
        host=row.host or "",
        queue_id=row.queue_id or "",
        phase=row.phase or "",
        message_id=row.message_id or "",
        erased_at=erased.get(row.destination_c),
    )
