"""The parts of a workbook file around its sheets: content types, links, the list of sheets."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipInfo

__all__ = ["MAIN_NAMESPACE", "XML_DECLARATION", "TablePlace", "dateless", "package_parts"]

XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


class TablePlace(NamedTuple):
    """Where the table of a sheet lies."""

    heading: int  #: its row, from 1
    last_column: str
    last_row: int

    @property
    def cells(self) -> str:
        """As ``A1:F20``."""
        return f"A{self.heading}:{self.last_column}{self.last_row}"


def dateless(name: str) -> ZipInfo:
    """A member of the package, dated 1980: the same content has the same bytes."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    return entry


def package_parts(titles: Sequence[str], *, styles: str, tables: Sequence["TablePlace"] = ()) -> Mapping[str, str]:
    """Every part but the sheets, by its name in the package.

    Args:
        titles: Of the sheets, in order.
        styles: The part ``xl/styles.xml``.
        tables: Where each sheet's table lies, for its filter and the heading on every printed page; () = nowhere.
    """
    numbers = range(1, len(titles) + 1)
    sheets = "".join(
        f'<sheet name="{escape(title)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, title in zip(numbers, titles, strict=True)
    )
    root = f'<workbook xmlns="{MAIN_NAMESPACE}" xmlns:r="{_OFFICE}">'
    links = "".join(_link(number, "worksheet", f"worksheets/sheet{number}.xml") for number in numbers)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for number in numbers
    )
    return {
        "[Content_Types].xml": f'{XML_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{types}</Types>',
        "_rels/.rels": f'{XML_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{_link(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>",
        "xl/_rels/workbook.xml.rels": f'{XML_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{links}{_link(len(titles) + 1, 'styles', 'styles.xml')}</Relationships>",
        "xl/workbook.xml": f"{XML_DECLARATION}{root}<sheets>{sheets}</sheets>{_names(titles, tables)}</workbook>",
        "xl/styles.xml": styles,
    }


def _names(titles: Sequence[str], tables: Sequence[TablePlace]) -> str:
    """What a spreadsheet finds under names of its own: the filtered cells, the rows that every page begins with."""
    names = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">{_quoted(title)}!'
        f"$A${table.heading}:${table.last_column}${table.last_row}</definedName>"
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">{_quoted(title)}!'
        f"${table.heading}:${table.heading}</definedName>"
        for place, (title, table) in enumerate(zip(titles, tables, strict=bool(tables)))
    )
    return f"<definedNames>{names}</definedNames>" if names else ""


def _quoted(title: str) -> str:
    doubled = title.replace("'", "''")
    return escape(f"'{doubled}'", quote=False)


def _link(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
