"""New cell values inside one row of a sheet's XML."""

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from emitlib.clients.cells import column_letters
from emitlib.clients.sheet_head import SheetHead, row_style
from emitlib.clients.sheet_scan import column_number
from emitlib.errors import InputError
from emitlib.i18n import _

__all__ = ["CellValue", "RowPatch", "is_formula", "unreachable"]

#: Text, or a whole number for a cell that held a number or a date.
CellValue = str | int

_CELL = re.compile(rb"<(?:\w+:)?c\b(?:[^>]*?/>|[^>]*>.*?</(?:\w+:)?c>)", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})[0-9]+"')
_KEPT_ATTRIBUTES = re.compile(rb'\s(?:s|ph)="[^"]*"')
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_SPANS = re.compile(rb'\sspans="[^"]*"')
#: What Excel reads as the code of a character: an ordinary text that looks like one has its first sign coded.
_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPatch:
    """What goes into one row."""

    row: int  #: from 1
    values: Mapping[int, CellValue]  #: by column from 0; "" empties the cell
    head: SheetHead
    path: Path  #: named in errors

    def new(self) -> bytes:
        """A row that was not there."""
        return self.applied(self.head.opened("row", f' r="{self.row}"') + self.head.closed("row"))

    def applied(self, segment: bytes) -> bytes:
        """The row with the values in it.

        Args:
            segment: The row's element, with a closing tag of its own.

        Raises:
            InputError: ``CELL_IS_FORMULA``, or ``CELL_UNREACHABLE`` for a cell without reference.
        """
        waiting = deque(sorted(self.values.items()))
        head_end = at = segment.index(b">") + 1
        style = row_style(segment[:head_end])
        out: list[bytes] = []
        for cell in _CELL.finditer(segment, head_end):
            column = self._column(cell[0])
            out += [segment[at : cell.start()], *self._inserted(waiting, column, style)]
            at = cell.start()
            if waiting and waiting[0][0] == column:
                out.append(self._changed(cell[0], *waiting.popleft()))
                at = cell.end()
            if not waiting:
                break
            out.append(segment[at : cell.end()])
            at = cell.end()
        appended = list(self._inserted(waiting, None, style))
        head = _SPANS.sub(b"", segment[:head_end]) if appended else segment[:head_end]
        return b"".join([head, *out, *appended, segment[at:]])

    def _inserted(self, waiting: deque[tuple[int, CellValue]], before: int | None, style: bytes) -> Iterator[bytes]:
        """The new cells that stand before a column; all that wait where the row ends."""
        while waiting and (before is None or waiting[0][0] < before):
            column, value = waiting.popleft()
            if value != "":
                yield self._element(column, style or self.head.column_style(column), value)

    def _changed(self, cell: bytes, column: int, value: CellValue) -> bytes:
        if _FORMULA.search(cell):
            raise is_formula(self.path, f"{column_letters(column)}{self.row}")
        return self._element(column, b"".join(_KEPT_ATTRIBUTES.findall(cell.split(b">")[0])), value)

    def _column(self, cell: bytes) -> int:
        found = _REFERENCE.search(cell.split(b">")[0])
        if found is None:
            raise unreachable(self.path, f"{column_letters(min(self.values))}{self.row}")
        return column_number(found[1].decode()) - 1

    def _element(self, column: int, attributes: bytes, value: CellValue) -> bytes:
        reference = f' r="{column_letters(column)}{self.row}"{attributes.decode()}'
        if value == "":
            return self.head.opened("c", reference)[:-1] + b"/>"
        if isinstance(value, int):
            return self.head.element("c", reference, self.head.element("v", "", str(value).encode()))
        text = self.head.element("t", ' xml:space="preserve"', escape(_CODE.sub("_x005F_", value)).encode())
        return self.head.element("c", f'{reference} t="inlineStr"', self.head.element("is", "", text))


def is_formula(path: Path, reference: str) -> InputError:
    """The error for a cell whose value a formula gives."""
    return InputError(
        "CELL_IS_FORMULA",
        _("{path}: cell {cell} holds a formula, which an edit would destroy.").format(path=path, cell=reference),
        _("Change what the formula refers to, or replace it with its value in Excel."),
    )


def unreachable(path: Path, reference: str) -> InputError:
    """The error for a cell whose place in the file is not told."""
    return InputError(
        "CELL_UNREACHABLE",
        _("{path}: cell {cell} cannot be found inside the file.").format(path=path, cell=reference),
        _("Open the workbook in Excel, save it, and edit again."),
    )
