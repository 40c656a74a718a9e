"""Synthetic parcels, a journal that keeps what it is told, and TLS for the tests of the mail channel."""

import hashlib
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import trustme
from msgspec import structs

from emitlib.channels.mail import MessageFactory, SmtpChannel
from emitlib.errors import StoreError
from emitlib.settings import Company, Mail, Smtp
from emitlib.vocabulary import (
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
    Security,
    Status,
)

NOW = datetime(2026, 10, 31, 18, 30, tzinfo=UTC)
COMPANY = Company(rfc="EKU9003173C9", name="Compañía de Prueba")
PLAIN_CLIENT = ParcelClient(key="7", name="Ferretería Ñandú", rfc="AAA010101AAA", rule=EmissionRule(mails=True))
HIGH_CLIENT = structs.replace(PLAIN_CLIENT, rule=EmissionRule(mails=True, security=Security.HIGH))


def seal(data: bytes, client: ParcelClient, at: datetime) -> bytes:
    """A small real cipher, enough to hide the plain bytes: XOR with a stream that hangs on client and time."""
    seed = hashlib.sha256(f"{client.key}|{at.isoformat()}".encode()).digest()
    stream = hashlib.shake_256(seed).digest(len(data))
    return bytes(a ^ b for a, b in zip(data, stream, strict=True))


def document(folder: Path, number: int = 1, *, pdf: bytes | None = b"%PDF-1.7 \r\n.\r\nx" * 40) -> ParcelDocument:
    """A factura whose files lie in `folder`."""
    uuid = f"00000000-0000-4000-8000-{number:012X}"
    xml = f'<?xml version="1.0"?>\n<cfdi UUID="{uuid}" nombre="Ñ"/>\n.\n..\n'.encode()
    (folder / f"{uuid}.xml").write_bytes(xml)
    if pdf is not None:
        (folder / f"{uuid}.pdf").write_bytes(pdf)
    return ParcelDocument(
        key=f"cfdi:{uuid}",
        kind=DocumentKind.CFDI,
        cfdi_type=CfdiType.INGRESO,
        uuid=uuid,
        series="A",
        folio=str(number),
        date="2026-10-30T12:00:00",
        total=Decimal("1234.5"),
        currency="MXN",
        receiver_rfc="AAA010101AAA",
        receiver_name="Ferretería Ñandú",
        related=(),
        xml=folder / f"{uuid}.xml",
        xml_sha256=hashlib.sha256(xml).hexdigest(),
        pdf=folder / f"{uuid}.pdf" if pdf is not None else None,
        pdf_sha256=hashlib.sha256(pdf).hexdigest() if pdf is not None else None,
    )


def parcel(
    *documents: ParcelDocument,
    to: Sequence[str] = ("a@example.mx",),
    client: ParcelClient = PLAIN_CLIENT,
    id: str = "c1",  # noqa: A002 - the field's name
    generation: int = 1,
) -> Parcel:
    """The full product of documents and addresses."""
    return Parcel(
        id=id,
        run="r1",
        channel=ChannelName.MAIL,
        made_at=NOW,
        items=tuple(
            ParcelItem(
                delivery=f"{item.folio}>{address}",
                document=item,
                client=client,
                destination=address,
                generation=generation,
            )
            for item in documents
            for address in to
        ),
    )


def factory(settings: Mail | None = None, **changes: object) -> MessageFactory:
    """A factory with plain settings."""
    made = MessageFactory(
        settings=settings or Mail(from_address="facturas@example.mx"),
        company=COMPANY,
        language="es",
        sealer=seal,
        fingerprint="AB:CD",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def smtp_settings(port: int, *, bcc: str = "", **smtp: object) -> Mail:
    """Settings for a server on this machine, with short times."""
    values: dict[str, object] = {
        "host": "127.0.0.1",
        "port": port,
        "security": "plain",
        "timeout": 5.0,
        "final_timeout": 5.0,
    }
    return Mail(from_address="facturas@example.mx", bcc=bcc, smtp=Smtp.model_validate(values | smtp))


def smtp_channel(settings: Mail, *, password: str = "") -> SmtpChannel:
    """The channel under test."""
    return SmtpChannel(factory(settings=settings), secret=lambda: password, clock=lambda: NOW)


@dataclass(slots=True)
class MemoryJournal:
    """A journal in memory that holds a channel to its contract."""

    refuses: bool = False  #: `begun` cannot be made durable
    begins: list[tuple[str, ...]] = field(default_factory=list)
    evidence: list[Mapping[str, str]] = field(default_factory=list)
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def begun(self, carrier: Carrier, deliveries: Sequence[str], evidence: Mapping[str, str]) -> None:
        """Keep it, or refuse as a full disk would."""
        if self.refuses:
            raise StoreError("WRITE_FAILED", f"no room for {carrier.id}")
        self.begins.append(tuple(deliveries))
        self.evidence.append(evidence)

    def settled(self, outcome: Outcome) -> None:
        """Keep it; a second outcome breaks the contract."""
        if outcome.delivery in self.outcomes:
            raise AssertionError(f"settled twice: {outcome.delivery}")
        self.outcomes[outcome.delivery] = outcome

    @property
    def statuses(self) -> dict[str, Status]:
        """Status by delivery."""
        return {delivery: outcome.status for delivery, outcome in self.outcomes.items()}


def server_context(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    """A TLS context for a server that bears `names`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context
