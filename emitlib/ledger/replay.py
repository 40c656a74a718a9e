"""A replay: the projections as the events alone decide them, compared with the tables row by row."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from emitlib.i18n import _
from emitlib.ledger import tables
from emitlib.ledger.fault import BadRow, Fault
from emitlib.ledger.projections import Rows, merge, project

__all__ = ["Replay"]

_Name = tuple[str, tuple[Any, ...]]
_CHUNK = 1_000


class Replay:
    """Holds one dict for each row that the events make."""

    def __init__(self) -> None:
        self._rows: Rows = {}
        self._seqs: dict[_Name, int] = {}

    def take(self, body: Mapping[str, Any]) -> BadRow | None:
        """Project the next event; a body that means nothing is a fault."""
        try:
            changes = project(body)
        except (KeyError, TypeError, ValueError, AttributeError) as err:
            detail = _("The body of this event means nothing: {reason}.").format(reason=f"{type(err).__name__} {err}")
            return BadRow(seq=body["seq"], kind=Fault.EDITED, detail=detail)
        merge(self._rows, changes)
        for table, key, _values in changes:
            self._seqs[table, tuple(key.values())] = body["seq"]
        return None

    def compare(self, connection: Connection) -> BadRow | None:
        """The first row of a table that the events do not give, or give otherwise; uses the replay up."""
        for table in tables.PROJECTIONS.values():
            bad = self._compare_table(connection, table)
            if bad is not None:
                return bad
        if self._rows:
            name = min(self._rows, key=lambda name: self._seqs[name])
            return self._bad(name, _("the row is gone"))
        return None

    def _compare_table(self, connection: Connection, table: Table) -> BadRow | None:
        keys = [column.name for column in table.primary_key]
        columns = [column.name for column in table.columns]
        result = connection.execution_options(yield_per=_CHUNK).execute(select(table).order_by(*table.primary_key))
        for row in result.mappings():
            name = (table.name, tuple(row[key] for key in keys))
            expected = self._rows.pop(name, None)
            if expected is None:
                return self._bad(name, _("no event made this row"))
            for column in columns:
                if row[column] != expected.get(column):
                    return self._bad(name, _("column {column} was changed").format(column=column))
        return None

    def _bad(self, name: _Name, what: str) -> BadRow:
        table, key = name
        shown = ", ".join(str(part) for part in key)
        detail = _("Table {table}, row {key}: {what}.").format(table=table, key=shown, what=what)
        return BadRow(seq=self._seqs.get(name, 0), kind=Fault.PROJECTION_EDITED, detail=detail)
