"""How a sheet of a master looks: its styles, and what surrounds its rows."""

from emitlib.reports.book_parts import MAIN_NAMESPACE, XML_DECLARATION

__all__ = ["DAY_STYLE", "STYLES", "TEXT_STYLE", "TIME_STYLE", "sheet_foot", "sheet_head"]

#: Positions in the styles' ``cellXfs``.
TEXT_STYLE = 1
DAY_STYLE = 2
TIME_STYLE = 3

STYLES = (
    f'{XML_DECLARATION}<styleSheet xmlns="{MAIN_NAMESPACE}">'
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
        f'{XML_DECLARATION}<worksheet xmlns="{MAIN_NAMESPACE}"><sheetViews><sheetView workbookViewId="0">'
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
