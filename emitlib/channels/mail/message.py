"""One message of a parcel: headers, text, HTML and attachments, as the bytes that SMTP carries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

from emitlib.channels.mail.attachments import Attachment
from emitlib.channels.mail.header_lines import address_field, plain_field, text_field
from emitlib.channels.mail.headers import Mailbox, ascii_mailboxes, clean, message_id
from emitlib.channels.mail.logo import LOGO_ID
from emitlib.channels.mail.parts import Part, file_part, inline_part, multipart, text_part
from emitlib.channels.mail.texts import Texts
from emitlib.vocabulary import Parcel

__all__ = ["Message", "compose", "write_message"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A finished message."""

    message_id: str
    subject: str
    data: bytes


def write_message(
    parcel: Parcel,
    *,
    sender: Mailbox,
    reply_to: Mailbox | None,
    copies: Sequence[Mailbox] = (),
    texts: Texts,
    attached: Sequence[Attachment],
    logo: Attachment | None = None,
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
        copies=copies,
        texts=texts,
        attached=attached,
        logo=logo,
    )


def compose(
    *,
    carrier: str,
    run: str,
    to: Sequence[str],
    made_at: datetime,
    sender: Mailbox,
    reply_to: Mailbox | None,
    copies: Sequence[Mailbox] = (),
    texts: Texts,
    attached: Sequence[Attachment],
    logo: Attachment | None = None,
) -> Message:
    """A message of these parts, whatever it is about; the same arguments give the same bytes.

    Args:
        carrier: With `run` it makes the Message-ID.
        run: What it is sent by.
        to: Mailboxes.
        made_at: Its Date, aware.
        sender: Whom it comes from.
        reply_to: Where answers go; None = to the sender.
        copies: Who is seen to get a copy.
        texts: Subject, text, and HTML where there is one.
        attached: Files, in their order.
        logo: What the HTML shows as `LOGO_ID`.

    Raises:
        MailError: ``HEADER_INJECTION`` or ``MAIL_ADDRESS_INVALID``.
    """
    identity = message_id(carrier, run=run, domain=sender.domain)
    subject = clean("Subject", texts.subject)
    fields = [
        *_addresses(sender, to=to, copies=copies, reply_to=reply_to),
        text_field("Subject", subject),
        plain_field("Message-ID", identity),
        plain_field("X-emitlib-carrier", clean("X-emitlib-carrier", carrier)),
        # no Auto-Submitted: ticket systems throw such mail away; this one only spares us out-of-office answers
        plain_field("X-Auto-Response-Suppress", "OOF, AutoReply"),
        plain_field("MIME-Version", "1.0"),
    ]
    head = _date_field(made_at.isoformat(timespec="seconds")) + "".join(fields)
    body = _body(texts, attached, logo if texts.html else None)
    return Message(message_id=identity, subject=subject, data=b"".join([head.encode("ascii"), *body]))


@lru_cache(maxsize=8)
def _date_field(moment: str) -> str:
    """The field Date of an ISO 8601 time; a run makes many messages a second."""
    return plain_field("Date", format_datetime(datetime.fromisoformat(moment)))


def _addresses(
    sender: Mailbox, *, to: Sequence[str], copies: Sequence[Mailbox], reply_to: Mailbox | None
) -> Iterator[str]:
    yield address_field("From", (sender,))
    yield address_field("To", tuple(ascii_mailboxes(to)))
    if copies:
        yield address_field("Cc", tuple(copies))
    if reply_to is not None:
        yield address_field("Reply-To", (reply_to,))


def _body(texts: Texts, attached: Sequence[Attachment], logo: Attachment | None) -> Part:
    body = text_part(texts.text, subtype="plain")
    outer = int(bool(attached))
    if texts.html:
        html = text_part(texts.html, subtype="html")
        if logo is not None:
            html = multipart("related", [html, inline_part(logo, content_id=LOGO_ID)], number=outer + 1)
        body = multipart("alternative", [body, html], number=outer)
    if attached:
        body = multipart("mixed", [body, *(file_part(file) for file in attached)], number=0)
    return body
