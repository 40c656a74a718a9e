"""Whose document is it, as far as manifests tell."""

from collections.abc import Iterable, Sequence

from emitlib.documents.document_number import folio_number
from emitlib.documents.manifest import Manifest, ManifestRow
from emitlib.vocabulary import Document

__all__ = ["match_manifest", "match_rows"]


def match_manifest(document: Document, manifests: Sequence[Manifest]) -> set[str]:
    """The client keys that manifests give `document`; empty where none lists it, several where they disagree.

    Joined by UUID; only where no manifest knows the UUID, by series, folio as a number and type.
    """
    return {row.client for row in match_rows(document, manifests)}


def match_rows(document: Document, manifests: Sequence[Manifest]) -> list[ManifestRow]:
    """The rows that list `document`: for the client key, and for STATUS, FORMAENVIO and the cancellation."""
    if not manifests:
        return []
    if document.uuid:
        found = [row for manifest in manifests for row in manifest.by_uuid.get(document.uuid, ())]
        if found:
            return found
    folio = folio_number(document.folio or "")
    if folio is None or document.cfdi_type is None:
        return []
    key = ((document.series or "").strip().casefold(), folio)
    rows = (row for manifest in manifests for row in manifest.by_number.get(key, ()))
    return list(_agreeing(document, rows))


def _agreeing(document: Document, rows: Iterable[ManifestRow]) -> Iterable[ManifestRow]:
    for row in rows:
        other_document = row.uuid is not None and document.uuid is not None
        if not other_document and row.document_type in {None, document.cfdi_type}:
            yield row
