"""Header fields as the bytes that travel: folded, at most 78 characters a line where words allow, ASCII only."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote

from emitlib.channels.mail.encoded_words import encoded_words
from emitlib.channels.mail.headers import NOBODY, Mailbox

__all__ = ["address_field", "file_name_parameter", "plain_field", "text_field"]

_WIDTH = 78  # characters of a line, without its end. Source: RFC 5322, 2.1.1
_ENCODED_WIDTH = 76  # of a line with encoded words. Source: RFC 2047, 2
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_PIECE = 50  # characters of a file name in one line


def plain_field(name: str, value: str) -> str:
    """A field whose value stands as it is: ASCII, made by us."""
    return f"{name}: {value}\r\n"


def text_field(name: str, text: str) -> str:
    """A field of free text.

    Args:
        name: The field's.
        text: Clean, see `headers.clean`; what one plain line cannot carry becomes encoded words.
    """
    head = f"{name}: "
    plain = text.isascii() and "=?" not in text and text == text.strip(" ") and len(head) + len(text) <= _WIDTH
    if plain:
        return f"{head}{text}\r\n"
    return head + "\r\n ".join(encoded_words(text, first=_ENCODED_WIDTH - len(head))) + "\r\n"


@lru_cache(maxsize=100)
def address_field(name: str, mailboxes: tuple[Mailbox, ...]) -> str:
    """A field of addresses; without any, the group that names nobody."""
    lines = [f"{name}:"]
    for number, mailbox in enumerate(mailboxes, start=1):
        comma = "," if number < len(mailboxes) else ""
        for word in _words(mailbox, comma):
            room = _ENCODED_WIDTH if "=?" in word else _WIDTH
            if len(lines[-1]) + 1 + len(word) > room:
                lines.append("")
            lines[-1] += f" {word}"
    if not mailboxes:
        lines[0] += f" {NOBODY}"
    return "\r\n".join(lines) + "\r\n"


def file_name_parameter(name: str) -> str:
    """The parameter ``filename`` of a Content-Disposition, on lines of its own.

    Source: RFC 2231, 3 and 4; RFC 6266 for the single ``filename*``.
    """
    if name.isascii():
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        if len(quoted) <= _PIECE:
            return f' filename="{quoted}"'
    pieces = list(_percent_pieces(name))
    if len(pieces) == 1:
        return f" filename*=utf-8''{pieces[0]}"
    pieces[0] = f"utf-8''{pieces[0]}"
    return ";\r\n".join(f" filename*{number}*={piece}" for number, piece in enumerate(pieces))


def _percent_pieces(name: str) -> Iterator[str]:
    piece = ""
    for char in name:
        encoded = quote(char, safe="")
        if len(piece) + len(encoded) > _PIECE:
            yield piece
            piece = ""
        piece += encoded
    yield piece


def _words(mailbox: Mailbox, comma: str) -> Iterator[str]:
    """The words of one mailbox, a line may be folded between them."""
    if not mailbox.name:
        yield mailbox.addr_spec + comma
        return
    if _ATOMS.fullmatch(mailbox.name) and "=?" not in mailbox.name:
        yield from mailbox.name.split(" ")
    elif mailbox.name.isascii() and "=?" not in mailbox.name and len(mailbox.name) <= _PIECE:
        escaped = mailbox.name.replace("\\", "\\\\").replace('"', '\\"')
        yield f'"{escaped}"'
    else:
        yield from encoded_words(mailbox.name)
    yield f"<{mailbox.addr_spec}>{comma}"
