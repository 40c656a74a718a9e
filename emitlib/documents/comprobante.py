"""CFDI (and CFD 2.x) facts, versions 2.0 to 4.0, out of the element Comprobante."""

from collections.abc import Iterator

from lxml import etree

from emitlib.documents import facts
from emitlib.documents.source import Source
from emitlib.documents.stamp import read_stamp
from emitlib.documents.xml_tree import Element, attribute, children, children_by_name, local_name, namespace
from emitlib.vocabulary import CfdiType, Document, DocumentKind

__all__ = ["read_comprobante"]

_NAMESPACES = frozenset(f"http://www.sat.gob.mx/cfd/{version}" for version in (2, 3, 4))
_TYPES = {kind.value: kind for kind in CfdiType} | {
    "INGRESO": CfdiType.INGRESO,
    "EGRESO": CfdiType.EGRESO,
    "TRASLADO": CfdiType.TRASLADO,
}


def read_comprobante(root: Element, source: Source) -> Document:
    """The document that a Comprobante element is.

    2.x and 3.2 write ``rfc``, ``total``, ``tipoDeComprobante="ingreso"``; 3.3 and 4.0 write ``Rfc``, ``Total``,
    ``TipoDeComprobante="I"``.

    Source: Anexo 20, versions 2.0 to 4.0.
    """
    if namespace(root) not in _NAMESPACES:
        source.note("NAMESPACE_UNEXPECTED", name="Comprobante", namespace=namespace(root)[:100])
    parts = children_by_name(root)
    emitter = parts.get("Emisor", [None])[0]
    receiver = parts.get("Receptor", [None])[0]
    complements = children_by_name(*parts.get("Complemento", []))
    stamp = read_stamp(complements.get("TimbreFiscalDigital", []), source)
    kind = attribute(root, "TipoDeComprobante")
    cfdi_type = _cfdi_type(kind, source)
    date = facts.date(attribute(root, "Fecha"), source)
    total = attribute(root, "Total")
    emitter_rfc = facts.rfc(attribute(emitter, "Rfc"), source)
    receiver_rfc = facts.rfc(attribute(receiver, "Rfc"), source)
    required = {
        "Fecha": date,
        "Total": total,
        "TipoDeComprobante": kind,
        "Emisor Rfc": emitter_rfc,
        "Receptor Rfc": receiver_rfc,
    }
    facts.require(required, source)
    money = facts.amount(total, source)
    related = facts.relations(_links(parts.get("CfdiRelacionados", []), complements.get("Pagos", [])), source)
    if cfdi_type is not CfdiType.NOMINA and "Nomina" in complements:
        # payroll receipts of CFDI 3.2 are of type "egreso"; they must not pass for credit notes
        source.note("NOMINA_COMPLEMENT")
    return Document(
        path=source.path,
        kind=DocumentKind.CFDI,
        sha256=source.sha256,
        size=source.size,
        version=attribute(root, "Version"),
        cfdi_type=cfdi_type,
        uuid=stamp.uuid,
        emitter_rfc=emitter_rfc,
        emitter_name=attribute(emitter, "Nombre"),
        receiver_rfc=receiver_rfc,
        receiver_name=attribute(receiver, "Nombre"),
        series=attribute(root, "Serie"),
        folio=attribute(root, "Folio"),
        date=date,
        total=money,
        currency=attribute(root, "Moneda"),
        stamped=stamp.uuid is not None,
        stamped_at=stamp.at,
        global_invoice="InformacionGlobal" in parts,
        related=related,
        findings=tuple(source.findings),
    )


def _cfdi_type(value: str | None, source: Source) -> CfdiType | None:
    if value is None:
        return None
    found = _TYPES.get(value.strip().upper())
    if found is None:
        source.note("TYPE_UNKNOWN", type=value[:40])
    return found


def _links(groups: list[Element], payments: list[Element]) -> Iterator[tuple[str, str | None]]:
    """All CfdiRelacionados, then the documents that payments pay, in the order of the file."""
    for group in groups:
        kind = attribute(group, "TipoRelacion") or ""
        for entry in children(group, "CfdiRelacionado"):
            yield kind, attribute(entry, "UUID")
    for payment in payments:
        for entry in payment.iter(etree.Element):
            if local_name(entry) == "DoctoRelacionado":
                yield "pago", attribute(entry, "IdDocumento")
