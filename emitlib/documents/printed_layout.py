"""How a printed form looks: Letter, black on white, one accent colour, tables that run over pages."""

import unicodedata
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Paragraph, Spacer, Table, TableStyle

from emitlib.documents.printed_form import Line, Pairs, Payment, PrintedForm

__all__ = ["LEGEND", "MARGIN", "flowables", "printable"]

LEGEND = "Este documento es una representación impresa de un CFDI"
MARGIN = 15 * mm
_WIDTH = letter[0] - 2 * MARGIN
_QR_SIZE = 33 * mm
_LONGEST_TEXT = 1500  # characters of one cell; SAT allows 1000

_INK = HexColor("#1b1f24")
_ACCENT = HexColor("#1f4e79")
_PALE = HexColor("#eef3f8")
_RULE = HexColor("#c5d0db")

_TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=8, leading=10, textColor=_INK, splitLongWords=1)
_SMALL = ParagraphStyle("small", parent=_TEXT, fontSize=7, leading=8.5)
_TINY = ParagraphStyle("tiny", parent=_TEXT, fontSize=5.5, leading=6.8)
_RIGHT = ParagraphStyle("right", parent=_TEXT, alignment=TA_RIGHT)
_SMALL_RIGHT = ParagraphStyle("small right", parent=_SMALL, alignment=TA_RIGHT)
_HEAD = ParagraphStyle("head", parent=_SMALL, fontName="Helvetica-Bold", textColor=HexColor("#ffffff"))
_HEAD_RIGHT = ParagraphStyle("head right", parent=_HEAD, alignment=TA_RIGHT)
_NAME = ParagraphStyle("name", parent=_TEXT, fontName="Helvetica-Bold", fontSize=11, leading=13)
_TITLE = ParagraphStyle("title", parent=_RIGHT, fontName="Helvetica-Bold", fontSize=13, leading=16, textColor=_ACCENT)
_SECTION = ParagraphStyle("section", parent=_TEXT, fontName="Helvetica-Bold", textColor=_ACCENT, spaceBefore=6)
_TOTAL = ParagraphStyle("total", parent=_RIGHT, fontName="Helvetica-Bold", fontSize=10, leading=12)


def printable(text: str) -> str:
    """The text in the characters that every PDF reader's own fonts have (cp1252); others by their base letter.

    >>> printable("Łódź ½ Ñ €")
    '?ódz ½ Ñ €'
    """
    clean = " ".join(text.split())
    if len(clean) > _LONGEST_TEXT:
        clean = f"{clean[:_LONGEST_TEXT]}…"
    return "".join(mark if _has(mark) else _base(mark) for mark in clean)


def _has(mark: str) -> bool:
    try:
        return mark.isprintable() and bool(mark.encode("cp1252"))
    except UnicodeEncodeError:
        return False


def _base(mark: str) -> str:
    base = unicodedata.normalize("NFKD", mark)[0]
    return base if _has(base) else "?"


def _cell(text: str, style: ParagraphStyle = _TEXT) -> Paragraph:
    return Paragraph(escape(printable(text)), style)


def _pair(label: str, text: str, style: ParagraphStyle = _TEXT) -> Paragraph:
    return Paragraph(f"<b>{escape(label)}:</b> {escape(printable(text))}", style)


def flowables(form: PrintedForm) -> list[Any]:
    """The form's parts from top to bottom, as reportlab's flowables."""
    parts = [
        _header(form),
        Spacer(0, 4 * mm),
        _boxed("Receptor", form.receiver),
        Spacer(0, 4 * mm),
        _lines_table(form.lines),
        Spacer(0, 3 * mm),
        _sums(form),
    ]
    for number, payment in enumerate(form.payments, start=1):
        parts += _payment(payment, number)
    if form.related:
        parts.append(_cell("CFDI relacionados", _SECTION))
        parts += [_pair(kind, uuids, _SMALL) for kind, uuids in form.related]
    return [*parts, Spacer(0, 4 * mm), KeepTogether([_stamp(form)])]


