"""The documents that SAE lists, each joined with what its stamp says."""

from dataclasses import dataclass

from emitlib.sae.document_files import Expected
from emitlib.sae.document_rows import DocumentRow
from emitlib.sae.stamp_rows import StampRow
from emitlib.sae.tables import RawValue

__all__ = ["MANIFEST_COLUMNS", "DocumentKey", "ListedDocument", "key_of", "key_of_stamp", "plain_rfc"]

#: Letter of the table, and the number without blanks around it.
DocumentKey = tuple[str, str]

#: Headings of a manifest, in its order; by SAE's names where SAE has one.
MANIFEST_COLUMNS = (
    "CVE_DOC",
    "CVE_CLPV",
    "STATUS",
    "FECHA_DOC",
    "SERIE",
    "FOLIO",
    "IMPORTE",
    "MONEDA",
    "RFC",
    "FORMAENVIO",
    "CFDI_UUID",
    "FECHA_CANCELA",
    "MOTIVO_CANC",
    "FOLIO_SUSTITUCION",
)
_LETTER = len("FACT")


@dataclass(slots=True, kw_only=True)
class ListedDocument:
    """One row of FACTx, with the UUID and the cancellation out of CFDInn once they are known."""

    row: DocumentRow
    uuid: str = ""
    cancelled: str = ""
    motive: str = ""
    substitute: str = ""

    @property
    def month(self) -> str:
        """YYYY-MM of the document; "" without a date."""
        return self.row.date.isoformat()[:7] if self.row.date else ""

    @property
    def label(self) -> str:
        """Table and number, for people."""
        return f"{self.row.table} {self.row.number.strip()}"

    def join(self, stamp: StampRow, uuid: str) -> None:
        """Take over what the stamp says.

        Args:
            stamp: Its row of CFDInn.
            uuid: The fiscal UUID, once it is sure.
        """
        self.uuid, self.cancelled = uuid, stamp.cancelled
        self.motive, self.substitute = stamp.motive, stamp.substitute

    def expected(self, stamp: StampRow) -> Expected:
        """What the XML of this document must say."""
        return Expected(
            label=self.label,
            uuid=stamp.uuid,
            rfc=plain_rfc(self.row.rfc),
            series=self.row.series,
            folio=self.row.folio,
            amount=self.row.amount,
            day=self.row.date.isoformat() if self.row.date else "",
        )

    def raw(self) -> dict[str, RawValue]:
        """Its values under SAE's names, for whoever looks at a rejected row."""
        return {**dict(zip(MANIFEST_COLUMNS, self.manifest_row(), strict=True)), "CVE_CLPV": self.row.raw_client}

    def manifest_row(self) -> tuple[str, ...]:
        """The texts of its row in a manifest."""
        row = self.row
        return (
            row.number,
            row.client,
            row.status,
            row.date.isoformat() if row.date else "",
            row.series,
            "" if row.folio is None else str(row.folio),
            "" if row.amount is None else str(row.amount),
            row.currency,
            row.rfc,
            row.formaenvio,
            self.uuid,
            self.cancelled,
            self.motive,
            self.substitute,
        )


def key_of(row: DocumentRow) -> DocumentKey:
    """What a document is joined by."""
    return row.table[_LETTER], row.number.strip()


def key_of_stamp(stamp: StampRow) -> DocumentKey:
    """What a stamp is joined by."""
    return stamp.letter, stamp.number.strip()


def plain_rfc(text: str) -> str:
    """An RFC without the marks that SAE's users write into it.

    >>> plain_rfc("CAC-760510 1P8")
    'CAC7605101P8'
    """
    return "".join(mark for mark in text.upper() if mark.isalnum() or mark == "&")
