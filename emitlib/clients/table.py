"""The table inside a file: the sheet that holds the clients, its headings and its rows."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from emitlib.clients.cells import Cell, cell_text
from emitlib.clients.columns import EMISSION_COLUMNS, Column, Headings, recognise
from emitlib.clients.container import FileKind, damaged, file_kind, opened_zip, password, too_large
from emitlib.clients.delimited import Delimited, read_delimited
from emitlib.clients.sheet_scan import Area, OddCell, SheetScan, odd_cells, scan_sheet, used_extent
from emitlib.clients.xlsx_parts import sheet_parts
from emitlib.errors import InputError
from emitlib.i18n import _

__all__ = ["HEADER_ROWS", "Table", "opened_sheet", "opened_workbook", "read_table"]

#: Rows, from the top, among which the headings are looked for.
HEADER_ROWS = 30
#: Cells a sheet may span, blank ones included: the reader holds them all.
LARGEST_SHEET = 40_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows of the chosen sheet and where they stand in it."""

    kind: FileKind
    sheet: str  #: "" for a text table
    part: str = ""  #: the sheet's part inside an .xlsx
    headings: Headings
    header: int  #: index in `rows` of the headings
    rows: Sequence[Sequence[Cell]]
    first_row: int = 1  #: sheet row, from 1, of ``rows[0]``
    first_column: int = 0  #: sheet column, from 0, of the first cell of each row
    odd: tuple[OddCell, ...] = ()
    filled: tuple[Area, ...] = ()  #: what array formulas and data tables of the sheet fill
    regular: bool = False  #: cells carry their reference, as every program writes them
    merged: tuple[int, ...] = ()  #: positions of headings that are merged cells
    text: Delimited | None = None

    def row_number(self, index: int) -> int:
        """The sheet row, from 1, of ``rows[index]``."""
        return self.first_row + index


def read_table(data: bytes, *, path: Path, columns: Mapping[str, str]) -> Table:
    """Find the clients' table in a file.

    Args:
        data: The whole file.
        path: Named in errors.
        columns: ``[columns]`` of the settings.

    Raises:
        InputError: What `file_kind` raises, ``MASTER_NO_HEADINGS``, ``MASTER_TOO_LARGE`` or ``MASTER_DAMAGED``.
        ConfigError: ``COLUMN_UNKNOWN``.
    """
    kind = file_kind(data, path=path)
    if kind is FileKind.TEXT:
        return _text_table(data, path, columns)
    with opened_workbook(data, kind=kind, path=path) as (workbook, scans):
        table = _best_sheet(workbook, kind, path, columns)
    return _with_odd_cells(table, data, path, scans)


@contextmanager
def opened_workbook(
    data: bytes, *, kind: FileKind, path: Path
) -> Iterator[tuple[CalamineWorkbook, dict[str, tuple[str, SheetScan]]]]:
    """Open a workbook that has been judged to be no trap; with it the scans of its sheets, by name.

    Args:
        data: The whole file.
        kind: What `file_kind` said of it.
        path: Named in errors.

    Raises:
        InputError: ``MASTER_PASSWORD``, ``MASTER_TOO_LARGE`` or ``MASTER_DAMAGED``.
    """
    scans = _scanned(data, path) if kind in {FileKind.XLSX, FileKind.XLSM} else _unpacked(data, kind, path)
    with _opened(data, path) as workbook:
        yield workbook, scans


@contextmanager
def opened_sheet(data: bytes, *, table: Table, path: Path) -> Iterator[CalamineSheet]:
    """Open the sheet of `table` in other content of its file.

    Args:
        data: The whole file.
        table: Where the sheet stood in the former one.
        path: Named in errors.

    Raises:
        InputError: ``MASTER_DAMAGED``.
    """
    with _opened(data, path) as workbook:
        yield workbook.get_sheet_by_name(table.sheet)


@contextmanager
def _opened(data: bytes, path: Path) -> Iterator[CalamineWorkbook]:
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
            yield workbook
    except PasswordError as err:
        raise password(path) from err
    except (CalamineError, OSError, ValueError) as err:
        raise damaged(path, err) from err
    except BaseException as err:
        # over some broken .xls files the reader itself panics, with a class that cannot be imported
        if type(err).__name__ != "PanicException":
            raise
        raise damaged(path, err) from err


def find_header(rows: Sequence[Sequence[Cell]], columns: Mapping[str, str]) -> tuple[int, Headings] | None:
    """The row among the first ones that names the key and the most columns; None where no row names the key."""
    best: tuple[int, Headings] | None = None
    for index, row in enumerate(rows[:HEADER_ROWS]):
        headings = recognise([cell_text(cell) for cell in row], extra=columns)
        if Column.KEY in headings.columns and len(headings.columns) > 1 and _score(headings) > _score_of(best):
            best = (index, headings)
    return best


