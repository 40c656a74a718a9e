"""One piece of a print pack: a document's PDF, opened and checked."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf

from emitlib.channels.outbox import source_bytes
from emitlib.channels.printing.stamp import sheet_of
from emitlib.errors import EmitError, PrintError
from emitlib.i18n import _
from emitlib.vocabulary import ParcelDocument, ParcelItem

__all__ = ["Render", "UnprintableError", "open_piece"]

#: Makes the PDF of a document from the path of its XML.
Render = Callable[[Path], bytes]

# what pikepdf raises for a file that cannot be parsed, or where an object is of another kind than it should be
_DAMAGE = (pikepdf.PikepdfError, AttributeError, TypeError, ValueError)


class UnprintableError(PrintError):
    """One piece that cannot be printed; it names the delivery, so that the others still can.

    Args:
        code: As in `EmitError`.
        message: What happened to which document.
        hint: What to do about it.
        delivery: The delivery whose piece it is.
    """

    def __init__(self, code: str, message: str, hint: str = "", delivery: str = "") -> None:
        super().__init__(code, message, hint)
        self.args = (code, message, hint, delivery)
        self.delivery = delivery


@contextmanager
def open_piece(item: ParcelItem, *, render: Render) -> Iterator[pikepdf.Pdf]:
    """The PDF of one piece, every page of it readable; closed after the block.

    Nothing is repaired: a repaired file may have lost pages or text without a word.

    Args:
        item: The delivery.
        render: Makes the PDF where the document has none.

    Raises:
        UnprintableError: ``DOCUMENT_MISSING``, ``DOCUMENT_CHANGED``, ``PDF_UNREADABLE`` (damaged, protected by a
            password, without pages), or whatever `render` raised.
    """
    try:
        pdf = _opened(_pdf_bytes(item.document, render), item.document)
    except EmitError as err:
        raise UnprintableError(err.code, err.message, err.hint, item.delivery) from err
    with pdf:
        yield pdf


def _pdf_bytes(document: ParcelDocument, render: Render) -> bytes:
    if document.pdf is not None:
        return source_bytes(document.pdf, document.pdf_sha256, error=PrintError)
    source_bytes(document.xml, document.xml_sha256, error=PrintError)
    return render(document.xml)


def _opened(data: bytes, document: ParcelDocument) -> pikepdf.Pdf:
    try:
        pdf = pikepdf.Pdf.open(io.BytesIO(data), attempt_recovery=False)
    except pikepdf.PasswordError as err:
        raise _unreadable(document, _("it is protected by a password")) from err
    except _DAMAGE as err:
        raise _unreadable(document, _("it is damaged")) from err
    try:
        pages = len(pdf.pages)
        for page in pdf.pages:
            _read_through(page)
    except _DAMAGE as err:
        pdf.close()
        raise _unreadable(document, _("it is damaged")) from err
    if not pages:
        pdf.close()
        raise _unreadable(document, _("it has no pages"))
    return pdf


def _read_through(page: pikepdf.Page) -> None:
    """Unpack what a page draws, and look at what a stamp needs; a broken stream would print as a blank page."""
    sheet_of(page)
    if not isinstance(page.obj.get("/Resources", pikepdf.Dictionary()), pikepdf.Dictionary):
        raise TypeError("the resources are no dictionary")
    contents = page.obj.get("/Contents")
    for part in contents if isinstance(contents, pikepdf.Array) else [contents]:
        if part is not None:
            part.read_bytes()


def _unreadable(document: ParcelDocument, reason: str) -> PrintError:
    return PrintError(
        "PDF_UNREADABLE",
        _("The PDF of {document} cannot be printed: {reason} ({path}).").format(
            document=document.label, reason=reason, path=document.pdf or document.xml
        ),
        _("Make the PDF again, or take it away to have it made from the XML; then plan again."),
    )
