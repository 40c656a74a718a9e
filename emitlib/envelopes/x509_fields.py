"""The fields of an X.509 certificate, read without `cryptography`, which refuses some that SAT issued.

Source: RFC 5280 §4.1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from emitlib.envelopes.der_reader import Fields, Node, broken, read_node
from emitlib.envelopes.der_tags import (
    BIT_STRING,
    BOOLEAN,
    EXPLICIT_0,
    EXPLICIT_1,
    EXPLICIT_2,
    EXPLICIT_3,
    GENERALIZED_TIME,
    IMPLICIT_1,
    IMPLICIT_2,
    INTEGER,
    OBJECT_IDENTIFIER,
    OCTET_STRING,
    SEQUENCE,
    UTC_TIME,
)

__all__ = ["X509Fields", "read_certificate_fields", "read_time"]

_PIVOT = 50  # RFC 5280 4.1.2.5.1: two-digit years from 50 on are of the last century


@dataclass(frozen=True, slots=True, kw_only=True)
class X509Fields:
    """A certificate in its parts; what is bytes is DER."""

    der: bytes  #: the certificate, without anything that followed it
    tbs: bytes  #: the signed part
    serial: int
    serial_octets: bytes  #: content of the serial number as written
    signature_oid: str
    signature: bytes
    issuer: bytes
    subject: bytes
    not_before: datetime  #: aware
    not_after: datetime  #: aware
    public_key: bytes  #: SubjectPublicKeyInfo
    extensions: Mapping[str, bytes] = field(hash=False)  #: by object identifier


def read_certificate_fields(data: bytes) -> X509Fields:
    """The parts of the certificate that `data` begins with; bytes after it are left alone.

    Raises:
        CertificateError: ``DER_BROKEN`` if it is no certificate.
    """
    whole = read_node(data, 0, len(data))
    if whole.tag != SEQUENCE:
        raise broken(0)
    outer = Fields(whole)
    tbs_node = outer.take(SEQUENCE)
    signature_oid = outer.sequence().take(OBJECT_IDENTIFIER).oid()
    signature = _bits(outer.take(BIT_STRING))
    outer.finish()

    tbs = Fields(tbs_node)
    tbs.maybe(EXPLICIT_0)  # the version
    serial = tbs.take(INTEGER)
    tbs.take(SEQUENCE)  # the signature algorithm once more
    issuer = tbs.take(SEQUENCE)
    validity = tbs.sequence()
    subject = tbs.take(SEQUENCE)
    public_key = tbs.take(SEQUENCE)
    tbs.maybe(IMPLICIT_1, EXPLICIT_1)  # unique identifiers, long out of use
    tbs.maybe(IMPLICIT_2, EXPLICIT_2)
    return X509Fields(
        der=whole.raw,
        tbs=tbs_node.raw,
        serial=serial.integer(),
        serial_octets=serial.value,
        signature_oid=signature_oid,
        signature=signature,
        issuer=issuer.raw,
        subject=subject.raw,
        not_before=read_time(validity.one()),
        not_after=read_time(validity.one()),
        public_key=public_key.raw,
        extensions=_extensions(tbs.maybe(EXPLICIT_3)),
    )


def read_time(node: Node) -> datetime:
    """A UTCTime or GeneralizedTime, aware, in UTC.

    Raises:
        CertificateError: ``DER_BROKEN`` if it is neither.
    """
    text = node.value.decode("ascii", errors="replace")
    if node.tag == UTC_TIME:
        text = ("19" if text[:2] >= str(_PIVOT) else "20") + text
    elif node.tag != GENERALIZED_TIME:
        raise broken(node.start)
    zone: timezone = UTC
    if text.endswith("Z"):
        text = text[:-1]
    elif text[-5:-4] in {"+", "-"} and text[-4:].isdecimal():
        sign = 1 if text[-5] == "+" else -1
        zone = timezone(sign * timedelta(hours=int(text[-4:-2]) % 24, minutes=int(text[-2:]) % 60))
        text = text[:-5]
    form = "%Y%m%d%H%M%S" if len(text) > len("YYYYMMDDHHMM") else "%Y%m%d%H%M"
    try:
        return datetime.strptime(text, form).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError) as err:
        raise broken(node.start) from err


def _extensions(wrapper: Node | None) -> dict[str, bytes]:
    if wrapper is None:
        return {}
    found: dict[str, bytes] = {}
    for extension in Fields(wrapper).sequence().rest():
        parts = Fields(extension)
        name = parts.take(OBJECT_IDENTIFIER).oid()
        parts.maybe(BOOLEAN)
        found.setdefault(name, parts.take(OCTET_STRING).value)
    return found


def _bits(node: Node) -> bytes:
    if not node.value or node.value[0] != 0:
        raise broken(node.start)
    return node.value[1:]
