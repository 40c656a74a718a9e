"""How the sheets of a report look: formats, the heading, columns, the printed page."""

from collections.abc import Sequence
from enum import StrEnum

from emitlib.reports.book_parts import MAIN_NAMESPACE, XML_DECLARATION

__all__ = ["HEADING_STYLE", "NOTE_STYLE", "STYLES", "Kind", "sheet_foot", "sheet_head"]


class Kind(StrEnum):
    """What a column holds: its number format."""

    TEXT = "@"
    COUNT = "#,##0"
    MONEY = "#,##0.00"
    TIME = "yyyy-mm-dd hh:mm:ss"
    DAY = "yyyy-mm-dd"

    @property
    def style(self) -> int:
        """Its position in the workbook's ``cellXfs``; 0 is the plain one."""
        return _ORDER.index(self) + 1


_ORDER = tuple(Kind)
HEADING_STYLE = len(_ORDER) + 1
NOTE_STYLE = len(_ORDER) + 2

_OWN_FORMATS = 164  # the first number for formats that Excel does not know by itself
_FONTS = (
    "",
    '<b/><color rgb="FFFFFFFF"/>',  # of a heading
    '<b/><color rgb="FF8A5A00"/>',  # of a note
)


def _xf(number: int, *, font: int = 0, fill: int = 0, inside: str = "") -> str:
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="0" xfId="0" applyNumberFormat="1" '
        f'applyFont="1" applyFill="1" applyAlignment="1">{inside}</xf>'
    )


_NUMBERS = {kind: _OWN_FORMATS + place for place, kind in enumerate(_ORDER)}
STYLES = (
    f'{XML_DECLARATION}<styleSheet xmlns="{MAIN_NAMESPACE}"><numFmts count="{len(_ORDER)}">'
    + "".join(f'<numFmt numFmtId="{number}" formatCode="{kind.value}"/>' for kind, number in _NUMBERS.items())
    + f'</numFmts><fonts count="{len(_FONTS)}">'
    + "".join(f'<font>{font}<sz val="11"/><name val="Calibri"/><family val="2"/></font>' for font in _FONTS)
    + '</fonts><fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FF1D3F5E"/></patternFill></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="{NOTE_STYLE + 1}">{_xf(0)}'
    + "".join(_xf(number) for number in _NUMBERS.values())
    + _xf(_NUMBERS[Kind.TEXT], font=1, fill=2, inside='<alignment vertical="top" wrapText="1"/>')
    + _xf(_NUMBERS[Kind.TEXT], font=2)
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def sheet_head(widths: Sequence[int], *, heading: int) -> str:
    """What stands before the rows: the heading stays in view.

    Args:
        widths: Of the columns, in characters.
        heading: Its row, from 1.
    """
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(widths, start=1)
    )
    return (
        f'{XML_DECLARATION}<worksheet xmlns="{MAIN_NAMESPACE}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{heading}" topLeftCell="A{heading + 1}" '
        f'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>{columns}</cols><sheetData>'
    )


def sheet_foot(table: str) -> str:
    """What stands after the rows: a filter over all of them; Letter, landscape, as wide as the page.

    Args:
        table: As ``A1:F20``.
    """
    # Source: ECMA-376, 18.18.51: paperSize 1 is Letter
    return (
        f'</sheetData><autoFilter ref="{table}"/>'
        '<pageSetup paperSize="1" orientation="landscape" fitToHeight="0"/></worksheet>'
    )
