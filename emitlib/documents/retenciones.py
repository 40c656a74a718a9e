"""Facts of a withholding certificate (CFDI de retenciones), versions 1.0 and 2.0."""

from emitlib.documents import facts
from emitlib.documents.source import Source
from emitlib.documents.stamp import read_stamp, stamps_in
from emitlib.documents.xml_tree import Element, attribute, children, children_by_name, namespace
from emitlib.vocabulary import Document, DocumentKind

__all__ = ["RETENCIONES_NAMESPACES", "read_retenciones"]

RETENCIONES_NAMESPACES = frozenset(f"http://www.sat.gob.mx/esquemas/retencionpago/{version}" for version in (1, 2))


def read_retenciones(root: Element, source: Source) -> Document:
    """The document that a Retenciones element is.

    The receiver's RFC of a foreigner is the registration number that stands in its place. `total` is the total of
    the operation. There is no currency: withholdings are in pesos.

    Source: Anexo 20, retenciones 1.0 (RFCEmisor, RFCRecep, montoTotOperacion) and 2.0 (RfcE, RfcR).
    """
    if namespace(root) not in RETENCIONES_NAMESPACES:
        source.note("NAMESPACE_UNEXPECTED", name="Retenciones", namespace=namespace(root)[:100])
    parts = children_by_name(root)
    emitter = parts.get("Emisor", [None])[0]
    receiver = _receiver(parts.get("Receptor", []))
    totals = parts.get("Totales", [None])[0]
    stamp = read_stamp(stamps_in(parts.get("Complemento", [])), source)
    emitter_rfc = facts.rfc(attribute(emitter, "RfcE", "RFCEmisor"), source)
    receiver_rfc = facts.rfc(attribute(receiver, "RfcR", "RFCRecep", "NumRegIdTribR", "NumRegIdTrib"), source)
    date = facts.date(attribute(root, "FechaExp"), source)
    facts.require({"FechaExp": date, "Emisor RFC": emitter_rfc, "Receptor RFC": receiver_rfc}, source)
    total = facts.amount(attribute(totals, "MontoTotOperacion"), source)
    links = parts.get("CfdiRetenRelacionados", [])
    related = facts.relations(
        ((attribute(link, "TipoRelacion") or "", attribute(link, "UUID")) for link in links), source
    )
    return Document(
        path=source.path,
        kind=DocumentKind.RETENCIONES,
        sha256=source.sha256,
        size=source.size,
        version=attribute(root, "Version"),
        uuid=stamp.uuid,
        emitter_rfc=emitter_rfc,
        emitter_name=attribute(emitter, "NomDenRazSocE"),
        receiver_rfc=receiver_rfc,
        receiver_name=attribute(receiver, "NomDenRazSocR"),
        folio=attribute(root, "FolioInt"),
        date=date,
        total=total,
        stamped=stamp.uuid is not None,
        stamped_at=stamp.at,
        related=related,
        findings=tuple(source.findings),
    )


def _receiver(elements: list[Element]) -> Element | None:
    """The element Nacional or Extranjero inside Receptor."""
    for element in elements:
        for name in ("Nacional", "Extranjero"):
            for child in children(element, name):
                return child
    return None
