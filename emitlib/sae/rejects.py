"""Rows that could not be taken over: each with its reason and its raw values, in a workbook of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from emitlib.i18n import _
from emitlib.reports.sheets import Column, SheetBook, Value
from emitlib.sae.tables import RawValue
from emitlib.vocabulary import Finding
from emitlib.workspace import replacing

__all__ = ["RejectedRow", "write_rejects"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRow:
    """One row, or one XML of it."""

    table: str
    column: str = ""  #: the column of the XML that was refused; "" for a whole row
    row: int = 0  #: place in the table, from 1; 0 where the source has no order
    finding: Finding
    raw: Mapping[str, RawValue]  #: the values as they lie in the source
    amount: Decimal | None = None
    currency: str = ""


def write_rejects(path: Path, rejects: Sequence[RejectedRow]) -> None:
    """Write the workbook, a sheet for each table; where nothing was refused it says so.

    Raises:
        StoreError: ``WRITE_FAILED``.
    """
    tables = list(dict.fromkeys(reject.table for reject in rejects))
    with replacing(path) as temporary, SheetBook(temporary) as book:
        for table in tables:
            _add_table(book, table, [reject for reject in rejects if reject.table == table])
        if not tables:
            book.add(_("Rejects"), [Column(title=_("Table"))], [], note=_("Nothing was rejected."))


def _add_table(book: SheetBook, table: str, rejects: Sequence[RejectedRow]) -> None:
    names = list(dict.fromkeys(name for reject in rejects for name in reject.raw))
    columns = [
        Column(title=_("Row"), width=8),
        Column(title=_("Code"), width=26),
        Column(title=_("Why"), width=70),
        Column(title=_("What to do"), width=60),
        *(Column(title=name) for name in names),
    ]
    rows = [
        [
            str(reject.row or ""),
            reject.finding.code,
            reject.finding.message,
            reject.finding.hint,
            *(_shown(reject.raw.get(name)) for name in names),
        ]
        for reject in rejects
    ]
    book.add(table, columns, rows)


def _shown(value: RawValue) -> Value:
    """A raw value as a text that shows what it is; blobs by their length."""
    if value is None:
        return ""
    return f"({len(value)} bytes)" if isinstance(value, bytes) else str(value)
