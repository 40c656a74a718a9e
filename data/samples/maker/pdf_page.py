"""The printed form of a CFDI, in the sample company's own design.

Streams stay uncompressed, so that the bytes do not depend on the zlib at hand.
"""

import io
from decimal import Decimal

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from maker.cfdi import Cfdi
from maker.pdf_foot import FOOT_TOP, draw_foot
from maker.pdf_table import Row, Table, draw_rows, table_of
from maker.pdf_text import draw_field, draw_text, draw_wrapped, money
from maker.pdf_theme import BOLD, GREY, INK, LINE, MARGIN, PAGE, REGULAR, draw_logo, theme_of
from maker.words import amount_in_words

__all__ = ["REPORTLAB", "cfdi_pdf", "title_of"]

#: The reportlab that the checked-in PDFs were made with; another one may write other bytes.
REPORTLAB = "5.1.0"

_RIGHT = PAGE[0] - MARGIN
_ROWS_WITH_TOTALS, _ROWS_ALONE = 9, 14
_TITLES = {
    "I": "FACTURA",
    "E": "NOTA DE CRÉDITO",
    "P": "COMPLEMENTO DE PAGO",
    "T": "TRASLADO",
    "N": "RECIBO DE NÓMINA",
}
_USES = {
    "CP01": "CP01 Pagos",
    "CN01": "CN01 Nómina",
    "G01": "G01 Adquisición de mercancías",
    "G02": "G02 Devoluciones, descuentos o bonificaciones",
    "G03": "G03 Gastos en general",
    "S01": "S01 Sin efectos fiscales",
}
_FORMS = {"01": "01 Efectivo", "03": "03 Transferencia electrónica", "15": "15 Condonación", "99": "99 Por definir"}
_METHODS = {"PUE": "PUE Pago en una sola exhibición", "PPD": "PPD Pago en parcialidades o diferido"}
_RELATIONS = {"01": "Nota de crédito de los documentos relacionados", "04": "Sustituye a los CFDI previos"}


def title_of(cfdi: Cfdi) -> str:
    """What the document is called on paper."""
    return "FACTURA GLOBAL" if cfdi.whole_month else _TITLES[cfdi.kind]


