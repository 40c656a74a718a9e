"""What is delivered: a CFDI, a withholding (retenciones) or a cancellation receipt (acuse), as read from its file."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from emitlib.vocabulary.canonical import sha256_of
from emitlib.vocabulary.finding import Finding

__all__ = ["AcuseEntry", "CfdiType", "Document", "DocumentKind", "Relation"]


class DocumentKind(StrEnum):
    """What a file turned out to be."""

    CFDI = "cfdi"
    RETENCIONES = "retenciones"
    ACUSE = "acuse"
    ACUSE_ACEPTACION = "acuse_aceptacion"  #: the receiver's answer to a cancellation; never mailed
    REQUEST = "request"  #: a cancellation request, often mistaken for the acuse
    PDF = "pdf"
    OTHER = "other"


class CfdiType(StrEnum):
    """TipoDeComprobante."""

    INGRESO = "I"
    EGRESO = "E"
    TRASLADO = "T"
    NOMINA = "N"
    PAGO = "P"


@dataclass(frozen=True, slots=True)
class Relation:
    """A link to another CFDI."""

    kind: str  #: TipoRelacion ("01", "04", "07"…), or "pago" for a DoctoRelacionado of a payment receipt
    uuid: str  #: upper case


@dataclass(frozen=True, slots=True)
class AcuseEntry:
    """One UUID that an acuse answers for."""

    uuid: str  #: upper case
    status: str  #: EstatusUUID: 201 accepted, 202 asked before, 203, 205…; retenciones 1201, 1202


_STAMPED = frozenset({DocumentKind.CFDI, DocumentKind.RETENCIONES})


class Document(Struct, frozen=True, kw_only=True, gc=False):
    """One file of a document folder and the facts read from it. Absent facts are None, never guessed."""

    path: Path
    kind: DocumentKind
    sha256: str
    size: int  #: bytes
    version: str | None = None
    cfdi_type: CfdiType | None = None
    uuid: str | None = None  #: upper case
    emitter_rfc: str | None = None
    emitter_name: str | None = None
    receiver_rfc: str | None = None
    receiver_name: str | None = None
    series: str | None = None
    folio: str | None = None
    date: str | None = None  #: Fecha as written: local time without zone; for an acuse its Fecha
    total: Decimal | None = None
    currency: str | None = None
    stamped: bool = False
    stamped_at: str | None = None  #: FechaTimbrado as written: the time of central Mexico, without zone
    global_invoice: bool = False  #: holds InformacionGlobal
    related: tuple[Relation, ...] = ()
    acuse: tuple[AcuseEntry, ...] = ()
    pdf: Path | None = None  #: its printed form, when the folder holds one
    pdf_sha256: str | None = None
    pdf_size: int = 0  #: bytes of that PDF
    findings: tuple[Finding, ...] = ()

    @property
    def key(self) -> str | None:
        """Identity: kind and UUID; for an acuse its sorted UUIDs, their status and Fecha. None where there is none.

        Neither path, period, PDF nor bytes play a part.
        """
        if self.stamped and self.uuid and self.kind in _STAMPED:
            return f"{self.kind}:{self.uuid}"
        if self.kind is DocumentKind.ACUSE and self.acuse:
            entries = sorted([entry.uuid, entry.status] for entry in self.acuse)
            return f"acuse:{sha256_of([entries, self.date])[:32]}"
        return None
