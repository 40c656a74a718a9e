"""The cover sheet of a print pack: what it is, how much it holds, and a table of its pieces."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import letter
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from emitlib.i18n import _
from emitlib.settings import Company
from emitlib.vocabulary import Parcel, ParcelItem

__all__ = ["CoverPiece", "cover_pdf"]

_WIDTH, _HEIGHT = letter
_MARGIN = 40.0  # points, like every length here
_ROW = 13.5
_BASELINE = 3.8  # above a row's bottom
_TABLE_ON_FIRST = 588.0  # top of the table on the first sheet
_TABLE_ON_OTHERS = 712.0
_TABLE_BOTTOM = 58.0
_INK, _SOFT, _LINE, _BAND, _ZEBRA = (0.10, 0.14, 0.20), (0.38, 0.42, 0.48), (0.75, 0.78, 0.82), 0.93, 0.975


@dataclass(frozen=True, slots=True)
class CoverPiece:
    """One line of the table."""

    item: ParcelItem
    pages: int


@dataclass(frozen=True, slots=True)
class _Column:
    """Where a column stands; `edge` is its right edge where numbers end, its left one otherwise."""

    edge: float
    width: float
    numeric: bool = False
    size: float = 8.0


_COLUMNS = (
    _Column(62, 22, numeric=True),
    _Column(72, 62),
    _Column(138, 164),
    _Column(306, 92),
    _Column(402, 136, size=6.8),
    _Column(_WIDTH - _MARGIN - 4, 30, numeric=True),
)


def cover_pdf(
    parcel: Parcel, pieces: Sequence[CoverPiece], *, company: Company, fingerprint: str, pack_name: str
) -> bytes:
    """The cover as a PDF in US Letter, on as many sheets as its table needs; the same bytes for the same facts.

    Args:
        parcel: What the pack is made of.
        pieces: The pieces in the order of the pack, numbered from 1.
        company: Who sends.
        fingerprint: Of the workspace's signing certificate; "" leaves it out.
        pack_name: File name of the pack.
    """
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=letter, invariant=True, pageCompression=0)  # the pack is compressed at once
    sheets = list(_tables(pieces))
    first = 1
    for number, rows in enumerate(sheets, start=1):
        _draw_head(canvas, company)
        top = _TABLE_ON_OTHERS
        if number == 1:
            top = _TABLE_ON_FIRST
            _draw_facts(canvas, _facts(parcel, pieces, pack_name=pack_name))
            _draw_signature(canvas)
        _draw_table(canvas, rows, first=first, top=top)
        _draw_foot(canvas, number, len(sheets), fingerprint=fingerprint)
        canvas.showPage()
        first += len(rows)
    canvas.save()
    return buffer.getvalue()


def _tables(pieces: Sequence[CoverPiece]) -> Iterator[Sequence[CoverPiece]]:
    """The pieces, cut into what fits on each sheet."""
    room = int((_TABLE_ON_FIRST - _TABLE_BOTTOM) / _ROW) - 1  # one row is the heading
    yield pieces[:room]
    rest = pieces[room:]
    room = int((_TABLE_ON_OTHERS - _TABLE_BOTTOM) / _ROW) - 1
    while rest:
        yield rest[:room]
        rest = rest[room:]


def _facts(parcel: Parcel, pieces: Sequence[CoverPiece], *, pack_name: str) -> list[tuple[str, str]]:
    routes = dict.fromkeys(item.client.rule.route for item in parcel.items)
    return [
        (_("Pack"), pack_name),
        (_("Run"), parcel.run),
        (_("Channel"), _("Print")),
        (_("Route"), ", ".join(route or _("the default one") for route in routes)),
        (_("Made at"), parcel.made_at.isoformat(sep=" ", timespec="minutes")),
        (_("Pieces"), f"{len(pieces):,}"),
        (_("Sheets, printed on one side, without this cover"), f"{sum(piece.pages for piece in pieces):,}"),
    ]


def _draw_head(canvas: Canvas, company: Company) -> None:
    canvas.setFillColorRGB(*_INK)
    _write(canvas, _MARGIN, 748, company.name or company.rfc, font="Helvetica-Bold", size=15, width=350)
    canvas.setFillColorRGB(*_SOFT)
    _write(canvas, _MARGIN, 733, company.rfc, size=9, width=350)
    canvas.setFont("Helvetica", 12)
    canvas.drawRightString(_WIDTH - _MARGIN, 748, _("Print pack"))
    canvas.setStrokeColorRGB(*_INK)
    canvas.setLineWidth(1.2)
    canvas.line(_MARGIN, 724, _WIDTH - _MARGIN, 724)


def _draw_facts(canvas: Canvas, facts: Sequence[tuple[str, str]]) -> None:
    for place, (name, value) in enumerate(facts):
        y = 704 - 14 * place
        canvas.setFillColorRGB(*_SOFT)
        _write(canvas, _MARGIN, y, name, size=8.5, width=205)
        canvas.setFillColorRGB(*_INK)
        _write(canvas, 250, y, value, font="Helvetica-Bold", size=9.5, width=_WIDTH - _MARGIN - 250)


def _draw_signature(canvas: Canvas) -> None:
    """Blanks for the person who prints: the last piece that came out, who saw it, when."""
    canvas.setStrokeColorRGB(*_LINE)
    canvas.setLineWidth(0.6)
    blanks = ((_("Last piece printed"), _MARGIN, 130), (_("Printed by"), 190, 200), (_("Date"), 410, 162))
    for label, x, width in blanks:
        canvas.setFillColorRGB(*_SOFT)
        _write(canvas, x, 596, label, size=7, width=width)
        start = x + stringWidth(label, "Helvetica", 7) + 4
        canvas.line(start, 595, x + width - 8, 595)


def _draw_table(canvas: Canvas, rows: Sequence[CoverPiece], *, first: int, top: float) -> None:
    heads = (_("No."), _("Client key"), _("Client"), _("Document"), _("UUID"), _("Pages"))
    table = [_texts(number, piece) for number, piece in enumerate(rows, start=first)]
    width = _WIDTH - 2 * _MARGIN
    canvas.setFillGray(_BAND)
    canvas.rect(_MARGIN, top - _ROW, width, _ROW, stroke=0, fill=1)
    canvas.setFillGray(_ZEBRA)
    for place in range(1, len(rows), 2):
        canvas.rect(_MARGIN, top - _ROW * (place + 2), width, _ROW, stroke=0, fill=1)
    canvas.setFillColorRGB(*_INK)
    for place, column in enumerate(_COLUMNS):
        _draw_column(canvas, column, [heads[place]], top=top, font="Helvetica-Bold", size=7.5)
        cells = [texts[place] for texts in table]
        _draw_column(canvas, column, cells, top=top - _ROW, font="Helvetica", size=column.size)
    canvas.setStrokeColorRGB(*_LINE)
    bottom = top - _ROW * (len(rows) + 1)
    canvas.line(_MARGIN, bottom, _WIDTH - _MARGIN, bottom)


def _texts(number: int, piece: CoverPiece) -> tuple[str, ...]:
    client, document = piece.item.client, piece.item.document
    return (str(number), client.key, client.name, document.label, document.uuid or "", str(piece.pages))


def _draw_column(
    canvas: Canvas, column: _Column, cells: Sequence[str], *, top: float, font: str, size: float
) -> None:
    """Draw cells below each other, in one text object: the font is named once, not for each cell."""
    text = canvas.beginText()
    text.setFont(font, size)
    for place, cell in enumerate(cells, start=1):
        shown = _fitted(cell, font=font, size=size, width=column.width)
        x = column.edge - stringWidth(shown, font, size) if column.numeric else column.edge
        text.setTextOrigin(x, top - _ROW * place + _BASELINE)
        text.textOut(shown)
    canvas.drawText(text)


def _draw_foot(canvas: Canvas, number: int, total: int, *, fingerprint: str) -> None:
    canvas.setFillColorRGB(*_SOFT)
    if fingerprint:
        text = _("Fingerprint of this workspace: {fingerprint}").format(fingerprint=fingerprint)
        _write(canvas, _MARGIN, 34, text, size=6.5, width=440)
    canvas.setFont("Helvetica", 8)
    canvas.drawRightString(_WIDTH - _MARGIN, 34, _("Cover {n} of {total}").format(n=number, total=total))


def _write(
    canvas: Canvas, x: float, y: float, text: str, *, size: float, width: float, font: str = "Helvetica"
) -> None:
    canvas.setFont(font, size)
    canvas.drawString(x, y, _fitted(text, font=font, size=size, width=width))


def _fitted(text: str, *, font: str, size: float, width: float) -> str:
    """The text on one line, cut with "…" where it is wider than `width`."""
    line = " ".join(text.split())
    if stringWidth(line, font, size) <= width:
        return line
    while line and stringWidth(line + "…", font, size) > width:
        line = line[:-1]
    return line + "…"
