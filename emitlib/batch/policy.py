"""Which documents are emitted at all: the kinds policy, cancellations and the opening date."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

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
    return _excluded_by_facts(document, settings, withdrawn) or _excluded_by_kind(document, settings)


def _excluded_by_facts(document: Document, settings: Settings, withdrawn: Withdrawn) -> str:
    if document.key is None:
        return "UNSTAMPED"
    if document.emitter_rfc != settings.company.rfc:
        return "FOREIGN_EMITTER"
    if document.uuid in withdrawn.cancelled:
        return "CANCELLED"
    if document.uuid in withdrawn.substituted:
        return "SUBSTITUTED"
    opening = settings.documents.opening_date
    return "BEFORE_OPENING" if opening and (document.date or "") < opening else ""


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
    return _decision_by_type(document.cfdi_type, policy)


def _decision_by_type(cfdi_type: CfdiType | None, policy: Documents) -> tuple[str, str]:
    match cfdi_type:
        case CfdiType.INGRESO:
            decision = policy.ingreso
        case CfdiType.EGRESO:
            decision = policy.egreso
        case CfdiType.PAGO:
            decision = policy.pago
        case CfdiType.TRASLADO:
            decision = policy.traslado
        case CfdiType.NOMINA:
            return "exclude", "NOMINA_NEVER"
        case None:
            return "exclude", "TYPE_UNKNOWN"
        case _:
            assert_never(cfdi_type)
    return decision, "TYPE_EXCLUDED"


def _answers_yes(entries: Iterable[AcuseEntry]) -> bool:
    return any(entry.status in _TAKEN for entry in entries)
