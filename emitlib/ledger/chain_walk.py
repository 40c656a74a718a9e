"""A walk along the chain: each event must stand where it was put, as it was written."""

import json
from typing import Any

from sqlalchemy import Connection, Row, select

from emitlib.i18n import _
from emitlib.ledger import tables
from emitlib.ledger.body import ZERO_HASH, link_hash
from emitlib.ledger.fault import BadRow, Fault
from emitlib.ledger.queries import Head

__all__ = ["ChainWalk"]

_DERIVED = ("seq", "chain", "at", "kind", "run", "delivery", "carrier")


class ChainWalk:
    """Takes the events in the order of their seq and remembers where the chain stands.

    Args:
        connection: To look around with, once something is wrong.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.count = 0
        self.hash = ZERO_HASH
        self.chain = ""

    def step(self, row: Row[Any]) -> dict[str, Any] | BadRow:
        """The parsed body of the next event, or what is wrong with it."""
        seq = self.count + 1
        if not all(isinstance(text, str) for text in (row.body, row.prev_hash, row.hash)):
            return BadRow(seq=seq, kind=Fault.EDITED, detail=_("This event holds something that is no text."))
        if row.seq != seq or row.prev_hash != self.hash or link_hash(self.hash, row.body) != row.hash:
            return self._named(row, seq)
        body = _parsed(row.body)
        if body is None:
            return BadRow(seq=seq, kind=Fault.EDITED, detail=_("The body of this event cannot be read."))
        bad = _renumbered(body, seq) or _derived(body, row)
        if bad is not None:
            return bad
        self.count, self.hash, self.chain = seq, row.hash, row.chain
        return body

    def against_head(self, heads: list[Head]) -> BadRow | None:
        """Whether the head row, the only one, stands for the last event."""
        if len(heads) != 1:
            detail = _("There are {count} head rows instead of one.").format(count=len(heads))
            return BadRow(seq=self.count, kind=Fault.EDITED, detail=detail)
        head = heads[0]
        if head.count > self.count and head.hash != self.hash:
            detail = _("{count} events are gone from the end: the head row counts {head}.").format(
                count=head.count - self.count, head=head.count
            )
            return BadRow(seq=self.count + 1, kind=Fault.TRUNCATED, detail=detail)
        if head.count < self.count and head.hash != self.hash:
            detail = _("This event stands after the last one that the head row counts.")
            return BadRow(seq=head.count + 1, kind=Fault.INSERTED, detail=detail)
        if (head.chain, head.count, head.hash) != (self.chain, self.count, self.hash):
            detail = _("The head row and the last event do not agree: one of them was edited.")
            return BadRow(seq=self.count, kind=Fault.EDITED, detail=detail)
        return None

    def _named(self, row: Row[Any], seq: int) -> BadRow:
        """What was done, judged by the broken link."""
        if row.prev_hash == self.hash:
            if link_hash(self.hash, row.body) == row.hash:
                return _column(seq, "seq")
            return BadRow(seq=seq, kind=Fault.EDITED, detail=_("Body and hash of this event do not belong together."))
        if link_hash(self.hash, row.body) == row.hash:
            return _column(seq, "prev_hash")
        if self._exists(tables.event.c.prev_hash == self.hash):
            return self._out_of_place(row, seq)
        return self._without_successor(row, seq)

    def _out_of_place(self, row: Row[Any], seq: int) -> BadRow:
        """The event that belongs here stands elsewhere: was this one moved, or made up?"""
        genuine = link_hash(row.prev_hash, row.body) == row.hash and self._exists(
            tables.event.c.hash == row.prev_hash
        )
        claimed = _claimed(row)
        if genuine and claimed != seq:
            detail = _("Event {claimed} stands here instead of event {seq}.").format(claimed=claimed, seq=seq)
            return BadRow(seq=seq, kind=Fault.REORDERED, detail=detail)
        return BadRow(seq=seq, kind=Fault.INSERTED, detail=_("This event belongs to no place in the chain."))

    def _without_successor(self, row: Row[Any], seq: int) -> BadRow:
        """The event that belongs here stands nowhere any more."""
        claimed = _claimed(row)
        if row.seq > seq or (claimed is not None and claimed > seq):
            return BadRow(seq=seq, kind=Fault.DELETED, detail=_("This event is gone; a later one stands here."))
        if claimed is not None and claimed < seq:
            return BadRow(seq=seq - 1, kind=Fault.INSERTED, detail=_("This event belongs to no place in the chain."))
        if seq > 1 and link_hash(row.prev_hash, row.body) == row.hash:
            detail = _("This event was edited and its hash made anew; the next event remembers the former one.")
            return BadRow(seq=seq - 1, kind=Fault.EDITED, detail=detail)
        return BadRow(seq=seq, kind=Fault.EDITED, detail=_("This event belongs to no chain as it stands."))

    def _exists(self, condition: Any) -> bool:
        query = select(tables.event.c.seq).where(condition).limit(1)
        return self._connection.execute(query).first() is not None


def _renumbered(body: dict[str, Any], seq: int) -> BadRow | None:
    """Whether an event that links well says itself that it belongs elsewhere: the chain was linked anew around it."""
    claimed = body.get("seq")
    if not isinstance(claimed, int) or claimed == seq:
        return None
    if claimed > seq:
        return BadRow(seq=seq, kind=Fault.DELETED, detail=_("This event is gone; a later one stands here."))
    return BadRow(seq=seq - 1, kind=Fault.INSERTED, detail=_("This event belongs to no place in the chain."))


def _derived(body: dict[str, Any], row: Row[Any]) -> BadRow | None:
    """Whether each column that repeats something of the body says the same."""
    names = (name for name in _DERIVED if body.get(name) != getattr(row, name))
    return next((_column(row.seq, name) for name in names), None)


def _column(seq: int, name: str) -> BadRow:
    detail = _("Column {column} of this event does not say what the chain says.").format(column=name)
    return BadRow(seq=seq, kind=Fault.COLUMN_EDITED, detail=detail)


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        body = json.loads(text)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _claimed(row: Row[Any]) -> int | None:
    """The place that the event's own body names."""
    seq = (_parsed(row.body) or {}).get("seq")
    return seq if isinstance(seq, int) else None
