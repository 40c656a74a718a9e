"""One quick pass over a sheet's bytes: how far it reaches, and what the reader does not tell about its cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from lxml import etree

__all__ = [
    "Area",
    "OddCell",
    "SheetScan",
    "cell_styles",
    "column_number",
    "odd_cells",
    "row_windows",
    "scan_sheet",
    "used_extent",
]

_CHUNK = 1 << 18  # several searches go over each piece: it should stay in the processor's cache
# starts with plain letters, since that makes the search ten times faster
_REFERENCE = re.compile(rb'r="(?:([A-Z]{2,3})|([0-9]{1,7})")')
_WHOLE_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ROOT = re.compile(rb"<(\w+:)?worksheet\b")
_CELL_HEAD = re.compile(rb"<(?:\w+:)?c(?=[\s/>])[^>]*>")
_CELL_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_STYLE = re.compile(rb'\bs="([0-9]+)"')
_ERROR = b't="e"'
_FILLING = re.compile(rb'<(?:\w+:)?f\b(?=[^>]*\bt="(?:array|dataTable)")[^>]*\bref="([A-Z0-9:]+)"')


@dataclass(frozen=True, slots=True)
class OddCell:
    """A cell whose value the reader cannot give."""

    row: int  #: from 1
    column: int  #: from 0
    error: str  #: "#N/A"…; "" for a formula without a stored value


#: First row and column, last row and column; rows from 1, columns from 0.
Area = tuple[int, int, int, int]


@dataclass(slots=True)
class SheetScan:
    """What the pass tells."""

    rows: int = 0  #: highest row number met
    columns: int = 26  #: no cell stands further right than this
    odd: list[OddCell] = field(default_factory=list)
    filled: list[Area] = field(default_factory=list)  #: what array formulas and data tables fill
    suspect: bool = False  #: may hold error cells or formulas
    regular: bool = False  #: cells carry their reference, as every program writes them

    @property
    def cells(self) -> int:
        """Cells of the rectangle that the sheet spans, at most."""
        return self.rows * self.columns


def row_windows(stream: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a sheet in pieces of about 256 kB that end with a row; joined, they are the sheet."""
    window = stream.read(_CHUNK)
    ending = b"</" + _prefix(window) + b"row>"
    more = True
    while more:
        cut = window.rfind(ending) + len(ending)
        if cut >= len(ending):
            yield window[:cut]
            window = window[cut:]
        # reading as much again keeps the cost of one endless row linear
        chunk = stream.read(max(_CHUNK, len(window)))
        more = bool(chunk)
        window += chunk
    if window:
        yield window


def scan_sheet(stream: IO[bytes]) -> SheetScan:
    """One pass over a sheet's bytes; where it is not `regular`, its odd cells are left to `odd_cells`."""
    scan = SheetScan()
    letters = b"Z"
    mark = b""
    for window in row_windows(stream):
        if not mark:
            mark = b"<" + _prefix(window) + b"f"
            first = _CELL_HEAD.search(window)
            scan.regular = first is not None and _CELL_REFERENCE.search(first[0]) is not None
        for wide, row in set(_REFERENCE.findall(window)):
            if row:
                scan.rows = max(scan.rows, int(row))
            else:
                letters = max(letters, wide, key=lambda name: (len(name), name))
        if _ERROR in window or mark in window:
            scan.suspect = True
            scan.filled += _filled(window)
            if scan.regular:
                scan.odd += _odd_cells(window, mark)
    scan.columns = column_number(letters.decode())
    return scan


def odd_cells(stream: IO[bytes]) -> Iterator[OddCell]:
    """Error cells and formulas without a stored value, of any sheet, regular or not."""
    for row, column, cell in _cells(stream):
        error, value = cell.get("t") == "e", cell.find("{*}v")
        text = value.text or "" if value is not None else ""
        if error:
            yield OddCell(row=row, column=column, error=text or "#?")
        elif cell.find("{*}f") is not None and not text and (value is None or cell.get("t") != "str"):
            yield OddCell(row=row, column=column, error="")


def used_extent(stream: IO[bytes]) -> tuple[int, int]:
    """Rows and columns up to the last cell that holds anything: formats alone do not count."""
    rows = columns = 0
    for row, column, cell in _cells(stream):
        if len(cell):
            rows, columns = max(rows, row), max(columns, column + 1)
    return rows, columns


def cell_styles(stream: IO[bytes], *, letters: str, regular: bool) -> dict[int, int]:
    """The style numbers of one column's cells, by row from 1.

    Args:
        stream: The sheet's bytes.
        letters: The column's.
        regular: What `scan_sheet` said of the sheet.
    """
    if not regular:
        wanted = column_number(letters) - 1
        return {row: int(cell.get("s", "0")) for row, column, cell in _cells(stream) if column == wanted}
    reference = re.compile(rf'r="{letters}([0-9]{{1,7}})"'.encode())
    styles: dict[int, int] = {}
    for window in row_windows(stream):
        for found in reference.finditer(window):
            head = window[window.rfind(b"<", 0, found.start()) : window.find(b">", found.end())]
            style = _STYLE.search(head)
            styles[int(found[1])] = int(style[1]) if style else 0
    return styles


def column_number(letters: str) -> int:
    """A column's number, from 1.

    >>> column_number("A"), column_number("AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _prefix(window: bytes) -> bytes:
    root = _ROOT.search(window)
    return (root[1] or b"") if root else b""


def _filled(window: bytes) -> Iterator[Area]:
    for reference in _FILLING.findall(window):
        corners = [_WHOLE_REFERENCE.fullmatch(corner) for corner in reference.decode().split(":")]
        first, last = corners[0], corners[-1]
        if first and last:
            yield int(first[2]), column_number(first[1]) - 1, int(last[2]), column_number(last[1]) - 1


def _odd_cells(window: bytes, mark: bytes) -> Iterator[OddCell]:
    """The odd cells of a window, found by the marks of errors and formulas."""
    opening, closing = mark[:-1] + b"c ", b"</" + mark[1:-1] + b"c>"
    formula = re.compile(mark + rb"[\s/>]")
    value = re.compile(b"<" + mark[1:-1] + b"v(?: [^>]*)?>([^<]*)<")
    seen = -1
    for found in re.finditer(_ERROR + b"|" + mark + rb"[\s/>]", window):
        start = window.rfind(opening, 0, found.start())
        if start <= seen:
            continue
        seen = start
        head, _end, content = window[start : window.find(closing, found.start())].partition(b">")
        reference = _CELL_REFERENCE.search(head)
        if reference is None:
            continue
        stored = value.search(content)
        text = stored[1].decode() if stored else ""
        row, column = int(reference[2]), column_number(reference[1].decode()) - 1
        if _ERROR in head:
            yield OddCell(row=row, column=column, error=text or "#?")
        elif formula.search(content) and not text and not (b't="str"' in head and mark[:-1] + b"v" in content):
            yield OddCell(row=row, column=column, error="")


def _cells(stream: IO[bytes]) -> Iterator[tuple[int, int, etree._Element]]:
    """Row from 1, column from 0 and element of every cell; a cell without a reference follows the one before it."""
    events = etree.iterparse(
        stream,
        events=("end",),
        tag="{*}row",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    row = 0
    for _event, element in events:
        row = int(element.get("r") or row + 1)
        column = -1
        for cell in element:
            reference = _WHOLE_REFERENCE.fullmatch(cell.get("r") or "")
            column = column_number(reference[1]) - 1 if reference else column + 1
            yield row, column, cell
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
