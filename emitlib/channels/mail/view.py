"""What the templates may say of a parcel: plain values, and none of the contents for high security."""

from dataclasses import dataclass
from decimal import Decimal

from emitlib.i18n import Language
from emitlib.vocabulary import CfdiType, DocumentKind, Parcel, ParcelDocument, Relation, Security

__all__ = ["DocumentView", "MessageView", "RelationView", "view_of"]

_NAMES = {
    CfdiType.INGRESO: "factura",
    CfdiType.EGRESO: "nota_credito",
    CfdiType.PAGO: "pago",
}
_WORDS: dict[Language, dict[str, str]] = {
    "es": {
        "factura": "Factura",
        "nota_credito": "Nota de crédito",
        "pago": "Complemento de pago (REP)",
        "acuse": "Acuse de cancelación",
        "comprobante": "Comprobante",
    },
    "en": {
        "factura": "Invoice (factura)",
        "nota_credito": "Credit note (nota de crédito)",
        "pago": "Payment receipt (REP)",
        "acuse": "Cancellation receipt (acuse)",
        "comprobante": "Fiscal document (CFDI)",
    },
}
_LISTED = 20  # UUIDs named in one sentence; a payment receipt may pay hundreds
_NO_CURRENCY = "XXX"  # SAT's currency of documents without an amount


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationView:
    """The CFDI that a document is related to in one way."""

    kind: str  #: TipoRelacion, or "pago"
    uuids: tuple[str, ...]  #: the first ones
    more: int  #: how many others there are


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """One document."""

    kind: str  #: factura, nota_credito, pago, acuse or comprobante
    name: str  #: of its kind, in the message's language
    series: str
    folio: str
    label: str  #: series and folio; the UUID where both are empty; "" where there is none
    uuid: str  #: "" where there is none
    date: str  #: YYYY-MM-DD
    total: str  #: amount with currency; "" where none is to be shown
    pdf: bool
    relations: tuple[RelationView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """One message."""

    company: str
    client: str
    key: str  #: of the client
    rfc: str
    documents: tuple[DocumentView, ...]
    resend: bool
    sealed: bool  #: the attachments are encrypted
    fingerprint: str  #: of the certificate that signs inside the envelopes; "" = none
    page: str  #: attached file that explains how to open the others; "" = none
    reply_to: str
    part: int  #: of several messages, where one cannot hold a client's documents
    parts: int
    logo: str  #: Content-ID of the picture; "" = none

    @property
    def kind(self) -> str:
        """The template's name: the kind of the only document, or ``several``."""
        return self.documents[0].kind if len(self.documents) == 1 else "several"


def view_of(
    parcel: Parcel,
    *,
    language: Language,
    company: str,
    reply_to: str,
    fingerprint: str,
    page: str = "",
    logo: str = "",
) -> MessageView:
    """The view of `parcel`."""
    sealed = parcel.client.rule.security is not Security.NONE
    return MessageView(
        company=company,
        client=parcel.client.name,
        key=parcel.client.key,
        rfc=parcel.client.rfc,
        documents=tuple(_document(document, sealed=sealed, language=language) for document in parcel.documents),
        resend=any(item.generation > 1 for item in parcel.items),
        sealed=sealed,
        fingerprint=fingerprint if sealed else "",
        page=page if sealed else "",
        reply_to=reply_to,
        part=parcel.part,
        parts=parcel.parts,
        logo=logo,
    )


def _document(document: ParcelDocument, *, sealed: bool, language: Language) -> DocumentView:
    label = "-".join(part for part in (document.series, document.folio) if part)
    kind = _kind(document)
    return DocumentView(
        kind=kind,
        name=_WORDS[language][kind],
        series=document.series,
        folio=document.folio,
        label=label or document.uuid or "",
        uuid=document.uuid or "",
        date=document.date[:10],
        total="" if sealed else _amount(document.total, document.currency),
        pdf=document.pdf is not None,
        relations=() if sealed else _relations(document.related),
    )


def _kind(document: ParcelDocument) -> str:
    if document.kind is DocumentKind.ACUSE:
        return "acuse"
    return _NAMES.get(document.cfdi_type, "comprobante") if document.cfdi_type else "comprobante"


def _amount(total: Decimal | None, currency: str) -> str:
    if total is None or currency == _NO_CURRENCY:
        return ""
    return f"{total:,.2f} {currency}".rstrip()


def _relations(related: tuple[Relation, ...]) -> tuple[RelationView, ...]:
    by_kind: dict[str, dict[str, None]] = {}
    for relation in related:
        by_kind.setdefault(relation.kind, {})[relation.uuid] = None
    return tuple(
        RelationView(kind=kind, uuids=tuple(uuids)[:_LISTED], more=max(0, len(uuids) - _LISTED))
        for kind, uuids in by_kind.items()
    )
