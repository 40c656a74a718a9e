"""Workbooks that SAE exported, or that people made of its exports: a table for each filled sheet."""

import re
from collections.abc import Iterator, Sequence
from datetime import time, timedelta
from pathlib import Path

from emitlib.clients.cells import Cell, cell_text
from emitlib.clients.container import FileKind, file_kind
from emitlib.clients.table import opened_workbook
from emitlib.sae.headings import Headed, settle_columns
from emitlib.sae.layout import TableLayout
from emitlib.sae.loaded import LoadedSource
from emitlib.sae.tables import RawTable, RawValue, SourceFacts

__all__ = ["open_workbook"]

_SAE_TABLE = re.compile(r"[A-Z_]+\d\d")


def open_workbook(path: Path, data: bytes, *, layout: TableLayout | None) -> LoadedSource:
    """A workbook (xlsx, xlsm, xls, ods) as a source.

    A sheet that is called like a table of SAE gives its name; the only filled sheet takes the file's name otherwise.

    Args:
        path: The file.
        data: Its content.
        layout: What the columns are, where no headings say so; None to find out.

    Raises:
        InputError: ``MASTER_PASSWORD``, ``MASTER_TOO_LARGE``, ``MASTER_DAMAGED``, or what `file_kind` raises.
    """
    kind = file_kind(data, path=path)
    sheets = _filled_sheets(path, data, kind)
    tables = {_table_name(name, path, alone=len(sheets) == 1): (name, rows) for name, rows in sheets.items()}
    headed = {
        table: settle_columns(rows, layout=layout, origin=f"{path.name} {sheet}")
        for table, (sheet, rows) in tables.items()
    }

    def reader(table: str) -> RawTable:
        sheet, rows = tables[table]
        return RawTable(
            name=table,
            columns=headed[table].columns,
            rows=_rows(rows, headed[table]),
            encoding="",
            origin=f"{path} {sheet}",
            findings=headed[table].findings,
        )

    facts = SourceFacts(kind="workbook", origin=str(path), version=kind.value)
    return LoadedSource(facts, readers={name: lambda name=name: reader(name) for name in tables})  # type: ignore[misc]


def _filled_sheets(path: Path, data: bytes, kind: FileKind) -> dict[str, Sequence[Sequence[Cell]]]:
    with opened_workbook(data, kind=kind, path=path) as (workbook, _scans):
        sheets = {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}
    return {name: rows for name, rows in sheets.items() if rows} or dict(list(sheets.items())[:1])


def _table_name(sheet: str, path: Path, *, alone: bool) -> str:
    name = sheet.strip().upper()
    return path.stem.upper() if alone and not _SAE_TABLE.fullmatch(name) else name


def _rows(rows: Sequence[Sequence[Cell]], headed: Headed) -> Iterator[tuple[RawValue, ...]]:
    width = len(headed.columns)
    for row in rows[headed.first :]:
        if any(cell != "" for cell in row):
            yield (*(_raw(cell) for cell in row[:width]), *[None] * (width - len(row)))


def _raw(cell: Cell) -> RawValue:
    if cell == "":
        return None
    return cell_text(cell) if isinstance(cell, time | timedelta) else cell
