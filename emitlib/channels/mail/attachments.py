"""What a message carries: the planned bytes of its documents, sealed for clients with high security."""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from emitlib.channels.mail.file_names import file_stem, zip_name
from emitlib.channels.opening import Companion
from emitlib.channels.outbox import source_bytes
from emitlib.errors import CertificateError, MailError
from emitlib.i18n import _
from emitlib.vocabulary import Parcel, ParcelClient, ParcelDocument, Security

__all__ = ["Attachment", "Sealer", "attachments"]

#: Encrypt these bytes for this client as of this time (aware), or raise `CertificateError`.
Sealer = Callable[[bytes, ParcelClient, datetime], bytes]

_TYPES = {
    ".xml": "application/xml",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".p7m": "application/pkcs7-mime",
    ".p7s": "application/pkcs7-signature",
    ".json": "application/json",
    ".pem": "application/x-pem-file",
    ".txt": "text/plain",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".gif": "image/gif",
}
_TELLING = 32  # bytes; shorter content may stand inside an envelope by chance


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attached file."""

    name: str
    data: bytes

    @property
    def media_type(self) -> str:
        """Its media type, by the end of its name."""
        return _TYPES[self.name[self.name.rindex(".") :]]


def attachments(
    parcel: Parcel, *, zipped: bool, sealer: Sealer, beside: Sequence[Companion] = ()
) -> tuple[Attachment, ...]:
    """The attachments of one message, in the order of its documents.

    For a client with high security each of them is a ``.p7m``; plain bytes never leave this function.

    Args:
        parcel: Whose documents.
        zipped: One zip instead of single files.
        sealer: Encrypts for a client; asked for high security only.
        beside: What travels with encrypted files, as it is.

    Raises:
        MailError: ``DOCUMENT_MISSING`` or ``DOCUMENT_CHANGED``.
        CertificateError: What the sealer raises, or ``NOT_ENCRYPTED`` if it gave the plain bytes back.
    """
    plain = tuple(item for document in parcel.documents for item in _files(document))
    if zipped:
        plain = (_zip(parcel, plain),)
    if parcel.client.rule.security is Security.NONE:
        return plain
    sealed = tuple(_sealed(item, parcel, sealer) for item in plain)
    return (*sealed, *(Attachment(companion.name, companion.data) for companion in beside))


def _files(document: ParcelDocument) -> Iterator[Attachment]:
    stem = file_stem(document)
    yield Attachment(f"{stem}.xml", source_bytes(document.xml, document.xml_sha256, error=MailError))
    if document.pdf is not None:
        yield Attachment(f"{stem}.pdf", source_bytes(document.pdf, document.pdf_sha256, error=MailError))


def _zip(parcel: Parcel, files: tuple[Attachment, ...]) -> Attachment:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            # the parcel's own time, so that the same parcel makes the same bytes
            entry = zipfile.ZipInfo(file.name, parcel.made_at.timetuple()[:6])
            archive.writestr(entry, file.data, zipfile.ZIP_DEFLATED)
    return Attachment(zip_name(parcel.documents), packed.getvalue())


def _sealed(file: Attachment, parcel: Parcel, sealer: Sealer) -> Attachment:
    envelope = sealer(file.data, parcel.client, parcel.made_at)
    if envelope == file.data or (len(file.data) > _TELLING and file.data in envelope):
        raise CertificateError(
            "NOT_ENCRYPTED",
            _("{name} for client {clave} came back unencrypted; it was not attached.").format(
                name=file.name, clave=parcel.client.key
            ),
            _("Nothing was sent. This is a fault of the program: report it."),
        )
    return Attachment(f"{file.name}.p7m", envelope)
