"""The population from outside: each CFDI of a period once, as SAT's metadata and SAE's lists hold it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from emitlib.documents import Manifest, ManifestRow, SatRow
from emitlib.documents.document_number import folio_number
from emitlib.vocabulary import CfdiType, DocumentKind, ParcelDocument

__all__ = ["Listed", "Number", "population", "undated", "uuids_by_number"]

_MONTH = re.compile(r"\d{4}-\d{2}-", re.ASCII)

#: Kind ("" = any), series without case, folio.
Number = tuple[str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One CFDI as others list it."""

    uuid: str  #: upper case; "" where only SAE lists it, without one
    label: str  #: series and folio where SAE lists it; the UUID otherwise
    source: str  #: SAT, SAE, or both
    kind: str  #: I, E, T, N, P; "" where nobody tells
    total: Decimal | None  #: SAT's Monto, in the document's own currency
    importe: Decimal | None  #: SAE's IMPORTE
    currency: str  #: of IMPORTE; "" where the list does not tell
    date: str  #: YYYY-MM-DD
    receiver_rfc: str  #: "" where only SAE lists it
    receiver_name: str  #: SAT's; "" where only SAE lists it
    client: str  #: client key by SAE; "" where only SAT lists it
    cancelled: bool


def uuids_by_number(files: Iterable[ParcelDocument]) -> Mapping[Number, str]:
    """The UUIDs of files by kind, series and folio, and by series and folio alone; a number of two CFDI names none.

    Args:
        files: As plans read them.
    """
    found: dict[Number, set[str]] = defaultdict(set)
    for file in files:
        folio = folio_number(file.folio)
        if file.kind is DocumentKind.CFDI and file.uuid and folio is not None:
            for kind in ("", _kind(file.cfdi_type)):
                found[kind, file.series.casefold(), folio].add(file.uuid)
    return {number: next(iter(uuids)) for number, uuids in found.items() if len(uuids) == 1}


def population(
    sat_rows: Iterable[SatRow],
    manifests: Sequence[Manifest],
    *,
    period: str,
    company_rfc: str,
    numbers: Mapping[Number, str],
) -> list[Listed]:
    """What the company issued in a period.

    Args:
        sat_rows: SAT's metadata; rows of other issuers and of other months are passed over.
        manifests: SAE's lists; rows of other months too.
        period: YYYY-MM.
        company_rfc: The issuer.
        numbers: UUIDs for SAE's rows that have none, as `uuids_by_number` gives them.
    """
    sae = [
        (row.uuid or _uuid_of(row, numbers), row)
        for manifest in manifests
        for row in manifest.rows
        if row.date[:7] == period
    ]
    by_uuid = {uuid: row for uuid, row in sae if uuid}
    of_sat: dict[str, Listed] = {}
    for row in sat_rows:
        if row.emitter_rfc == company_rfc and row.issued_at[:7] == period and row.uuid not in of_sat:
            of_sat[row.uuid] = _listed_by_sat(row, by_uuid.get(row.uuid))
    of_sae: dict[tuple[str, ...], Listed] = {}
    for uuid, entry in sae:
        if uuid not in of_sat:
            listed = _listed_by_sae(uuid, entry)
            of_sae.setdefault((uuid,) if uuid else (listed.kind, listed.label, listed.client), listed)
    return [*of_sat.values(), *of_sae.values()]


def undated(sat_rows: Iterable[SatRow], manifests: Iterable[Manifest], *, company_rfc: str) -> int:
    """How many rows of the lists tell no month, so that nobody can say whether they are of the period.

    Args:
        sat_rows: SAT's metadata; rows of other issuers do not count.
        manifests: SAE's lists.
        company_rfc: The issuer.
    """
    dates = [row.issued_at for row in sat_rows if row.emitter_rfc == company_rfc]
    dates += [row.date for manifest in manifests for row in manifest.rows]
    return sum(not _MONTH.match(date) for date in dates)


def _listed_by_sat(row: SatRow, beside: ManifestRow | None) -> Listed:
    return Listed(
        uuid=row.uuid,
        label=_label(beside) if beside else row.uuid,
        source="SAT, SAE" if beside else "SAT",
        kind=_kind(row.cfdi_type),
        total=row.total,
        importe=beside.total if beside else None,
        currency=beside.currency if beside else "",
        date=row.issued_at[:10],
        receiver_rfc=row.receiver_rfc,
        receiver_name=row.receiver_name,
        client=beside.client if beside else "",
        cancelled=row.cancelled or bool(beside and beside.cancelled),
    )


def _listed_by_sae(uuid: str, row: ManifestRow) -> Listed:
    return Listed(
        uuid=uuid,
        label=_label(row),
        source="SAE",
        kind=_kind(row.document_type),
        total=None,
        importe=row.total,
        currency=row.currency,
        date=row.date,
        receiver_rfc="",
        receiver_name="",
        client=row.client,
        cancelled=row.cancelled,
    )


def _uuid_of(row: ManifestRow, numbers: Mapping[Number, str]) -> str:
    if row.folio is None:
        return ""
    return numbers.get((_kind(row.document_type), row.series.casefold(), row.folio), "")


def _kind(cfdi_type: CfdiType | None) -> str:
    return cfdi_type.value if cfdi_type else ""


def _label(row: ManifestRow) -> str:
    return "-".join(str(part) for part in (row.series, row.folio) if part not in {"", None})
