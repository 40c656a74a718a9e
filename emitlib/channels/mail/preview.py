"""A preview of a message for the screen, with made-up documents where there are none yet."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from msgspec.structs import replace

from emitlib.channels.mail.attachments import Attachment
from emitlib.channels.mail.factory import MessageFactory
from emitlib.channels.mail.file_names import file_stem, zip_name
from emitlib.channels.mail.message import Message
from emitlib.vocabulary import (
    CfdiType,
    ChannelName,
    DocumentKind,
    EmissionRule,
    Parcel,
    ParcelClient,
    ParcelDocument,
    ParcelItem,
    Relation,
    Security,
)

__all__ = ["SAMPLE_KINDS", "preview", "sample_parcel"]

#: What `sample_parcel` can make up: a kind of document each, and a month of three.
SAMPLE_KINDS: dict[str, tuple[DocumentKind, CfdiType | None]] = {
    "factura": (DocumentKind.CFDI, CfdiType.INGRESO),
    "nota_credito": (DocumentKind.CFDI, CfdiType.EGRESO),
    "pago": (DocumentKind.CFDI, CfdiType.PAGO),
    "acuse": (DocumentKind.ACUSE, None),
    "comprobante": (DocumentKind.CFDI, CfdiType.TRASLADO),
    "several": (DocumentKind.CFDI, CfdiType.INGRESO),
}
_CLIENT = ParcelClient(
    key="1", name="Ferretería El Tornillo, S.A. de C.V.", rfc="XAXX010101000", rule=EmissionRule(mails=True)
)
_RELATIONS = {"nota_credito": "01", "pago": "pago", "acuse": "acuse"}


def preview(factory: MessageFactory, parcel: Parcel) -> Message:
    """The message of `parcel` as it would be frozen, but that its documents are empty: none is read or encrypted.

    Args:
        factory: Of the workspace: settings, templates, logo.
        parcel: A real one, or `sample_parcel`.

    Raises:
        MailError: ``HEADER_INJECTION``, ``MAIL_ADDRESS_INVALID`` or ``TEMPLATE_BROKEN``.
    """
    names = [
        f"{file_stem(document)}{suffix}"
        for document in parcel.documents
        for suffix, path in ((".xml", document.xml), (".pdf", document.pdf))
        if path is not None
    ]
    if factory.zips(parcel.client):
        names = [zip_name(parcel.documents)]
    attached = [Attachment(name, b"") for name in names]
    if parcel.client.rule.security is Security.HIGH:
        attached = [Attachment(f"{name}.p7m", b"") for name in names]
        attached += (Attachment(companion.name, companion.data) for companion in factory.beside(parcel.client))
    return factory.message(parcel, attached)


def sample_parcel(
    kind: str,
    *,
    made_at: datetime,
    client: ParcelClient = _CLIENT,
    to: Sequence[str] = ("cliente@example.mx",),
    resend: bool = False,
) -> Parcel:
    """A parcel of made-up documents, for looking at templates.

    Args:
        kind: One of `SAMPLE_KINDS`.
        made_at: Aware.
        client: Whose wishes count, and whose name and RFC are shown.
        to: Addresses, at least one.
        resend: As if it had been sent before.
    """
    documents = [_document(kind, number) for number in ((1, 2, 3) if kind == "several" else (1,))]
    return Parcel(
        id="preview",
        run="preview",
        channel=ChannelName.MAIL,
        made_at=made_at,
        items=tuple(
            ParcelItem(
                delivery=f"{document.key}>{address}",
                document=document,
                client=client,
                destination=address,
                generation=2 if resend else 1,
            )
            for document in documents
            for address in to
        ),
    )


def _document(kind: str, number: int) -> ParcelDocument:
    uuid = f"00000000-0000-4000-8000-{number:012d}"
    document = ParcelDocument(
        key=f"cfdi:{uuid}",
        kind=SAMPLE_KINDS[kind][0],
        cfdi_type=SAMPLE_KINDS[kind][1],
        uuid=uuid,
        series="A",
        folio=str(1200 + number),
        date="2026-10-30T12:00:00",
        total=Decimal("11600.00"),
        currency="MXN",
        receiver_rfc=_CLIENT.rfc,
        receiver_name=_CLIENT.name,
        related=tuple(
            Relation(relation, "00000000-0000-4000-8000-000000000009")
            for relation in (_RELATIONS.get(kind),)
            if relation is not None
        ),
        xml=Path(f"{uuid}.xml"),
        xml_sha256="",
        pdf=Path(f"{uuid}.pdf"),
        pdf_sha256="",
    )
    if kind == "pago":
        return replace(document, total=Decimal(0), currency="XXX")
    return replace(document, pdf=None, total=None) if kind == "acuse" else document
