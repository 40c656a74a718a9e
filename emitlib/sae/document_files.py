"""XML out of SAE as files by UUID, once each is checked to be the document that its row says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from emitlib.documents import read_document
from emitlib.documents.document_number import folio_number
from emitlib.sae.known_files import KnownFiles
from emitlib.vocabulary import CfdiType, Document, DocumentKind, Finding
from emitlib.workspace import write_bytes

__all__ = ["DocumentFiles", "Expected", "Fate", "Placed"]

_CENT = Decimal("0.01")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


class Fate(StrEnum):
    """What became of one XML."""

    WRITTEN = "written"
    THERE = "there"  #: the same bytes lay there already
    REFUSED = "refused"  #: a finding says why


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One XML, dealt with."""

    fate: Fate
    uuid: str = ""  #: of the document; "" where the XML is not sure to be its own
    path: Path | None = None  #: where it lies; None for a refused one
    emitter: tuple[str, str] = ("", "")  #: RFC and name
    finding: Finding | None = None  #: why it was refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the rows of SAE say of a document; "" and None where they are silent."""

    label: str  #: table and number, for people
    uuid: str = ""  #: upper case
    rfc: str = ""  #: the receiver's, upper case without marks
    series: str | None = None
    folio: int | None = None
    amount: Decimal | None = None
    day: str = ""  #: YYYY-MM-DD


@dataclass(slots=True, kw_only=True)
class DocumentFiles:
    """The folders of documents of a workspace, being filled.

    Args:
        root: ``documents/`` of the workspace.
        writes: False only looks: what would be written is counted as written.
    """

    root: Path
    writes: bool = True
    findings: list[Finding] = field(default_factory=list)
    _known: KnownFiles = field(init=False)

    def __post_init__(self) -> None:
        self._known = KnownFiles(self.root)

    def put_cfdi(self, data: bytes, expected: Expected) -> Placed:
        """A CFDI into the folder of its month; another invoice's is refused."""
        document = read_document(Path(f"{expected.uuid or 'XML_DOC'}.xml"), data=data)
        if document.kind is not DocumentKind.CFDI or document.uuid is None or not document.stamped:
            return self._refuse("PULL_XML_UNREADABLE", expected, reason=_reason(document))
        differing = list(_differing(document, expected))
        if differing:
            return self._refuse("PULL_XML_OF_ANOTHER", expected, differing=", ".join(differing))
        if _amount_differs(document, expected):
            values = {"total": str(document.total), "amount": str(expected.amount)}
            self.findings.append(Finding("PULL_AMOUNT_DIFFERS", {"document": expected.label}, values))
        month = (document.date or expected.day)[:7]
        return self._put(data, document.uuid, document.uuid, month, expected, emitter=_emitter(document))

    def put_acuse(self, data: bytes, expected: Expected, *, cancelled: str = "") -> Placed:
        """The cancellation receipt of a CFDI into the folder of the month it is of.

        Args:
            data: The XML.
            expected: The CFDI's facts.
            cancelled: Day of the cancellation, YYYY-MM-DD; "" where SAE knows none.
        """
        document = read_document(Path(f"{expected.uuid or 'XML_DOC_CANCELA'}.xml"), data=data)
        if document.kind is not DocumentKind.ACUSE:
            return self._refuse("PULL_ACUSE_UNREADABLE", expected, reason=_reason(document))
        named = [entry.uuid for entry in document.acuse]
        if expected.uuid and expected.uuid not in named:
            return self._refuse("PULL_XML_OF_ANOTHER", expected, differing=f"UUID {', '.join(named)}")
        uuid = expected.uuid or named[0]
        month = (document.date or cancelled or expected.day)[:7]
        return self._put(data, uuid, f"{uuid}-acuse", month, expected)

    def refuse_empty(self, expected: Expected) -> Placed:
        """A row without XML."""
        return self._refuse("PULL_XML_EMPTY", expected)

    def refuse_twice(self, expected: Expected, placed: Placed) -> Placed:
        """A second row with the XML of a first one."""
        return replace(self._refuse("PULL_STAMP_TWICE", expected), uuid=placed.uuid)

    def _put(
        self, data: bytes, uuid: str, stem: str, month: str, expected: Expected, emitter: tuple[str, str] = ("", "")
    ) -> Placed:
        if not _MONTH.fullmatch(month):
            return self._refuse("PULL_WITHOUT_DATE", expected)
        path = self.root / month / f"{stem}.xml"
        there = self._known.same_or_other(path, uuid, data)
        if there is not None and not there.same:
            refused = self._refuse("PULL_BYTES_CHANGED", expected, path=str(there.path))
            return replace(refused, uuid=uuid)
        if there is None and self.writes:
            write_bytes(path, data, durable=False)  # a lost file is pulled again
        fate, place = (Fate.WRITTEN, path) if there is None else (Fate.THERE, there.path)
        return Placed(fate=fate, uuid=uuid, path=place, emitter=emitter)

    def _refuse(self, code: str, expected: Expected, **values: str) -> Placed:
        finding = Finding(code, {"document": expected.label, "uuid": expected.uuid}, values)
        self.findings.append(finding)
        return Placed(fate=Fate.REFUSED, finding=finding)


def _reason(document: Document) -> str:
    return next((finding.message for finding in document.findings), document.kind.value)


def _emitter(document: Document) -> tuple[str, str]:
    return document.emitter_rfc or "", document.emitter_name or ""


def _differing(document: Document, expected: Expected) -> Iterator[str]:
    """What of the XML is not what its row says."""
    if expected.uuid and document.uuid != expected.uuid:
        yield f"UUID {document.uuid}"
    if expected.rfc and document.receiver_rfc and document.receiver_rfc != expected.rfc:
        yield f"RFC {document.receiver_rfc}"
    folio = folio_number(document.folio or "")
    if expected.folio is not None and folio is not None and folio != expected.folio:
        yield f"FOLIO {document.folio}"
    series = (document.series or "").strip().casefold()
    if expected.series is not None and document.series is not None and series != expected.series.casefold():
        yield f"SERIE {document.series}"


def _amount_differs(document: Document, expected: Expected) -> bool:
    """Whether Total is not IMPORTE, to the cent; a payment receipt has no Total."""
    if expected.amount is None or document.total is None or document.cfdi_type is CfdiType.PAGO:
        return False
    return abs(abs(expected.amount) - document.total) > _CENT
