"""Verification: the chain from end to end, and every table against what the chain says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, select

from emitlib.i18n import _
from emitlib.ledger import tables
from emitlib.ledger.archives import archive_findings
from emitlib.ledger.chain_walk import ChainWalk, Link, links, note
from emitlib.ledger.checkpoint import Checkpoint, known_checkpoints
from emitlib.ledger.fault import BadRow, Fault
from emitlib.ledger.ledger import Ledger
from emitlib.ledger.personal_check import PersonalWalk, changed_personal
from emitlib.ledger.queries import read_heads
from emitlib.ledger.replay import Replay
from emitlib.ledger.seal import SealChecker
from emitlib.ledger.seal_walk import SealWalk
from emitlib.ledger.sweep import sweep
from emitlib.vocabulary import Finding

__all__ = ["Scope", "Verification", "verify"]


class Scope(StrEnum):
    """How much is verified."""

    FULL = "full"  #: chain, seals, checkpoints, personal values, and every table by a replay
    CHAIN = "chain"  #: chain, seals and checkpoints: what happened, not what the tables say of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a verification found."""

    passed: bool
    rows: int  #: events that stand as they were written, up to the first bad one
    head: str  #: hash of the last of them
    seals: int  #: seals checked
    first_bad: BadRow | None
    scope: Scope
    findings: tuple[Finding, ...] = ()  #: what is odd and yet no fault: a clock that went back, an archive gone


def verify(
    ledger: Ledger,
    *,
    checkpoint: Path | None = None,
    checker: SealChecker | None = None,
    scope: Scope = Scope.FULL,
    processes: int = 1,
    told: Callable[[int], None] | None = None,
    archives: Path | None = None,
) -> Verification:
    """Check everything that the ledger says against its own chain and against checkpoints outside it.

    The ledger is streamed: memory does not grow with it; the replayed tables lie in a temporary file meanwhile. A
    personal value whose row is gone is a fault, unless an event erased it.

    Args:
        ledger: May be open for reading only.
        checkpoint: A checkpoint file kept elsewhere, beside those of the workspace; None = those alone.
        checker: Checks the signatures of seals; None leaves them unchecked.
        scope: Everything, or the chain without the tables.
        processes: Share a long ledger out among so many; what is proved is the same.
        told: Told how many events have been read, now and then and at their end.
        archives: Folder of finished years' files; one that is missing or another is a finding. None looks at none.

    Raises:
        StoreError: ``CHECKPOINT_UNREADABLE``, or if the database does not answer or is damaged.
    """
    with ledger.reading() as connection:
        check = _Check(connection, checker, scope=scope, processes=processes, told=told or _nobody)
        bad = check.run(ledger.checkpoints, checkpoint)
        # what the events of a broken chain name is not to be trusted
        wrong = archive_findings(connection, archives) if archives is not None and bad is None else []
    return Verification(
        passed=bad is None,
        rows=check.walk.count,
        head=check.walk.hash,
        seals=check.seals.count,
        first_bad=bad,
        scope=scope,
        findings=(*(step.as_finding() for step in check.walk.clock.told), *wrong),
    )


class _Check:
    """One verification under way."""

    def __init__(
        self,
        connection: Connection,
        checker: SealChecker | None,
        *,
        scope: Scope,
        processes: int,
        told: Callable[[int], None],
    ) -> None:
        self._connection = connection
        self._scope = scope
        self._processes = processes
        self._told = told
        self.walk = ChainWalk(connection)
        self.seals = SealWalk(connection, checker)

    def run(self, folder: Path | None, file: Path | None) -> BadRow | None:
        """The first bad row: the chain first, then what is outside it, then the tables."""
        chain = self._connection.execute(select(tables.event.c.chain).where(tables.event.c.seq == 1)).scalar() or ""
        points, strangers = known_checkpoints(folder, file, chain)
        recorded = {point.count: "" for point in points}
        swept = sweep(self._connection, counts=recorded, full=self._scope is Scope.FULL, processes=self._processes)
        if swept is None:
            return self._alone(points, recorded, strangers)
        recorded.update(swept.recorded)
        self.walk = ChainWalk(self._connection, count=swept.head.count, last=swept.head.hash)
        self.walk.chain = swept.head.chain
        self.walk.clock.told.extend(swept.clock)
        self._told(self.walk.count)
        bad = next(filter(None, map(self.seals.check, swept.sealed)), None)
        return bad or self._outside(points, recorded, strangers)

    def _alone(self, points: list[Checkpoint], recorded: dict[int, str], strangers: list[str]) -> BadRow | None:
        """The first bad row, looked for in the order of the chain by this process."""
        if self._scope is Scope.CHAIN:
            return self._events(recorded) or self._outside(points, recorded, strangers)
        replay, personal = Replay(self._connection, tables.PROJECTIONS), PersonalWalk(self._connection)
        try:
            return (
                self._events(recorded, replay, personal)
                or self._outside(points, recorded, strangers)
                or changed_personal(self._connection)
                or personal.gone()
                or replay.compare()
            )
        finally:
            replay.close()

    def _outside(self, points: list[Checkpoint], recorded: Mapping[int, str], strangers: list[str]) -> BadRow | None:
        """Whether the head row and the checkpoints stand for this chain."""
        return self.walk.against_head(read_heads(self._connection)) or _against_checkpoints(
            points, recorded, strangers, self.walk.count
        )

    def _events(
        self, recorded: dict[int, str], replay: Replay | None = None, personal: PersonalWalk | None = None
    ) -> BadRow | None:
        """Walk the chain, replay it, and note in `recorded` the hash at each count asked for."""
        for rows in links(self._connection):
            before = self.walk.count
            bodies, bad = self.walk.take(rows)
            for body in bodies:
                fault = None if replay is None else replay.take(body)
                if fault is None and body.kind == "sealed":
                    fault = self.seals.check(Link(*rows[body.seq - before - 1]).body)
                if fault is not None:
                    return fault
            if personal is not None:
                personal.take(rows[: len(bodies)])
            note(recorded, rows, before=before, until=self.walk.count)
            self._told(self.walk.count)
            if bad is not None:
                return bad
        return None


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
