"""A frozen message read back for a person's eyes: headers, text, attachments; nothing of it is run or fetched."""

import email
import email.policy
from base64 import b64encode
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

__all__ = ["AttachedFile", "FrozenMessage", "parse_message", "read_frozen_message"]


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """One attachment."""

    name: str
    size: int  #: bytes
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenMessage:
    """What the receiver would see."""

    subject: str
    sender: str
    to: str
    reply_to: str  #: "" = answers go to the sender
    copies: str  #: who is seen to get a copy; "" = nobody
    date: str
    text: str
    html: str  #: whole by itself: its pictures stand inside it; "" = there is none
    attachments: tuple[AttachedFile, ...]


def read_frozen_message(path: Path) -> FrozenMessage | None:
    """The message in a file; None where the file is gone.

    Args:
        path: In the outbox.
    """
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return parse_message(data)


def parse_message(data: bytes) -> FrozenMessage:
    """The message in these bytes.

    Args:
        data: As they are sent.
    """
    parsed = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    return FrozenMessage(
        subject=_header(parsed, "Subject"),
        sender=_header(parsed, "From"),
        to=_header(parsed, "To"),
        reply_to=_header(parsed, "Reply-To"),
        copies=_header(parsed, "Cc"),
        date=_header(parsed, "Date"),
        text=_body(parsed, "plain"),
        html=_with_pictures(parsed, _body(parsed, "html")),
        attachments=tuple(_attached(part) for part in parsed.iter_attachments()),
    )


def _header(message: EmailMessage, name: str) -> str:
    return str(message[name] or "")


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""


def _with_pictures(message: EmailMessage, html: str) -> str:
    """The HTML with the pictures that the message carries for it in place of their names."""
    for part in message.walk():
        name = str(part["Content-ID"] or "").strip("<> ")
        content = part.get_payload(decode=True)
        if name and f"cid:{name}" in html and isinstance(content, bytes):
            html = html.replace(f"cid:{name}", f"data:{part.get_content_type()};base64,{b64encode(content).decode()}")
    return html


def _attached(part: EmailMessage) -> AttachedFile:
    content = part.get_payload(decode=True)
    size = len(content) if isinstance(content, bytes) else 0
    return AttachedFile(name=part.get_filename() or "?", size=size, media_type=part.get_content_type())
