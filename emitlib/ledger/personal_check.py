"""The clear personal values against what was committed to: each as it was, and none gone that nobody erased."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from emitlib.i18n import _
from emitlib.ledger import tables
from emitlib.ledger.chain_walk import Link
from emitlib.ledger.erased import erased_on
from emitlib.ledger.fault import BadRow, Fault
from emitlib.ledger.personal import commitment_of
from emitlib.ledger.reading import in_bulk, in_chunks

__all__ = ["PersonalWalk", "changed_personal"]

#: What a commitment follows in a body's canonical text; inside a string the quotes would have backslashes.
_LEAF = '{"c":"'
_WIDTH = 64  # hex digits
_BODY = Link._fields.index("body")

#: Commitments looked up at once, in their own order, so that each page of the index is read once for all of them.
_AT_ONCE = 50_000


def changed_personal(connection: Connection) -> BadRow | None:
    """The first clear value that is not the one that was committed to."""
    table = tables.personal.c
    query = select(table.commitment, table.kind, table.digest, table.salt, table.value)
    for rows in in_bulk(connection, query):
        for commitment, kind, digest, salt, value in rows:
            unsalted = commitment_of("", kind, value)  # which is what makes a digest
            if commitment_of(salt, kind, value) != commitment or unsalted != digest:
                detail = _("Table personal: the value of kind {kind} is not the one that was committed to.").format(
                    kind=kind
                )
                return _bad(connection, commitment, detail)
    return None


class PersonalWalk:
    """Takes the events of a stretch of the chain and looks whether each commitment in them still has its value.

    Args:
        connection: Inside the snapshot that is verified.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._committed: set[str] = set()
        self._lost: str | None = None

    def take(self, rows: Sequence[Sequence[Any]]) -> None:
        """Take the next events, as `chain_walk.links` gives them, that stand as they were written."""
        committed = self._committed
        for row in rows:
            committed.update([part[:_WIDTH] for part in row[_BODY].split(_LEAF)[1:]])
        if len(committed) >= _AT_ONCE:
            self._look()

    def gone(self) -> BadRow | None:
        """A value that is gone though no event erased it."""
        self._look()
        if self._lost is None:
            return None
        return _bad(self._connection, self._lost, _("Table personal: a value is gone, and no event erased it."))

    def _look(self) -> None:
        table = tables.personal.c.commitment
        held = in_chunks(self._connection, select(table), table, sorted(self._committed))
        missing = self._committed.difference(row[0] for row in held)
        if missing and self._lost is None:
            self._lost = min(missing.difference(erased_on(self._connection)), default=None)
        self._committed = set()


def _bad(connection: Connection, commitment: str, detail: str) -> BadRow:
    return BadRow(seq=_first_with(connection, commitment), kind=Fault.PROJECTION_EDITED, detail=detail)


def _first_with(connection: Connection, commitment: str) -> int:
    """The first event that holds `commitment`; 0 where none does."""
    event = tables.event.c
    query = select(event.seq).where(event.body.contains(commitment, autoescape=True)).order_by(event.seq).limit(1)
    return connection.execute(query).scalar() or 0
