"""From the bytes of a file to the facts of a SAT certificate.

The walk is our own: `cryptography` refuses to load what AC6 issued, and raises on names with Ñ in Latin-1.
"""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from emitlib.certificates import usages
from emitlib.certificates.certificate import SatCertificate
from emitlib.certificates.mistaken import LARGEST_FILE, refuse_other_kinds
from emitlib.envelopes import oids
from emitlib.envelopes.armour import unarmour
from emitlib.envelopes.der_reader import Fields, read_node
from emitlib.envelopes.der_tags import BIT_STRING, INTEGER, OBJECT_IDENTIFIER
from emitlib.envelopes.names import Attribute, read_name
from emitlib.envelopes.x509_fields import X509Fields, read_certificate_fields
from emitlib.errors import CertificateError
from emitlib.i18n import _

__all__ = ["read_certificate", "read_certificate_file"]

_PEM_LABELS = "(X509 |TRUSTED )?CERTIFICATE"
_SHORTEST_DIGITS = 8  # bytes; a random serial of that length is not all digits by chance

_COMMON_NAME = "2.5.4.3"
_SERIAL_NUMBER = "2.5.4.5"
_ORGANIZATION = "2.5.4.10"
_UNIT = "2.5.4.11"
_NAME = "2.5.4.41"
_UNIQUE_IDENTIFIER = "2.5.4.45"
_RFC = re.compile(r"[A-Z&Ñ]{3,4}\d{6}[A-Z0-9]{3}")
_CURP = re.compile(r"[A-Z&Ñ]{4}\d{6}[A-Z0-9]{8}")


def read_certificate(data: bytes) -> SatCertificate:
    """The facts of the certificate in a file.

    Args:
        data: DER (bytes after it are left alone), PEM (the first certificate in it) or bare base64.

    Raises:
        CertificateError: ``CERT_UNREADABLE``, ``CERT_EMPTY``, ``CERT_TOO_LARGE``, or ``CERT_IS_PRIVATE_KEY``,
            ``CERT_IS_PFX``, ``CERT_IS_REQUEST`` when the file is one of those.
    """
    refuse_other_kinds(data)
    try:
        return _facts(read_certificate_fields(unarmour(data, labels=_PEM_LABELS)))
    except CertificateError as err:
        raise CertificateError(
            "CERT_UNREADABLE",
            _("The file is no certificate, or it is damaged."),
            _("Ask for the .cer again, as a file and not pasted into a text."),
        ) from err


def read_certificate_file(path: Path) -> SatCertificate:
    """The facts of the certificate in the file at `path`.

    Raises:
        CertificateError: what `read_certificate` raises; ``CERT_FILE_UNREADABLE`` if the file cannot be opened.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as err:
        raise CertificateError(
            "CERT_FILE_UNREADABLE",
            _("{path} cannot be opened: {reason}.").format(path=path, reason=err.strerror or err),
            _("Check the name and the permissions of the file."),
        ) from err
    return read_certificate(data)


def _facts(fields: X509Fields) -> SatCertificate:
    subject, issuer = read_name(fields.subject), read_name(fields.issuer)
    rfc, representative = _two(_value(subject, _UNIQUE_IDENTIFIER), _RFC)
    own_curp, other_curp = _two(_value(subject, _SERIAL_NUMBER), _CURP)
    return SatCertificate(
        kind=usages.kind_of(fields.extensions, rfc=rfc, unit=_value(subject, _UNIT)),
        rfc=rfc,
        rfc_representative=representative,
        curp=own_curp or other_curp,
        name=_best_name(subject),
        serial=_serial(fields.serial_octets),
        not_before=fields.not_before,
        not_after=fields.not_after,
        key_bits=_rsa_bits(fields.public_key),
        signature_algorithm=_signature(fields.signature_oid),
        key_usage=usages.key_usage(fields.extensions),
        extended_key_usage=usages.extended_key_usage(fields.extensions),
        issuer=_best_name(issuer),
        issuer_organization=_value(issuer, _ORGANIZATION) or "",
        odd_text=any(attribute.odd for attribute in (*subject, *issuer)),
        fields=fields,
    )


def _value(name: Sequence[Attribute], oid: str) -> str | None:
    return next((attribute.text for attribute in name if attribute.oid == oid), None)


def _best_name(name: Sequence[Attribute]) -> str:
    return _value(name, _COMMON_NAME) or _value(name, _NAME) or _value(name, _ORGANIZATION) or ""


def _two(text: str | None, shape: re.Pattern[str]) -> tuple[str | None, str | None]:
    """What stands before and after the slash: of the holder, of the representative."""
    before, _slash, after = (text or "").partition("/")
    return _shaped(before, shape), _shaped(after, shape)


def _shaped(text: str, shape: re.Pattern[str]) -> str | None:
    """`text` if it has the shape; AC6 encoded Ñ twice, which is undone here since identity hangs on it."""
    for candidate in (text, _once_decoded(text, "latin-1"), _once_decoded(text, "cp1252")):
        found = unicodedata.normalize("NFC", candidate).strip().upper()
        if shape.fullmatch(found):
            return found
    return None


def _once_decoded(text: str, encoding: str) -> str:
    try:
        return text.encode(encoding).decode()
    except UnicodeError:
        return ""


def _serial(octets: bytes) -> str:
    """SAT writes its 20 digits as ASCII into the number."""
    if len(octets) >= _SHORTEST_DIGITS and octets.isdigit():
        return octets.decode()
    return octets.hex()


def _signature(oid: str) -> str:
    name = oids.RSA_SIGNATURES.get(oid)
    return f"{name}WithRSAEncryption" if name else oid


def _rsa_bits(public_key: bytes) -> int | None:
    """The modulus in bits, from SubjectPublicKeyInfo; None for other keys."""
    info = Fields(read_node(public_key, 0, len(public_key)))
    if info.sequence().take(OBJECT_IDENTIFIER).oid() != oids.RSA_ENCRYPTION:
        return None
    key = info.take(BIT_STRING).value[1:]
    return Fields(read_node(key, 0, len(key))).take(INTEGER).integer().bit_length()
