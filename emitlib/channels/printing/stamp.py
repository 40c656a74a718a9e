"""What is stamped on every page of a pack: "piece n of N" at the bottom edge, and a rehearsal's watermark."""

import math
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name
from reportlab.pdfbase.pdfmetrics import stringWidth

__all__ = ["Sheet", "Stamp", "sheet_of"]

# Names in a page's resources, unlikely to be taken; random ones would give other bytes each time
_FONT, _BOLD, _PALE = Name.EmitlibText, Name.EmitlibBold, Name.EmitlibPale
_SIZE = 7  # points
_LEFT, _UP = 20, 14  # points from the corner: office printers reach to about 12
_GREY = "0.35 g"
_WATERMARK_SHARE = 0.8  # of the page's diagonal
_BOLD_CAP_HEIGHT = 0.718  # of the font size (Helvetica-Bold, Adobe font metrics)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as its reader sees it: size in points, and the matrix from its lower left corner to PDF space."""

    width: float
    height: float
    matrix: tuple[float, float, float, float, float, float]


class Stamp:
    """Stamps the pages of one pack, sharing its fonts among them.

    Args:
        pack: The PDF that owns the pages.
        watermark: Text across every page; "" for none.
    """

    def __init__(self, pack: pikepdf.Pdf, *, watermark: str = "") -> None:
        self._font = pack.make_indirect(_font("/Helvetica"))
        self._bold = pack.make_indirect(_font("/Helvetica-Bold"))
        self._pale = pack.make_indirect(Dictionary(Type=Name.ExtGState, ca=0.15))
        self._save = pack.make_stream(b"q\n")
        self._watermark = watermark

    def apply(self, page: pikepdf.Page, text: str = "") -> None:
        """Stamp one page, as its reader sees it: rotation and crop box count.

        Args:
            page: A page of the pack.
            text: Small text in the lower left corner; "" for none.
        """
        sheet = sheet_of(page)
        drawn = [b"\nQ q", _numbers(*sheet.matrix), b"cm"]
        if self._watermark:
            page.add_resource(self._pale, Name.ExtGState, _PALE)
            page.add_resource(self._bold, Name.Font, _BOLD)
            drawn.append(_across(sheet, self._watermark))
        if text:
            page.add_resource(self._font, Name.Font, _FONT)
            drawn.append(f"BT {_GREY} {_FONT} {_SIZE} Tf {_LEFT} {_UP} Td".encode())
            drawn.append(_literal(text) + b" Tj ET")
        drawn.append(b"Q\n")
        page.contents_add(self._save, prepend=True)
        page.contents_add(b" ".join(drawn))


def _font(name: str) -> Dictionary:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(name), Encoding=Name.WinAnsiEncoding)


def sheet_of(page: pikepdf.Page) -> Sheet:
    """The page as its reader sees it: cropped, then turned.

    Raises:
        TypeError, ValueError, AttributeError: If its box or rotation is not what the PDF standard says.
    """
    x0, y0, x1, y1 = (float(edge) for edge in Array(page.cropbox))
    x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    width, height = x1 - x0, y1 - y0
    match int(page.obj.get("/Rotate", 0)) % 360:
        case 90:
            return Sheet(height, width, (0, 1, -1, 0, x1, y0))
        case 180:
            return Sheet(width, height, (-1, 0, 0, -1, x1, y1))
        case 270:
            return Sheet(height, width, (0, -1, 1, 0, x0, y1))
        case _:
            return Sheet(width, height, (1, 0, 0, 1, x0, y0))


def _across(sheet: Sheet, text: str) -> bytes:
    """The watermark from the lower left to the upper right, its middle in the page's middle."""
    diagonal = math.hypot(sheet.width, sheet.height)
    cos, sin = sheet.width / diagonal, sheet.height / diagonal
    size = _WATERMARK_SHARE * diagonal / stringWidth(text, "Helvetica-Bold", 1)
    back, down = _WATERMARK_SHARE * diagonal / 2, size * _BOLD_CAP_HEIGHT / 2
    x = sheet.width / 2 - back * cos + down * sin
    y = sheet.height / 2 - back * sin - down * cos
    matrix = _numbers(cos, sin, -sin, cos, x, y)
    start = f"q {_PALE} gs BT 0 g {_BOLD}".encode()
    return b" ".join((start, _numbers(size), b"Tf", matrix, b"Tm", _literal(text), b"Tj ET Q"))


def _numbers(*values: float) -> bytes:
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in values).encode()


def _literal(text: str) -> bytes:
    """A PDF string in WinAnsiEncoding."""
    raw = text.encode("cp1252", errors="replace")
    return b"(" + raw.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)") + b")"
