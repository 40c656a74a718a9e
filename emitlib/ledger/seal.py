"""Seals: what a run came to and where the chain stood, signed, to be printed and kept elsewhere."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, func, select

from emitlib.errors import StoreError
from emitlib.i18n import _
from emitlib.ledger import tables
from emitlib.ledger.body import canonical_text
from emitlib.ledger.events import Event
from emitlib.ledger.ledger import Ledger
from emitlib.ledger.queries import read_head

__all__ = ["Seal", "SealChecker", "Signer", "seal_run", "sealed_bytes"]


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
    """The seal of a run."""

    chain: str
    run: str
    count: int  #: events in the chain when it was made
    head: str  #: hash of the last of them
    totals: Mapping[str, int]  #: deliveries of the run by status
    signature: str  #: base64; "" when unsigned
    signer: str  #: fingerprint of the key; "" when unsigned


def sealed_bytes(*, chain: str, run: str, count: int, head: str, totals: Mapping[str, int]) -> bytes:
    """What a seal's signature covers: canonical JSON, UTF-8."""
    return canonical_text({"chain": chain, "run": run, "count": count, "head": head, "totals": dict(totals)}).encode()


def seal_run(ledger: Ledger, run: str, *, signer: Signer | None) -> Seal:
    """Seal `run` as it stands now: its totals, and the head of the chain at the same moment.

    Args:
        ledger: Opened for writing.
        run: A run of this ledger, real or a rehearsal.
        signer: Signs the seal; None leaves it unsigned.

    Raises:
        StoreError: ``RUN_UNKNOWN``, or why the ledger cannot be written.
    """
    ledger.flush()
    with ledger.reading() as connection:
        head = read_head(connection)
        totals = _totals(connection, run)
    data = sealed_bytes(chain=head.chain, run=run, count=head.count, head=head.hash, totals=totals)
    signature = "" if signer is None else base64.b64encode(signer.sign(data)).decode()
    seal = Seal(
        chain=head.chain,
        run=run,
        count=head.count,
        head=head.hash,
        totals=totals,
        signature=signature,
        signer="" if signer is None else signer.fingerprint,
    )
    ledger.record(
        Event(
            "sealed",
            {
                "run": run,
                "count": seal.count,
                "head": seal.head,
                "totals": totals,
                "signature": seal.signature,
                "signer": seal.signer,
            },
            run=run,
        )
    )
    return seal


def _totals(connection: Connection, run: str) -> dict[str, int]:
    if connection.execute(select(tables.run.c.run).where(tables.run.c.run == run)).first() is None:
        raise StoreError(
            "RUN_UNKNOWN",
            _("The ledger knows no run {run}.").format(run=run),
            _("`emit status` lists the runs."),
        )
    delivery, taken = tables.delivery, tables.run_delivery
    query = (
        select(delivery.c.status, func.count())
        .join(taken, taken.c.delivery == delivery.c.delivery)
        .where(taken.c.run == run)
        .group_by(delivery.c.status)
    )
    return {str(status): int(count) for status, count in connection.execute(query)}
