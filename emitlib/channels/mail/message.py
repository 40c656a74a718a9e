"""One message of a parcel: headers, text, HTML and attachments, as the bytes that SMTP carries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from emitlib.channels.mail.attachments import Attachment
from emitlib.channels.mail.headers import NOBODY, ascii_addresses, clean, message_id
from emitlib.channels.mail.texts import Texts
from emitlib.vocabulary import Parcel

__all__ = ["Message", "compose", "write_message"]

# CRLF, lines of at most 78, and no byte over 127, so that no server needs 8BITMIME
_POLICY = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A finished message."""

    message_id: str
    subject: str
    data: bytes


def write_message(
    parcel: Parcel, *, sender: Address, reply_to: Address | None, texts: Texts, attached: Sequence[Attachment]
) -> Message:
    """The message of `parcel`; the same arguments give the same bytes.

    Raises:
        MailError: ``HEADER_INJECTION`` or ``MAIL_ADDRESS_INVALID``.
    """
    return compose(
        carrier=parcel.id,
        run=parcel.run,
        to=parcel.destinations,
        made_at=parcel.made_at,
        sender=sender,
        reply_to=reply_to,
        texts=texts,
        attached=attached,
    )


def compose(
    *,
    carrier: str,
    run: str,
    to: Sequence[str],
    made_at: datetime,
    sender: Address,
    reply_to: Address | None,
    texts: Texts,
    attached: Sequence[Attachment],
) -> Message:
    """A message of these parts, whatever it is about; the same arguments give the same bytes.

    Args:
        carrier: With `run` it makes the Message-ID.
        run: What it is sent by.
        to: Addresses.
        made_at: Its Date, aware.
        sender: Whom it comes from.
        reply_to: Where answers go; None = to the sender.
        texts: Subject, text, and HTML where there is one.
        attached: Files, in their order.

    Raises:
        MailError: ``HEADER_INJECTION`` or ``MAIL_ADDRESS_INVALID``.
    """
    message = EmailMessage(policy=_POLICY)
    identity = message_id(carrier, run=run, domain=sender.domain)
    subject = clean("Subject", texts.subject)
    message["Date"] = made_at
    message["From"] = sender
    message["To"] = ascii_addresses(to) or NOBODY
    if reply_to is not None:
        message["Reply-To"] = reply_to
    message["Subject"] = subject
    message["Message-ID"] = identity
    message["X-emitlib-carrier"] = clean("X-emitlib-carrier", carrier)
    # no Auto-Submitted: ticket systems throw such mail away; this one only spares us out-of-office answers
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    message.set_content(texts.text, cte="quoted-printable")
    if texts.html:
        message.add_alternative(texts.html, subtype="html", cte="quoted-printable")
    for file in attached:
        maintype, _slash, subtype = file.media_type.partition("/")
        charset = {"charset": "utf-8"} if maintype == "text" else {}
        message.add_attachment(file.data, maintype=maintype, subtype=subtype, params=charset, filename=file.name)
    _name_boundaries(message)
    return Message(message_id=identity, subject=subject, data=message.as_bytes())


def _name_boundaries(message: EmailMessage) -> None:
    """Fixed boundaries: ``=_`` stands in neither base64 nor quoted-printable (RFC 2045, 6.7)."""
    containers = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(containers):
        part.set_boundary(f"=_emitlib_{number}")
