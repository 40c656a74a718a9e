"""Documents as rows: what ``documents index`` prints."""

from emitlib.documents.source import shown
from emitlib.vocabulary import Document

__all__ = ["document_row"]


def document_row(document: Document) -> dict[str, object]:
    """One document in the contract's JSON form."""
    return {
        "path": shown(str(document.path)),
        "kind": document.kind.value,
        "version": document.version,
        "type": document.cfdi_type.value if document.cfdi_type else None,
        "uuid": document.uuid,
        "emitter_rfc": document.emitter_rfc,
        "receiver_rfc": document.receiver_rfc,
        "receiver_name": document.receiver_name,
        "series": document.series,
        "folio": document.folio,
        "date": document.date,
        "total": None if document.total is None else str(document.total),
        "currency": document.currency,
        "stamped": document.stamped,
        "related": [{"kind": relation.kind, "uuid": relation.uuid} for relation in document.related],
        "acuse": [{"uuid": entry.uuid, "status": entry.status} for entry in document.acuse],
        "pdf": str(document.pdf) if document.pdf else None,
        "sha256": document.sha256,
        "findings": [finding.as_json() for finding in document.findings],
    }
