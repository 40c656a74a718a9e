"""Naming what a file is when it is not the XML that its name promises."""

import re

__all__ = ["foreign_format"]

_MAGIC = (
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"%PDF-", "PDF"),
    (b"\x1f\x8b", "GZIP"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office 97"),
    (b"MZ", "EXE"),
    (b"SQLite format 3", "SQLite"),
    (b"{\\rtf", "RTF"),
    (b"-----BEGIN", "PEM"),
    (b"PD94bWwg", "Base64"),  # "<?xml " in Base64, as some services answer
)
_JSON = re.compile(rb"\A(?:\{\s*[\"}]|\[\s*[\"\[{\]0-9])")
_HTML = re.compile(rb"<(?:html|head|body|script)\b", re.IGNORECASE)


def foreign_format(data: bytes, *, doctype: str | None) -> str:
    """The format of `data` when it is surely not XML ("HTML", "JSON", "ZIP"…); "" when it may be XML.

    Args:
        data: A file without blanks and byte order marks in front.
        doctype: The name in its DOCTYPE, in lower case, if it has one.
    """
    if data.startswith(b"<"):
        return "HTML" if doctype == "html" or _HTML.match(data) else ""
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    return "JSON" if _JSON.match(data) else ""
