"""Colours and marks of the two companies whose documents lie in the samples."""

from typing import NamedTuple

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from maker.party import COMPANY, Party

__all__ = ["BOLD", "GREY", "INK", "LINE", "MARGIN", "PAGE", "REGULAR", "Theme", "draw_logo", "theme_of"]

PAGE = (612.0, 792.0)  #: Letter, points
MARGIN = 36.0
REGULAR, BOLD = "Helvetica", "Helvetica-Bold"
INK, GREY, LINE = HexColor(0x22303A), HexColor(0x6A7882), HexColor(0xD5DCE0)


class Theme(NamedTuple):
    """A company's colours."""

    main: Color
    accent: Color
    tint: Color


_RAYUELA = Theme(HexColor(0x1F5C63), HexColor(0xE08A3C), HexColor(0xEEF5F5))
_SUPPLIER = Theme(HexColor(0x6B3A5B), HexColor(0x8FA94B), HexColor(0xF6F0F4))


def theme_of(emitter: Party) -> Theme:
    """The colours of whoever issued the document."""
    return _RAYUELA if emitter == COMPANY else _SUPPLIER


def draw_logo(canvas: Canvas, emitter: Party, *, x: float, y: float, size: float) -> None:
    """Draw the emitter's mark in a square of `size` points, its lower left corner at (x, y)."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(size / 60, size / 60)
    if emitter == COMPANY:
        _draw_hopscotch(canvas)
    else:
        _draw_hills(canvas)
    canvas.restoreState()


def _draw_hopscotch(canvas: Canvas) -> None:
    """A hopscotch court (rayuela): one square, two, one, and the sky."""
    main, accent, _tint = _RAYUELA
    canvas.setFillColor(main)
    for left, bottom in ((22.5, 0), (14, 17), (31, 17), (22.5, 34)):
        canvas.roundRect(left, bottom, 15, 15, 3, stroke=0, fill=1)
    canvas.setFillColor(accent)
    sky = canvas.beginPath()
    sky.moveTo(18, 51)
    sky.arcTo(18, 42, 42, 60, startAng=180, extent=-180)
    sky.close()
    canvas.drawPath(sky, stroke=0, fill=1)
    canvas.setFillColor(HexColor(0xFFFFFF))
    canvas.circle(38.5, 24.5, 3.2, stroke=0, fill=1)


def _draw_hills(canvas: Canvas) -> None:
    """Two hills and a sun."""
    main, accent, _tint = _SUPPLIER
    canvas.setFillColor(accent)
    canvas.circle(42, 44, 10, stroke=0, fill=1)
    canvas.setFillColor(main)
    hills = canvas.beginPath()
    for x, y in ((0, 6), (22, 46), (34, 24), (40, 32), (58, 6)):
        (hills.lineTo if x else hills.moveTo)(x, y)
    hills.close()
    canvas.drawPath(hills, stroke=0, fill=1)
