"""Cancellation papers: the acuse, the request that is mistaken for it, and the receiver's answer."""

from lxml import etree

from emitlib.documents import facts
from emitlib.documents.source import Source
from emitlib.documents.xml_tree import Element, attribute, children, local_name, parse_xml
from emitlib.vocabulary import AcuseEntry, Document, DocumentKind

__all__ = ["find_cancellation", "read_cancellation"]

_KINDS = {
    "CancelaCFDResult": DocumentKind.ACUSE,
    "Acuse": DocumentKind.ACUSE,
    "AcuseCancelacion": DocumentKind.ACUSE,
    "AcuseAceptacionRechazo": DocumentKind.ACUSE_ACEPTACION,
    "Cancelacion": DocumentKind.REQUEST,
    "SolicitudAceptacionRechazo": DocumentKind.REQUEST,
}
_ESCAPED_MARKS = ("CancelaCFD", "Acuse", "Cancelacion")


def find_cancellation(root: Element, source: Source) -> Element | None:
    """The cancellation paper in `root`: itself, wrapped (SOAP, a service's answer), or wrapped as escaped text."""
    paper = _find_plain(root)
    if paper is not None:
        return paper
    for element in root.iter(etree.Element):
        text = (element.text or "").strip()
        if text.startswith("<") and any(mark in text for mark in _ESCAPED_MARKS):
            # the declaration of an escaped text speaks of bytes that are gone
            inner = parse_xml(text.partition("?>")[2].encode() if text.startswith("<?") else text.encode(), source)
            paper = None if inner is None else _find_plain(inner)
            if paper is not None:
                return paper
    return None


def _find_plain(root: Element) -> Element | None:
    papers = (element for element in root.iter(etree.Element) if local_name(element) in _KINDS)
    return next((element for element in papers if _is_paper(element)), None)


def _is_paper(element: Element) -> bool:
    """Other services of SAT answer with an "Acuse" too; a cancellation names an RFC or has Folios."""
    return bool(attribute(element, "RfcEmisor", "RfcReceptor") or children(element, "Folios"))


def read_cancellation(element: Element, source: Source) -> Document:
    """The document that an acuse, a request or an answer is. It names UUIDs and a party, never the receiver.

    Source: cancelacfd.sat.gob.mx, "Acuse" of CFDI and of retenciones.
    """
    kind = _KINDS[local_name(element)]
    entries = _entries(element, source)
    if not entries:
        source.note("ACUSE_WITHOUT_UUIDS", status=(attribute(element, "CodEstatus") or "")[:40])
    return Document(
        path=source.path,
        kind=kind,
        sha256=source.sha256,
        size=source.size,
        emitter_rfc=facts.rfc(attribute(element, "RfcEmisor"), source),
        receiver_rfc=facts.rfc(attribute(element, "RfcReceptor"), source),
        date=facts.date(attribute(element, "Fecha"), source),
        acuse=entries,
        findings=tuple(source.findings),
    )


def _entries(element: Element, source: Source) -> tuple[AcuseEntry, ...]:
    """Each UUID with the status that follows it; a request has UUIDs without status."""
    found: list[AcuseEntry] = []
    for group in children(element, "Folios"):
        for node in group.iter(etree.Element):
            name = local_name(node)
            if name == "UUID":
                found += _entry(node.text, "", source)
            elif name == "EstatusUUID" and found:
                found[-1] = AcuseEntry(found[-1].uuid, (node.text or "").strip())
            elif name == "Folio":
                found += _entry(attribute(node, "UUID"), attribute(node, "EstatusUUID") or "", source)
    return tuple(found)


def _entry(value: str | None, status: str, source: Source) -> list[AcuseEntry]:
    uuid = facts.uuid(value, source)
    return [AcuseEntry(uuid, status)] if uuid else []
