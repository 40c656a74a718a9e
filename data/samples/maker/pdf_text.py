"""Small pieces of text on a page: fitted, wrapped, labelled."""

from decimal import Decimal

from reportlab.lib.colors import Color
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from maker.pdf_theme import BOLD, GREY, INK, REGULAR

__all__ = ["draw_field", "draw_text", "draw_wrapped", "money", "shorten", "split_anywhere"]


def money(amount: Decimal) -> str:
    """An amount with thousands' commas and two decimals."""
    return f"{amount:,.2f}"


def shorten(text: str, *, width: float, font: str = REGULAR, size: float = 8) -> str:
    """`text`, cut with an ellipsis where it is wider than `width` points."""
    if stringWidth(text, font, size) <= width:
        return text
    while text and stringWidth(f"{text}…", font, size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def split_anywhere(text: str, *, width: float, size: float) -> list[str]:
    """`text` without blanks (a seal) in lines of at most `width` points."""
    lines, start, used = [], 0, 0.0
    for place, letter in enumerate(text):
        advance = stringWidth(letter, REGULAR, size)
        if used + advance > width:
            lines.append(text[start:place])
            start, used = place, 0.0
        used += advance
    return [*lines, text[start:]]


def draw_text(
    canvas: Canvas,
    text: str,
    *,
    x: float,
    y: float,
    font: str = REGULAR,
    size: float = 8,
    color: Color = INK,
    align: str = "left",
) -> None:
    """Write one line at its base line; `align` is left, right or center."""
    canvas.setFont(font, size)
    canvas.setFillColor(color)
    write = {"left": canvas.drawString, "right": canvas.drawRightString, "center": canvas.drawCentredString}[align]
    write(x, y, text)


def draw_wrapped(
    canvas: Canvas, text: str, *, x: float, y: float, width: float, font: str = REGULAR, size: float = 8
) -> float:
    """Write `text` in lines of at most `width` points; returns the base line below the last one."""
    for line in simpleSplit(text, font, size, width):
        draw_text(canvas, line, x=x, y=y, font=font, size=size)
        y -= size + 2
    return y


def draw_field(canvas: Canvas, label: str, value: str, *, x: float, y: float, width: float) -> None:
    """Write a small grey label and its value beside it."""
    draw_text(canvas, label, x=x, y=y, size=7, color=GREY)
    indent = 74
    value = shorten(value, width=width - indent, font=BOLD, size=7.5)
    draw_text(canvas, value, x=x + indent, y=y, font=BOLD, size=7.5)
