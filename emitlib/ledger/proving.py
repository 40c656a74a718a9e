"""Single events with what proves them: the raw body, the path to a seal's root, the salts of personal values."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from emitlib.ledger import tables
from emitlib.ledger.ledger import Ledger
from emitlib.ledger.merkle import inclusion_paths
from emitlib.ledger.reading import in_chunks
from emitlib.ledger.sealed import hashes_between

__all__ = ["Opening", "RawEvent", "carriers_holding", "openings_of", "planned_in", "prove", "raw_events"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEvent:
    """One event as the chain has it: personal values as commitments."""

    seq: int
    kind: str
    body: str
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What opens a commitment: SHA-256 over salt, kind, NUL and value."""

    commitment: str
    kind: str
    salt: str
    value: str

    def as_json(self) -> dict[str, str]:
        """Plain values."""
        return {"commitment": self.commitment, "kind": self.kind, "salt": self.salt, "value": self.value}


def raw_events(
    ledger: Ledger, *, deliveries: Iterable[str], carriers: Iterable[str], kinds: Collection[str]
) -> list[RawEvent]:
    """Events of any of these deliveries or carriers, and all events of some kinds, oldest first.

    Args:
        ledger: May be open for reading only.
        deliveries: Ids.
        carriers: Ids.
        kinds: Of which every event is wanted; rare ones.
    """
    event = tables.event.c
    query = select(event.seq, event.kind, event.body, event.prev_hash, event.hash)
    conditions = ((event.delivery, deliveries), (event.carrier, carriers), (event.kind, kinds))
    with ledger.reading() as connection:
        found = {row.seq: row for column, names in conditions for row in in_chunks(connection, query, column, names)}
    return [
        RawEvent(seq=seq, kind=row.kind, body=row.body, prev_hash=row.prev_hash, hash=row.hash)
        for seq, row in sorted(found.items())
    ]


def carriers_holding(ledger: Ledger, deliveries: Iterable[str]) -> list[str]:
    """Every carrier that ever held one of these deliveries."""
    item = tables.carrier_item.c
    with ledger.reading() as connection:
        rows = in_chunks(connection, select(item.carrier).distinct(), item.delivery, deliveries)
    return sorted({row.carrier for row in rows})


def planned_in(ledger: Ledger, plans: Iterable[str]) -> set[str]:
    """Deliveries that any of these plans held, whatever planned them since."""
    table = tables.plan_delivery.c
    with ledger.reading() as connection:
        return {row.delivery for row in in_chunks(connection, select(table.delivery), table.plan, plans)}


def openings_of(ledger: Ledger, commitments: Iterable[str]) -> list[Opening]:
    """What opens each of these commitments; erased ones are absent."""
    table = tables.personal.c
    query = select(table.commitment, table.kind, table.salt, table.value)
    with ledger.reading() as connection:
        rows = in_chunks(connection, query, table.commitment, commitments)
    rows.sort(key=lambda row: row.commitment)
    return [Opening(commitment=row.commitment, kind=row.kind, salt=row.salt, value=row.value) for row in rows]


def prove(ledger: Ledger, seqs: Collection[int], *, count: int) -> dict[int, list[str]]:
    """The inclusion proof of each event in the Merkle tree over the first `count`; all their hashes are read once.

    Raises:
        ValueError: If an event is not among them.
    """
    with ledger.reading() as connection:
        paths = inclusion_paths(hashes_between(connection, 0, count), {seq - 1 for seq in seqs})
    return {place + 1: path for place, path in paths.items()}
