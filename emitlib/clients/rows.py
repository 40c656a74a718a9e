"""The rows under the headings: which ones are clients, and what is wrong with them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from emitlib.clients.cells import Cell, cell_text, column_letters
from emitlib.clients.client_rows import ClientReader, Clients
from emitlib.clients.columns import EMISSION_COLUMNS, Column
from emitlib.clients.container import opened_zip
from emitlib.clients.keys import is_file_name, is_rounded, normal_key
from emitlib.clients.sheet_scan import cell_styles
from emitlib.clients.table import Table
from emitlib.clients.xlsx_parts import zero_widths
from emitlib.vocabulary import Finding

__all__ = ["ReadRows", "read_rows"]

#: Columns without which a master says too little; the optional ones may be absent.
_EXPECTED = (
    Column.NAME,
    Column.RFC,
    Column.PRINTS,
    Column.MAILS,
    Column.ACCOUNTS,
    Column.SILENT,
    Column.SECURITY,
)
_GUESSED = frozenset({"cp1252", "cp850"})


@dataclass(slots=True)
class ReadRows:
    """Clients by key, their raw cells, and what is wrong."""

    clients: Clients
    rows: dict[str, Sequence[Cell]] = field(default_factory=dict)
    noted: list[Finding] = field(default_factory=list)
    folded: dict[str, str] = field(default_factory=dict)  #: keys by their case-folded form

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong, in sheet order."""
        return tuple(self.noted)


def read_rows(table: Table, *, data: bytes, path: Path) -> ReadRows:
    """Read every row below the headings; rows without any content are no rows.

    Args:
        table: The table found.
        data: The whole file, where number formats are looked up.
        path: Named in errors.
    """
    columns = table.headings.columns
    wide = len(table.rows[table.header])
    reader = ClientReader(columns, absent=wide)
    read = ReadRows(clients=Clients(reader), noted=_about_headings(table))
    errors = _note_odd_cells(table, read)
    widths = _key_widths(table, data, path)
    at, security, blanks = columns[Column.KEY], columns.get(Column.SECURITY, wide), [""] * (wide + 1)
    for index in range(table.header + 1, len(table.rows)):
        row = table.rows[index]
        number = table.row_number(index)
        cells = row
        if len(row) != wide or reader.needs_blank or number in errors:
            cells = [*row[:wide], *blanks[min(len(row), wide) :]]
            # an unreadable security level encrypts
            cells[security] = errors.get(number, cells[security])
        key = normal_key(cells[at], digits=widths.get(number, 0) if widths else 0)
        if not key and _is_blank(row):
            continue
        if table.text and len(row) != wide:
            read.noted.append(Finding("ROW_UNEVEN", {"row": number}, {"cells": len(row), "headings": wide}))
        if _keep_key(key, cells[at], number, read):
            read.rows[key] = row
            read.clients.add(key, cells, number=number)
            reader.judge(cells, note=_Notes(read.noted, key, number))
    return read


class _Notes:
    """Takes what is wrong with one client."""

    __slots__ = ("_key", "_noted", "_number")

    def __init__(self, noted: list[Finding], key: str, number: int) -> None:
        self._noted, self._key, self._number = noted, key, number

    def __call__(self, code: str, values: dict[str, str | int]) -> None:
        where: dict[str, str | int] = {"clave": self._key, "row": self._number}
        if "column" in values:
            where["column"] = values["column"]
        self._noted.append(Finding(code, where, {name: text for name, text in values.items() if name != "column"}))


def _is_blank(row: Sequence[Cell]) -> bool:
    return not any(cell_text(cell).strip() for cell in row)


def _keep_key(key: str, cell: Cell, number: int, read: ReadRows) -> bool:
    """Note what is wrong with a key; False if its row cannot be a client of its own."""
    if not key:
        read.noted.append(Finding("KEY_MISSING", {"row": number}))
        return False
    where: dict[str, str | int] = {"clave": key, "row": number}
    if key in read.clients:
        read.noted.append(Finding("KEY_TWICE", where, {"first": read.clients.row(key)}))
        return False
    other = read.folded.setdefault(key.casefold(), key)
    if other != key:
        read.noted.append(Finding("KEY_CASE", where, {"other": other}))
    if not is_file_name(key):
        read.noted.append(Finding("KEY_UNSAFE", where))
    if is_rounded(cell):
        read.noted.append(Finding("KEY_ROUNDED", where))
    return True


def _about_headings(table: Table) -> list[Finding]:
    columns = table.headings.columns
    row = table.row_number(table.header)
    findings = [Finding("COLUMN_MISSING", {"column": column.value}) for column in _EXPECTED if column not in columns]
    for column, used, ignored in table.headings.repeated:
        values: dict[str, str | int] = {
            "used": column_letters(table.first_column + used),
            "ignored": column_letters(table.first_column + ignored),
        }
        findings.append(Finding("COLUMN_TWICE", {"column": column.value, "row": row}, values))
    for position in table.merged:
        letters = column_letters(table.first_column + position)
        findings.append(Finding("HEADER_MERGED", {"column": letters, "row": row}))
    if table.text and table.text.encoding in _GUESSED:
        findings.append(Finding("ENCODING_GUESSED", {}, {"encoding": table.text.encoding}))
    return findings


def _note_odd_cells(table: Table, read: ReadRows) -> dict[int, str]:
    """Note error cells and formulas without value; the unreadable security levels by row number."""
    named = {position: column for column, position in table.headings.columns.items()}
    used = {Column.KEY, Column.NAME, Column.RFC, *EMISSION_COLUMNS}
    unreadable: dict[int, str] = {}
    for cell in table.odd:
        column = named.get(cell.column - table.first_column)
        if column not in used or cell.row <= table.row_number(table.header):
            continue
        where: dict[str, str | int] = {"row": cell.row, "column": column.value}
        code = "CELL_ERROR" if cell.error else "FORMULA_WITHOUT_VALUE"
        read.noted.append(Finding(code, where, {"error": cell.error}))
        if column is Column.SECURITY:
            unreadable[cell.row] = cell.error or "="
    return unreadable


def _key_widths(table: Table, data: bytes, path: Path) -> dict[int, int]:
    """Digits that number formats such as ``00000`` give to numeric keys, by row number."""
    position = table.headings.columns[Column.KEY]
    numeric = any(not isinstance(row[position], str) for row in table.rows[table.header + 1 :] if position < len(row))
    if not table.part or not numeric:
        return {}
    with opened_zip(data, path=path) as package:
        widths = zero_widths(package)
        if not widths:
            return {}
        with package.open(table.part) as stream:
            letters = column_letters(table.first_column + position)
            styles = cell_styles(stream, letters=letters, regular=table.regular)
    return {row: widths[style] for row, style in styles.items() if style in widths}
