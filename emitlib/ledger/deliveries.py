"""Deliveries as they stand now, with clear values."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, or_, select

from emitlib.ledger import tables
from emitlib.ledger.erased import erased_on
from emitlib.ledger.events import Personal, storable
from emitlib.ledger.personal import commitments_in, digest_of, reveal, revealed
from emitlib.ledger.reading import in_chunks, moment, parsed
from emitlib.vocabulary import DONE, ChannelName, Status, mail_destination

__all__ = ["DeliveryRow", "find_deliveries", "known_destinations", "named_by", "select_deliveries"]


#: Where the last run that took a delivery is the one to name; in all other statuses it is the one that began it.
_NOT_LEFT = frozenset({Status.PLANNED, Status.DEFERRED, Status.HELD, Status.EXPORTED, Status.CANCELLED})

#: The longest folio: SAT's schema allows 40 characters.
_FOLIO_WIDTH = 40
_LABEL = re.compile(rf"(?P<series>.*?)[-\s]?(?P<folio>\d{{1,{_FOLIO_WIDTH}}})")
_UUID = re.compile(r"[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}", re.ASCII)
_PART_OF_UUID = re.compile(r"[0-9A-F]{8}(?:-[0-9A-F-]{0,28})?", re.ASCII)


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


def named_by(text: str, *, begins: bool = False) -> ColumnElement[bool]:
    """The condition that a delivery is named by `text`: each part is looked up in an index.

    Args:
        text: As `Ledger.find` takes it; not blank.
        begins: Whether the first eight digits of a UUID, or more of them, name a document too.
    """
    text = storable(text).strip()
    delivery, item, carrier = tables.delivery.c, tables.carrier_item.c, tables.carrier.c
    upper = text.upper()
    message_ids = [text, f"<{text.strip('<>')}>", text.strip("<>")]
    carriers = select(carrier.carrier).where(carrier.message_id.in_(message_ids))
    rfc = digest_of(Personal("rfc", upper.replace("-", "").replace(" ", "")))
    tests: list[ColumnElement[bool]] = [
        delivery.document.in_([text, f"cfdi:{upper}", f"retenciones:{upper}"]),
        delivery.client == text,
        delivery.delivery == f"D{text[1:].lower()}",
        delivery.delivery.in_(select(item.delivery).where(item.carrier.in_(carriers))),
        delivery.rfc_c.in_(_committed([rfc])),
    ]
    if "@" in text:
        digests = [digest_of(Personal("address", address)) for address in _addresses(text)]
        tests.append(delivery.destination_c.in_(_committed(digests)))
    if begins and _PART_OF_UUID.fullmatch(upper):
        tests += [
            delivery.document.between(f"{kind}:{upper}", f"{kind}:{upper}~") for kind in ("cfdi", "retenciones")
        ]
    tests += [_labelled(series, folio) for series, folio in _labels(text)]
    return or_(*tests)


def _committed(digests: list[str]) -> Select[tuple[str]]:
    personal = tables.personal.c
    return select(personal.commitment).where(personal.digest.in_(digests))


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


def _labels(text: str) -> set[tuple[str, str]]:
    """Each way to read `text` as series and folio: "A-123", "A 123", "A123", "123"; as written and in upper case."""
    match = _LABEL.fullmatch(text)
    if match is None or _UUID.fullmatch(text.upper()):  # a UUID is no folio
        return set()
    series, folio = match.group("series"), match.group("folio")
    return {(series, folio), (series.upper(), folio)}


def _labelled(series: str, folio: str) -> ColumnElement[bool]:
    """A document with this folio, of this series where one was named; leading zeros of the folio aside."""
    delivery = tables.delivery.c
    number = folio.lstrip("0") or "0"
    same = delivery.folio.in_([number.zfill(width) for width in range(len(number), _FOLIO_WIDTH + 1)])
    return and_(same, delivery.series == series) if series else same


def _addresses(text: str) -> list[str]:
    """`text` as typed, and as the destination that an address stands for."""
    try:
        return [text, mail_destination(text)]
    except ValueError:
        return [text]


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
