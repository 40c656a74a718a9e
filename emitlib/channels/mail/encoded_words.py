"""Encoded words: text beyond ASCII in a header. Source: RFC 2047."""

from binascii import b2a_base64
from collections.abc import Iterator

__all__ = ["encoded_words"]

_LONGEST = 75  # characters of one encoded word
_FRAME = len("=?utf-8?q??=")
# what stands as itself in an encoded word anywhere, a display name included; a blank becomes "_"
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_Q = [chr(byte) if byte in _PLAIN else f"={byte:02X}" for byte in range(256)]
_Q[ord(" ")] = "_"


def encoded_words(text: str, *, first: int = _LONGEST) -> list[str]:
    """`text` as encoded words, each at most 75 characters long; readers join them without the blanks between.

    Args:
        text: Any text without line ends.
        first: Characters that the first word may take, at least 30.

    >>> encoded_words("Nota de crédito")
    ['=?utf-8?q?Nota_de_cr=C3=A9dito?=']
    >>> encoded_words("Ñandú")
    ['=?utf-8?b?w5FhbmTDug==?=']
    """
    raw = text.encode()
    quoted = "".join([_Q[byte] for byte in raw])
    room = first - _FRAME
    # one word where it can be: some readers put a blank between two within a name
    single = len(quoted) <= room or len(raw) > room // 4 * 3
    if single and len(quoted) * 3 <= len(raw) * 4:
        return [f"=?utf-8?q?{piece}?=" for piece in _quoted_pieces(text, room)]
    return [f"=?utf-8?b?{piece}?=" for piece in _base64_pieces(text, room // 4 * 3)]


def _quoted_pieces(text: str, room: int) -> Iterator[str]:
    piece: list[str] = []
    for char in text:
        quoted = "".join([_Q[byte] for byte in char.encode()])
        if len(quoted) > room:
            yield "".join(piece)
            piece, room = [], _LONGEST - _FRAME
        piece.append(quoted)
        room -= len(quoted)
    yield "".join(piece)


def _base64_pieces(text: str, room: int) -> Iterator[str]:
    """Cut between characters: each word must be whole UTF-8 of its own."""
    piece = bytearray()
    for char in text:
        raw = char.encode()
        if len(piece) + len(raw) > room:
            yield b2a_base64(piece, newline=False).decode()
            piece, room = bytearray(), (_LONGEST - _FRAME) // 4 * 3
        piece += raw
    yield b2a_base64(piece, newline=False).decode()
