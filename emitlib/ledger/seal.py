"""Seals: what a run came to and where the chain stood, signed, to be printed and kept elsewhere.

A seal names the one before it and the root of a Merkle tree over all events that it counts, so that one event can be
proved to whoever holds the seal, without the ledger.
"""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, func, select

from emitlib.errors import StoreError
from emitlib.i18n import _
from emitlib.ledger import tables
from emitlib.ledger.events import Event
from emitlib.ledger.ledger import Ledger
from emitlib.ledger.merkle import MerkleRange
from emitlib.ledger.queries import read_head
from emitlib.ledger.sealed import former_seal, hashes_between, seal_digest, sealed_bytes

__all__ = ["Seal", "SealChecker", "Signer", "read_seals", "seal_of", "seal_run"]

_FORM = 2  #: of what is signed; the first form had neither root nor former seal


class Signer(Protocol):
    """Whoever holds the key that seals are signed with."""

    @property
    def fingerprint(self) -> str:
        """What names the key, on reports and in the ledger."""

    def sign(self, data: bytes) -> bytes:
        """The signature over `data`."""


class SealChecker(Protocol):
    """Whoever can check a seal's signature."""

    def check(self, data: bytes, signature: bytes, fingerprint: str) -> bool:
        """Whether `signature` over `data` was made by the key that `fingerprint` names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The seal of a run, or of the ledger as it stands."""

    chain: str
    run: str  #: "" = the ledger as it stands, no run in particular
    count: int  #: events in the chain when it was made
    head: str  #: hash of the last of them
    totals: Mapping[str, int]  #: deliveries of the run, or all real ones, by status
    at: str  #: UTC, ISO 8601; "" in the first form
    root: str  #: of the Merkle tree over the hashes of those events; "" in the first form
    previous: str  #: SHA-256 of the former seal's text; "" = the first one
    signature: str  #: base64; "" when unsigned
    signer: str  #: fingerprint of the key; "" when unsigned
    text: bytes  #: what the signature covers

    @property
    def signature_bytes(self) -> bytes:
        """The signature as it stands in a file."""
        return base64.b64decode(self.signature)

    def as_json(self) -> dict[str, object]:
        """For ``--json``."""
        return {"run": self.run, "at": self.at, "count": self.count, "head": self.head, "root": self.root}


def seal_run(ledger: Ledger, run: str, *, signer: Signer | None) -> Seal:
    """Seal `run` as it stands now: its totals, and the chain at the same moment.

    Only the hashes since the former seal are read: it remembers the peaks of its tree.

    Args:
        ledger: Opened for writing.
        run: A run of this ledger, real or a rehearsal; "" seals the ledger as it stands.
        signer: Signs the seal; None leaves it unsigned.

    Raises:
        StoreError: ``RUN_UNKNOWN``, or why the ledger cannot be written.
    """
    ledger.flush()
    with ledger.reading() as connection:
        head = read_head(connection)
        totals = _totals(connection, run)
        former = former_seal(connection, head.count)
        tree = _tree(former)
        tree.extend(hashes_between(connection, tree.count, head.count))
    data: dict[str, Any] = {
        "v": _FORM,
        "run": run,
        "count": head.count,
        "head": head.hash,
        "totals": totals,
        "at": ledger.now(),
        "root": tree.root,
        "previous": "" if former is None else seal_digest(head.chain, former),
    }
    text = sealed_bytes(head.chain, data)
    signature = "" if signer is None else base64.b64encode(signer.sign(text)).decode()
    data |= {
        "peaks": tree.peaks,
        "signature": signature,
        "signer": "" if signer is None else signer.fingerprint,
    }
    ledger.record(Event("sealed", data, run=run or None))
    return seal_of(head.chain, data)


def seal_of(chain: str, data: Mapping[str, Any]) -> Seal:
    """The seal that the data of a `sealed` event describes."""
    return Seal(
        chain=chain,
        run=str(data["run"]),
        count=int(data["count"]),
        head=str(data["head"]),
        totals={str(status): int(count) for status, count in data["totals"].items()},
        at=str(data.get("at", "")),
        root=str(data.get("root", "")),
        previous=str(data.get("previous", "")),
        signature=str(data["signature"]),
        signer=str(data["signer"]),
        text=sealed_bytes(chain, data),
    )


def read_seals(ledger: Ledger) -> Iterator[Seal]:
    """Every seal of the ledger, oldest first."""
    chain = ledger.head().chain
    for event in ledger.events(kinds={"sealed"}):
        yield seal_of(chain, event.data)


def _tree(former: Mapping[str, Any] | None) -> MerkleRange:
    """The tree as the former seal left it; an empty one where that knew none."""
    if former is None or "peaks" not in former:
        return MerkleRange()
    return MerkleRange(former["count"], former["peaks"])


def _totals(connection: Connection, run: str) -> dict[str, int]:
    delivery, taken = tables.delivery, tables.run_delivery
    query = select(delivery.c.status, func.count()).group_by(delivery.c.status)
    if not run:
        query = query.where(delivery.c.namespace == "")
    elif connection.execute(select(tables.run.c.run).where(tables.run.c.run == run)).first() is None:
        raise StoreError(
            "RUN_UNKNOWN",
            _("The ledger knows no run {run}.").format(run=run),
            _("`emit status` lists the runs."),
        )
    else:
        query = query.join(taken, taken.c.delivery == delivery.c.delivery).where(taken.c.run == run)
    return {str(status): int(count) for status, count in connection.execute(query)}
