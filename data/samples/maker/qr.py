"""The QR code of a printed CFDI, drawn as vectors."""

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.pdfgen.canvas import Canvas

from maker.cfdi import Cfdi

__all__ = ["draw_qr", "verification_url"]

_SITE = "https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx"


def verification_url(cfdi: Cfdi) -> str:
    """The address that SAT asks for: UUID, both RFCs, total and the seal's last eight characters."""
    return (
        f"{_SITE}?id={cfdi.uuid}&re={cfdi.emitter.rfc}&rr={cfdi.receiver.rfc}&tt={cfdi.total:.6f}&fe={cfdi.seal[-8:]}"
    )


def draw_qr(canvas: Canvas, text: str, *, x: float, y: float, size: float) -> None:
    """Draw `text` as a QR code of `size` points, its lower left corner at (x, y)."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    modules = code.getModuleCount()
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(size / modules, size / modules)
    canvas.setFillGray(0)
    path = canvas.beginPath()
    for row in range(modules):
        for start, length in _runs([bool(code.isDark(row, column)) for column in range(modules)]):
            path.rect(start, modules - 1 - row, length, 1)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Start and length of each dark stretch."""
    runs: list[tuple[int, int]] = []
    for column, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == column:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((column, 1))
    return runs
