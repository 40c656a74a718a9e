"""Names of IMAP folders: as they travel (modified UTF-7), and as a server lists them.

Source: RFC 3501, 5.1.3 and 7.2.2.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator

__all__ = ["folders_in", "on_the_wire", "readable"]

_BEYOND = re.compile(r"&|[^\x20-\x7e]+")
_SHIFTED = re.compile(r"&([A-Za-z0-9+,]*)-")
_LISTED = re.compile(rb'\((?P<flags>[^)]*)\) (?:"(?:[^"\\]|\\.)*"|NIL) (?P<name>.*)', re.DOTALL)
_CLOSED = re.compile(rb"\\(?:noselect|nonexistent)\b", re.IGNORECASE)  # a place in the tree that holds no messages


def on_the_wire(name: str) -> str:
    """A folder's name as commands carry it, ASCII; one that already is in that form stays as it is.

    >>> on_the_wire("Envíados/R&D"), on_the_wire("Env&AO0-ados")
    ('Env&AO0-ados/R&-D', 'Env&AO0-ados')
    """
    given = "&" in name and name.isascii() and _encoded(readable(name)) == name
    return name if given else _encoded(name)


def readable(name: str) -> str:
    """A folder's name as people read it; what is no modified UTF-7 stays as it is.

    >>> readable("Env&AO0-ados/R&-D"), readable("R&D")
    ('Envíados/R&D', 'R&D')
    """
    return _SHIFTED.sub(_unshifted, name)


def folders_in(listed: Iterable[object]) -> Iterator[str]:
    """The readable names of the folders that can be opened.

    Args:
        listed: What ``imaplib``'s ``list`` gives: lines, or pairs of a line and the name where that is a literal.
    """
    for one in listed:
        line, literal = one if isinstance(one, tuple) else (one, None)
        match = _LISTED.match(line) if isinstance(line, bytes) else None
        if match is None or _CLOSED.search(match["flags"]):
            continue
        name = literal if isinstance(literal, bytes) else _unquoted(match["name"])
        yield readable(name.decode("utf-8", errors="replace"))


def _encoded(name: str) -> str:
    return _BEYOND.sub(lambda run: "&-" if run[0] == "&" else f"&{_shifted(run[0])}-", name)


def _shifted(text: str) -> str:
    return base64.b64encode(text.encode("utf-16-be"), altchars=b"+,").decode().rstrip("=")


def _unshifted(match: re.Match[str]) -> str:
    if not match[1]:
        return "&"
    padded = match[1] + "=" * (-len(match[1]) % 4)
    try:
        return base64.b64decode(padded, altchars=b"+,", validate=True).decode("utf-16-be")
    except (binascii.Error, UnicodeDecodeError):
        return match[0]


def _unquoted(name: bytes) -> bytes:
    return re.sub(rb"\\(.)", rb"\1", name[1:-1]) if name.startswith(b'"') else name
