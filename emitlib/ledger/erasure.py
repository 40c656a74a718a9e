"""Personal values to be erased: those that are one client's alone."""

import json
from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from emitlib.ledger import tables
from emitlib.ledger.ledger import Ledger
from emitlib.ledger.personal import commitment_in
from emitlib.ledger.reading import in_chunks

__all__ = ["OwnValue", "empty_log", "values_of"]

_CHUNK = 1_000
#: Parts of a body that are the company's own, whoever's document they stand beside.
_COMPANYS = frozenset({"copies"})


class OwnValue(NamedTuple):
    """A personal value that the ledger holds in clear."""

    commitment: str
    kind: str
    value: str


class _Owner(Enum):
    CLIENT = "client"
    OTHER = "other"
    NOBODY = "nobody"


def values_of(connection: Connection, client: str) -> tuple[list[OwnValue], int]:
    """The clear values that stand in events about `client` and about no other.

    Reads the whole chain once, a thousand events in memory.

    Args:
        connection: See `Ledger.reading`.
        client: Client key.

    Returns:
        The values, and how many more of the client's are others' as well.
    """
    delivery = tables.delivery.c
    names = connection.execute(select(delivery.delivery).where(delivery.client == client)).scalars()
    walk = _Walk(client, set(names))
    event = tables.event.c
    # why something was erased stays: it is all that is left to say
    query = select(event.delivery, event.body).where(event.kind != "erased").order_by(event.seq)
    for row in connection.execution_options(yield_per=_CHUNK).execute(query):
        walk.take(row.delivery, json.loads(row.body)["data"])
    alone = walk.clients - walk.others
    personal = tables.personal.c
    wanted = select(personal.commitment, personal.kind, personal.value)
    rows = in_chunks(connection, wanted, personal.commitment, sorted(walk.clients))
    held = [OwnValue(row.commitment, row.kind, row.value) for row in rows if row.value]
    mine = [value for value in held if value.commitment in alone]
    return mine, len(held) - len(mine)


def empty_log(ledger: Ledger) -> None:
    """Take SQLite's log into its file, so that what was erased stands in neither; PostgreSQL does so by itself.

    While another process reads, the log stays until that one ends.
    """
    with ledger.reading() as connection:
        if connection.dialect.name == "sqlite":
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


class _Walk:
    """Sorts the commitments of all events by whose they are.

    Args:
        client: Client key.
        deliveries: The client's.
    """

    def __init__(self, client: str, deliveries: set[str]) -> None:
        self._client = client
        self._deliveries = deliveries
        self.clients: set[str] = set()
        self.others: set[str] = set()

    def take(self, delivery: str | None, data: Any) -> None:
        """The next event: what stands beside one owner's values alone is that owner's as well."""
        start = _Owner.NOBODY if delivery is None else self._of_delivery(delivery)
        found = list(self._found(data, start))
        owners = {owner for _commitment, owner in found} | set(self._named(data, start))
        owners.discard(_Owner.NOBODY)
        rest = owners.pop() if len(owners) == 1 else _Owner.OTHER if owners else _Owner.NOBODY
        for commitment, owner in found:
            match rest if owner is _Owner.NOBODY else owner:
                case _Owner.CLIENT:
                    self.clients.add(commitment)
                case _Owner.OTHER:
                    self.others.add(commitment)
                case _Owner.NOBODY:
                    pass

    def _found(self, value: Any, owner: _Owner) -> Iterator[tuple[str, _Owner]]:
        commitment = commitment_in(value)
        if commitment is not None:
            yield commitment, owner
        elif isinstance(value, list):
            for part in value:
                yield from self._found(part, owner)
        elif isinstance(value, dict):
            owner = next(self._named(value, owner), owner)
            for name, part in value.items():
                if name == "rules" and isinstance(part, dict):
                    for clave, cells in part.items():
                        yield from self._found(cells, self._of_client(clave))
                elif name not in _COMPANYS:
                    yield from self._found(part, owner)

    def _named(self, value: Any, start: _Owner) -> Iterator[_Owner]:
        """Whose a part of a body is: as it says itself, then as what it stands in says."""
        for name, judge in (("client", self._of_client), ("clave", self._of_client), ("delivery", self._of_delivery)):
            named = value.get(name) if isinstance(value, dict) else None
            if isinstance(named, str):
                yield judge(named)
        if start is not _Owner.NOBODY:
            yield start

    def _of_client(self, key: str) -> _Owner:
        return _Owner.CLIENT if key == self._client else _Owner.OTHER

    def _of_delivery(self, name: str) -> _Owner:
        return _Owner.CLIENT if name in self._deliveries else _Owner.OTHER
