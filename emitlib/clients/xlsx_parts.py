"""Inside an Excel workbook: which part holds a sheet, and what the reader does not tell about its cells."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from lxml import etree

__all__ = [
    "OddCell",
    "SheetScan",
    "cell_styles",
    "odd_cells",
    "scan_sheet",
    "sheet_parts",
    "used_extent",
    "zero_widths",
]

_CHUNK = 1 << 20
_OVERLAP = 64
# starts with plain letters, since that makes the search ten times faster
_REFERENCE = re.compile(rb'r="(?:([A-Z]{2,3})|([0-9]{1,7})")')
_WHOLE_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ZEROS = re.compile(r"0{2,}")


@dataclass(frozen=True, slots=True)
class SheetScan:
    """What one quick pass over a sheet's bytes tells."""

    errors: bool  #: may hold error cells
    formulas: bool  #: may hold formulas
    rows: int  #: highest row number met
    columns: int  #: no cell stands further right than this

    @property
    def cells(self) -> int:
        """Cells of the rectangle that the sheet spans, at most."""
        return self.rows * self.columns


@dataclass(frozen=True, slots=True)
class OddCell:
    """A cell whose value the reader cannot give."""

    row: int  #: from 1
    column: int  #: from 0
    error: str  #: "#N/A"…; "" for a formula without a stored value


def sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """The parts of the sheets, by sheet name, in workbook order."""
    relations = {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/xl", relation.get("Target", "")))[1:]
        for relation in _parsed(package, "xl/_rels/workbook.xml.rels")
    }
    sheets: dict[str, str] = {}
    for sheet in _parsed(package, "xl/workbook.xml").iter("{*}sheet"):
        link = next((value for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
        part = relations.get(str(link), "")
        if part in package.NameToInfo:
            sheets[sheet.get("name", "")] = part
    return sheets


def scan_sheet(stream: IO[bytes]) -> SheetScan:
    """One pass over a sheet's bytes, in constant memory."""
    errors = formulas = False
    rows, letters, tail = 0, b"Z", b""
    while chunk := stream.read(_CHUNK):
        window = tail + chunk
        errors = errors or b't="e"' in window
        formulas = formulas or b"<f" in window or b":f>" in window
        for wide, row in set(_REFERENCE.findall(window)):
            if row:
                rows = max(rows, int(row))
            else:
                letters = max(letters, wide, key=lambda name: (len(name), name))
        tail = window[-_OVERLAP:]
    return SheetScan(errors=errors, formulas=formulas, rows=rows, columns=_column_number(letters.decode()))


def used_extent(stream: IO[bytes]) -> tuple[int, int]:
    """Rows and columns up to the last cell that holds anything: formats alone do not count."""
    rows = columns = 0
    for row, column, cell in _cells(stream):
        if len(cell):
            rows, columns = max(rows, row), max(columns, column + 1)
    return rows, columns


def odd_cells(stream: IO[bytes]) -> Iterator[OddCell]:
    """Error cells and formulas without a stored value."""
    for row, column, cell in _cells(stream):
        value = cell.findtext("{*}v") or ""
        if cell.get("t") == "e":
            yield OddCell(row=row, column=column, error=value or "#?")
        elif not value and cell.find("{*}f") is not None:
            yield OddCell(row=row, column=column, error="")


def cell_styles(stream: IO[bytes], *, column: int) -> dict[int, int]:
    """The style numbers of one column's cells, by row from 1."""
    return {row: int(cell.get("s", "0")) for row, at, cell in _cells(stream) if at == column}


def zero_widths(package: zipfile.ZipFile) -> dict[int, int]:
    """Styles that show a number with leading zeros: style number → digits (``00000`` is 5)."""
    if "xl/styles.xml" not in package.NameToInfo:
        return {}
    styles = _parsed(package, "xl/styles.xml")
    formats = {item.get("numFmtId"): item.get("formatCode", "") for item in styles.iter("{*}numFmt")}
    widths: dict[int, int] = {}
    for number, style in enumerate(styles.iterfind("{*}cellXfs/{*}xf")):
        code = formats.get(style.get("numFmtId"), "").split(";")[0]
        if _ZEROS.fullmatch(code):
            widths[number] = len(code)
    return widths


def _parsed(package: zipfile.ZipFile, part: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(package.read(part), parser)


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
            column = _column_number(reference[1]) - 1 if reference else column + 1
            yield row, column, cell
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