def cfdi_pdf(cfdi: Cfdi) -> bytes:
    """`cfdi` printed on Letter pages: head, parties, table, totals and the stamp."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=PAGE, invariant=1, pageCompression=0)
    canvas.setTitle(f"{title_of(cfdi).capitalize()} {cfdi.series} {cfdi.folio}".replace("  ", " "))
    canvas.setAuthor(cfdi.emitter.name)
    canvas.setSubject(f"CFDI {cfdi.uuid}")
    table = table_of(cfdi)
    pages = _pages(table.rows)
    for place, rows in enumerate(pages, start=1):
        _draw_page(canvas, cfdi, table, rows, last=place == len(pages))
        draw_foot(canvas, cfdi, page=place, pages=len(pages))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _pages(rows: tuple[Row, ...]) -> list[tuple[Row, ...]]:
    """The rows by page; the last page has room for the totals."""
    pages = []
    while len(rows) > _ROWS_WITH_TOTALS:
        pages.append(rows[:_ROWS_ALONE])
        rows = rows[_ROWS_ALONE:]
    return [*pages, rows]


def _draw_page(canvas: Canvas, cfdi: Cfdi, table: Table, rows: tuple[Row, ...], *, last: bool) -> None:
    theme = theme_of(cfdi.emitter)
    canvas.setFillColor(theme.main)
    canvas.rect(0, PAGE[1] - 8, PAGE[0], 8, stroke=0, fill=1)
    canvas.setFillColor(theme.accent)
    canvas.rect(0, PAGE[1] - 11, PAGE[0], 3, stroke=0, fill=1)
    _draw_head(canvas, cfdi)
    _draw_parties(canvas, cfdi)
    bottom = draw_rows(canvas, table, rows, top=_draw_relation(canvas, cfdi, y=575), theme=theme)
    if last:
        _draw_totals(canvas, cfdi, y=bottom - 16)


def _draw_head(canvas: Canvas, cfdi: Cfdi) -> None:
    theme, emitter = theme_of(cfdi.emitter), cfdi.emitter
    draw_logo(canvas, emitter, x=MARGIN, y=704, size=60)
    draw_wrapped(canvas, emitter.name, x=108, y=750, width=270, font=BOLD, size=13)
    draw_text(canvas, f"RFC {emitter.rfc} · Régimen 601 General de Ley Personas Morales", x=108, y=717, color=GREY)
    draw_text(canvas, emitter.address, x=108, y=706, color=GREY)
    left, width = 396.0, _RIGHT - 396
    canvas.setFillColor(theme.tint)
    canvas.roundRect(left, 698, width, 68, 5, stroke=0, fill=1)
    canvas.setFillColor(theme.main)
    canvas.roundRect(left, 748, width, 18, 5, stroke=0, fill=1)
    draw_text(
        canvas,
        title_of(cfdi),
        x=left + width / 2,
        y=753.5,
        font=BOLD,
        size=9.5,
        color=HexColor(0xFFFFFF),
        align="center",
    )
    number = " ".join(part for part in (cfdi.series, str(cfdi.folio)) if part)
    draw_text(canvas, number, x=left + width / 2, y=728, font=BOLD, size=15, color=theme.main, align="center")
    for y, label, value in ((715, "Fecha", cfdi.date), (704.5, "Certificación", cfdi.stamped_at)):
        draw_text(canvas, label, x=left + 10, y=y, size=7, color=GREY)
        draw_text(canvas, f"{value:%d/%m/%Y %H:%M:%S}", x=_RIGHT - 10, y=y, size=7.5, align="right")


def _draw_parties(canvas: Canvas, cfdi: Cfdi) -> None:
    theme, receiver = theme_of(cfdi.emitter), cfdi.receiver
    top, middle = 684.0, 330.0
    for x, title in ((MARGIN, "RECEPTOR"), (middle, "DATOS DEL COMPROBANTE")):
        draw_text(canvas, title, x=x, y=top - 6, font=BOLD, size=7, color=theme.accent)
        canvas.setStrokeColor(LINE)
        canvas.line(x, top - 11, (middle - 18) if x == MARGIN else _RIGHT, top - 11)
    y = draw_wrapped(canvas, receiver.name, x=MARGIN, y=top - 24, width=middle - 60, font=BOLD, size=10)
    draw_text(canvas, f"RFC {receiver.rfc}", x=MARGIN, y=y, size=8.5)
    y = draw_wrapped(canvas, receiver.address, x=MARGIN, y=y - 12, width=middle - 60)
    fiscal = f"Domicilio fiscal C.P. {receiver.postal_code} · Régimen {receiver.regime}"
    if receiver.residence:
        fiscal = f"Residencia fiscal {receiver.residence} · Registro {receiver.tax_id}"
    draw_text(canvas, fiscal, x=MARGIN, y=y, color=GREY)
    for place, (label, value) in enumerate(_facts(cfdi)):
        draw_field(canvas, label, value, x=middle, y=top - 23 - place * 11.5, width=_RIGHT - middle)


def _facts(cfdi: Cfdi) -> list[tuple[str, str]]:
    use = "CP01" if cfdi.kind == "P" else "G02" if cfdi.kind == "E" else cfdi.receiver.use
    facts = [("Versión y tipo", f"CFDI 4.0 · {cfdi.kind}"), ("Uso del CFDI", _USES[use])]
    if cfdi.kind in "IE":
        facts += [("Forma de pago", _FORMS[cfdi.form])]
    if cfdi.kind in "IEN":
        facts += [("Método de pago", _METHODS[cfdi.method])]
        rate = f" · tipo de cambio {cfdi.exchange_rate}" if cfdi.exchange_rate else ""
        facts += [("Moneda", f"{cfdi.currency}{rate}")]
    if cfdi.paid_at:
        facts += [("Fecha de pago", f"{cfdi.paid_at:%d/%m/%Y %H:%M}"), ("Forma de pago", _FORMS["03"])]
        facts += [("Moneda del pago", "MXN")]
    if cfdi.whole_month:
        facts += [("Periodicidad", f"Mensual, mes {cfdi.date:%m} de {cfdi.date:%Y}")]
    return [*facts, ("Expedido en", f"C.P. {cfdi.emitter.postal_code}"), ("Exportación", "01 No aplica")]


def _draw_relation(canvas: Canvas, cfdi: Cfdi, *, y: float) -> float:
    """The related documents, when there are any; returns where the table starts."""
    if cfdi.relation is None:
        return y
    theme = theme_of(cfdi.emitter)
    canvas.setFillColor(theme.accent)
    canvas.rect(MARGIN, y - 13, 3, 15, stroke=0, fill=1)
    label = f"Relación {cfdi.relation.kind} {_RELATIONS[cfdi.relation.kind]}:"
    draw_text(canvas, label, x=MARGIN + 9, y=y - 9, font=BOLD, size=7.5)
    draw_text(canvas, ", ".join(cfdi.relation.uuids), x=_RIGHT, y=y - 9, size=7.5, align="right")
    return y - 22


def _totals(cfdi: Cfdi) -> list[tuple[str, Decimal]]:
    if cfdi.kind == "P":
        base = sum((paid.base for paid in cfdi.paid), Decimal(0))
        return [("Base IVA 16 %", base), ("IVA 16 %", cfdi.amount_paid - base), ("Total pagado", cfdi.amount_paid)]
    deducted = [("Deducciones", -cfdi.discount)] if cfdi.discount else []
    charges = [(c.tax.label, -c.amount if c.tax.withheld else c.amount) for c in cfdi.charges]
    return [("Subtotal", cfdi.subtotal), *deducted, *charges, ("Total", cfdi.total)]


def _draw_totals(canvas: Canvas, cfdi: Cfdi, *, y: float) -> None:
    theme, totals = theme_of(cfdi.emitter), _totals(cfdi)
    words = amount_in_words(totals[-1][1], cfdi.currency)
    draw_text(canvas, "Importe con letra", x=MARGIN, y=y, size=7, color=GREY)
    draw_wrapped(canvas, words, x=MARGIN, y=y - 12, width=320, font=BOLD, size=8)
    for place, (label, amount) in enumerate(totals):
        last = place == len(totals) - 1
        if last:
            canvas.setFillColor(theme.main)
            canvas.roundRect(392, y - 7, _RIGHT - 392, 19, 4, stroke=0, fill=1)
        color, size = (HexColor(0xFFFFFF), 10) if last else (INK, 8.5)
        font = BOLD if last else REGULAR
        title = f"{label} {cfdi.currency}" if last else label
        draw_text(canvas, title, x=400, y=y, font=font, size=size, color=color)
        draw_text(
            canvas,
            f"{'-' if amount < 0 else ''}${money(abs(amount))}",
            x=_RIGHT - 8,
            y=y,
            font=font,
            size=size,
            color=color,
            align="right",
        )
        y -= 13 if place < len(totals) - 2 else 18
    assert y > FOOT_TOP - 20, f"{cfdi.name}: the totals run into the stamp"
