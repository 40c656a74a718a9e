"""What printing rests on: the printer that the settings name, and fonts that hold what documents say."""

import io
from typing import assert_never

from emitlib.doctor.check import Found, fault, fine, not_used
from emitlib.i18n import _
from emitlib.workspace import Workspace

__all__ = ["look_at_fonts", "look_at_printer"]

_SAMPLE = "ÁÉÍÓÚÜÑ áéíóúüñ ¿¡ $ % & @ €"
_FONTS = ("Helvetica", "Helvetica-Bold")


def look_at_printer(workspace: Workspace) -> Found:
    """Whether the printer answers; print packs ask for none."""
    transport = workspace.settings.printing.transport
    match transport:
        case "spool":
            return not_used(_("printing.transport is spool: print packs are PDF files that a person prints."))
        case _:
            assert_never(transport)


def look_at_fonts() -> Found:
    """Whether a page drawn with the fonts of packs and reports reads as it was written."""
    wrong = [font for font in _FONTS if _read_back(font) != _SAMPLE]
    if wrong:
        return fault(
            _("{fonts} does not show {sample}").format(fonts=", ".join(wrong), sample=_SAMPLE),
            _("Install emitlib again with all its libraries; printed documents would lack letters."),
        )
    return fine(_("{fonts} show {sample}").format(fonts=", ".join(_FONTS), sample=_SAMPLE))


def _read_back(font: str) -> str:
    import pypdfium2  # noqa: PLC0415 - slow
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.setFont(font, 12)
    canvas.drawString(72, 720, _SAMPLE)
    canvas.save()
    with pypdfium2.PdfDocument(file.getvalue()) as pdf:
        return str(pdf[0].get_textpage().get_text_range()).strip()
