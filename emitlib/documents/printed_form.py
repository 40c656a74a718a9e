"""What a printed form shows, taken from the XML: texts in order, without any layout."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

from emitlib.documents.printed_sums import money, totals
from emitlib.documents.sat_names import (
    CFDI_TYPES,
    PAYMENT_FORMS,
    PAYMENT_METHODS,
    REGIMES,
    RELATIONS,
    USES,
    named,
)
from emitlib.documents.xml_tree import Element, attribute, children, children_by_name
from emitlib.vocabulary import Document

__all__ = ["Line", "Payment", "PrintedForm", "printed_form"]

_VERIFICATION = "https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx"

Pairs = tuple[tuple[str, str], ...]  # label and text


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One concept."""

    key: str  #: ClaveProdServ
    quantity: str
    unit: str
    description: str
    price: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One payment of a payment receipt, with the documents that it pays."""

    facts: Pairs
    paid: tuple[tuple[str, str, str, str, str, str], ...]  #: document, UUID, instalment, before, paid, left


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedForm:
    """All texts of one printed form."""

    title: str
    emitter: Pairs
    receiver: Pairs
    document: Pairs
    lines: tuple[Line, ...]
    totals: Pairs  #: the last one is the grand total
    conditions: Pairs
    payments: tuple[Payment, ...]
    related: Pairs
    stamp: Pairs
    chain: str  #: cadena original of the stamp
    verification_url: str


def printed_form(root: Element, document: Document, stamp: Element) -> PrintedForm:
    """The texts of a stamped CFDI.

    Args:
        root: Its Comprobante.
        document: The facts read from the same XML.
        stamp: Its TimbreFiscalDigital.
    """
    parts = children_by_name(root)
    complements = parts.get("Complemento", [])
    currency = document.currency or "MXN"
    return PrintedForm(
        title=CFDI_TYPES.get(document.cfdi_type or "", "CFDI"),
        emitter=_party(parts.get("Emisor", [])),
        receiver=_party(parts.get("Receptor", [])),
        document=_document_facts(root, document),
        lines=tuple(
            _line(concept) for group in parts.get("Conceptos", []) for concept in children(group, "Concepto")
        ),
        totals=tuple(totals(root, currency)),
        conditions=_filled(_conditions(root, currency)),
        payments=tuple(_payments(complements)),
        related=tuple(_related(parts.get("CfdiRelacionados", []))),
        stamp=_stamp_facts(root, document, stamp),
        chain=_chain(stamp),
        verification_url=_verification_url(root, document),
    )


def _filled(pairs: Iterable[tuple[str, str | None]]) -> Pairs:
    return tuple((label, text) for label, text in pairs if text)


def _party(elements: list[Element]) -> Pairs:
    if not elements:
        return ()
    party = elements[0]
    regime = attribute(party, "RegimenFiscal", "RegimenFiscalReceptor") or ""
    if not regime:  # CFDI 3.2 has it in a child
        regime = next((attribute(child, "Regimen") or "" for child in children(party, "RegimenFiscal")), "")
    use = attribute(party, "UsoCFDI") or ""
    pairs = [
        ("", attribute(party, "Nombre")),
        ("RFC", attribute(party, "Rfc")),
        ("Régimen fiscal", named(regime, REGIMES)),
        ("Domicilio fiscal (C.P.)", attribute(party, "DomicilioFiscalReceptor")),
        ("Uso del CFDI", named(use, USES)),
        ("Residencia fiscal", attribute(party, "ResidenciaFiscal")),
        ("Registro de identidad tributaria", attribute(party, "NumRegIdTrib")),
    ]
    return _filled(pairs)


def _document_facts(root: Element, document: Document) -> Pairs:
    label = " ".join(part for part in (document.series, document.folio) if part)
    return _filled(
        (
            ("Serie y folio", label),
            ("Folio fiscal (UUID)", document.uuid),
            ("Fecha de emisión", document.date),
            ("Lugar de expedición", attribute(root, "LugarExpedicion")),
            ("Exportación", attribute(root, "Exportacion")),
            ("Versión", document.version),
        )
    )


def _line(concept: Element) -> Line:
    unit = " ".join(part for part in (attribute(concept, "ClaveUnidad"), attribute(concept, "Unidad")) if part)
    description = attribute(concept, "Descripcion") or ""
    number = attribute(concept, "NoIdentificacion")
    return Line(
        key=attribute(concept, "ClaveProdServ") or "",
        quantity=attribute(concept, "Cantidad") or "",
        unit=unit,
        description=f"{number}: {description}" if number else description,
        price=money(attribute(concept, "ValorUnitario")),
        amount=money(attribute(concept, "Importe")),
    )


def _conditions(root: Element, currency: str) -> Iterator[tuple[str, str | None]]:
    method, form = attribute(root, "MetodoPago", "MetodoDePago"), attribute(root, "FormaPago", "FormaDePago")
    yield "Método de pago", named(method or "", PAYMENT_METHODS)
    yield "Forma de pago", named(form or "", PAYMENT_FORMS)
    yield "Moneda", currency
    yield "Tipo de cambio", attribute(root, "TipoCambio")
    yield "Condiciones de pago", attribute(root, "CondicionesDePago")


def _payments(complements: list[Element]) -> Iterator[Payment]:
    for complement in complements:
        for group in children(complement, "Pagos"):
            for payment in children(group, "Pago"):
                currency = attribute(payment, "MonedaP") or ""
                facts = (
                    ("Fecha de pago", attribute(payment, "FechaPago")),
                    ("Forma de pago", named(attribute(payment, "FormaDePagoP") or "", PAYMENT_FORMS)),
                    ("Monto", f"{money(attribute(payment, 'Monto'))} {currency}"),
                    ("Tipo de cambio", attribute(payment, "TipoCambioP")),
                    ("Número de operación", attribute(payment, "NumOperacion")),
                )
                paid = tuple(_paid(entry) for entry in children(payment, "DoctoRelacionado"))
                yield Payment(facts=_filled(facts), paid=paid)


def _paid(entry: Element) -> tuple[str, str, str, str, str, str]:
    label = " ".join(part for part in (attribute(entry, "Serie"), attribute(entry, "Folio")) if part)
    currency = attribute(entry, "MonedaDR") or ""
    return (
        label,
        (attribute(entry, "IdDocumento") or "").upper(),
        attribute(entry, "NumParcialidad") or "",
        money(attribute(entry, "ImpSaldoAnt")),
        f"{money(attribute(entry, 'ImpPagado'))} {currency}".strip(),
        money(attribute(entry, "ImpSaldoInsoluto")),
    )


def _related(groups: list[Element]) -> Iterator[tuple[str, str]]:
    for group in groups:
        uuids = (attribute(entry, "UUID") or "" for entry in children(group, "CfdiRelacionado"))
        yield named(attribute(group, "TipoRelacion") or "", RELATIONS), ", ".join(uuid.upper() for uuid in uuids)


def _stamp_facts(root: Element, document: Document, stamp: Element) -> Pairs:
    return _filled(
        (
            ("Folio fiscal (UUID)", document.uuid),
            ("Fecha de certificación", attribute(stamp, "FechaTimbrado")),
            ("Certificado del emisor", attribute(root, "NoCertificado")),
            ("Certificado del SAT", attribute(stamp, "NoCertificadoSAT")),
            ("RFC del proveedor de certificación", attribute(stamp, "RfcProvCertif")),
            ("Sello digital del CFDI", _shortened(attribute(root, "Sello") or attribute(stamp, "SelloCFD"))),
            ("Sello digital del SAT", _shortened(attribute(stamp, "SelloSAT"))),
        )
    )


def _shortened(seal: str | None) -> str:
    text = "".join((seal or "").split())
    return text if len(text) <= 60 else f"{text[:28]}…{text[-28:]}"  # noqa: PLR2004 - what one line holds


def _chain(stamp: Element) -> str:
    """Cadena original of the stamp, versions 1.0 and 1.1. Source: Anexo 20, TimbreFiscalDigital."""
    names = ("Version", "UUID", "FechaTimbrado", "RfcProvCertif", "Leyenda", "SelloCFD", "NoCertificadoSAT")
    values = (attribute(stamp, name) for name in names)
    return f"||{'|'.join(' '.join(value.split()) for value in values if value)}||"


def _verification_url(root: Element, document: Document) -> str:
    """SAT's page for this document. Source: Anexo 20, código de barras bidimensional."""
    total = f"{document.total or Decimal(0):.6f}".rstrip("0")
    values = {
        "id": document.uuid or "",
        "re": document.emitter_rfc or "",
        "rr": document.receiver_rfc or "",
        "tt": f"{total}0" if total.endswith(".") else total,
        "fe": (attribute(root, "Sello") or "").strip()[-8:],
    }
    return f"{_VERIFICATION}?" + "&".join(f"{name}={quote(value, safe='/=')}" for name, value in values.items())
