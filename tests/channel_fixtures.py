"""Small real documents, parcels and a journal that remembers, for the tests of printing and encryption."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from emitlib.errors import StoreError
from emitlib.vocabulary import (
    PAPER,
    Carrier,
    CfdiType,
    ChannelName,
    DocumentKind,
    EmissionRule,
    Outcome,
    Parcel,
    ParcelClient,
    ParcelDocument,
    ParcelItem,
    sha256_hex,
)

MADE_AT = datetime(2026, 10, 30, 18, 5, tzinfo=UTC)


def small_pdf(text: str, *, pages: int = 1) -> bytes:
    """A PDF that says `text` on each page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=letter, invariant=True)
    for page in range(1, pages + 1):
        canvas.drawString(72, 700, f"{text} page {page}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def make_document(folder: Path, number: int, *, pdf: bytes | None = None, series: str = "A") -> ParcelDocument:
    """A document whose XML, and PDF when given, lie in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    uuid = f"00000000-0000-4000-8000-{number:012X}"
    xml = folder / f"{number}.xml"
    xml.write_bytes(f"<cfdi n='{number}'/>\r\n".encode())
    pdf_path = folder / f"{number}.pdf" if pdf is not None else None
    if pdf_path is not None and pdf is not None:
        pdf_path.write_bytes(pdf)
    return ParcelDocument(
        key=f"cfdi:{uuid}",
        kind=DocumentKind.CFDI,
        cfdi_type=CfdiType.INGRESO,
        uuid=uuid,
        series=series,
        folio=str(number),
        date="2026-10-30T10:00:00",
        total=Decimal("116.00"),
        currency="MXN",
        receiver_rfc="CAX010101AA1",
        receiver_name="CLIENTE DE PRUEBA",
        related=(),
        xml=xml,
        xml_sha256=sha256_hex(xml.read_bytes()),
        pdf=pdf_path,
        pdf_sha256=sha256_hex(pdf) if pdf is not None else None,
    )


def make_client(key: str = "7", *, name: str = "CLIENTE DE PRUEBA", route: str = "") -> ParcelClient:
    """A client that prints."""
    return ParcelClient(key=key, name=name, rfc="CAX010101AA1", rule=EmissionRule(prints=True, route=route))


def make_parcel(
    channel: ChannelName,
    documents: Sequence[ParcelDocument],
    *,
    client: ParcelClient | None = None,
    generation: int = 1,
) -> Parcel:
    """One delivery per document, d1, d2…, all to one client."""
    client = client or make_client()
    destination = PAPER if channel is ChannelName.PRINT else client.key
    items = tuple(
        ParcelItem(
            delivery=f"d{number}",
            document=document,
            client=client,
            destination=destination,
            generation=generation,
        )
        for number, document in enumerate(documents, start=1)
    )
    return Parcel(id="c000001", run="r1", channel=channel, items=items, made_at=MADE_AT)


@dataclass
class RememberingJournal:
    """A journal in memory; notes which of the watched files existed when `begun` was called."""

    watched: Path
    refuse: bool = False
    begun_for: list[tuple[str, ...]] = field(default_factory=list)
    evidence: list[Mapping[str, str]] = field(default_factory=list)
    files_at_begun: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    def begun(self, carrier: Carrier, deliveries: Sequence[str], evidence: Mapping[str, str]) -> None:
        if self.refuse:
            raise StoreError("WRITE_FAILED", "the ledger is full")
        self.begun_for.append((carrier.id, *deliveries))
        self.evidence.append(evidence)
        self.files_at_begun += list_files(self.watched)

    def settled(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)


def list_files(folder: Path) -> list[str]:
    """POSIX paths of all files below `folder`, sorted; none where it does not exist."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
