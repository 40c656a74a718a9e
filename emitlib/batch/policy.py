"""Which documents are emitted at all: the kinds policy, cancellations and the opening date."""

from collections.abc import Iterable
from dataclasses import dataclass

from emitlib.settings import Documents, Settings
from emitlib.vocabulary import AcuseEntry, CfdiType, Document, DocumentKind

__all__ = ["Withdrawn", "excluded_by_policy", "withdrawn_documents"]

#: EstatusUUID of a cancellation that was taken: accepted or asked before. Source: SAT, cancellation service.
_TAKEN = frozenset({"201", "202", "1201", "1202"})

#: What the folder may hold that is never emitted, and the code that says so.
_NEVER = {
    DocumentKind.ACUSE_ACEPTACION: "ACUSE_OF_RECEIVER",
    DocumentKind.REQUEST: "CANCELLATION_REQUEST",
    DocumentKind.PDF: "PDF_WITHOUT_XML",
    DocumentKind.OTHER: "NOT_A_DOCUMENT",
}


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """UUIDs that are no longer valid, by what tells so."""

    cancelled: frozenset[str] = frozenset()
    substituted: frozenset[str] = frozenset()


def withdrawn_documents(documents: Iterable[Document], *, cancelled: Iterable[str] = ()) -> Withdrawn:
    """What later documents and outside sources say is no longer valid.

    Args:
        documents: All documents read; a stamped one with relation 04 withdraws what it names.
        cancelled: UUIDs that SAT's metadata or SAE's rows call cancelled.
    """
    substituted = {
        relation.uuid
        for document in documents
        if document.stamped
        for relation in document.related
        if relation.kind == "04"
    }
    return Withdrawn(frozenset(uuid.upper() for uuid in cancelled), frozenset(substituted))


def excluded_by_policy(document: Document, *, settings: Settings, withdrawn: Withdrawn) -> str:
    """The code of the reason why `document` is not emitted; "" when it is."""
    if document.kind in _NEVER:
        return _NEVER[document.kind]
    opening = settings.documents.opening_date
    reasons = {
        "UNSTAMPED": document.key is None,
        "FOREIGN_EMITTER": document.emitter_rfc != settings.company.rfc,
        "CANCELLED": document.uuid in withdrawn.cancelled,
        "SUBSTITUTED": document.uuid in withdrawn.substituted,
        "BEFORE_OPENING": bool(opening) and (document.date or "") < opening,
    }
    return next((code for code, holds in reasons.items() if holds), "") or _excluded_by_kind(document, settings)


def _excluded_by_kind(document: Document, settings: Settings) -> str:
    policy = settings.documents
    if document.kind is DocumentKind.ACUSE and not _answers_yes(document.acuse):
        return "ACUSE_NOT_TAKEN"
    decision, code = _decision(document, policy)
    return "" if decision == "send" else code


def _decision(document: Document, policy: Documents) -> tuple[str, str]:
    """What the settings decide for this kind of document, and the code that says so."""
    if document.kind is DocumentKind.RETENCIONES:
        return policy.retenciones, "RETENCIONES_EXCLUDED"
    if document.kind is DocumentKind.ACUSE:
        return policy.acuse, "ACUSE_EXCLUDED"
    if document.global_invoice:
        return policy.global_invoice, "GLOBAL_INVOICE"
    by_type = {
        CfdiType.INGRESO: (policy.ingreso, "TYPE_EXCLUDED"),
        CfdiType.EGRESO: (policy.egreso, "TYPE_EXCLUDED"),
        CfdiType.PAGO: (policy.pago, "TYPE_EXCLUDED"),
        CfdiType.TRASLADO: (policy.traslado, "TYPE_EXCLUDED"),
        CfdiType.NOMINA: ("exclude", "NOMINA_NEVER"),
    }
    return by_type[document.cfdi_type] if document.cfdi_type else ("exclude", "TYPE_UNKNOWN")


def _answers_yes(entries: Iterable[AcuseEntry]) -> bool:
    return any(entry.status in _TAKEN for entry in entries)
