"""The printed form (representación impresa) of a CFDI, made from its XML when its own PDF is missing."""

import io
from pathlib import Path
from typing import Any

from emitlib.documents.reading import read_document
from emitlib.documents.source import Source, shown
from emitlib.documents.stamp import find_stamp, stamps_in
from emitlib.documents.xml_tree import Element, children, parse_xml
from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.vocabulary import Document, DocumentKind

__all__ = ["render_document"]


def render_document(document_path: Path) -> bytes:
    """A plain PDF of a stamped CFDI, Letter size, the same bytes for the same XML.

    It holds what RMF 2.7.1.7 asks of a printed form: QR code, certificates, both dates, the stamp's chain and the
    legend. Its words are Spanish.

    Raises:
        InputError: ``RENDER_NOT_A_CFDI`` if the file is no stamped CFDI, ``RENDER_FAILED`` if its texts do not fit
            any page.

    Source: Anexo 20; RMF 2.7.1.7.
    """
    document = read_document(document_path)
    if document.kind is not DocumentKind.CFDI or not document.stamped:
        raise _refused(document_path)
    try:
        data = document_path.read_bytes()
    except OSError as err:
        raise _refused(document_path) from err
    source = Source(path=document_path)
    root = parse_xml(data, source)
    stamp = None if root is None else find_stamp(stamps_in(children(root, "Complemento")), source)
    if root is None or stamp is None:
        raise _refused(document_path)
    return _pdf(root, document, stamp)


def _refused(path: Path) -> InputError:
    return InputError(
        "RENDER_NOT_A_CFDI",
        _("{path} is not a stamped CFDI; no printed form can be made of it.").format(path=shown(path)),
        _("Look at its findings with `emit documents index`."),
    )


def _pdf(root: Element, document: Document, stamp: Element) -> bytes:
    # reportlab takes 0.2 s to import, and most folders have all their PDFs
    from reportlab.lib.pagesizes import letter  # noqa: PLC0415
    from reportlab.platypus import SimpleDocTemplate  # noqa: PLC0415
    from reportlab.platypus.doctemplate import LayoutError  # noqa: PLC0415

    from emitlib.documents.printed_form import printed_form  # noqa: PLC0415
    from emitlib.documents.printed_layout import MARGIN, flowables  # noqa: PLC0415

    output = io.BytesIO()
    template = SimpleDocTemplate(
        output,
        pagesize=letter,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=f"CFDI {document.uuid}",
        author=document.emitter_rfc or "",
        lang="es-MX",
        invariant=1,  # no clock, no random identifier: the same XML gives the same bytes
    )
    try:
        template.build(flowables(printed_form(root, document, stamp)), onFirstPage=_foot, onLaterPages=_foot)
    except LayoutError as err:
        raise InputError(
            "RENDER_FAILED",
            _("No printed form can be made of {path}: a text fits no page.").format(path=shown(document.path)),
            _("Make the PDF in SAE."),
        ) from err
    return output.getvalue()


def _foot(canvas: Any, template: Any) -> None:
    from emitlib.documents.printed_layout import LEGEND  # noqa: PLC0415 - see _pdf

    canvas.saveState()
    canvas.setFont("Helvetica", 7)
    canvas.drawString(template.leftMargin, template.bottomMargin / 2, LEGEND)
    canvas.drawRightString(
        template.pagesize[0] - template.rightMargin, template.bottomMargin / 2, f"Página {canvas.getPageNumber()}"
    )
    canvas.restoreState()
