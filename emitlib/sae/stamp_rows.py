"""Rows of CFDInn: the fiscal UUID of a document, its XML, and its cancellation."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from emitlib.documents.document_number import split_document_number
from emitlib.documents.facts import UUID_PATTERN
from emitlib.documents.manifest import CFDI_LETTERS
from emitlib.sae.rows import NamedRow, named_rows
from emitlib.sae.tables import RawValue, Since, Source
from emitlib.sae.values import day_of
from emitlib.vocabulary import CfdiType

__all__ = ["StampRow", "read_stamps"]

#: The columns' names differ between SAE's versions and its exports.
_MOTIVE = ("MOTIVO_CANC", "MOTIVOCANC", "MOTIVO_CANCELACION")
_SUBSTITUTE = ("FOLIOSUSTITUCION", "FOLIO_SUSTITUCION", "UUID_SUSTITUCION")


@dataclass(frozen=True, slots=True, kw_only=True)
class StampRow:
    """One stamped document.

    Attributes:
        letter: TIPO_DOC: F, E, G…; the table FACTx that the document stands in.
        document_type: The type of CFDI of that letter; None for an unknown one.
        number: CVE_DOC as it lies there.
        series: Out of CVE_DOC.
        folio: Out of CVE_DOC; None where it cannot be told.
        uuid: The fiscal UUID in upper case; "" where the cell holds none.
        certified: FECHA_CERT, which SAE keeps as text.
        certified_day: Its day; None where it cannot be told.
        cancelled: FECHA_CANCELA as text; "" if it was not cancelled.
        xml: XML_DOC, byte for byte; b"" where there is none.
        cancellation: XML_DOC_CANCELA, the acuse; b"" where there is none.
        motive: 01 to 04.
        substitute: UUID of the document that takes its place, in upper case.
    """

    letter: str
    document_type: CfdiType | None
    number: str
    series: str
    folio: int | None
    uuid: str
    certified: str
    certified_day: date | None
    cancelled: str
    xml: bytes
    cancellation: bytes
    motive: str
    substitute: str


def read_stamps(source: Source, company: str, *, since: date | None = None) -> Iterator[StampRow]:
    """The stamped documents of a company, one by one.

    Args:
        source: An open source.
        company: The company's number.
        since: Leave out those stamped on an earlier day and not cancelled since; those without a day come. A
            cancellation of this month belongs to it though the document is older.

    Raises:
        InputError: ``TABLE_MISSING``, or what the source raises.
    """
    name = f"CFDI{company}"
    wanted = Since(column="FECHA_CERT", day=since, others=("FECHA_CANCELA",)) if since else None
    for row in named_rows(source.read(name, since=wanted)):
        certified = row.checked("FECHA_CERT", day_of)
        cancelled = row.checked("FECHA_CANCELA", day_of)
        if since and certified and certified < since and not (cancelled and cancelled >= since):
            continue
        yield _stamp(row, certified)


def _stamp(row: NamedRow, certified: date | None) -> StampRow:
    number = row.raw_text("CVE_DOC")
    series, folio = split_document_number(number)
    letter, uuid = row.text("TIPO_DOC").upper(), row.text("UUID").upper()
    return StampRow(
        letter=letter,
        document_type=CFDI_LETTERS.get(letter),
        number=number,
        series=series,
        folio=folio,
        uuid=uuid if UUID_PATTERN.fullmatch(uuid) else "",
        certified=row.text("FECHA_CERT"),
        certified_day=certified,
        cancelled=row.text("FECHA_CANCELA"),
        xml=_blob(row.value("XML_DOC"), row.encoding),
        cancellation=_blob(row.value("XML_DOC_CANCELA"), row.encoding),
        motive=row.text(*_MOTIVE),
        substitute=row.text(*_SUBSTITUTE).upper(),
    )


def _blob(value: RawValue, encoding: str) -> bytes:
    """A document's bytes; out of a text table they go back to the encoding that they were read with."""
    if isinstance(value, bytes):
        return value
    return value.encode(encoding or "utf-8") if isinstance(value, str) else b""
