"""The clear personal values against what was committed to."""

from sqlalchemy import Connection, select

from emitlib.i18n import _
from emitlib.ledger import tables
from emitlib.ledger.fault import BadRow, Fault
from emitlib.ledger.personal import commitment_of
from emitlib.ledger.reading import in_bulk

__all__ = ["bad_personal"]


def bad_personal(connection: Connection) -> BadRow | None:
    """The first clear value that is not the one that was committed to; a row that is gone was erased."""
    table = tables.personal.c
    query = select(table.commitment, table.kind, table.digest, table.salt, table.value)
    for rows in in_bulk(connection, query):
        for commitment, kind, digest, salt, value in rows:
            unsalted = commitment_of("", kind, value)  # which is what makes a digest
            if commitment_of(salt, kind, value) != commitment or unsalted != digest:
                detail = _("Table personal: the value of kind {kind} is not the one that was committed to.").format(
                    kind=kind
                )
                return BadRow(seq=_first_with(connection, commitment), kind=Fault.PROJECTION_EDITED, detail=detail)
    return None


def _first_with(connection: Connection, commitment: str) -> int:
    """The first event that holds `commitment`; 0 where none does."""
    event = tables.event.c
    query = select(event.seq).where(event.body.contains(commitment, autoescape=True)).order_by(event.seq).limit(1)
    return connection.execute(query).scalar() or 0
