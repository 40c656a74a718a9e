"""What leaves: a parcel to be frozen, and the carrier that its frozen bytes make."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from emitlib.vocabulary.client import EmissionRule
from emitlib.vocabulary.delivery import ChannelName
from emitlib.vocabulary.document import CfdiType, DocumentKind, Relation

__all__ = ["Carrier", "CarrierItem", "FrozenFile", "Parcel", "ParcelClient", "ParcelDocument", "ParcelItem"]


class ParcelDocument(Struct, frozen=True, kw_only=True, gc=False):
    """A document on its way: where its bytes lie and what a message or cover sheet says of it."""

    key: str
    kind: DocumentKind
    cfdi_type: CfdiType | None
    uuid: str | None
    series: str
    folio: str
    date: str
    total: Decimal | None
    currency: str
    receiver_rfc: str
    receiver_name: str
    related: tuple[Relation, ...]
    xml: Path  #: absolute
    xml_sha256: str
    pdf: Path | None  #: absolute
    pdf_sha256: str | None
    stamped_at: str = ""  #: FechaTimbrado as written: the time of central Mexico, without zone
    answers: tuple[str, ...] = ()  #: of an acuse: the UUIDs that it answers for, each once

    @property
    def label(self) -> str:
        """Series and folio as people say them ("A-123"); the UUID where both are empty."""
        label = "-".join(part for part in (self.series, self.folio) if part)
        return label or self.uuid or self.key


class ParcelClient(Struct, frozen=True, kw_only=True, gc=False):
    """The client a parcel goes to, as the confirmed plan froze it."""

    key: str
    name: str
    rfc: str
    rule: EmissionRule
    seller: str = ""  #: key of its salesperson
    certificate: Path | None = None  #: absolute; the e.firma to encrypt to
    other_certificates: tuple[Path, ...] = ()  #: absolute; further ones of the client, any of which opens the files
    certificate_sha256: str | None = None  #: of the file; of all hashes where there are several


class ParcelItem(Struct, frozen=True, kw_only=True, gc=False):
    """One delivery of a parcel."""

    delivery: str
    document: ParcelDocument
    client: ParcelClient
    destination: str
    generation: int = 1


class Parcel(Struct, frozen=True, kw_only=True, gc=False):
    """What one carrier will hold. Mail: all documents for all addresses of one client. Print: up to 200 pieces."""

    id: str
    run: str
    channel: ChannelName
    items: tuple[ParcelItem, ...]
    made_at: datetime  #: aware; becomes the message's Date
    part: int = 1  #: of a client's documents that one message cannot hold
    parts: int = 1

    @property
    def client(self) -> ParcelClient:
        """The client of the first item; the only one in mail and encryption."""
        return self.items[0].client

    @property
    def documents(self) -> tuple[ParcelDocument, ...]:
        """The distinct documents, in order."""
        return tuple({item.document.key: item.document for item in self.items}.values())

    @property
    def destinations(self) -> tuple[str, ...]:
        """The distinct destinations, in order."""
        return tuple(dict.fromkeys(item.destination for item in self.items))


class FrozenFile(Struct, frozen=True, kw_only=True, gc=False):
    """A file of frozen bytes in the run's outbox."""

    name: str  #: POSIX path relative to ``outbox/RUN``
    sha256: str
    size: int  #: bytes


class CarrierItem(Struct, frozen=True, kw_only=True, gc=False):
    """One delivery that a carrier holds."""

    delivery: str
    document: str  #: document key
    destination: str


class Carrier(Struct, frozen=True, kw_only=True, gc=False):
    """Frozen bytes and the deliveries that they hold: one message, one print pack, one client's ``.p7m`` files.

    The bytes never change once anything may have left.
    """

    id: str
    run: str
    channel: ChannelName
    items: tuple[CarrierItem, ...]
    files: tuple[FrozenFile, ...]
    folder: Path  #: absolute ``outbox/RUN`` that the names in `files` are relative to
    message_id: str = ""
    subject: str = ""
    client: str = ""  #: client key; "" for a print pack of several
    copies: tuple[str, ...] = ()  #: CC and BCC: recorded, outside identity and balance, first transaction only
    target: str = ""  #: final place for local transports (pack or folder), POSIX, relative to ``outbox/RUN``

    def complete(self, deliveries: Collection[str]) -> tuple[str, ...]:
        """Those of `deliveries` that may leave with these bytes: their destination gets nothing unasked.

        A message may skip an address, but never a document; a pack has one destination, so it goes whole or not.

        Args:
            deliveries: The deliveries that are to leave.
        """
        asked = set(deliveries)
        short = {item.destination for item in self.items if item.delivery not in asked}
        return tuple(item.delivery for item in self.items if item.delivery in asked and item.destination not in short)
