"""The parts of a message as bytes: texts in quoted-printable, files in base64, and what holds them together."""

import struct
from binascii import b2a_qp
from collections.abc import Sequence

from pybase64 import b64encode

from emitlib.channels.mail.attachments import Attachment
from emitlib.channels.mail.header_lines import file_name_parameter

__all__ = ["Part", "file_part", "inline_part", "multipart", "text_part"]

#: A part: its header fields and its body, in pieces that are joined once, at the end.
Part = list[bytes]

_LINE = 76  # characters of a base64 line. Source: RFC 2045, 6.8
_LINES = 128
# cuts a block of lines in one call, twice as fast as slicing each
_BLOCK = struct.Struct(f"{_LINE}s" * _LINES)


def text_part(text: str, *, subtype: str) -> Part:
    """A text for people, in UTF-8.

    Args:
        text: With any line ends.
        subtype: ``plain`` or ``html``.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    # the encoder takes the kind of its soft line ends from the first line end that it sees
    body = b2a_qp(("\r\n".join(lines) + "\r\n").encode(errors="replace"), istext=True)
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return [head.encode(), body]


def file_part(file: Attachment) -> Part:
    """An attached file."""
    charset = "; charset=utf-8" if file.media_type.startswith("text/") else ""
    head = (
        f"Content-Type: {file.media_type}{charset}\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment;\r\n{file_name_parameter(file.name)}\r\n"
        "\r\n"
    )
    return [head.encode(), *_base64_lines(file.data)]


def inline_part(file: Attachment, *, content_id: str) -> Part:
    """A picture that the HTML shows by ``cid:CONTENT_ID``."""
    head = (
        f"Content-Type: {file.media_type}\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        f"Content-ID: <{content_id}>\r\n"
        f"Content-Disposition: inline;\r\n{file_name_parameter(file.name)}\r\n"
        "\r\n"
    )
    return [head.encode(), *_base64_lines(file.data)]


def multipart(subtype: str, parts: Sequence[Part], *, number: int) -> Part:
    """Several parts as one.

    Args:
        subtype: ``mixed``, ``alternative`` or ``related``.
        parts: In their order; each body ends with a line end.
        number: Tells this container from the others of the message.
    """
    # "=_" stands in neither base64 nor quoted-printable. Source: RFC 2045, 6.7
    boundary = f"=_emitlib_{number}"
    held = [f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n'.encode()]
    opening = f"--{boundary}\r\n".encode()
    for position, part in enumerate(parts):
        # the line end before a boundary belongs to it, so one more than the body's own
        held.append(b"\r\n" + opening if position else opening)
        held += part
    held.append(f"\r\n--{boundary}--\r\n".encode())
    return held


def _base64_lines(data: bytes) -> list[bytes]:
    """Base64 of `data` in lines of 76 characters with CRLF, the last one too."""
    encoded = b64encode(data)
    pieces: list[bytes] = []
    whole = len(encoded) // _BLOCK.size * _BLOCK.size
    for start in range(0, whole, _BLOCK.size):
        pieces += (b"\r\n".join(_BLOCK.unpack_from(encoded, start)), b"\r\n")
    rest = [encoded[start : start + _LINE] for start in range(whole, len(encoded), _LINE)]
    pieces += (b"\r\n".join(rest), b"\r\n" if rest else b"")
    return pieces
