"""Rows of SAE's document tables (FACTFnn, FACTEnn, FACTGnn…) as typed values."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from emitlib.documents.document_number import folio_number, split_document_number
from emitlib.documents.manifest import CFDI_LETTERS, NO_SERIES
from emitlib.sae.rows import named_rows
from emitlib.sae.tables import Since, Source
from emitlib.sae.values import amount_of, day_of
from emitlib.vocabulary import CfdiType

__all__ = ["DocumentRow", "document_tables", "read_documents"]

#: SAE's national currency has this number in MONEDnn.
_NATIONAL = 1
_PESO = "MXN"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One document as SAE lists it.

    Attributes:
        table: ``FACTF01``.
        document_type: The type of CFDI that the table's letter stands for.
        number: CVE_DOC as it lies there.
        series: Trimmed; "" without one.
        folio: None where it cannot be told.
        client: CVE_CLPV, trimmed.
        raw_client: CVE_CLPV as it lies there.
        date: FECHA_DOC; None where there is none.
        amount: IMPORTE in `currency`; None where there is none.
        currency: ISO 4217, out of MONEDnn; ``MXN`` for SAE's currency 1 where that table is missing.
        status: E issued, C cancelled, O original.
        formaenvio: I printed, C mailed, A both, "" none: SAE's only trace of emission.
        rfc: The client's RFC at the time.
    """

    table: str
    document_type: CfdiType
    number: str
    series: str
    folio: int | None
    client: str
    raw_client: str
    date: date | None
    amount: Decimal | None
    currency: str
    status: str
    formaenvio: str
    rfc: str


def document_tables(source: Source, company: str) -> tuple[str, ...]:
    """Names of the company's tables whose documents have a CFDI: FACTFnn, FACTEnn, FACTGnn, FACTTnn, FACTDnn."""
    pattern = re.compile(rf"FACT[{''.join(CFDI_LETTERS)}]{re.escape(company)}")
    return tuple(name for name in source.tables if pattern.fullmatch(name))


def read_documents(source: Source, table: str, *, since: date | None = None) -> Iterator[DocumentRow]:
    """The documents of one table, one by one.

    Args:
        source: An open source.
        table: One of `document_tables`.
        since: Leave out those of an earlier day; those without a day come.

    Raises:
        InputError: ``TABLE_MISSING``, or what the source raises.
    """
    currencies = _currencies(source, table[-2:])
    raw = source.read(table, since=Since(column="FECHA_DOC", day=since) if since else None)
    kind = CFDI_LETTERS[table[len("FACT")]]
    for row in named_rows(raw):
        day = row.checked("FECHA_DOC", day_of)
        if since and day and day < since:
            continue
        number, series = row.raw_text("CVE_DOC"), row.text("SERIE")
        series_of_number, folio = split_document_number(number)
        if not row.has("SERIE"):
            series = series_of_number
        yield DocumentRow(
            table=raw.name,
            document_type=kind,
            number=number,
            series="" if series == NO_SERIES else series,
            folio=folio if (own := folio_number(row.text("FOLIO"))) is None else own,
            client=row.text("CVE_CLPV"),
            raw_client=row.raw_text("CVE_CLPV"),
            date=day,
            amount=row.checked("IMPORTE", amount_of),
            currency=_currency(row.checked("NUM_MONED", amount_of), currencies),
            status=row.text("STATUS").upper(),
            formaenvio=row.text("FORMAENVIO").upper(),
            rfc=row.text("RFC"),
        )


def _currencies(source: Source, company: str) -> Mapping[int, str]:
    """ISO codes of the company's currencies by their number."""
    name = f"MONED{company}"
    if name not in source.tables:
        return {}
    found = {}
    for row in named_rows(source.read(name)):
        number, code = row.checked("NUM_MONED", amount_of), row.text("CVE_MONED").upper()
        if number is not None and code:
            found[int(number)] = code
    return found


def _currency(number: Decimal | None, currencies: Mapping[int, str]) -> str:
    place = _NATIONAL if number is None else int(number)
    return currencies.get(place, _PESO if place == _NATIONAL else f"#{place}")
