"""New cell values inside an Excel workbook: the cells change, every other part stays byte for byte."""

import copy
import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from emitlib.clients.cells import column_letters
from emitlib.clients.container import opened_zip
from emitlib.errors import InputError
from emitlib.i18n import _

__all__ = ["CellValue", "patch_workbook"]

#: Text, or a whole number for a cell that held a number.
CellValue = str | int

_CELL = re.compile(rb"<(?:\w+:)?c\b(?:[^>]*?/>|[^>]*>.*?</(?:\w+:)?c>)", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})[0-9]+"')
_KEPT_ATTRIBUTES = re.compile(rb'\s(?:s|ph)="[^"]*"')
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_SPANS = re.compile(rb'\sspans="[^"]*"')


def patch_workbook(data: bytes, part: str, values: Mapping[tuple[int, int], CellValue], *, path: Path) -> bytes:
    """The workbook with new values in some cells; a cell keeps its style.

    Args:
        data: The whole file.
        part: The sheet's part.
        values: New values by (row from 1, column from 0); "" empties the cell.
        path: Named in errors.

    Raises:
        InputError: ``CELL_IS_FORMULA``, ``CELL_UNREACHABLE`` or ``MASTER_DAMAGED``.
    """
    out = BytesIO()
    with opened_zip(data, path=path) as package, zipfile.ZipFile(out, "w") as patched:
        patched.comment = package.comment
        for entry in package.infolist():
            content = package.read(entry)
            if entry.filename == part:
                content = _patched_sheet(content, values, path)
            patched.writestr(copy.copy(entry), content)
    return out.getvalue()


def _patched_sheet(sheet: bytes, values: Mapping[tuple[int, int], CellValue], path: Path) -> bytes:
    by_row: dict[int, dict[int, CellValue]] = {}
    for (row, column), value in values.items():
        by_row.setdefault(row, {})[column] = value
    for row, cells in by_row.items():
        start, end = _row_span(sheet, row, path)
        segment = sheet[start:end]
        for column, value in cells.items():
            segment = _patched_row(segment, row, column, value, path)
        sheet = sheet[:start] + segment + sheet[end:]
    return sheet


def _row_span(sheet: bytes, row: int, path: Path) -> tuple[int, int]:
    """Where a row's element begins and ends."""
    at = -1
    mark = f' r="{row}"'.encode()
    while (at := sheet.find(mark, at + 1)) >= 0:
        start = sheet.rfind(b"<", 0, at)
        name = re.match(rb"<((?:\w+:)?row)\s", sheet[start:at] + b" ")
        if name:
            closing = b"</" + name[1] + b">"
            end = sheet.find(closing, at)
            if end >= 0:
                return start, end + len(closing)
    raise _unreachable(path, f"{row}:{row}")


def _patched_row(segment: bytes, row: int, column: int, value: CellValue, path: Path) -> bytes:
    reference = f"{column_letters(column)}{row}"
    head_end = segment.index(b">") + 1
    prefix = segment[1 : segment.index(b"row")]
    place = segment.rindex(b"</")
    for cell in _CELL.finditer(segment, head_end):
        found = _REFERENCE.search(cell[0].split(b">")[0])
        if found is None:
            raise _unreachable(path, reference)
        order = (len(found[1]), found[1].decode())
        wanted = (len(column_letters(column)), column_letters(column))
        if order == wanted:
            if _FORMULA.search(cell[0]):
                raise _is_formula(path, reference)
            kept = b"".join(_KEPT_ATTRIBUTES.findall(cell[0].split(b">")[0]))
            return segment[: cell.start()] + _element(prefix, reference, kept, value) + segment[cell.end() :]
        if order > wanted:
            place = cell.start()
            break
    element = _element(prefix, reference, b"", value) if value != "" else b""
    head = _SPANS.sub(b"", segment[:head_end])  # the spans of a row that grows would be wrong
    return head + segment[head_end:place] + element + segment[place:]


def _element(prefix: bytes, reference: str, kept: bytes, value: CellValue) -> bytes:
    tag = prefix.decode()
    head = f'<{tag}c r="{reference}"{kept.decode()}'
    if value == "":
        return f"{head}/>".encode()
    if isinstance(value, int):
        return f"{head}><{tag}v>{value}</{tag}v></{tag}c>".encode()
    text = escape(value)
    return f'{head} t="inlineStr"><{tag}is><{tag}t xml:space="preserve">{text}</{tag}t></{tag}is></{tag}c>'.encode()


def _is_formula(path: Path, reference: str) -> InputError:
    return InputError(
        "CELL_IS_FORMULA",
        _("{path}: cell {cell} holds a formula, which an edit would destroy.").format(path=path, cell=reference),
        _("Change what the formula refers to, or replace it with its value in Excel."),
    )


def _unreachable(path: Path, reference: str) -> InputError:
    return InputError(
        "CELL_UNREACHABLE",
        _("{path}: cell {cell} cannot be found inside the file.").format(path=path, cell=reference),
        _("Open the workbook in Excel, save it, and edit again."),
    )
