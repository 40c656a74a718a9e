"""The clear personal values against what was committed to: each as it was, and none gone that nobody erased."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from emitlib.i18n import _
from emitlib.ledger import tables
from emitlib.ledger.erased import erased_on
from emitlib.ledger.fault import BadRow, Fault
from emitlib.ledger.personal import commitment_of
from emitlib.ledger.reading import in_bulk, in_chunks

__all__ = ["bad_personal"]

#: What a commitment follows in a body's canonical text; inside a string the quotes would have backslashes.
_LEAF = '{"c":"'
_WIDTH = 64  # hex digits

#: Commitments looked up at once, in their own order, so that each page of the index is read once for all of them.
_AT_ONCE = 50_000


def bad_personal(connection: Connection) -> BadRow | None:
    """The first clear value that is not the one that was committed to, or is gone though no event erased it."""
    return _changed(connection) or _gone(connection)


def _changed(connection: Connection) -> BadRow | None:
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


def _gone(connection: Connection) -> BadRow | None:
    erased: frozenset[str] | None = None
    for commitments in _committed(connection):
        missing = _without_row(connection, commitments)
        if missing and erased is None:
            erased = frozenset(erased_on(connection))
        lost = min(missing - (erased or frozenset()), default=None)
        if lost is not None:
            return _bad(connection, lost, _("Table personal: a value is gone, and no event erased it."))
    return None


def _committed(connection: Connection) -> Iterator[set[str]]:
    """Every commitment that an event holds, some thousand at once; one may come again in a later set."""
    found: set[str] = set()
    event = tables.event.c
    for rows in in_bulk(connection, select(event.body).order_by(event.seq)):
        for (body,) in rows:
            found.update([part[:_WIDTH] for part in body.split(_LEAF)[1:]])
        if len(found) >= _AT_ONCE:
            yield found
            found = set()
    yield found


def _without_row(connection: Connection, commitments: set[str]) -> set[str]:
    known = tables.personal.c.commitment
    return commitments.difference(row[0] for row in in_chunks(connection, select(known), known, sorted(commitments)))


def _bad(connection: Connection, commitment: str, detail: str) -> BadRow:
    return BadRow(seq=_first_with(connection, commitment), kind=Fault.PROJECTION_EDITED, detail=detail)


def _first_with(connection: Connection, commitment: str) -> int:
    """The first event that holds `commitment`; 0 where none does."""
    event = tables.event.c
    query = select(event.seq).where(event.body.contains(commitment, autoescape=True)).order_by(event.seq).limit(1)
    return connection.execute(query).scalar() or 0
