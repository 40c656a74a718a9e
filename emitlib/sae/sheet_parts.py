"""The fixed parts of a workbook file: package, styles, and what surrounds the rows of a sheet."""

from collections.abc import Mapping, Sequence
from html import escape

__all__ = ["DAY_STYLE", "TEXT_STYLE", "TIME_STYLE", "package_parts", "sheet_foot", "sheet_head"]

#: Positions in the styles' ``cellXfs``.
TEXT_STYLE = 1
DAY_STYLE = 2
TIME_STYLE = 3

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    "<borders><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    + "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for number in (49, 164, 165)  # 49 is "@", text
    )
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def sheet_head(columns: int) -> str:
    """What stands before the rows: the first row stays in view, and new cells of any column are text.

    Args:
        columns: How many there are.
    """
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols><col min="1" max="{max(columns, 1)}" width="16" style="{TEXT_STYLE}" customWidth="1"/></cols>'
        "<sheetData>"
    )


def sheet_foot(last_column: str, last_row: int) -> str:
    """What stands after the rows: a filter over all of them.

    Args:
        last_column: Its letters.
        last_row: From 1.
    """
    return f'</sheetData><autoFilter ref="A1:{last_column}{last_row}"/></worksheet>'


def package_parts(titles: Sequence[str]) -> Mapping[str, str]:
    """Every other part, by its name in the package.

    Args:
        titles: Of the sheets, in order.
    """
    numbers = range(1, len(titles) + 1)
    sheets = "".join(
        f'<sheet name="{escape(title)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, title in zip(numbers, titles, strict=True)
    )
    root = f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    links = "".join(_link(number, "worksheet", f"worksheets/sheet{number}.xml") for number in numbers)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for number in numbers
    )
    return {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{types}</Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{_link(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>",
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{links}{_link(len(titles) + 1, 'styles', 'styles.xml')}</Relationships>",
        "xl/workbook.xml": f"{_XML}{root}<sheets>{sheets}</sheets></workbook>",
        "xl/styles.xml": _STYLES,
    }


def _link(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
