"""Names inside certificates as text, whatever string type or encoding they were written in.

SAT and its software wrote Latin-1 into UTF8String, UTF-8 into PrintableString and either into TeletexString, so the
declared type decides only between wide and narrow characters.
"""

import re
from dataclasses import dataclass

from emitlib.envelopes.der_reader import Fields, Node, read_node
from emitlib.envelopes.der_tags import OBJECT_IDENTIFIER, SET

__all__ = ["Attribute", "read_name"]

_UTF8_STRING = 0x0C
_PRINTABLE_STRING = 0x13
_UNIVERSAL_STRING = 0x1C
_BMP_STRING = 0x1E
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_TWICE_ENCODED = re.compile("[ÃÂ][\x80-\xbf]")


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a name."""

    oid: str
    text: str  #: no control characters, no blanks around
    odd: bool  #: its bytes are not what its declared type says, or were encoded twice


def read_name(der: bytes) -> tuple[Attribute, ...]:
    """The attributes of a Name, in their order.

    Raises:
        CertificateError: ``DER_BROKEN``.
    """
    attributes: list[Attribute] = []
    for part in read_node(der, 0, len(der)).children():
        if part.tag != SET:
            continue
        for pair in part.children():
            fields = Fields(pair)
            oid = fields.take(OBJECT_IDENTIFIER).oid()
            attributes.append(_attribute(oid, fields.one()))
    return tuple(attributes)


def _attribute(oid: str, node: Node) -> Attribute:
    text, odd = _text(node)
    return Attribute(oid, _CONTROLS.sub(" ", text).strip(), odd or bool(_TWICE_ENCODED.search(text)))


def _text(node: Node) -> tuple[str, bool]:
    if node.tag == _BMP_STRING:
        return node.value.decode("utf-16-be", errors="replace"), False
    if node.tag == _UNIVERSAL_STRING:
        return node.value.decode("utf-32-be", errors="replace"), False
    try:
        text = node.value.decode()
    except UnicodeDecodeError:
        return node.value.decode("latin-1"), node.tag in {_UTF8_STRING, _PRINTABLE_STRING}
    return text, node.tag == _PRINTABLE_STRING and not text.isascii()
