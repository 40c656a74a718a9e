"""Taking DER out of what people and tools wrap it in: PEM, bare base64, an S/MIME message."""

import base64
import binascii
import re
from collections.abc import Iterator
from itertools import islice

from emitlib.errors import CertificateError
from emitlib.i18n import _

__all__ = ["pem_labels", "unarmour"]

_SEQUENCE = b"\x30"
_BLANKS = b" \t\r\n\v\f"
_BEGIN = re.compile(rb"-----BEGIN ([A-Z0-9 #]{1,60})-----")
_MOST_BLOCKS = 50  # PEM blocks looked at in one file
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HEADER = re.compile(rb"[!-9;-~]+:")
_BLANK_LINE = re.compile(rb"\n\r?\n")
_LONGEST_HEADERS = 65_536  # bytes of a mail's headers that are looked through for their end


def pem_labels(data: bytes) -> list[str]:
    """The labels of the first PEM blocks in `data`, in their order."""
    return [label for label, _body in _blocks(data)]


def unarmour(data: bytes, *, labels: str) -> bytes:
    """The DER inside `data`; DER itself comes back as it is.

    Args:
        data: DER, PEM (other blocks may stand before), bare base64, or an S/MIME message of one part.
        labels: Regular expression that the label of the wanted PEM block fulfils.

    Raises:
        CertificateError: ``NOT_DER`` if there is nothing of the kind.
    """
    if data.startswith(_SEQUENCE):
        return data
    text = _plain_text(data)
    if b"-----BEGIN" in text:
        for label, body in _blocks(text):
            if re.fullmatch(labels, label):
                return _decode(body)
        raise _not_der()
    return _decode(_without_headers(text))


def _blocks(text: bytes) -> Iterator[tuple[str, bytes]]:
    for match in islice(_BEGIN.finditer(text), _MOST_BLOCKS):
        end = text.find(b"-----END " + match[1], match.end())
        yield match[1].decode(), text[match.end() : end if end >= 0 else len(text)]


def _plain_text(data: bytes) -> bytes:
    for mark in _MARKS:
        if data.startswith(mark):
            encoding = "utf-8" if mark == _MARKS[0] else "utf-16"
            return data.decode(encoding, errors="replace").lstrip("\ufeff").encode(errors="replace")
    return data


def _without_headers(text: bytes) -> bytes:
    """The body of a mail; what is no mail as it is."""
    if not _HEADER.match(text):
        return text
    end = _BLANK_LINE.search(text, 0, _LONGEST_HEADERS)
    return text[end.end() :] if end else text


def _decode(text: bytes) -> bytes:
    try:
        # not split and joined: blanks between every two letters would make millions of pieces
        octets = base64.b64decode(text.translate(None, _BLANKS), validate=True)
    except (binascii.Error, ValueError) as err:
        raise _not_der() from err
    if not octets.startswith(_SEQUENCE):
        raise _not_der()
    return octets


def _not_der() -> CertificateError:
    return CertificateError(
        "NOT_DER",
        _("The file holds neither DER, PEM nor base64 of the kind wanted."),
        _("Ask for the file again, as a file and not pasted into a text."),
    )
