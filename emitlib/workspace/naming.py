"""File names for any text: safe on Windows, macOS and Linux, and never one name for two texts."""

import hashlib
import re

__all__ = ["safe_name"]

_LONGEST = 64  # characters; leaves room for folders within the 260 that Windows allows by default
_READABLE = 23  # characters kept of a longer name, before "+" and 40 hex digits
# Source: Microsoft, "Naming Files, Paths, and Namespaces"; other reserved names hold characters escaped here
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)", re.ASCII)


def safe_name(text: str) -> str:
    """A file name for `text`, without suffix; different texts have different names.

    They stay different where upper and lower case are one (Windows, macOS) and under any Unicode normalisation.
    Capital letters, digits and ``-`` stand for themselves; ``_`` switches between capital and small letters;
    anything else is ``=`` and two hex digits for each byte of its UTF-8. A name over 64 characters ends in a hash.

    >>> [safe_name(key) for key in ("7", "MOSTR", "abc", "ABC", "Abc", "CON", "../x", "")]
    ['7', 'MOSTR', '_abc', 'ABC', 'A_bc', '=43ON', '=2e=2e=2f_x', '=']
    """
    name = _encoded(text)
    if len(name) <= _LONGEST:
        return name
    digest = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
    return f"{name[:_READABLE]}+{digest[:40]}"


def _encoded(text: str) -> str:
    if not text:
        return "="
    parts: list[str] = []
    small = False
    for place, char in enumerate(text):
        letter = char.isascii() and char.isalpha()
        if letter and char.islower() is not small:
            small = not small
            parts.append("_")
        if letter or (char.isascii() and char.isdigit()) or (char == "-" and place > 0):
            parts.append(char)
        else:
            parts.append(_escaped(char))
    if _RESERVED.fullmatch(text):
        parts[0] = _escaped(text[0])
    return "".join(parts)


def _escaped(char: str) -> str:
    return "".join(f"={byte:02x}" for byte in char.encode(errors="surrogatepass"))
