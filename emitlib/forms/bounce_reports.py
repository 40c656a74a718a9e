"""Delivery reports (RFC 3464) among the mail of a folder: which address, what happened, to which message.

Source: RFC 3464 (fields), RFC 3462 (the parts of the report).
"""

import mailbox
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message
from pathlib import Path

from emitlib.errors import InputError
from emitlib.i18n import _

__all__ = ["BounceReport", "ReadMail", "read_bounces"]

_LARGEST = 25_000_000  # bytes; a report never comes near it


@dataclass(frozen=True, slots=True, kw_only=True)
class BounceReport:
    """What one report says of one recipient."""

    file: str
    address: str
    action: str  #: failed, delayed, delivered, relayed or expanded
    status: str  #: enhanced status code, "5.1.1"
    diagnostic: str  #: the words of the server that refused
    message_id: str  #: of the message that was sent; "" where the report does not hold it


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMail:
    """What a source held."""

    reports: tuple[BounceReport, ...]
    messages: int  #: messages read
    others: int  #: of these, the ones that are no delivery report


def read_bounces(source: Path) -> ReadMail:
    """Read a file (``.eml`` or mbox), a Maildir or a folder of messages; nothing in it is changed.

    Args:
        source: File or folder.

    Raises:
        InputError: ``BOUNCES_MISSING`` if it is not there, ``BOUNCES_UNREADABLE`` if a file cannot be read.
    """
    if not source.exists():
        raise InputError(
            "BOUNCES_MISSING",
            _("There is no file or folder {path}.").format(path=source),
            _("Save the returned mail there as .eml files, or name its folder in `source`."),
        )
    reports: list[BounceReport] = []
    messages = others = 0
    for name, message in _messages(source):
        found = list(_reports(name, message))
        messages += 1
        others += not found
        reports += found
    return ReadMail(reports=tuple(reports), messages=messages, others=others)


def _messages(source: Path) -> Iterator[tuple[str, Message]]:
    files = [source] if source.is_file() else sorted(path for path in source.rglob("*") if _is_mail(path, source))
    for path in files:
        try:
            if path.stat().st_size > _LARGEST:
                continue
            data = path.read_bytes()
            if data.startswith(b"From "):
                with closing(mailbox.mbox(path, create=False)) as box:
                    yield from ((path.name, message) for message in box)
            else:
                yield path.name, message_from_bytes(data)
        except OSError as err:
            raise InputError(
                "BOUNCES_UNREADABLE",
                _("{path} cannot be read: {reason}.").format(path=path, reason=err.strerror or err),
                _("Check that it is a mail file and that you may read it."),
            ) from err


def _is_mail(path: Path, source: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(source).parts)
    return path.is_file() and not hidden


def _reports(name: str, message: Message) -> Iterator[BounceReport]:
    """What the report in a message says, recipient by recipient; nothing where it is none."""
    original = _original_id(message)
    for part in message.walk():
        blocks = part.get_payload() if part.get_content_type() == "message/delivery-status" else []
        for block in blocks if isinstance(blocks, list) else []:
            if not isinstance(block, Message):
                continue
            address = _after_type(block, "Final-Recipient") or _after_type(block, "Original-Recipient")
            if address:
                yield BounceReport(
                    file=name,
                    address=address.strip("<>"),
                    action=_text(block, "Action").lower(),
                    status=_text(block, "Status").split(" ")[0],
                    diagnostic=_after_type(block, "Diagnostic-Code"),
                    message_id=original,
                )


def _original_id(message: Message) -> str:
    """The Message-ID of the message that came back."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else None
            if isinstance(first, Message) and (found := _text(first, "Message-ID")):
                return found
        elif kind in {"text/rfc822-headers", "message/rfc822-headers"}:
            payload = part.get_payload()
            text = payload if isinstance(payload, str) else "".join(str(inner) for inner in payload)
            if found := _text(message_from_string(text), "Message-ID"):
                return found
    return ""


def _text(block: Message, name: str) -> str:
    """A header on one line."""
    return " ".join(str(block.get(name, "")).split())


def _after_type(block: Message, name: str) -> str:
    """The value of a field such as ``rfc822; a@b.mx``, without its type."""
    kind, semicolon, value = _text(block, name).partition(";")
    return (value if semicolon else kind).strip()
