"""The population from outside: each CFDI of a period once, as SAT's metadata and SAE's lists hold it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from emitlib.documents import Manifest, SatRow
from emitlib.vocabulary import CfdiType

__all__ = ["Listed", "population"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One CFDI as others list it."""

    uuid: str  #: upper case; "" where only SAE lists it, without one
    label: str  #: series and folio where SAE lists it; the UUID otherwise
    source: str  #: SAT, SAE, or both
    kind: str  #: I, E, T, N, P; "" where nobody tells
    total: Decimal | None  #: in its own currency; SAT's where both tell
    date: str  #: YYYY-MM-DD
    receiver_rfc: str  #: "" where only SAE lists it
    cancelled: bool


def population(
    sat_rows: Iterable[SatRow], manifests: Sequence[Manifest], *, period: str, company_rfc: str
) -> list[Listed]:
    """What the company issued in a period.

    Args:
        sat_rows: SAT's metadata; rows of other issuers and of other months are passed over.
        manifests: SAE's lists; rows of other months too.
        period: YYYY-MM.
        company_rfc: The issuer.
    """
    sae = [row for manifest in manifests for row in manifest.rows if row.date[:7] == period]
    by_uuid = {row.uuid: row for row in sae if row.uuid}
    listed: list[Listed] = []
    seen: set[str] = set()
    for row in sat_rows:
        if row.emitter_rfc != company_rfc or row.issued_at[:7] != period or row.uuid in seen:
            continue
        seen.add(row.uuid)
        beside = by_uuid.get(row.uuid)
        listed.append(
            Listed(
                uuid=row.uuid,
                label=_label(beside.series, beside.folio) if beside else row.uuid,
                source="SAT, SAE" if beside else "SAT",
                kind=_kind(row.cfdi_type),
                total=row.total,
                date=row.issued_at[:10],
                receiver_rfc=row.receiver_rfc,
                cancelled=row.cancelled or bool(beside and beside.cancelled),
            )
        )
    for entry in sae:
        if (entry.uuid or "") in seen:
            continue
        seen |= {entry.uuid} if entry.uuid else set()
        listed.append(
            Listed(
                uuid=entry.uuid or "",
                label=_label(entry.series, entry.folio),
                source="SAE",
                kind=_kind(entry.document_type),
                total=None,
                date=entry.date,
                receiver_rfc="",
                cancelled=entry.cancelled,
            )
        )
    return listed


def _kind(cfdi_type: CfdiType | None) -> str:
    return cfdi_type.value if cfdi_type else ""


def _label(series: str, folio: int | None) -> str:
    return "-".join(str(part) for part in (series, folio) if part not in {"", None})
