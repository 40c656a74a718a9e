"""Verification: the chain from end to end, and every table against what the chain says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from emitlib.i18n import _
from emitlib.ledger import tables
from emitlib.ledger.chain_walk import ChainWalk
from emitlib.ledger.checkpoint import Checkpoint, checkpoints_in, checkpoints_of, other_chains
from emitlib.ledger.events import Personal
from emitlib.ledger.fault import BadRow, Fault
from emitlib.ledger.ledger import Ledger
from emitlib.ledger.personal import commitment_of, digest_of
from emitlib.ledger.queries import read_heads
from emitlib.ledger.replay import Replay
from emitlib.ledger.seal import SealChecker
from emitlib.ledger.seal_walk import SealWalk

__all__ = ["Verification", "verify"]

_CHUNK = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a verification found."""

    passed: bool
    rows: int  #: events that stand as they were written, up to the first bad one
    head: str  #: hash of the last of them
    seals: int  #: seals checked
    first_bad: BadRow | None


def verify(
    ledger: Ledger,
    *,
    checkpoint: Path | None = None,
    checker: SealChecker | None = None,
    told: Callable[[int], None] | None = None,
) -> Verification:
    """Check everything that the ledger says against its own chain and against checkpoints outside it.

    A personal value whose row is gone was erased, and is no fault.

    Args:
        ledger: May be open for reading only.
        checkpoint: A checkpoint file kept elsewhere; None takes those of the workspace.
        checker: Checks the signatures of seals; None leaves them unchecked.
        told: Told how many events have been read, every thousand and at their end.

    Raises:
        StoreError: ``CHECKPOINT_UNREADABLE``, or if the database does not answer or is damaged.
    """
    with ledger.reading() as connection:
        check = _Check(connection, checker, told or _nobody)
        bad = check.run(ledger.checkpoints, checkpoint)
    return Verification(
        passed=bad is None, rows=check.walk.count, head=check.walk.hash, seals=check.seals.count, first_bad=bad
    )


class _Check:
    """One verification under way."""

    def __init__(self, connection: Connection, checker: SealChecker | None, told: Callable[[int], None]) -> None:
        self._connection = connection
        self._told = told
        self.walk = ChainWalk(connection)
        self.seals = SealWalk(connection, checker)
        self._replay = Replay()

    def run(self, folder: Path | None, file: Path | None) -> BadRow | None:
        """The first bad row: the chain first, then what is outside it, then the tables."""
        chain = self._connection.execute(select(tables.event.c.chain).where(tables.event.c.seq == 1)).scalar() or ""
        strangers: list[str] = []
        if file is not None:
            points = checkpoints_of(file)
            strangers = [point.chain for point in points if point.chain != chain]
        else:
            points = [] if folder is None else checkpoints_in(folder, chain)
            strangers = [] if folder is None else other_chains(folder, chain)
        recorded = {point.count: "" for point in points}
        return (
            self._events(recorded)
            or self.walk.against_head(read_heads(self._connection))
            or _against_checkpoints(points, recorded, strangers, self.walk.count)
            or self._personal()
            or self._replay.compare(self._connection)
        )

    def _events(self, recorded: dict[int, str]) -> BadRow | None:
        """Walk the chain, replay it, and note in `recorded` the hash at each count asked for."""
        query = select(tables.event).order_by(tables.event.c.seq)
        for row in self._connection.execution_options(yield_per=_CHUNK).execute(query):
            body = self.walk.step(row)
            if isinstance(body, BadRow):
                return body
            bad = self._replay.take(body)
            if bad is None and body["kind"] == "sealed":
                bad = self.seals.check(body)
            if bad is not None:
                return bad
            self.seals.passed(self.walk.hash)
            if self.walk.count in recorded:
                recorded[self.walk.count] = self.walk.hash
            if self.walk.count % _CHUNK == 0:
                self._told(self.walk.count)
        self._told(self.walk.count)
        return None

    def _personal(self) -> BadRow | None:
        """Whether each clear value is the one that was committed to."""
        query = select(tables.personal)
        for row in self._connection.execution_options(yield_per=_CHUNK).execute(query):
            committed = commitment_of(row.salt, row.kind, row.value)
            if committed != row.commitment or digest_of(Personal(row.kind, row.value)) != row.digest:
                detail = _("Table personal: the value of kind {kind} is not the one that was committed to.").format(
                    kind=row.kind
                )
                return BadRow(seq=self._first_with(row.commitment), kind=Fault.PROJECTION_EDITED, detail=detail)
        return None

    def _first_with(self, commitment: str) -> int:
        """The first event that holds `commitment`; 0 where none does."""
        event = tables.event.c
        query = select(event.seq).where(event.body.contains(commitment, autoescape=True)).order_by(event.seq).limit(1)
        return self._connection.execute(query).scalar() or 0


def _nobody(_count: int) -> None:
    """Nobody asked how far it is."""


def _against_checkpoints(
    points: list[Checkpoint], recorded: Mapping[int, str], strangers: list[str], count: int
) -> BadRow | None:
    """Whether the chain went through every checkpoint."""
    for point in points:
        if point.count > count:
            detail = _("A checkpoint of {at} counts {count} events: this ledger is older.").format(
                at=point.at, count=point.count
            )
            return BadRow(seq=count + 1, kind=Fault.ROLLED_BACK, detail=detail)
        if recorded[point.count] != point.hash:
            detail = _("A checkpoint of {at} remembers another event here: the chain was written anew.").format(
                at=point.at
            )
            return BadRow(seq=point.count, kind=Fault.ROLLED_BACK, detail=detail)
    if strangers:
        detail = _("There are checkpoints of another ledger ({chains}): this one took its place.").format(
            chains=", ".join(strangers)
        )
        return BadRow(seq=1, kind=Fault.ROLLED_BACK, detail=detail)
    return None
