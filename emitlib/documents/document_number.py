"""Series and folio out of SAE's CVE_DOC, which comes in three shapes."""

import re

__all__ = ["folio_number", "split_document_number"]

_SPACED = re.compile(r"(\S+)\s+(\d+)", re.ASCII)
_JOINED = re.compile(r"(.*?)(\d+)", re.ASCII)
_WHOLE = re.compile(r"\d{1,20}(?:\.0+)?", re.ASCII)


def split_document_number(number: str) -> tuple[str, int | None]:
    """Series and folio of a CVE_DOC; ("", None) where it has no digits at its end.

    A series that itself ends in a digit cannot be told from a zero-filled folio ("A1" + "0000007"); exports that
    also have the columns SERIE and FOLIO do not depend on this.

    Source: SAE, FACTFnn.CVE_DOC VARCHAR(20).

    >>> split_document_number("A0000000123")
    ('A', 123)
    >>> split_document_number("A                123")
    ('A', 123)
    >>> split_document_number("                 123")
    ('', 123)
    """
    text = number.strip()
    match = _SPACED.fullmatch(text) or _JOINED.fullmatch(text)
    return (match.group(1), int(match.group(2))) if match else ("", None)


def folio_number(folio: str) -> int | None:
    """A folio as a number; None for "167ABC" and for blanks.

    >>> folio_number("000123.0"), folio_number("167ABC")
    (123, None)
    """
    text = folio.strip()
    return int(text.partition(".")[0]) if _WHOLE.fullmatch(text) else None
