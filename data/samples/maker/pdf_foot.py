"""The foot of a printed CFDI: QR code, stamp and legends."""

from reportlab.pdfgen.canvas import Canvas

from maker.cfdi import Cfdi
from maker.complements_xml import SAT_SERIAL
from maker.party import PAC_RFC
from maker.pdf_text import draw_text, split_anywhere
from maker.pdf_theme import BOLD, GREY, LINE, MARGIN, PAGE, theme_of
from maker.qr import draw_qr, verification_url
from maker.xml_names import stamp_time

__all__ = ["FOOT_TOP", "draw_foot"]

FOOT_TOP = 208.0  #: points from the page's lower edge
_SEAL_SIZE = 5.4


def draw_foot(canvas: Canvas, cfdi: Cfdi, *, page: int, pages: int) -> None:
    """Draw the stamp of `cfdi` and the page number."""
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.6)
    canvas.line(MARGIN, FOOT_TOP, PAGE[0] - MARGIN, FOOT_TOP)
    draw_qr(canvas, verification_url(cfdi), x=MARGIN, y=FOOT_TOP - 118, size=108)
    _draw_stamp(canvas, cfdi, x=MARGIN + 122, y=FOOT_TOP - 14)
    legend = "Este documento es una representación impresa de un CFDI."
    warning = "Muestra ficticia: empresas, personas, RFC y timbres inventados. Sin valor fiscal."
    draw_text(canvas, f"{legend} {warning}", x=MARGIN, y=26, size=6.5, color=GREY)
    draw_text(canvas, f"Página {page} de {pages}", x=PAGE[0] - MARGIN, y=26, size=6.5, color=GREY, align="right")


def _draw_stamp(canvas: Canvas, cfdi: Cfdi, *, x: float, y: float) -> None:
    theme = theme_of(cfdi.emitter)
    draw_text(canvas, "Folio fiscal (UUID)", x=x, y=y, size=6.5, color=GREY)
    draw_text(canvas, cfdi.uuid, x=x + 66, y=y, font=BOLD, size=9, color=theme.main)
    y -= 12
    certified = f"{cfdi.stamped_at:%d/%m/%Y %H:%M:%S}"
    facts = f"Certificado SAT {SAT_SERIAL} · PAC {PAC_RFC} · Certificado el {certified}"
    draw_text(canvas, facts, x=x, y=y, size=6.5)
    chain = f"||1.1|{cfdi.uuid}|{stamp_time(cfdi.stamped_at)}|{PAC_RFC}|{cfdi.seal}|{SAT_SERIAL}||"
    y -= 12
    for label, text in (
        ("Sello digital del CFDI", cfdi.seal),
        ("Sello del SAT", cfdi.sat_seal),
        ("Cadena original del complemento de certificación del SAT", chain),
    ):
        draw_text(canvas, label, x=x, y=y, font=BOLD, size=6)
        for line in split_anywhere(text, width=PAGE[0] - MARGIN - x, size=_SEAL_SIZE):
            y -= _SEAL_SIZE + 1.1
            draw_text(canvas, line, x=x, y=y, size=_SEAL_SIZE)
        y -= 9.5
