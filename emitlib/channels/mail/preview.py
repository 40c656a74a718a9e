"""A preview of a message for the screen, with made-up documents where there are none yet."""

from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from emitlib.channels.mail.factory import MessageFactory
from emitlib.channels.mail.file_names import file_stem, zip_name
from emitlib.channels.mail.logo import LOGO_ID
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

__all__ = ["SAMPLE_KINDS", "Preview", "preview", "sample_parcel"]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A message as its receiver sees it."""

    subject: str
    text: str
    html: str  #: whole by itself: the logo stands inside it
    attached: tuple[str, ...]  #: file names


def preview(factory: MessageFactory, parcel: Parcel) -> Preview:
    """What the message of `parcel` will say; reads no document, encrypts nothing.

    Args:
        factory: Of the workspace: settings, templates, logo.
        parcel: A real one, or `sample_parcel`.

    Raises:
        MailError: ``HEADER_INJECTION``, ``MAIL_ADDRESS_INVALID`` or ``TEMPLATE_BROKEN``.
    """
    texts = factory.texts(parcel)
    html = texts.html
    if factory.logo is not None:
        picture = f"data:{factory.logo.media_type};base64,{b64encode(factory.logo.data).decode()}"
        html = html.replace(f"cid:{LOGO_ID}", picture)
    names = [
        f"{file_stem(document)}{suffix}"
        for document in parcel.documents
        for suffix, path in ((".xml", document.xml), (".pdf", document.pdf))
        if path is not None
    ]
    if factory.zips(parcel.client):
        names = [zip_name(parcel.documents)]
    if parcel.client.rule.security is Security.HIGH:
        names = [f"{name}.p7m" for name in names]
    return Preview(subject=texts.subject, text=texts.text, html=html, attached=tuple(names))


def sample_parcel(
    kind: str,
    *,
    made_at: datetime,
    client: ParcelClient = _CLIENT,
    to: str = "cliente@example.mx",
    resend: bool = False,
) -> Parcel:
    """A parcel of made-up documents, for looking at templates.

    Args:
        kind: One of `SAMPLE_KINDS`.
        made_at: Aware.
        client: Whose wishes count; its own name and RFC are shown.
        to: An address.
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
                delivery=document.key, document=document, client=client, destination=to, generation=2 if resend else 1
            )
            for document in documents
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
