"""The message that came back, as far as a report quotes it."""

import re
from email import message_from_string
from email.message import Message
from email.utils import getaddresses

__all__ = ["original_id", "original_recipients", "said_and_quoted"]

_QUOTED = re.compile(
    r"^(?:-+ ?(?:Below this line is a copy|Original message|This is a copy of the message|Unsent message"
    r"|Message header follows|Forwarded message|Mensaje original)"
    r"| *Below is a copy of the original message"
    r"|Original message headers:|Encabezados de mensajes originales:"
    r"|Return-[Pp]ath: ?<?\S+@|Received: ?\S)",
    re.MULTILINE | re.IGNORECASE,
)
_ID = re.compile(r"^Message-ID:\s*(<[^<>\s]+>)", re.MULTILINE | re.IGNORECASE)
_HEADER_PARTS = frozenset({"text/rfc822-headers", "message/rfc822-headers", "text/rfc822-header"})


def said_and_quoted(text: str) -> tuple[str, str]:
    """A report's text: what the mail system says, and the message that it quotes below ("" where it quotes none)."""
    found = _QUOTED.search(text)
    return (text, "") if found is None else (text[: found.start()], text[found.start() :])


def original_id(message: Message, quoted: str) -> str:
    """The Message-ID of the message that was sent; "" where the report does not hold it.

    Args:
        message: The report.
        quoted: What its text quotes, for reports that attach nothing.
    """
    inner = _attached(message)
    if inner is not None and (found := " ".join(str(inner.get("Message-ID", "")).split())):
        return found
    named = _ID.search(quoted)
    return named[1] if named else ""


def original_recipients(quoted: str) -> list[str]:
    """To whom a quoted message was addressed; empty where that is not told."""
    lines = quoted.splitlines()
    headers = message_from_string("\n".join(line for line in lines[_first_header(lines) :] if line.strip(" -")))
    return [address for _name, address in getaddresses([str(headers.get("To", ""))]) if "@" in address]


def _first_header(lines: list[str]) -> int:
    return next((n for n, line in enumerate(lines) if re.match(r"[A-Za-z-]+:", line)), len(lines))


def _attached(message: Message) -> Message | None:
    """The message, or its headers, as a part of the report."""
    for part in message.walk():
        kind = part.get_content_type()
        payload = part.get_payload()
        if kind == "message/rfc822" and isinstance(payload, list) and payload and isinstance(payload[0], Message):
            return payload[0]
        if kind in _HEADER_PARTS:
            text = payload if isinstance(payload, str) else "".join(str(inner) for inner in payload)
            return message_from_string(text)
    return None
