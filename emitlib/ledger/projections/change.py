"""A change: values to insert or merge into the row with a key."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from emitlib.ledger.body import Body
from emitlib.ledger.personal import commitment_in

__all__ = ["Change", "Fact", "Rows", "fact_of", "merge", "place", "read_fact"]

#: Merged changes: (table, key values in column order) to the row's columns, the key's included.
Rows = dict[tuple[str, tuple[Any, ...]], dict[str, Any]]


class Change(NamedTuple):
    """Insert `values` into `table` under `key`, or merge them into the row that has that key."""

    table: str
    key: dict[str, Any]
    values: dict[str, Any]


class Fact(msgspec.Struct, frozen=True, gc=False):
    """An event as the projections see it: its place in the chain and its body, taken apart."""

    seq: int
    at: str
    by: str
    kind: str
    run: str | None
    delivery: str | None
    carrier: str | None
    data: dict[str, Any]


_data_in = msgspec.json.Decoder(dict[str, Any]).decode
_fact_in = msgspec.json.Decoder(Fact).decode


def read_fact(text: str) -> Fact:
    """The event with this canonical text.

    Raises:
        ValueError: If it is no JSON, lacks something that every body has, or the data is no JSON object.
    """
    return _fact_in(text)


def fact_of(body: Body) -> Fact:
    """The event with this body, its data read.

    Raises:
        ValueError: If the data is no JSON object.
    """
    return Fact(body.seq, body.at, body.by, body.kind, body.run, body.delivery, body.carrier, _data_in(body.data))


def place(leaf: object) -> dict[str, str | None]:
    """The two columns of a destination: plain text, or the commitment of an address."""
    committed = commitment_in(leaf)
    return {"destination": None if committed else str(leaf), "destination_c": committed}


def merge(rows: Rows, changes: Iterable[Change]) -> None:
    """Merge `changes` into `rows`, later ones over earlier ones: what the tables do, in memory.

    The changes are used up: their values become rows.
    """
    for table, key, values in changes:
        name = (table, tuple(key.values()))
        row = rows.get(name)
        if row is None:
            values.update(key)
            rows[name] = values
        else:
            row.update(values)
