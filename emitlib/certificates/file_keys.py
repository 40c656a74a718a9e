"""The client key, and the number of the certificate, that a file name of the store stands for."""

import re
import unicodedata

from emitlib.workspace.naming import safe_name

__all__ = ["HIGHEST_NUMBER", "dropped_key", "key_of_name", "number_of_name"]

HIGHEST_NUMBER = 9  #: certificates of one client

_PARTS = re.compile(r"_|(?:=[0-9a-f]{2})+|[A-Za-z0-9-]")
_NUMBERED = re.compile(r"(?P<stem>.+)\.(?P<number>[2-9])", re.DOTALL)


def number_of_name(stem: str) -> int:
    """Which of a client's certificates a file name without suffix holds: ``7`` the first, ``7.2`` the second.

    >>> [number_of_name(name) for name in ("7", "7.2", "7.1", "7.10")]
    [1, 2, 1, 1]
    """
    match = _NUMBERED.fullmatch(stem)
    return int(match["number"]) if match else 1


def key_of_name(stem: str) -> str:
    """The key behind a file name without suffix.

    A name that `safe_name` did not make was put there by a person and is the key itself, but for the number of a
    further certificate. A key too long to be kept in its name (no real one is) shows as the name.

    >>> [key_of_name(name) for name in ("7", "_abc", "=43ON", "abc", "ABC", "7.2", "_abc.3")]
    ['7', 'abc', 'CON', 'abc', 'ABC', '7', 'abc']
    """
    own = _without_number(stem)
    key = _decoded(own)
    return key if key and safe_name(key) == own else unicodedata.normalize("NFC", own)


def dropped_key(stem: str) -> str | None:
    """The key that a person who put the file of this name there meant; None for a name that `safe_name` made.

    >>> [dropped_key(name) for name in ("abc", "abc.2", "ABC", "_abc")]
    ['abc', 'abc', 'ABC', None]
    """
    text = unicodedata.normalize("NFC", _without_number(stem)).strip()
    return text if key_of_name(text) == text else None


def _without_number(stem: str) -> str:
    match = _NUMBERED.fullmatch(stem)
    return match["stem"] if match else stem


def _decoded(stem: str) -> str:
    octets = bytearray()
    for match in _PARTS.finditer(stem):
        part = match[0]
        if part.startswith("="):
            octets += bytes.fromhex(part.replace("=", ""))
        elif part != "_":
            octets += part.encode()
    return octets.decode(errors="replace")
