"""What a report on Letter paper is made of: type, lines, tables."""

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, Table, TableStyle

from emitlib.documents.printed_layout import printable

__all__ = [
    "GRID",
    "GROUP",
    "HINT",
    "LEAD",
    "MARK",
    "RIGHT",
    "SECTION",
    "SMALL",
    "SOFT",
    "TINY",
    "TITLE",
    "WIDTH",
    "paragraph",
    "table",
    "two",
]

INK, SOFT, BRAND, _LINE = (HexColor(tone) for tone in ("#1c2733", "#5b6875", "#1d3f5e", "#c5cdd5"))
MARK = Color(0.70, 0.49, 0, alpha=0.10)
TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=8, leading=10, textColor=INK, splitLongWords=1)
SMALL = ParagraphStyle("small", parent=TEXT, fontSize=7, leading=8.5, textColor=SOFT)
_HEAD = ParagraphStyle("head", parent=SMALL, fontName="Helvetica-Bold")
_HEAD_RIGHT = ParagraphStyle("head right", parent=_HEAD, alignment=TA_RIGHT)
RIGHT = ParagraphStyle("right", parent=TEXT, alignment=TA_RIGHT)
LEAD = ParagraphStyle("lead", parent=TEXT, fontName="Helvetica-Bold", fontSize=11, leading=14)
TITLE = ParagraphStyle("title", parent=TEXT, fontName="Helvetica-Bold", fontSize=16, leading=20, textColor=BRAND)
SECTION = ParagraphStyle(
    "section", parent=TEXT, fontName="Helvetica-Bold", fontSize=10.5, leading=13, textColor=BRAND, spaceBefore=10,
    spaceAfter=4,
)  # fmt: skip
GROUP = ParagraphStyle("group", parent=SECTION, fontSize=9, textColor=INK, spaceBefore=6, spaceAfter=1)
HINT = ParagraphStyle("hint", parent=SMALL, spaceAfter=2)
TINY = ParagraphStyle("tiny", parent=SMALL, fontSize=6, leading=7.5)

WIDTH = letter[0] - 30 * mm - 12  # a frame keeps 6 points free at each side
GRID = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, 0), 0.6, _LINE),
        ("LINEBELOW", (0, 1), (-1, -1), 0.25, HexColor("#e6eaee")),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 6),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ]
)


def paragraph(text: str, style: ParagraphStyle = TEXT) -> Paragraph:
    """A paragraph of plain text, whatever characters it holds."""
    return Paragraph(escape(printable(text)), style)


def two(text: str, small: str, style: ParagraphStyle = SMALL) -> list[Paragraph]:
    """A cell of two lines, the second one small; one where there is nothing to add."""
    lines = [paragraph(text)] if text else []
    return [*lines, paragraph(small, style)] if small else lines


def table(
    heads: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[float], *, numbers_from: int
) -> Table:
    """A table whose heading repeats on each page; widths are shares of the page's."""
    total = sum(widths)
    styles = [_HEAD if place < numbers_from else _HEAD_RIGHT for place in range(len(heads))]
    heading = [paragraph(head, style) for head, style in zip(heads, styles, strict=True)]
    return Table([heading, *rows], colWidths=[WIDTH * width / total for width in widths], style=GRID, repeatRows=1)
