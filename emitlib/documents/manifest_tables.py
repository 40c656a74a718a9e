"""The tables in a manifest file: delimited text or the sheets of a workbook, as text cells under SAE's headings."""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from emitlib.documents.archives import open_archive
from emitlib.documents.source import shown
from emitlib.documents.text_files import decode_text, read_bytes
from emitlib.errors import InputError
from emitlib.i18n import _

__all__ = ["Table", "fold_heading", "read_tables"]

_DELIMITERS = ",;\t|"
_MAX_WORKBOOK_BYTES = 1_000_000_000  # unpacked; what a million rows need
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
_ZIPPED = b"PK\x03\x04"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: folded headings and rows of stripped-to-the-right text."""

    name: str  #: sheet name; "" for text
    columns: tuple[str, ...]  #: as `fold_heading` leaves them
    rows: tuple[Mapping[str, str], ...]  #: by column; only cells that hold something
    encoding: str  #: of text; "" for a workbook
    delimiter: str  #: of text; "" for a workbook


def fold_heading(heading: str) -> str:
    """A heading without accents, case, blanks, marks and table name.

    >>> fold_heading("FACTF01.CVE_DOC")
    'CVEDOC'
    """
    plain = unicodedata.normalize("NFKD", heading.rpartition(".")[2])
    return "".join(mark for mark in plain if mark.isascii() and mark.isalnum()).upper()


def read_tables(path: Path) -> list[Table]:
    """The tables of a file, the first filled row of each taken for its headings.

    Raises:
        InputError: ``INPUT_UNREADABLE``, ``INPUT_TOO_LARGE``, ``WORKBOOK_BROKEN``, ``ARCHIVE_BROKEN`` or
            ``ARCHIVE_TOO_LARGE``.
    """
    data = read_bytes(path)
    if path.suffix.lower() in _WORKBOOKS or data.startswith(_ZIPPED):
        return list(_sheets(path, data))
    text, encoding = decode_text(data)
    lines = text.replace("\0", "").splitlines(keepends=True)
    delimiter = _delimiter(lines)
    try:
        cells = list(csv.reader(lines, delimiter=delimiter))
    except csv.Error as err:
        raise InputError(
            "INPUT_UNREADABLE",
            _("{path} cannot be read: {reason}.").format(path=shown(path), reason=err),
            _("Export it again from SAE."),
        ) from err
    return [_table("", cells, encoding=encoding, delimiter=delimiter)]


def _delimiter(lines: list[str]) -> str:
    heading = next((line for line in lines if line.strip()), "")
    return max(_DELIMITERS, key=heading.count)


def _sheets(path: Path, data: bytes) -> Iterator[Table]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - only workbooks need it

    if data.startswith(_ZIPPED):
        with open_archive(path, max_bytes=_MAX_WORKBOOK_BYTES):
            pass  # the sizes are judged before the reader unpacks anything
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in workbook.sheet_names:
            cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield _table(name, [[_text(cell) for cell in row] for row in cells], encoding="", delimiter="")
    except (CalamineError, OSError, ValueError) as err:
        raise InputError(
            "WORKBOOK_BROKEN",
            _("The workbook {path} cannot be read: {reason}.").format(path=shown(path), reason=err),
            _("Open it in Excel, save it as .xlsx and try again."),
        ) from err


def _text(cell: object) -> str:
    """A cell as the text that SAE would have written: a key 7 that Excel made 7.0 is "7" again."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _table(name: str, cells: list[list[str]], *, encoding: str, delimiter: str) -> Table:
    filled = [row for row in cells if any(cell.strip() for cell in row)]
    columns = tuple(fold_heading(cell) for cell in filled[0]) if filled else ()
    rows = tuple(
        {column: cell for column, cell in zip(columns, row, strict=False) if cell.strip()} for row in filled[1:]
    )
    return Table(name=name, columns=columns, rows=rows, encoding=encoding, delimiter=delimiter)
