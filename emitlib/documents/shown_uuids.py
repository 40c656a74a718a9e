"""The UUIDs that a text shows, however a PDF broke them: at line ends, with blanks, or without their hyphens."""

import re

__all__ = ["find_uuids", "shows_uuid"]

#: What PDFs and their readers put for a hyphen: typographic ones, and pdfium's marks for one at a line end.
_HYPHENS = str.maketrans(dict.fromkeys("\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d\ufffe\x02", "-"))
_HYPHENATED = re.compile(r"[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}")
_BARE = re.compile(r"(?<![0-9A-Z])[0-9A-F]{32}(?![0-9A-Z])")
_BLANKS = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
_REPEATED = re.compile(r"-{2,}")
_NOT_ALPHANUMERIC = re.compile(r"[^0-9A-Z]+")


def shows_uuid(text: str, uuid: str) -> bool:
    r"""Whether `text` holds `uuid`, whatever stands between its 32 digits.

    >>> shows_uuid("Folio fiscal 22C0C9B2-B174-4EB5-\n8D22 1B67 45181E2A", "22C0C9B2-B174-4EB5-8D22-1B6745181E2A")
    True
    """
    return uuid.replace("-", "").upper() in _NOT_ALPHANUMERIC.sub("", text.upper())


def find_uuids(text: str) -> list[str]:
    r"""All UUIDs in `text`, upper case with hyphens, each once, in order.

    Broken lines and blanks inside are mended; one without any hyphen counts only where it stands alone, so that
    seals and certificate numbers are not taken for UUIDs.

    >>> find_uuids("id=22c0c9b2-b174-4eb5-8d22-\n1b6745181e2a")
    ['22C0C9B2-B174-4EB5-8D22-1B6745181E2A']
    """
    upper = text.upper().translate(_HYPHENS)
    joined = _REPEATED.sub("-", _BLANKS.sub("", upper))
    bare = (_hyphenated(digits) for digits in _BARE.findall(upper))
    return list(dict.fromkeys([*_HYPHENATED.findall(joined), *bare]))


def _hyphenated(digits: str) -> str:
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
