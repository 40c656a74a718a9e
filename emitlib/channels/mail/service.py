"""Service mail: messages about no document (an opening test, a request for a certificate), frozen like any other."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from emitlib.channels.mail.attachments import Attachment
from emitlib.channels.mail.headers import mailbox
from emitlib.channels.mail.message import Message, compose
from emitlib.channels.mail.sender import sender_name
from emitlib.channels.mail.texts import Texts
from emitlib.settings import Company, Mail
from emitlib.vocabulary import Carrier, CarrierItem, ChannelName, FrozenFile, sha256_hex
from emitlib.workspace import write_bytes

__all__ = ["ServiceMail", "freeze_service_mail", "service_message"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceMail:
    """One message to one client."""

    id: str  #: unique; also names the folder of the outbox it is frozen in
    client: str  #: client key
    to: tuple[str, ...]  #: addresses, at least one
    texts: Texts
    attached: tuple[Attachment, ...] = ()
    made_at: datetime  #: aware; becomes its Date


def service_message(mail: ServiceMail, *, settings: Mail, company: Company) -> Message:
    """The message as it is frozen.

    Raises:
        MailError: ``HEADER_INJECTION`` or ``MAIL_ADDRESS_INVALID``.
    """
    return compose(
        carrier=mail.id,
        run="service",
        to=mail.to,
        made_at=mail.made_at,
        sender=mailbox(settings.from_address, display_name=sender_name(settings, company)),
        reply_to=mailbox(settings.reply_to) if settings.reply_to else None,
        texts=mail.texts,
        attached=mail.attached,
    )


def freeze_service_mail(mail: ServiceMail, *, settings: Mail, company: Company, folder: Path) -> Carrier:
    """Write the message to ``frozen/ID.eml`` in `folder`, durably; its items stand for addresses, not deliveries.

    Raises:
        MailError: ``HEADER_INJECTION`` or ``MAIL_ADDRESS_INVALID``.
        StoreError: ``WRITE_FAILED``.
    """
    message = service_message(mail, settings=settings, company=company)
    name = f"frozen/{mail.id}.eml"
    write_bytes(folder / name, message.data)
    return Carrier(
        id=mail.id,
        run=mail.id,
        channel=ChannelName.MAIL,
        items=tuple(
            CarrierItem(delivery=f"{mail.id}-{number}", document="", destination=address)
            for number, address in enumerate(mail.to, start=1)
        ),
        files=(FrozenFile(name=name, sha256=sha256_hex(message.data), size=len(message.data)),),
        folder=folder,
        message_id=message.message_id,
        subject=message.subject,
        client=mail.client,
    )
