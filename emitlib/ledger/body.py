"""The body of an event: canonical JSON text, and the link that chains it to the one before."""

import hashlib
from typing import NamedTuple, TypeAlias

import msgspec

from emitlib.ledger.events import Personal
from emitlib.vocabulary import Json, Status

__all__ = ["BODY_VERSION", "ZERO_HASH", "Body", "Draft", "Leaf", "canonical_text", "link_hash", "read_body"]

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
