"""Writing DER: a handful of functions that nest. Source: ITU-T X.690."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache

from emitlib.envelopes.der_tags import (
    GENERALIZED_TIME,
    INTEGER,
    NULL,
    OBJECT_IDENTIFIER,
    OCTET_STRING,
    SEQUENCE,
    SET,
    UTC_TIME,
    oid_bytes,
)

__all__ = ["algorithm", "around", "element", "integer", "null", "octet_string", "oid", "sequence", "set_of", "time"]

_SHORT = 0x80  # lengths below it are one octet
_UTC_TIME_ENDS = 2050  # RFC 5652 11.3: GeneralizedTime from this year on


def element(tag: int, *parts: bytes) -> bytes:
    """An element: `tag` and, as its content, the parts one after the other."""
    return b"".join(around(tag, *parts))


def around(tag: int, *parts: bytes | memoryview) -> tuple[bytes | memoryview, ...]:
    """As `element`, not yet put together: a document that is wrapped five times is then copied only once."""
    length = sum(map(len, parts))
    if length < _SHORT:
        return (bytes((tag, length)), *parts)
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return (bytes((tag, _SHORT | len(octets))) + octets, *parts)


def sequence(*parts: bytes) -> bytes:
    """A SEQUENCE of elements."""
    return element(SEQUENCE, *parts)


def set_of(parts: Iterable[bytes]) -> bytes:
    """A SET OF elements, in the order that DER wants."""
    return element(SET, *sorted(parts))


def integer(number: int) -> bytes:
    """An INTEGER.

    >>> integer(128).hex(), integer(0).hex(), integer(-129).hex()
    ('02020080', '020100', '0202ff7f')
    """
    bits = number.bit_length() if number >= 0 else (~number).bit_length()
    return element(INTEGER, number.to_bytes(bits // 8 + 1, "big", signed=True))


@lru_cache(maxsize=512)
def oid(dotted: str) -> bytes:
    """An OBJECT IDENTIFIER from its dotted form."""
    return element(OBJECT_IDENTIFIER, oid_bytes(dotted))


def octet_string(octets: bytes) -> bytes:
    """An OCTET STRING."""
    return element(OCTET_STRING, octets)


def null() -> bytes:
    """A NULL."""
    return element(NULL)


def algorithm(dotted: str, *parameters: bytes) -> bytes:
    """An AlgorithmIdentifier."""
    return sequence(oid(dotted), *parameters)


def time(at: datetime) -> bytes:
    """A Time, to the second, in UTC.

    Args:
        at: An aware time.
    """
    utc = at.astimezone(UTC)
    if utc.year < _UTC_TIME_ENDS:
        return element(UTC_TIME, utc.strftime("%y%m%d%H%M%SZ").encode())
    return element(GENERALIZED_TIME, utc.strftime("%Y%m%d%H%M%SZ").encode())
