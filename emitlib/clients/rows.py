"""The rows under the headings, each read to a `Client`."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from emitlib.clients.cells import Cell, cell_text, column_letters
from emitlib.clients.columns import EMISSION_COLUMNS, Column
from emitlib.clients.container import opened_zip
from emitlib.clients.keys import is_file_name, is_rounded, normal_key
from emitlib.clients.rule import read_rule
from emitlib.clients.table import Table
from emitlib.clients.xlsx_parts import cell_styles, zero_widths
from emitlib.vocabulary import Client, ClientStatus, Finding

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
#: Columns that a `Client` is made of; the others of a row stay raw.
_READ = (
    Column.KEY,
    Column.NAME,
    Column.RFC,
    Column.STATUS,
    Column.COMPANY_TYPE,
    Column.PARENT,
    *EMISSION_COLUMNS,
)
_STATUS_WORDS = {
    "a": ClientStatus.ACTIVE,
    "activo": ClientStatus.ACTIVE,
    "active": ClientStatus.ACTIVE,
    "m": ClientStatus.OVERDUE,
    "moroso": ClientStatus.OVERDUE,
    "overdue": ClientStatus.OVERDUE,
    "s": ClientStatus.SUSPENDED,
    "suspendido": ClientStatus.SUSPENDED,
    "suspended": ClientStatus.SUSPENDED,
    "b": ClientStatus.DROPPED,
    "baja": ClientStatus.DROPPED,
    "dropped": ClientStatus.DROPPED,
}
_BRANCH_WORDS = frozenset({"s", "sucursal", "branch"})
_GUESSED = frozenset({"cp1252", "cp850"})
_NOT_IN_RFC = re.compile(r"[\s\-.\u00a0]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


@dataclass(slots=True)
class ReadRows:
    """Clients by key, their raw cells, and what is wrong."""

    clients: dict[str, Client] = field(default_factory=dict)
    rows: dict[str, Sequence[Cell]] = field(default_factory=dict)
    noted: list[Finding] = field(default_factory=list)

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
    read = ReadRows(noted=_about_headings(table))
    errors = _note_odd_cells(table, read)
    widths = _key_widths(table, data, path)
    columns = table.headings.columns
    read_columns = [(column, columns[column]) for column in _READ if column in columns]
    wide = len(table.rows[table.header])
    folded: dict[str, str] = {}
    for index in range(table.header + 1, len(table.rows)):
        row = table.rows[index]
        number = table.row_number(index)
        texts = _texts(row, read_columns)
        at = columns[Column.KEY]
        key = normal_key(row[at] if at < len(row) else "", digits=widths.get(number, 0))
        if not key and _is_blank(row):
            continue
        if table.text and len(row) != wide:
            read.noted.append(Finding("ROW_UNEVEN", {"row": number}, {"cells": len(row), "headings": wide}))
        if number in errors:  # an unreadable security level encrypts
            texts[Column.SECURITY] = errors[number]
        if _keep_key(key, row, number, columns, read, folded):
            read.rows[key] = row
            read.clients[key] = _client(key, texts, number, read)
    return read


def _is_blank(row: Sequence[Cell]) -> bool:
    return not any(cell_text(cell).strip() for cell in row)


def _texts(row: Sequence[Cell], columns: Sequence[tuple[Column, int]]) -> dict[Column, str]:
    texts: dict[Column, str] = {}
    for column, position in columns:
        if position < len(row):
            value = row[position]
            texts[column] = value if isinstance(value, str) else cell_text(value)
    return texts


def _keep_key(
    key: str, row: Sequence[Cell], number: int, columns: Mapping[Column, int], read: ReadRows, folded: dict[str, str]
) -> bool:
    """Note what is wrong with a key; False if its row cannot be a client of its own."""
    if not key:
        read.noted.append(Finding("KEY_MISSING", {"row": number}))
        return False
    where: dict[str, str | int] = {"clave": key, "row": number}
    if key in read.clients:
        read.noted.append(Finding("KEY_TWICE", where, {"first": read.clients[key].row}))
        return False
    other = folded.setdefault(key.casefold(), key)
    if other != key:
        read.noted.append(Finding("KEY_CASE", where, {"other": other}))
    if not is_file_name(key):
        read.noted.append(Finding("KEY_UNSAFE", where))
    if is_rounded(row[columns[Column.KEY]]):
        read.noted.append(Finding("KEY_ROUNDED", where))
    return True


def _client(key: str, texts: Mapping[Column, str], number: int, read: ReadRows) -> Client:
    def note(code: str, values: dict[str, str | int]) -> None:
        where: dict[str, str | int] = {"clave": key, "row": number}
        if "column" in values:
            where["column"] = values["column"]
        read.noted.append(Finding(code, where, {name: value for name, value in values.items() if name != "column"}))

    name = texts.get(Column.NAME, "")
    if not name.isprintable() and _CONTROL.search(name):
        note("NAME_LINE_BREAK", {"column": Column.NAME.value})
        name = _CONTROL.sub(" ", name)
    return Client(
        key=key,
        raw_key=texts.get(Column.KEY, ""),
        name=name.strip(),
        rfc=_rfc(texts.get(Column.RFC, "")),
        status=_STATUS_WORDS.get(texts.get(Column.STATUS, "").strip().lower(), ClientStatus.UNKNOWN),
        branch=texts.get(Column.COMPANY_TYPE, "").strip().lower() in _BRANCH_WORDS,
        parent=texts.get(Column.PARENT, "").strip(),
        rule=read_rule(texts, note=note),
        row=number,
    )


def _rfc(text: str) -> str:
    if text.isalnum() and text.isascii():
        return text.upper()
    return _NOT_IN_RFC.sub("", unicodedata.normalize("NFC", text)).upper()


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
            styles = cell_styles(stream, column=table.first_column + position)
    return {row: widths[style] for row, style in styles.items() if style in widths}
