"""The client master: every client of the analyst's workbook, with its emission rule and what is wrong with it."""

import gc
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from emitlib.clients.cells import Cell, cell_text
from emitlib.clients.columns import EMISSION_COLUMNS, Column
from emitlib.clients.container import FileKind
from emitlib.clients.rows import ReadRows, read_rows
from emitlib.clients.table import Table, read_table
from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.vocabulary import Client, Finding

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Master", "master_of", "read_bytes", "read_master"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Master:
    """A client master as it was when its file was read."""

    path: Path
    sha256: str  #: of the whole file
    table: Table
    clients: Mapping[str, Client]  #: by key, in sheet order
    rows: Mapping[str, Sequence[Cell]]  #: raw cells, by key
    findings: tuple[Finding, ...]  #: what reading alone shows; `check_master` adds the rest

    @property
    def sheet(self) -> str:
        """Name of the sheet; "" for a text table."""
        return self.table.sheet

    @property
    def header_row(self) -> int:
        """Sheet row of the headings, from 1."""
        return self.table.row_number(self.table.header)

    @property
    def encoding(self) -> str | None:
        """The encoding a text table was read with; None for a workbook."""
        return self.table.text.encoding if self.table.text else None

    @property
    def columns(self) -> Mapping[Column, int]:
        """Where the known columns stand in `rows`."""
        return self.table.headings.columns

    def takes(self, column: Column) -> bool:
        """Whether a cell of this column can be written: the master has it, or an edit may add it."""
        workbook = self.table.kind in {FileKind.XLSX, FileKind.XLSM}
        return column in self.columns or (workbook and column in EMISSION_COLUMNS)

    def text(self, key: str, column: Column) -> str:
        """The text of one cell, trimmed; "" where the master has no such column.

        Raises:
            KeyError: If no client has this key.
        """
        row, position = self.rows[key], self.columns.get(column)
        return "" if position is None or position >= len(row) else cell_text(row[position]).strip()

    def frame(self) -> "pd.DataFrame":
        """The clients as a table. *Shape*: one row a client, index ``clave``, columns as in `FRAME_COLUMNS`."""
        from emitlib.clients.frame import client_frame  # noqa: PLC0415 - pandas is slow to start

        return client_frame(self.clients.values())


def read_master(path: Path, *, columns: Mapping[str, str] | None = None) -> Master:
    """Read a client master: xlsx, xlsm, xls, ods, csv or tab-separated text.

    Args:
        path: The file; its content decides what it is.
        columns: ``[columns]`` of the settings, heading → SAE column.

    Raises:
        InputError: ``MASTER_MISSING``, ``MASTER_UNREADABLE``, or what `read_table` raises.
        ConfigError: ``COLUMN_UNKNOWN``.
    """
    return master_of(read_bytes(path), path=path, columns=columns or {})


def master_of(data: bytes, *, path: Path, columns: Mapping[str, str]) -> Master:
    """The master whose file holds `data`.

    Raises:
        InputError: What `read_table` raises.
        ConfigError: ``COLUMN_UNKNOWN``.
    """
    with _uncollected():
        table = read_table(data, path=path, columns=columns)
        read: ReadRows = read_rows(table, data=data, path=path)
    return Master(
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        table=table,
        clients=read.clients,
        rows=read.rows,
        findings=read.findings,
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage inside the block: a master is millions of values that all stay."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def read_bytes(path: Path) -> bytes:
    """The content of a master's file.

    Raises:
        InputError: ``MASTER_MISSING`` or ``MASTER_UNREADABLE``.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as err:
        raise InputError(
            "MASTER_MISSING",
            _("There is no client master {path}.").format(path=path),
            _("Put the workbook there, or name it with the setting `clients`."),
        ) from err
    except OSError as err:
        raise InputError(
            "MASTER_UNREADABLE",
            _("{path} cannot be read: {reason}.").format(path=path, reason=err.strerror or err),
            _("Check that it is a file, that you may read it, and that no other program keeps it locked."),
        ) from err
