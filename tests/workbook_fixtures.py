"""A workbook with everything an analyst may have put into it: what openpyxl makes, and parts that it cannot make."""

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image as Picture

__all__ = ["HEADER_ROW", "rich_workbook"]

HEADER_ROW = 4
HEADINGS = ("CLAVE", "NOMBRE", "RFC", "IMPRIR", "MAIL", "EMAILPRED", "NIVELSEC", "MEDIO_FECHA", "RUTA", "SALDO")
_TYPES = {
    "xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
    "xl/pivotTables/pivotTable1.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotTable+xml",
    "xl/pivotCache/pivotCacheDefinition1.xml": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml"
    ),
    "xl/calcChain.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml",
}
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PIVOT = (
    f'<pivotTableDefinition {_MAIN} name="Resumen" cacheId="7" dataCaption="Valores" rowHeaderCaption="IMPRIR">'
    '<location ref="A1:B4" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
    '<pivotFields count="1"><pivotField axis="axisRow" dataField="1" showAll="0"><items count="1"><item t="default"/>'
    '</items></pivotField></pivotFields><rowFields count="1"><field x="0"/></rowFields>'
    '<dataFields count="1"><dataField name="Cuenta" fld="0" subtotal="count"/></dataFields></pivotTableDefinition>'
)
_CACHE = (
    f'<pivotCacheDefinition {_MAIN} saveData="0" refreshOnLoad="1" recordCount="0"><cacheSource type="worksheet">'
    '<worksheetSource ref="D4:D12" sheet="Clientes"/></cacheSource><cacheFields count="1">'
    '<cacheField name="IMPRIR" numFmtId="0"><sharedItems/></cacheField></cacheFields></pivotCacheDefinition>'
)


def rich_workbook(path: Path, *, clients: int = 12) -> Path:
    """An .xlsm whose clients stand below a title, with ten more kinds of things in it."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Clientes"
    _fill(sheet, clients)
    _decorate(sheet, clients)
    workbook.create_sheet("Resumen")["A1"] = "IMPRIR"
    notes = workbook.create_sheet("Notas")
    notes["A1"], notes["B1"] = "=COUNTA(Clientes!A5:A99)", "Ñandú"
    out = BytesIO()
    workbook.save(out)
    workbook.close()
    path.write_bytes(_with_foreign_parts(out.getvalue()))
    return path


def _fill(sheet: Worksheet, clients: int) -> None:
    sheet["A1"] = "Catálogo de clientes"
    sheet.merge_cells("A1:J2")
    for position, heading in enumerate(HEADINGS, start=1):
        sheet.cell(HEADER_ROW, position, heading).font = Font(bold=True)
    for number in range(1, clients + 1):
        row = HEADER_ROW + number
        key = sheet.cell(row, 1, number)
        key.number_format = "00000"
        values: tuple[str | int, ...] = (
            f"Cliente {number} & Cía",
            "AAA010101AAA",
            "S",
            "N",
            f"c{number}@example.mx",
            0,
        )
        for position, value in enumerate(values, start=2):
            sheet.cell(row, position, value)
        day = sheet.cell(row, 8, date(2026, 1, number))
        day.number_format = "dd/mm/yyyy"
        sheet.cell(row, 10, number * 1000.5).number_format = '"$"#,##0.00;[Red]-"$"#,##0.00'


def _decorate(sheet: Worksheet, clients: int) -> None:
    last = HEADER_ROW + clients
    sheet.freeze_panes = "B5"
    sheet["E5"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["B5"].comment = Comment("Preguntar por Lupita", "Ana")
    green = DifferentialStyle(fill=PatternFill("solid", bgColor="C6EFCE"))
    sheet.conditional_formatting.add(f"D5:E{last}", Rule("cellIs", operator="equal", formula=['"S"'], dxf=green))
    validation = DataValidation(type="list", formula1='"S,N"', allow_blank=True)
    validation.add(f"D5:E{last}")
    sheet.add_data_validation(validation)
    sheet.add_table(Table(displayName="Clientes1", ref=f"A{HEADER_ROW}:J{last}"))
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=10, min_row=HEADER_ROW, max_row=last), titles_from_data=True)
    sheet.add_chart(chart, "L4")
    picture = BytesIO()
    Picture.new("RGB", (16, 16), "red").save(picture, "PNG")
    sheet.add_image(Image(picture), "L20")


def _with_foreign_parts(data: bytes) -> bytes:
    """Pivot table, macros and a chain of calculation, put in by hand as Excel would."""
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/{{kind}}" Target="{{target}}"/></Relationships>'
    )
    cache = "pivotCache/pivotCacheDefinition1.xml"
    added = {
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)),
        "xl/pivotTables/pivotTable1.xml": _PIVOT.encode(),
        f"xl/{cache}": _CACHE.encode(),
        "xl/calcChain.xml": f'<calcChain {_MAIN}><c r="A1" i="3"/></calcChain>'.encode(),
        "xl/worksheets/_rels/sheet2.xml.rels": relations.format(
            kind="pivotTable", target="../pivotTables/pivotTable1.xml"
        ).encode(),
        "xl/pivotTables/_rels/pivotTable1.xml.rels": relations.format(
            kind="pivotCacheDefinition", target=f"../{cache}"
        ).encode(),
    }
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for entry in source.infolist():
            package.writestr(entry, _told(entry.filename, source.read(entry)))
        for name, content in added.items():
            package.writestr(name, content)
    return out.getvalue()


def _told(name: str, content: bytes) -> bytes:
    """The lists of parts and relations, with the added ones."""
    if name == "[Content_Types].xml":
        overrides = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in _TYPES.items())
        plain, macros = (
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        )
        content = content.replace(plain, macros)
        return content.replace(b"</Types>", overrides.encode() + b"</Types>")
    if name == "xl/_rels/workbook.xml.rels":
        more = (
            f'<Relationship Id="rId91" Type="{_RELATIONS}/pivotCacheDefinition" '
            'Target="pivotCache/pivotCacheDefinition1.xml"/>'
            f'<Relationship Id="rId92" Type="{_RELATIONS}/calcChain" Target="calcChain.xml"/>'
            '<Relationship Id="rId93" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
            'Target="vbaProject.bin"/>'
        )
        return content.replace(b"</Relationships>", more.encode() + b"</Relationships>")
    if name == "xl/workbook.xml":
        pivots = f'<pivotCaches><pivotCache cacheId="7" xmlns:r="{_RELATIONS}" r:id="rId91"/></pivotCaches>'
        return content.replace(b"</workbook>", pivots.encode() + b"</workbook>")
    return content
