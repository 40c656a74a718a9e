"""The body of an event: canonical JSON text, and the link that chains it to the one before."""

import hashlib
from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

import msgspec

from emitlib.ledger.events import JsonOrPersonal, Personal, storable
from emitlib.vocabulary import Json, Status

__all__ = [
    "BODY_VERSION",
    "ZERO_HASH",
    "Body",
    "Draft",
    "Leaf",
    "canonical_text",
    "link_hash",
    "plain_data",
    "read_body",
]

BODY_VERSION = 1

#: What stands before the first event.
ZERO_HASH = "0" * 64

_ENCODER = msgspec.json.Encoder(order="sorted")


class Body(msgspec.Struct, frozen=True, gc=False):
    """A body read back: what stands beside the data, and the data's own text."""

    seq: int
    chain: str
    at: str
    kind: str
    run: str | None
    delivery: str | None
    carrier: str | None
    by: str
    data: msgspec.Raw  #: canonical JSON, read when somebody asks


_DECODER = msgspec.json.Decoder(Body)

#: Where a personal value stands in data: ``{"c": ""}`` until its commitment is known.
Leaf: TypeAlias = dict[str, str]


class Draft(NamedTuple):
    """An event ready for the writer: checked, dated, its personal values collected."""

    kind: str
    at: str  #: UTC, ISO 8601 with microseconds
    run: str | None
    delivery: str | None
    carrier: str | None
    data: dict[str, Json]  #: plain values alone
    personals: tuple[tuple[Personal, Leaf], ...]  #: each with its place in the data
    allowed: frozenset[Status] | None  #: statuses that `guarded` must have; None where any will do
    guarded: tuple[str, ...]
    takes_new: bool  #: a delivery without a row will do as well


def canonical_text(value: Json) -> str:
    """The canonical text of a value that came out of JSON; as `emitlib.vocabulary.canonical_json`, only faster."""
    return _ENCODER.encode(value).decode()


def read_body(text: str) -> Body:
    """The body of an event out of its canonical text.

    Raises:
        ValueError: If it is no JSON, or lacks something that every body has.
    """
    return _DECODER.decode(text)


def link_hash(prev_hash: str, body: str) -> str:
    """The hash of an event: SHA-256 over the former hash and the body, 64 hex digits."""
    return hashlib.sha256((prev_hash + body).encode()).hexdigest()


def plain_data(data: Mapping[str, JsonOrPersonal]) -> tuple[dict[str, Json], tuple[tuple[Personal, Leaf], ...]]:
    """A private copy of `data` of JSON's own types, and the personal values in it, each with its place in the copy.

    Raises:
        TypeError: If something inside has no canonical text (a float, a date, a path).
        ValueError: If a mapping looks like a commitment: ``{"c": …}`` is reserved.
    """
    personals: list[tuple[Personal, Leaf]] = []
    return {storable(key): _plain(part, personals) for key, part in data.items()}, tuple(personals)


def _plain(value: object, personals: list[tuple[Personal, Leaf]]) -> Json:
    if isinstance(value, str):
        return storable(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Personal):
        leaf = {"c": ""}
        personals.append((value, leaf))
        return leaf
    if isinstance(value, list | tuple):
        return [_plain(part, personals) for part in value]
    if not isinstance(value, Mapping):
        raise TypeError(f"{type(value).__name__} has no canonical text; pass a string")
    if value.keys() == {"c"}:
        raise ValueError('{"c": …} is reserved for commitments')
    copy: dict[str, Json] = {}
    for key, part in value.items():
        if not isinstance(key, str):
            raise TypeError("keys of an event's data are strings")
        copy[storable(key)] = _plain(part, personals)
    return copy
