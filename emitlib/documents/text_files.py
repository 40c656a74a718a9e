"""Text of exports whose encoding nobody wrote down: BOM, UTF-8, cp1252, and cp850 of the DOS era."""

import codecs
from pathlib import Path

from emitlib.documents.source import shown
from emitlib.errors import InputError
from emitlib.i18n import _

__all__ = ["MAX_TEXT_BYTES", "decode_text", "read_bytes"]

#: Largest export that is read, in bytes; a million rows are well below it.
MAX_TEXT_BYTES = 200_000_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SPANISH = frozenset("áéíóúñüÁÉÍÓÚÑÜ¿¡ºª")


def decode_text(data: bytes) -> tuple[str, str]:
    """The text of `data` and the encoding it was read with.

    Where both cp1252 and cp850 would do, the one that yields more letters of Spanish is taken; cp1252 in doubt.

    >>> decode_text("Peña".encode("cp850"))
    ('Peña', 'cp850')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding
    try:
        return data.decode(), "utf-8"
    except UnicodeDecodeError:
        pass
    dos = data.decode("cp850")
    try:
        windows = data.decode("cp1252")
    except UnicodeDecodeError:
        return dos, "cp850"
    return (dos, "cp850") if _spanish(dos) > _spanish(windows) else (windows, "cp1252")


def _spanish(text: str) -> int:
    return sum(mark in _SPANISH for mark in text)


def read_bytes(path: Path) -> bytes:
    """The bytes of an export.

    Raises:
        InputError: ``INPUT_UNREADABLE`` if it is missing or refused, ``INPUT_TOO_LARGE`` above 200 MB.
    """
    try:
        if path.stat().st_size > MAX_TEXT_BYTES:
            raise InputError(
                "INPUT_TOO_LARGE",
                _("{path} is larger than {limit} bytes.").format(path=shown(path), limit=MAX_TEXT_BYTES),
                _("Export a shorter period."),
            )
        return path.read_bytes()
    except OSError as err:
        raise InputError(
            "INPUT_UNREADABLE",
            _("{path} cannot be read: {reason}.").format(path=shown(path), reason=err.strerror or type(err).__name__),
            _("Check the name and the permissions."),
        ) from err
