"""What stands behind the outcome of a delivery: the bytes that left, the event that says so, the seal over it."""

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC

from sqlalchemy import Connection, select

from emitlib.ledger import tables
from emitlib.ledger.deliveries import DeliveryRow
from emitlib.ledger.events import OUTCOMES
from emitlib.ledger.queries import Queries
from emitlib.ledger.reading import in_chunks
from emitlib.vocabulary import FrozenFile, Status

__all__ = ["OutcomeEvent", "OutcomeProof", "SealOver", "outcome_proofs"]

_ALONE = frozenset({*(status.value for status in OUTCOMES), "resolved"})  # kinds that settle one delivery
_TOGETHER = ("cancelled", "rejected")  # kinds that list those that they settle


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeEvent:
    """The event that gave a delivery the status in which it stands."""

    seq: int
    kind: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealOver:
    """The first seal that counts an event: whoever changes the event breaks it."""

    seq: int  #: of the seal's own event
    run: str  #: "" = the ledger as it stood, no run in particular
    count: int  #: events that it counts
    head: str  #: hash of the last of them
    at: str  #: when it was made: UTC, ISO 8601


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeProof:
    """What proves where a delivery stands; what does not exist yet is empty or None."""

    files: tuple[FrozenFile, ...] = ()  #: the frozen bytes of its carrier
    event: OutcomeEvent | None = None
    seal: SealOver | None = None


def outcome_proofs(ledger: Queries, rows: Sequence[DeliveryRow]) -> dict[str, OutcomeProof]:
    """What proves each of these deliveries, by delivery.

    Args:
        ledger: May be open for reading only.
        rows: Any number.

    Raises:
        StoreError: If the database does not answer or is damaged.
    """
    with ledger.reading() as connection:
        files = _files(connection, {row.carrier for row in rows if row.carrier})
        events = {
            **_alone(connection, {row.delivery: _stored(row) for row in rows if row.status in OUTCOMES}),
            **_listed(connection, {row.delivery: _stored(row) for row in rows if row.status is Status.CANCELLED}),
        }
        seals = _seals(connection)
    counts = [seal.count for seal in seals]
    proofs: dict[str, OutcomeProof] = {}
    for row in rows:
        event = events.get(row.delivery)
        covering = bisect_left(counts, event.seq) if event else len(seals)
        proofs[row.delivery] = OutcomeProof(
            files=files.get(row.carrier or "", ()),
            event=event,
            seal=seals[covering] if covering < len(seals) else None,
        )
    return proofs


def _stored(row: DeliveryRow) -> str:
    """When it was settled, as the column of its event holds it; "" where the ledger does not say."""
    return row.settled_at.astimezone(UTC).isoformat(timespec="microseconds") if row.settled_at else ""


def _files(connection: Connection, carriers: Iterable[str]) -> dict[str, tuple[FrozenFile, ...]]:
    carrier = tables.carrier.c
    found = in_chunks(connection, select(carrier.carrier, carrier.files), carrier.carrier, carriers)
    return {
        row.carrier: tuple(
            FrozenFile(name=file["name"], sha256=file["sha256"], size=file["size"])
            for file in json.loads(row.files or "[]")
        )
        for row in found
    }


def _alone(connection: Connection, settled: Mapping[str, str]) -> dict[str, OutcomeEvent]:
    """Outcomes that an event of their own says; the last of a moment."""
    event = tables.event.c
    query = select(event.delivery, event.seq, event.kind, event.at, event.hash)
    rows = in_chunks(connection, query, event.delivery, settled)
    return {
        row.delivery: OutcomeEvent(seq=row.seq, kind=row.kind, hash=row.hash)
        for row in sorted(rows, key=lambda row: int(row.seq))
        if row.kind in _ALONE and row.at == settled[row.delivery]
    }


def _listed(connection: Connection, settled: Mapping[str, str]) -> dict[str, OutcomeEvent]:
    """Outcomes of deliveries that were called off together."""
    event = tables.event.c
    query = select(event.seq, event.kind, event.at, event.hash, event.body).where(event.kind.in_(_TOGETHER))
    rows = in_chunks(connection, query, event.at, settled.values())
    return {
        delivery: OutcomeEvent(seq=row.seq, kind=row.kind, hash=row.hash)
        for row in sorted(rows, key=lambda row: int(row.seq))
        for delivery in json.loads(row.body)["data"]["deliveries"]
        if settled.get(delivery) == row.at
    }


def _seals(connection: Connection) -> list[SealOver]:
    """All of them, the one that counts fewest first."""
    seal = tables.seal.c
    query = select(seal.seq, seal.run, seal.count, seal.head, seal.sealed_at).order_by(seal.count, seal.seq)
    return [
        SealOver(seq=row["seq"], run=row["run"] or "", count=row["count"], head=row["head"], at=row["sealed_at"])
        for row in connection.execute(query).mappings()
    ]
