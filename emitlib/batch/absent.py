"""What SAE or SAT lists for a period and the folders lack: nobody would get it, and nobody would notice."""

from collections.abc import Collection, Iterable, Sequence

from emitlib.documents import Manifest, SatRow, match_rows
from emitlib.ledger import Ledger
from emitlib.settings import Settings
from emitlib.vocabulary import DONE, CfdiType, Document, Finding

__all__ = ["absent_documents"]

_MOST_NAMED = 10


def absent_documents(
    documents: Iterable[Document],
    *,
    period: str,
    manifests: Sequence[Manifest],
    sat_rows: Sequence[SatRow],
    settings: Settings,
    ledger: Ledger,
) -> list[Finding]:
    """``DOCUMENTS_ABSENT``, once for SAE's lists and once for SAT's, where a document is neither here nor delivered.

    Args:
        documents: All documents read.
        period: YYYY-MM; rows without a date in it are passed over.
        manifests: SAE's lists.
        sat_rows: SAT's metadata.
        settings: Types that are never sent are not missed.
        ledger: What was delivered needs no file any more.
    """
    documents = list(documents)
    types = _sent_types(settings)
    by_source = {
        "SAE": _listed_by_sae(documents, period, manifests, types, {row.uuid for row in sat_rows if row.cancelled}),
        "SAT": _listed_by_sat(documents, period, sat_rows, types, settings.company.rfc),
    }
    delivered = _delivered({name for labels in by_source.values() for name in labels}, ledger)
    found = []
    for source, labels in by_source.items():
        listed = [label for name, label in labels.items() if name not in delivered]
        if listed:
            named = ", ".join(listed[:_MOST_NAMED]) + (", …" if len(listed) > _MOST_NAMED else "")
            where = {"period": period, "source": source}
            found.append(Finding("DOCUMENTS_ABSENT", where, {"count": len(listed), "listed": named}))
    return found


def _listed_by_sae(
    documents: Iterable[Document],
    period: str,
    manifests: Sequence[Manifest],
    types: Collection[CfdiType],
    cancelled: Collection[str],
) -> dict[str, str]:
    """UUID (series and folio where SAE has none) → label of what SAE's lists hold and the folders do not."""
    here = {row for document in documents for row in match_rows(document, manifests)}
    return {
        row.uuid or f"{row.series} {row.folio}": "-".join(str(part) for part in (row.series, row.folio) if part)
        for manifest in manifests
        for row in manifest.rows
        if row.date[:7] == period
        and row.document_type in {None, *types}
        and not (row.cancelled or row.uuid in cancelled or row in here)
    }


def _listed_by_sat(
    documents: Iterable[Document], period: str, rows: Iterable[SatRow], types: Collection[CfdiType], emitter: str
) -> dict[str, str]:
    """UUID → label of what SAT's metadata holds and the folders do not; SAT knows no series and folio."""
    here = {document.uuid for document in documents}
    return {
        row.uuid: row.uuid
        for row in rows
        if row.issued_at[:7] == period
        and row.cfdi_type in types
        and row.emitter_rfc == emitter
        and not (row.cancelled or row.uuid in here)
    }


def _sent_types(settings: Settings) -> set[CfdiType]:
    policy = settings.documents
    decisions = {
        CfdiType.INGRESO: policy.ingreso,
        CfdiType.EGRESO: policy.egreso,
        CfdiType.PAGO: policy.pago,
        CfdiType.TRASLADO: policy.traslado,
    }
    return {kind for kind, decision in decisions.items() if decision == "send"}


def _delivered(uuids: Collection[str], ledger: Ledger) -> set[str]:
    if not uuids:
        return set()
    rows = ledger.deliveries(namespace="", documents=[f"cfdi:{uuid}" for uuid in uuids])
    return {row.document.partition(":")[2] for row in rows if row.status in DONE}