def _header(form: PrintedForm) -> Table:
    name, *rest = form.emitter or (("", ""),)
    left = [_cell(name[1], _NAME), *(_pair(label, text) for label, text in rest)]
    right = [_cell(form.title, _TITLE), *(_pair(label, text, _RIGHT) for label, text in form.document)]
    style = [("LINEBELOW", (0, 0), (-1, -1), 1.2, _ACCENT), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    return _table([[left, right]], [0.5 * _WIDTH, 0.5 * _WIDTH], [*style, ("BOTTOMPADDING", (0, 0), (-1, -1), 6)])


def _boxed(title: str, pairs: Pairs) -> Table:
    cells = [_pair(label, text) if label else _cell(text, _NAME) for label, text in pairs]
    content = [[[_cell(title, _SECTION), *cells]]]
    return _table(content, [_WIDTH], [("BACKGROUND", (0, 0), (-1, -1), _PALE), ("BOX", (0, 0), (-1, -1), 0.5, _RULE)])


def _table(rows: Sequence[Sequence[Any]], widths: Sequence[float], style: Sequence[Any], *, heads: int = 0) -> Table:
    # splitInRow: a cell that is taller than a page runs over instead of failing
    return Table(rows, colWidths=widths, style=TableStyle(style), repeatRows=heads, splitInRow=1)


def _grid(heads: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[float], *, from_right: int) -> Table:
    """A table with a coloured heading, repeated on each page; columns from `from_right` on are amounts."""
    top = [_cell(text, _HEAD_RIGHT if place >= from_right else _HEAD) for place, text in enumerate(heads)]
    style = [
        ("BACKGROUND", (0, 0), (-1, 0), _ACCENT),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, _RULE),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ]
    return _table([top, *rows], widths, style, heads=1)


def _lines_table(lines: Sequence[Line]) -> Table:
    rows = [
        [
            _cell(line.key, _SMALL),
            _cell(line.description),
            _cell(line.unit, _SMALL),
            _cell(line.quantity, _RIGHT),
            _cell(line.price, _RIGHT),
            _cell(line.amount, _RIGHT),
        ]
        for line in lines
    ]
    heads = ("Clave", "Descripción", "Unidad", "Cantidad", "Valor unitario", "Importe")
    shares = (0.1, 0.41, 0.11, 0.1, 0.14, 0.14)
    return _grid(heads, rows, [share * _WIDTH for share in shares], from_right=3)


def _sums(form: PrintedForm) -> Table:
    *sums, total = form.totals
    rows = [[_cell(label, _RIGHT), _cell(text, _RIGHT)] for label, text in sums]
    rows.append([_cell(total[0], _TOTAL), _cell(total[1], _TOTAL)])
    style = [
        ("LINEABOVE", (0, -1), (-1, -1), 0.8, _ACCENT),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
    ]
    right = _table(rows, [0.24 * _WIDTH, 0.18 * _WIDTH], style)
    left = [_pair(label, text) for label, text in form.conditions]
    flat = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (1, 0), (1, 0), 0),
        ("RIGHTPADDING", (1, 0), (1, 0), 0),
    ]
    return Table([[left, right]], colWidths=[0.58 * _WIDTH, 0.42 * _WIDTH], style=TableStyle(flat))


def _payment(payment: Payment, number: int) -> list[Any]:
    rows = [
        [
            _cell(label, _SMALL),
            _cell(uuid, _SMALL),
            _cell(part, _SMALL_RIGHT),
            *(_cell(text, _SMALL_RIGHT) for text in amounts),
        ]
        for label, uuid, part, *amounts in payment.paid
    ]
    heads = ("Serie y folio", "Folio fiscal del documento pagado", "Parcialidad", "Saldo anterior", "Pagado", "Saldo")
    shares = (0.11, 0.37, 0.1, 0.14, 0.15, 0.13)
    facts = [_pair(label, text) for label, text in payment.facts]
    table = _grid(heads, rows, [share * _WIDTH for share in shares], from_right=2)
    return [_cell(f"Pago {number}", _SECTION), *facts, Spacer(0, 2 * mm), table]


def _stamp(form: PrintedForm) -> Table:
    facts = [_pair(label, text, _SMALL) for label, text in form.stamp]
    chain = [
        _cell("Cadena original del complemento de certificación digital del SAT:", _TINY),
        _cell(form.chain, _TINY),
    ]
    content = [[_qr(form.verification_url), [*facts, Spacer(0, 1.5 * mm), *chain]]]
    style = [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("BOX", (0, 0), (-1, -1), 0.5, _RULE)]
    return Table(content, colWidths=[_QR_SIZE + 4 * mm, _WIDTH - _QR_SIZE - 4 * mm], style=TableStyle(style))


def _qr(url: str) -> Drawing:
    widget = QrCodeWidget(url, barLevel="M", barBorder=1)
    left, bottom, right, top = widget.getBounds()
    scale = (_QR_SIZE / (right - left), 0, 0, _QR_SIZE / (top - bottom), 0, 0)
    return Drawing(_QR_SIZE, _QR_SIZE, widget, transform=list(scale))
