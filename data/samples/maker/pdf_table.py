"""The table of a printed document: articles, paid invoices or pay."""

from decimal import Decimal
from typing import NamedTuple

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from maker.cfdi import Cfdi
from maker.pdf_text import draw_text, money, shorten
from maker.pdf_theme import BOLD, GREY, INK, LINE, MARGIN, REGULAR, Theme

__all__ = ["ROW", "Column", "Row", "Table", "draw_rows", "table_of"]

ROW = 23.0  #: height of a row, points
_HEAD = 17.0


class Column(NamedTuple):
    """A heading and how its cells stand."""

    title: str
    width: float
    align: str = "left"


class Row(NamedTuple):
    """A row's cells; the note stands in grey under the widest one."""

    cells: tuple[str, ...]
    note: str = ""


class Table(NamedTuple):
    """Columns, 540 points together, and rows."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


_ARTICLES = (
    Column("Clave", 52),
    Column("Cantidad", 48, "right"),
    Column("Unidad", 50, "center"),
    Column("Descripción", 248),
    Column("P. unitario", 68, "right"),
    Column("Importe", 74, "right"),
)
_PAID = (
    Column("Factura", 62),
    Column("Folio fiscal (UUID)", 208),
    Column("Parcialidad", 54, "center"),
    Column("Saldo anterior", 72, "right"),
    Column("Importe pagado", 72, "right"),
    Column("Saldo insoluto", 72, "right"),
)
_PAY = (Column("Concepto", 340), Column("Percepción", 100, "right"), Column("Deducción", 100, "right"))


def table_of(cfdi: Cfdi) -> Table:
    """The table that fits the kind of document."""
    if cfdi.kind == "P":
        return Table(_PAID, tuple(_paid_rows(cfdi)))
    if cfdi.payroll:
        pay = cfdi.payroll
        return Table(
            _PAY,
            (
                Row(("Sueldo de la quincena", money(pay.salary), "")),
                Row(("ISR", "", money(pay.income_tax))),
                Row(("Seguridad social", "", money(pay.social_security))),
            ),
        )
    return Table(_ARTICLES, tuple(_article_rows(cfdi)))


def _article_rows(cfdi: Cfdi) -> list[Row]:
    rows = []
    for line in cfdi.lines:
        product = line.product
        taxes = " · ".join(f"{charge.tax.label}: {money(charge.amount)}" for charge in line.charges)
        codes = f"Clave SAT {product.sat_product} · {product.sat_unit}"
        rows.append(
            Row(
                (
                    product.code,
                    f"{line.quantity:,}",
                    product.unit or product.sat_unit,
                    product.description,
                    money(line.price),
                    money(line.amount),
                ),
                f"{codes} · {taxes}" if taxes and cfdi.kind != "T" else codes,
            )
        )
    return rows


def _paid_rows(cfdi: Cfdi) -> list[Row]:
    return [
        Row(
            (
                " ".join(part for part in (paid.series, paid.folio) if part),
                paid.uuid,
                str(paid.installment),
                money(paid.balance),
                money(paid.paid),
                money(paid.balance - paid.paid),
            ),
            f"MXN · base {money(paid.base)} · IVA 16 % {money(paid.paid - paid.base)}",
        )
        for paid in cfdi.paid
    ]


def draw_rows(canvas: Canvas, table: Table, rows: tuple[Row, ...], *, top: float, theme: Theme) -> float:
    """Draw the heading and `rows` below `top`; returns the lower edge."""
    width = float(sum(Decimal(str(column.width)) for column in table.columns))
    canvas.setFillColor(theme.main)
    canvas.roundRect(MARGIN, top - _HEAD, width, _HEAD, 3, stroke=0, fill=1)
    _draw_cells(canvas, table, tuple(column.title for column in table.columns), y=top - 11.5, heading=True)
    y = top - _HEAD
    for place, row in enumerate(rows):
        if place % 2:
            canvas.setFillColor(theme.tint)
            canvas.rect(MARGIN, y - ROW, width, ROW, stroke=0, fill=1)
        _draw_cells(canvas, table, row.cells, y=y - 10)
        _draw_note(canvas, table, row.note, y=y - 18.5)
        y -= ROW
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.6)
    canvas.line(MARGIN, y, MARGIN + width, y)
    return y


def _draw_cells(canvas: Canvas, table: Table, cells: tuple[str, ...], *, y: float, heading: bool = False) -> None:
    x = MARGIN
    font, size, color = (BOLD, 7.5, HexColor(0xFFFFFF)) if heading else (REGULAR, 8, INK)
    for column, cell in zip(table.columns, cells, strict=True):
        text = shorten(cell, width=column.width - 8, font=font, size=size)
        at = {"left": x + 5, "right": x + column.width - 5, "center": x + column.width / 2}[column.align]
        draw_text(canvas, text, x=at, y=y, font=font, size=size, align=column.align, color=color)
        x += column.width


def _draw_note(canvas: Canvas, table: Table, note: str, *, y: float) -> None:
    widest = max(table.columns, key=lambda column: column.width)
    x = MARGIN + sum(column.width for column in table.columns[: table.columns.index(widest)])
    draw_text(canvas, shorten(note, width=widest.width - 8, size=6), x=x + 5, y=y, size=6, color=GREY)
