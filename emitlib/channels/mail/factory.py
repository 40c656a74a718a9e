"""Freezing: the bytes of a parcel's message, written once into the run's outbox."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from emitlib.channels.mail.attachments import Attachment, Sealer, attachments
from emitlib.channels.mail.headers import Mailbox, clean, mailbox
from emitlib.channels.mail.logo import LOGO_ID
from emitlib.channels.mail.message import Message, write_message
from emitlib.channels.mail.sender import sender_name
from emitlib.channels.mail.templates import Templates
from emitlib.channels.mail.texts import Texts, prepare_texts, write_texts
from emitlib.channels.mail.view import view_of
from emitlib.channels.opening import Companion, companions
from emitlib.errors import MailError
from emitlib.i18n import Language, _
from emitlib.settings import Company, Mail
from emitlib.vocabulary import (
    Carrier,
    CarrierItem,
    FrozenFile,
    Parcel,
    ParcelClient,
    sha256_hex,
    unknown_subject_names,
)
from emitlib.workspace import write_bytes

__all__ = ["MessageFactory"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFactory:
    """Makes the messages of one workspace; the transports share it."""

    settings: Mail
    company: Company
    language: Language
    sealer: Sealer
    fingerprint: str = ""  #: of the certificate that signs inside the envelopes, shown on encrypted mail
    signer_certificate: bytes = b""  #: that certificate; travels with encrypted mail beside the page that explains it
    templates: Templates = field(default_factory=Templates)
    logo: Attachment | None = None

    def prepare(self) -> None:
        """Load what the first message would wait for: templates, and what addresses need; nothing fails here."""
        prepare_texts(language=self.language, templates=self.templates)
        with suppress(MailError):  # the first message tells
            self._sender()

    def build(self, parcel: Parcel) -> Message:
        """The message of `parcel`.

        Raises:
            MailError: ``PARCEL_NOT_WHOLE``, ``DOCUMENT_MISSING``, ``DOCUMENT_CHANGED``, ``HEADER_INJECTION``,
                ``MAIL_ADDRESS_INVALID``, ``TEMPLATE_BROKEN``, ``MESSAGE_TOO_LARGE`` or
                ``MESSAGE_TOO_LARGE_FOR_GRAPH``.
            CertificateError: If it must be encrypted and cannot be.
        """
        _require_whole(parcel)
        self._require_sources(parcel)
        attached = attachments(
            parcel, zipped=self.zips(parcel.client), sealer=self.sealer, beside=self.beside(parcel.client)
        )
        message = self.message(parcel, attached)
        self._require_size(parcel, message)
        return message

    def message(self, parcel: Parcel, attached: Sequence[Attachment]) -> Message:
        """The message of `parcel` with these files; reads none, and does not ask how large it is.

        Args:
            parcel: Whose headers and texts.
            attached: In their order; sealed already, where the client wants that.

        Raises:
            MailError: ``HEADER_INJECTION``, ``MAIL_ADDRESS_INVALID`` or ``TEMPLATE_BROKEN``.
        """
        for document in parcel.documents:
            clean("Subject", document.label)
        return write_message(
            parcel,
            sender=self._sender(),
            reply_to=self._reply_to(),
            copies=self._shown_copies(parcel),
            texts=self.texts(parcel),
            attached=attached,
            logo=self.logo,
        )

    def texts(self, parcel: Parcel) -> Texts:
        """What people read of the message, in the client's language and by the client's subject pattern.

        Raises:
            MailError: ``HEADER_INJECTION``, ``MAIL_ADDRESS_INVALID`` or ``TEMPLATE_BROKEN``.
        """
        sender, beside, rule = self._sender(), self.beside(parcel.client), parcel.client.rule
        language = rule.language_or(self.language)
        view = view_of(
            parcel,
            language=language,
            company=sender.name or sender.addr_spec,
            reply_to=(self._reply_to() or sender).addr_spec,
            fingerprint=self.fingerprint,
            page=beside[0].name if beside else "",
            logo=LOGO_ID if self.logo else "",
        )
        pattern = self.settings.subject if not rule.subject or unknown_subject_names(rule.subject) else rule.subject
        return write_texts(view, language=language, templates=self.templates, pattern=pattern)

    def zips(self, client: ParcelClient) -> bool:
        """Whether this client's documents travel in a zip."""
        return client.rule.grouping_or(self.settings.grouping) == "zip"

    def beside(self, client: ParcelClient) -> tuple[Companion, ...]:
        """What travels with encrypted files, in the client's language."""
        if not self.signer_certificate:
            return ()
        return companions(self.signer_certificate, language=client.rule.language_or(self.language))

    def freeze(self, parcel: Parcel, folder: Path) -> Carrier:
        """Write the message of `parcel` to ``frozen/CARRIER.eml`` in `folder`, durably, and describe it.

        Raises:
            MailError: As `build`.
            CertificateError: As `build`.
            StoreError: ``WRITE_FAILED``; nothing half-written stays behind.
        """
        message = self.build(parcel)
        name = f"frozen/{parcel.id}.eml"
        write_bytes(folder / name, message.data)
        return Carrier(
            id=parcel.id,
            run=parcel.run,
            channel=parcel.channel,
            items=tuple(
                CarrierItem(delivery=item.delivery, document=item.document.key, destination=item.destination)
                for item in parcel.items
            ),
            files=(FrozenFile(name=name, sha256=sha256_hex(message.data), size=len(message.data)),),
            folder=folder,
            message_id=message.message_id,
            subject=message.subject,
            client=parcel.client.key,
            copies=tuple(dict.fromkeys(copy.addr_spec for copy in self._copies(parcel))),
        )

    def _sender(self) -> Mailbox:
        return mailbox(self.settings.from_address, display_name=sender_name(self.settings, self.company))

    def _reply_to(self) -> Mailbox | None:
        return mailbox(self.settings.reply_to) if self.settings.reply_to else None

    def _shown_copies(self, parcel: Parcel) -> list[Mailbox]:
        """Who is seen to get a copy: the address of the settings, and the client's salesperson."""
        salesperson = self.settings.salespeople.get(parcel.client.seller, "")
        return [mailbox(address) for address in dict.fromkeys((self.settings.cc, salesperson)) if address]

    def _copies(self, parcel: Parcel) -> list[Mailbox]:
        archive = [mailbox(self.settings.bcc)] if self.settings.bcc else []
        return self._shown_copies(parcel) + archive

    def _require_sources(self, parcel: Parcel) -> None:
        """Refuse what is too large before any of it is read: base64 alone makes it a third larger."""
        if self.zips(parcel.client):
            return
        paths = [path for document in parcel.documents for path in (document.xml, document.pdf) if path is not None]
        size = sum(map(_size, paths)) * 4 // 3
        if size > self.settings.message_limit:
            raise self._too_large(parcel, size)

    def _require_size(self, parcel: Parcel, message: Message) -> None:
        if len(message.data) > self.settings.message_limit:
            raise self._too_large(parcel, len(message.data))

    def _too_large(self, parcel: Parcel, size: int) -> MailError:
        limit = self.settings.message_limit
        message = _("The message {carrier} for client {clave} has {size} bytes; at most {limit} may be sent.").format(
            carrier=parcel.id, clave=parcel.client.key, size=size, limit=limit
        )
        if limit < self.settings.max_bytes:
            hint = _("Make the PDF smaller, or send by SMTP: Microsoft Graph takes no larger message.")
            return MailError("MESSAGE_TOO_LARGE_FOR_GRAPH", message, hint)
        return MailError(
            "MESSAGE_TOO_LARGE", message, _("Make the PDF smaller, or raise mail.max_bytes if the server takes more.")
        )


def _size(path: Path) -> int:
    """Bytes of a file; of one that is not there, none: reading it says so."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _require_whole(parcel: Parcel) -> None:
    """One client, and every document for every address: the last guard against a wrong envelope."""
    pairs = {(item.document.key, item.destination) for item in parcel.items}
    product = len(parcel.documents) * len(parcel.destinations)
    clients = {item.client.key for item in parcel.items}
    if len(clients) != 1 or len(pairs) != product or len(parcel.items) != product:
        raise MailError(
            "PARCEL_NOT_WHOLE",
            _("The message {carrier} would show a document to an address that it is not planned for.").format(
                carrier=parcel.id
            ),
            _("Nothing was sent. This is a fault of the program: report it."),
        )
