"""The machine-readable report: RFC 3464's fields, one block for each recipient."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_string
from email.message import Message

from emitlib.channels.mail.bounces.report import Action, ReportedRecipient

__all__ = ["DeliveryStatus", "action_of_status", "delivery_status"]

#: Postfix's words for an address that was only verified, and what stands for a missing action.
_ACTIONS = {action.value: action for action in Action} | {
    "deliverable": Action.DELIVERED,
    "undeliverable": Action.FAILED,
}
_PARAGRAPH = re.compile(r"(?:\r?\n){2,}")
_FIELD = re.compile(r"^(?:Final|Original)-Recipient:", re.MULTILINE | re.IGNORECASE)
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryStatus:
    """What the report part of a message says."""

    recipients: tuple[ReportedRecipient, ...]
    envelope_id: str


def delivery_status(message: Message) -> DeliveryStatus:
    """Read the ``message/delivery-status`` parts, or such fields in the text of a report whose parts fell apart.

    Empty where there are none.
    """
    recipients: dict[str, ReportedRecipient] = {}
    envelope_id = ""
    for block in list(_blocks(message)) or _loose_blocks(message):
        envelope_id = envelope_id or _text(block, "Original-Envelope-Id")
        found = _recipient(block)
        if found is not None:
            recipients.setdefault(found.address.casefold(), found)
    return DeliveryStatus(recipients=tuple(recipients.values()), envelope_id=envelope_id)


def action_of_status(status: str) -> Action:
    """What a status code alone says; a failure where it says nothing."""
    return {"2": Action.DELIVERED, "4": Action.DELAYED}.get(status[:1], Action.FAILED)


def _blocks(message: Message) -> Iterator[Message]:
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            inner = part.get_payload()
            yield from (block for block in inner if isinstance(block, Message)) if isinstance(inner, list) else ()


def _loose_blocks(message: Message) -> Iterator[Message]:
    """Paragraphs that are recipient fields, where nothing says that they are."""
    payload = message.get_payload()
    paragraphs = _PARAGRAPH.split(payload) if isinstance(payload, str) else []
    return (message_from_string(paragraph) for paragraph in paragraphs if _FIELD.search(paragraph))


def _recipient(block: Message) -> ReportedRecipient | None:
    original = _address(block, "Original-Recipient")
    address = _address(block, "Final-Recipient") or original
    if not address:
        return None
    found = _STATUS.search(_text(block, "Status"))
    status = found[0] if found else ""
    action = _ACTIONS.get(_text(block, "Action").partition(" ")[0].lower()) or action_of_status(status)
    return ReportedRecipient(
        address=address,
        original=original,
        action=action,
        status=status,
        diagnostic=_after_type(block, "Diagnostic-Code"),
    )


def _text(block: Message, name: str) -> str:
    """A field on one line."""
    return " ".join(str(block.get(name, "")).split())


def _after_type(block: Message, name: str) -> str:
    """The value of a field such as ``rfc822; a@b.mx``, without its type."""
    kind, semicolon, value = _text(block, name).partition(";")
    return (value if semicolon else kind).strip()


def _address(block: Message, name: str) -> str:
    """The address of a field; a source route (``@relay:a@b``) is kept, as it is what the report says."""
    return _after_type(block, name).strip("<> ")
