"""What stands before the root element: the encoding and the DOCTYPE, judged before any XML parser sees the bytes.

libxml2 opens external subsets in more cases than its options suggest, so a DOCTYPE must be refused beforehand.
"""

import codecs
import re
from functools import cache

from msgspec import Struct

__all__ = ["Prolog", "scan_prolog"]

_DECLARATION = re.compile(rb"<\?xml\b[^>]{0,300}?\bencoding\s*=\s*[\"']([A-Za-z0-9._:\-]{1,40})[\"'][^>]{0,300}>")
_TEXT_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*>")
#: Encodings in which the characters of markup are single ASCII bytes, so that bytes can be judged without decoding.
_ASCII_LIKE = frozenset({"utf-8", "utf-8-sig", "ascii", "cp1252", "cp1250", "cp850", "cp437", "latin_1"})
_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_NAME = re.compile(rb"\s*([A-Za-z_:][A-Za-z0-9_:.\-]{0,80})")
_BLANKS = b" \t\r\n"


class Prolog(Struct, frozen=True, kw_only=True, gc=False):
    """The bytes to parse and what was seen before their root element."""

    data: bytes  #: in an ASCII-compatible encoding; wide encodings arrive here as UTF-8
    declared: str  #: encoding as declared; "" where none is
    encoding: str | None  #: what the parser must use instead of the declaration; None = the declaration is right
    doctype: str | None  #: name in the DOCTYPE, in lower case; None = there is no DOCTYPE


def scan_prolog(data: bytes) -> Prolog:
    """Look at the encoding and at what stands before the root element, in time linear in the prolog's length.

    Args:
        data: A file without blanks and byte order marks of UTF-8 in front.
    """
    wide = _wide_encoding(data)
    if wide:
        text = data.decode(wide, errors="replace").removeprefix("\ufeff")
        narrow = _TEXT_DECLARATION.sub("", text).lstrip().encode(errors="replace")
        return Prolog(data=narrow, declared=wide, encoding="utf-8", doctype=_doctype(narrow))
    match = _DECLARATION.match(data)
    declared = match.group(1).decode() if match else ""
    encoding = None if not declared or _ascii_like(declared) else "utf-8"
    return Prolog(data=data, declared=declared, encoding=encoding, doctype=_doctype(data))


def _wide_encoding(data: bytes) -> str | None:
    if data[:1] == b"<" and data[1:2] != b"\0":
        return None
    return next((name for mark, name in _WIDE_MARKS if data.startswith(mark)), None)


@cache
def _ascii_like(name: str) -> bool:
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return False
    return codec in _ASCII_LIKE or codec.startswith("iso8859")


def _doctype(data: bytes) -> str | None:
    at = 0
    while True:
        ahead = data[at : at + 4096]
        at += len(ahead) - len(ahead.lstrip(_BLANKS))
        if data.startswith(b"<?", at):
            end = data.find(b"?>", at)
        elif data.startswith(b"<!--", at):
            end = data.find(b"-->", at)
        elif data[at : at + 9].upper() == b"<!DOCTYPE":
            name = _NAME.match(data, at + 9)
            return name.group(1).decode().lower() if name else ""
        elif at < len(data) and data[at] in _BLANKS:
            continue  # more than 4 KB of blanks
        else:
            return None
        if end < 0:
            return None
        at = data.index(b">", end) + 1
