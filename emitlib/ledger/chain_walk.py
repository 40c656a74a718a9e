"""A walk along the chain: each event must stand where it was put, as it was written."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, select

from emitlib.i18n import _
from emitlib.ledger import tables
from emitlib.ledger.body import ZERO_HASH, Body, link_hash, read_body
from emitlib.ledger.clock_steps import ClockSteps
from emitlib.ledger.events import KINDS
from emitlib.ledger.fault import BadRow, Fault
from emitlib.ledger.queries import Head
from emitlib.ledger.reading import in_bulk

__all__ = ["ChainWalk", "Link", "links", "note"]

_DERIVED = ("seq", "chain", "at", "kind", "run", "delivery", "carrier")


class Link(NamedTuple):
    """A row of table ``event``."""

    seq: int
    chain: str
    at: str
    kind: str
    run: str | None
    delivery: str | None
    carrier: str | None
    body: str
    prev_hash: str
    hash: str


def links(connection: Connection, *, after: int = 0, until: int | None = None) -> Iterator[Sequence[Any]]:
    """The rows of table ``event`` with ``after < seq <= until`` in the order of their seq, a few thousand at once.

    Shape: each row has the fields of `Link`, as whatever sequence the driver gives.
    """
    seq = tables.event.c.seq
    wanted = seq > after if until is None else and_(seq > after, seq <= until)
    # Without bounds, a seq that is no positive number is seen too.
    query = select(tables.event) if after == 0 and until is None else select(tables.event).where(wanted)
    return in_bulk(connection, query.order_by(seq))


def note(recorded: dict[int, str], rows: Sequence[Sequence[Any]], *, before: int, until: int) -> None:
    """Fill in the hashes that `recorded` asks for, out of rows that follow `before` and were taken to `until`."""
    for count in recorded:
        if before < count <= until:
            recorded[count] = Link(*rows[count - before - 1]).hash


class ChainWalk:
    """Takes the events in the order of their seq and remembers where the chain stands.

    Args:
        connection: To look around with, once something is wrong.
        count: Events before the first one taken.
        last: The hash of the last of these.
        at: The date of the last of these.
    """

    def __init__(self, connection: Connection, *, count: int = 0, last: str = ZERO_HASH, at: str = "") -> None:
        self._connection = connection
        self._at = at
        self.clock = ClockSteps()
        self.count = count
        self.hash = last
        self.chain = ""

    def take(self, rows: Sequence[Sequence[Any]]) -> tuple[list[Body], BadRow | None]:
        """The bodies of the next events, up to the first that does not stand as it was written, and what is wrong."""
        bodies: list[Body] = []
        sha256, kinds, count, last, former = hashlib.sha256, KINDS, self.count, self.hash, self._at
        try:
            for seq, chain, at, kind, run, delivery, carrier, text, prev_hash, digest in rows:
                if seq != count + 1 or prev_hash != last or sha256((last + text).encode()).hexdigest() != digest:
                    break
                body = read_body(text)
                said = (body.seq, body.chain, body.at, body.kind, body.run, body.delivery, body.carrier)
                if said != (seq, chain, at, kind, run, delivery, carrier) or kind not in kinds:
                    break
                if at < former:
                    self.clock.add(seq, before=former, at=at, body=text)
                bodies.append(body)
                count, last, former = seq, digest, at
        except (TypeError, ValueError):
            pass  # not even text, or no JSON: named below like all others
        if bodies:
            self.count, self.hash, self.chain, self._at = count, last, bodies[-1].chain, former
        if len(bodies) == len(rows):
            return bodies, None
        return bodies, self._fault(Link(*rows[len(bodies)]), count + 1)

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

    def _fault(self, row: Link, seq: int) -> BadRow:
        """What is wrong with an event that does not stand where it was put, as it was written."""
        if not all(isinstance(text, str) for text in (row.body, row.prev_hash, row.hash)):
            return BadRow(seq=seq, kind=Fault.EDITED, detail=_("This event holds something that is no text."))
        if row.seq != seq or row.prev_hash != self.hash or link_hash(self.hash, row.body) != row.hash:
            return self._named(row, seq)
        body = _parsed(row.body)
        if body is None:
            return BadRow(seq=seq, kind=Fault.EDITED, detail=_("The body of this event cannot be read."))
        return _renumbered(body, seq) or _derived(body, row) or _meaningless(body)

    def _named(self, row: Link, seq: int) -> BadRow:
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

    def _out_of_place(self, row: Link, seq: int) -> BadRow:
        """The event that belongs here stands elsewhere: was this one moved, or made up?"""
        genuine = link_hash(row.prev_hash, row.body) == row.hash and self._exists(
            tables.event.c.hash == row.prev_hash
        )
        claimed = _claimed(row)
        if genuine and claimed != seq:
            detail = _("Event {claimed} stands here instead of event {seq}.").format(claimed=claimed, seq=seq)
            return BadRow(seq=seq, kind=Fault.REORDERED, detail=detail)
        return BadRow(seq=seq, kind=Fault.INSERTED, detail=_("This event belongs to no place in the chain."))

    def _without_successor(self, row: Link, seq: int) -> BadRow:
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


def _renumbered(body: Body, seq: int) -> BadRow | None:
    """Whether an event that links well says itself that it belongs elsewhere: the chain was linked anew around it."""
    if body.seq == seq:
        return None
    if body.seq > seq:
        return BadRow(seq=seq, kind=Fault.DELETED, detail=_("This event is gone; a later one stands here."))
    return BadRow(seq=seq - 1, kind=Fault.INSERTED, detail=_("This event belongs to no place in the chain."))


def _derived(body: Body, row: Link) -> BadRow | None:
    """Whether each column that repeats something of the body says the same."""
    names = (name for name in _DERIVED if getattr(body, name) != getattr(row, name))
    return next((_column(row.seq, name) for name in names), None)


def _column(seq: int, name: str) -> BadRow:
    detail = _("Column {column} of this event does not say what the chain says.").format(column=name)
    return BadRow(seq=seq, kind=Fault.COLUMN_EDITED, detail=detail)


def _meaningless(body: Body) -> BadRow:
    detail = _("The body of this event means nothing: {reason}.").format(reason=body.kind)
    return BadRow(seq=body.seq, kind=Fault.EDITED, detail=detail)


def _parsed(text: object) -> Body | None:
    try:
        return read_body(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _claimed(row: Link) -> int | None:
    """The place that the event's own body names."""
    body = _parsed(row.body)
    return None if body is None else body.seq