def _score(headings: Headings) -> int:
    """Emission columns count most."""
    return 100 * sum(column in headings.columns for column in EMISSION_COLUMNS) + len(headings.columns)


def _score_of(found: tuple[int, Headings] | None) -> int:
    return _score(found[1]) if found else 0


def _text_table(data: bytes, path: Path, columns: Mapping[str, str]) -> Table:
    text = read_delimited(data, path=path, score=lambda records: _score_of(find_header(records, columns)))
    found = find_header(text.records, columns)
    if found is None:
        raise _no_headings(path)
    index, headings = found
    return Table(kind=FileKind.TEXT, sheet="", headings=headings, header=index, rows=text.records, text=text)


def _best_sheet(workbook: CalamineWorkbook, kind: FileKind, path: Path, columns: Mapping[str, str]) -> Table:
    best: tuple[int, CalamineSheet, int, Headings] | None = None
    # a hidden copy of last year must not win over the sheet that people see
    sheets = sorted(workbook.sheets_metadata, key=lambda sheet: sheet.visible != SheetVisibleEnum.Visible)
    for metadata in sheets:
        if metadata.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(metadata.name)
        found = find_header(sheet.to_python(nrows=HEADER_ROWS), columns)
        if found and (best is None or _score(found[1]) > best[0]):
            best = (_score(found[1]), sheet, *found)
    if best is None:
        raise _no_headings(path)
    _points, sheet, index, headings = best
    first_row, first_column = sheet.start or (0, 0)
    return Table(
        kind=kind,
        sheet=sheet.name,
        headings=headings,
        header=index,
        rows=sheet.to_python(),
        first_row=first_row + 1,
        first_column=first_column,
        merged=_merged_headings(sheet, first_row + index, first_column, headings),
    )


def _merged_headings(sheet: CalamineSheet, row: int, first_column: int, headings: Headings) -> tuple[int, ...]:
    ranges = sheet.merged_cell_ranges or []
    return tuple(
        position
        for position in headings.columns.values()
        if any(
            top <= row <= bottom and left <= first_column + position <= right
            for (top, left), (bottom, right) in ranges
        )
    )


def _scanned(data: bytes, path: Path) -> dict[str, tuple[str, SheetScan]]:
    """Unpack an Excel workbook once: false sizes and sheets that fill the memory are met before the reader."""
    scans: dict[str, tuple[str, SheetScan]] = {}
    with opened_zip(data, path=path) as package:
        parts = {part: name for name, part in sheet_parts(package).items()}
        for entry in package.infolist():
            with package.open(entry) as stream:
                if entry.filename in parts:
                    scan = scan_sheet(stream)
                    _refuse_huge(package, entry, scan, path)
                    scans[parts[entry.filename]] = (entry.filename, scan)
                elif entry.filename.endswith((".xml", ".rels")):
                    while stream.read(1 << 20):
                        pass
    return scans


def _unpacked(data: bytes, kind: FileKind, path: Path) -> dict[str, tuple[str, SheetScan]]:
    """Unpack an .ods once: a part that lies about its size must not reach the reader."""
    if kind is FileKind.ODS:
        with opened_zip(data, path=path) as package:
            broken = package.testzip()
        if broken:
            raise damaged(path, broken)
    return {}


def _refuse_huge(package: zipfile.ZipFile, entry: zipfile.ZipInfo, scan: SheetScan, path: Path) -> None:
    if scan.cells <= LARGEST_SHEET:
        return
    with package.open(entry) as stream:
        rows, columns = used_extent(stream)
    if rows * columns > LARGEST_SHEET:
        raise too_large(path, _("a sheet has {rows} rows and {columns} columns").format(rows=rows, columns=columns))


def _with_odd_cells(table: Table, data: bytes, path: Path, scans: Mapping[str, tuple[str, SheetScan]]) -> Table:
    if table.sheet not in scans:
        return table
    part, scan = scans[table.sheet]
    odd = scan.odd
    if scan.suspect and not scan.regular:
        with opened_zip(data, path=path) as package, package.open(part) as stream:
            odd = list(odd_cells(stream))
    return replace(table, part=part, odd=tuple(odd), filled=tuple(scan.filled), regular=scan.regular)


def _no_headings(path: Path) -> InputError:
    return InputError(
        "MASTER_NO_HEADINGS",
        _("{path}: no row among the first {count} names the column CLAVE and others of a client.").format(
            path=path, count=HEADER_ROWS
        ),
        _("Put the headings above the clients (CLAVE, IMPRIR, MAIL, EMAILPRED…), or name yours in [columns]."),
    )
