"""The tags of DER that certificates and envelopes use, and object identifiers as bytes and as dotted text."""

from functools import lru_cache

__all__ = [
    "BIT_STRING",
    "BOOLEAN",
    "EXPLICIT_0",
    "EXPLICIT_1",
    "EXPLICIT_2",
    "EXPLICIT_3",
    "GENERALIZED_TIME",
    "IMPLICIT_0",
    "IMPLICIT_1",
    "IMPLICIT_2",
    "INTEGER",
    "NULL",
    "OBJECT_IDENTIFIER",
    "OCTET_STRING",
    "SEQUENCE",
    "SET",
    "UTC_TIME",
    "oid_bytes",
    "oid_text",
]

BOOLEAN = 0x01
INTEGER = 0x02
BIT_STRING = 0x03
OCTET_STRING = 0x04
NULL = 0x05
OBJECT_IDENTIFIER = 0x06
UTC_TIME = 0x17
GENERALIZED_TIME = 0x18
SEQUENCE = 0x30
SET = 0x31
IMPLICIT_0 = 0x80  #: [0] on a primitive type
IMPLICIT_1 = 0x81
IMPLICIT_2 = 0x82
EXPLICIT_0 = 0xA0  #: [0] around an element, or on a constructed type
EXPLICIT_1 = 0xA1
EXPLICIT_2 = 0xA2
EXPLICIT_3 = 0xA3

_LONGEST_OID = 64  # bytes; the longest in use has 20


@lru_cache(maxsize=512)
def oid_bytes(dotted: str) -> bytes:
    """The content octets of an object identifier.

    >>> oid_bytes("1.2.840.113549.1.7.1").hex()
    '2a864886f70d010701'
    """
    first, second, *rest = (int(part) for part in dotted.split("."))
    out = bytearray()
    for number in (first * 40 + second, *rest):
        septets = [number & 0x7F]
        while number := number >> 7:
            septets.append(number & 0x7F | 0x80)
        out += bytes(reversed(septets))
    return bytes(out)


@lru_cache(maxsize=512)
def oid_text(octets: bytes) -> str:
    """The dotted form of an object identifier; "" for octets that are none.

    >>> oid_text(bytes.fromhex("2a864886f70d010701"))
    '1.2.840.113549.1.7.1'
    """
    if not octets or len(octets) > _LONGEST_OID or octets[-1] & 0x80:
        return ""
    numbers: list[int] = []
    number = 0
    for octet in octets:
        number = number << 7 | octet & 0x7F
        if not octet & 0x80:
            numbers.append(number)
            number = 0
    first = min(numbers[0] // 40, 2)
    return ".".join(str(part) for part in (first, numbers[0] - 40 * first, *numbers[1:]))
