"""`audit export`: the ledger's tables as CSV files and one workbook, streamed, masked, free of formulas."""

import csv
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path

from emitlib.errors import ConfigError
from emitlib.i18n import _
from emitlib.ledger import Ledger
from emitlib.reports.ledger_tables import TABLES, LedgerTable, Value
from emitlib.reports.masking import Mask
from emitlib.reports.neutral import neutral_text
from emitlib.reports.sheets import Column, Kind, SheetBook
from emitlib.workspace import replacing

__all__ = ["export_tables"]

_WORKBOOK = "ledger.xlsx"
_SHEET_ROWS = 1_000_000  # rows of one sheet; a longer table goes on in the next. Source: Excel's limit of 1,048,576


def export_tables(
    ledger: Ledger, folder: Path, *, formats: Collection[str] = ("xlsx", "csv"), unmask: bool = False
) -> list[Path]:
    """Write every table of the ledger: ``TABLE.csv`` each (UTF-8 with BOM), and all of them in ``ledger.xlsx``.

    Times are UTC. The bodies of events are the chain's own and hold personal values as commitments only; a body over
    the 32,767 characters of a cell is cut in the workbook, never in the CSV.

    Args:
        ledger: May be open for reading only.
        folder: Made when missing.
        formats: Of ``xlsx``, ``csv``.
        unmask: Show addresses and RFCs in full.

    Returns:
        The files written.

    Raises:
        ConfigError: ``USAGE`` for an unknown format.
        StoreError: ``WRITE_FAILED``, or if the ledger cannot be read.
    """
    for name in formats:
        if name not in _WRITERS:
            raise ConfigError("USAGE", _("There is no format {name}.").format(name=name), _("Use xlsx or csv."))
    mask = Mask(hides=not unmask)
    return [path for name in sorted(set(formats)) for path in _WRITERS[name](ledger, folder, mask)]


def _write_csv(ledger: Ledger, folder: Path, mask: Mask) -> list[Path]:
    paths = []
    for table in TABLES:
        path = folder / f"{table.name}.csv"
        with replacing(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(table.columns)
            writer.writerows(map(_csv_row, table.rows(ledger, mask)))
        paths.append(path)
    return paths


def _csv_row(row: Sequence[Value]) -> list[str | int]:
    return [_csv_cell(value) for value in row]


def _csv_cell(value: Value) -> str | int:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return neutral_text(value, longest=None) if isinstance(value, str) else value


def _write_xlsx(ledger: Ledger, folder: Path, mask: Mask) -> list[Path]:
    path = folder / _WORKBOOK
    with replacing(path) as temporary, SheetBook(temporary) as book:
        for table in TABLES:
            _add_table(book, table, table.rows(ledger, mask))
    return [path]


def _add_table(book: SheetBook, table: LedgerTable, rows: Iterator[Sequence[Value]]) -> None:
    kinds = {name: Kind.TIME for name in table.columns if name == "at" or name.endswith("_at")}
    columns = [Column(title=name, kind=kinds.get(name, Kind.TEXT), width=20) for name in table.columns]
    for place, part in enumerate(_parts(rows), start=1):
        title = table.name if place == 1 else f"{table.name} {place}"
        book.add(title, columns, map(_in_utc, part))


def _parts(rows: Iterator[Sequence[Value]]) -> Iterator[Iterable[Sequence[Value]]]:
    """The rows in parts that fit a sheet; one empty part where there are none."""
    yield islice(rows, _SHEET_ROWS)
    for first in rows:
        yield islice(chain([first], rows), _SHEET_ROWS)


def _in_utc(row: Sequence[Value]) -> list[Value]:
    return [value.astimezone(UTC) if isinstance(value, datetime) else value for value in row]


_WRITERS: dict[str, Callable[[Ledger, Path, Mask], list[Path]]] = {"csv": _write_csv, "xlsx": _write_xlsx}
