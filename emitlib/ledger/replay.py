"""A replay: the projections as the events alone decide them, compared with the tables row by row."""

from collections.abc import Collection

from sqlalchemy import Connection

from emitlib.i18n import _
from emitlib.ledger.body import Body
from emitlib.ledger.fault import BadRow, Fault
from emitlib.ledger.projections import FEEDS, Fact, Rows, fact_of, merge, project
from emitlib.ledger.shadow import SEQ, Shadow, Stray
from emitlib.ledger.tables import PROJECTIONS

__all__ = ["Replay"]

_ROWS_AT_ONCE = 10_000


class Replay:
    """Takes events in the order of the chain; keeps a few thousand rows in memory, the rest on disk.

    Args:
        connection: Inside the snapshot that is verified.
        tables: Projections to replay.
    """

    def __init__(self, connection: Connection, tables: Collection[str]) -> None:
        self._tables = frozenset(tables)
        self.kinds = frozenset(kind for kind, fed in FEEDS.items() if self._tables & fed)
        self._shadow = Shadow(connection, tables)
        self._all = self._tables == PROJECTIONS.keys()
        self._rows: Rows = {}

    def close(self) -> None:
        """Drop what was replayed."""
        self._shadow.close()

    def take(self, body: Body) -> BadRow | None:
        """Project the next event; a body that means nothing is a fault."""
        try:
            self.project(fact_of(body))
        except (KeyError, TypeError, ValueError, AttributeError) as err:
            detail = _("The body of this event means nothing: {reason}.").format(reason=f"{type(err).__name__} {err}")
            return BadRow(seq=body.seq, kind=Fault.EDITED, detail=detail)
        return None

    def project(self, fact: Fact) -> None:
        """Project the next event.

        Raises:
            KeyError: If the body means nothing; or TypeError, ValueError or AttributeError.
        """
        changes = project(fact)
        if not self._all:
            changes = tuple(change for change in changes if change.table in self._tables)
        for change in changes:
            change.values[SEQ] = fact.seq
        merge(self._rows, changes)
        if len(self._rows) >= _ROWS_AT_ONCE:
            self._flush()

    def compare(self) -> BadRow | None:
        """The first row of a table that the events do not give, or give otherwise."""
        self._flush()
        found = self._shadow.stray()
        return None if found is None else _bad(found)

    def _flush(self) -> None:
        self._shadow.write(self._rows)
        self._rows = {}


def _bad(stray: Stray) -> BadRow:
    what = _("no event made this row")
    if stray.gone:
        what = _("the row is gone")
    elif stray.column:
        what = _("column {column} was changed").format(column=stray.column)
    key = ", ".join(str(part) for part in stray.key)
    detail = _("Table {table}, row {key}: {what}.").format(table=stray.table, key=key, what=what)
    return BadRow(seq=stray.seq, kind=Fault.PROJECTION_EDITED, detail=detail)
