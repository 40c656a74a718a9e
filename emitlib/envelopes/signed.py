"""Verifying SignedData: what was signed, by whom, when. Source: RFC 5652 §5.6, RFC 5035."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

from emitlib.envelopes import oids
from emitlib.envelopes.algorithms import HASH_CLASSES, hash_name, unsupported
from emitlib.envelopes.armour import unarmour
from emitlib.envelopes.der_reader import Fields, Node
from emitlib.envelopes.der_tags import OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE, SET, oid_bytes
from emitlib.envelopes.names import read_name
from emitlib.envelopes.recipient import identifier, rsa_public_key
from emitlib.envelopes.signed_fields import SignedFields, SignerFields, read_signed
from emitlib.envelopes.x509_fields import X509Fields, read_certificate_fields, read_time
from emitlib.errors import CertificateError
from emitlib.i18n import _
from emitlib.vocabulary import sha256_hex

__all__ = ["Signed", "carries_signature", "verify_detached", "verify_signed"]

_COMMON_NAME = "2.5.4.3"
_PEM_LABELS = "CMS|PKCS7|PKCS #7 SIGNED DATA"
_TAIL = 16_384  # bytes at the end where a signature's attributes and certificates stand
_MARKS = tuple(oid_bytes(name) for name in (oids.CONTENT_TYPE, oids.MESSAGE_DIGEST, oids.SIGNING_TIME))


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A document and the signature that was found good."""

    content: bytes
    fingerprint: str  #: SHA-256 of the signer's certificate, 64 hex digits
    name: str  #: the signer's, as the certificate says: trust the fingerprint, not the name
    signing_time: datetime | None  #: aware; what the signer said
    certificate: bytes  #: the signer's, in DER


def carries_signature(data: bytes) -> bool:
    """Whether `data` is SignedData in DER, whole or damaged.

    A CBC envelope that somebody changed opens to bytes that are no longer SignedData; what is left of the signature
    shows that they were, so that they are refused and not taken for an unsigned document.
    """
    head = data[:32]
    if head.startswith(b"\x30") and oid_bytes(oids.SIGNED_DATA) in head:
        return True
    tail = data[-_TAIL:]
    return sum(mark in tail for mark in _MARKS) > 1  # one change cannot take two of them away


def verify_signed(data: bytes) -> Signed:
    """Verify SignedData with one signer and take its content.

    That the signature fits and the certificate was not exchanged is checked here; whether the signer is to be
    trusted is for the caller to say, by the fingerprint.

    Args:
        data: DER, PEM, base64 or an S/MIME message.

    Raises:
        CertificateError: ``SIGNATURE_UNREADABLE`` (no SignedData, or damaged), ``SIGNATURE_INVALID`` (the content,
            the signature or the certificate was changed), ``ENVELOPE_UNSUPPORTED``.
    """
    return _verified(data, None)


def verify_detached(content: bytes, signature: bytes) -> Signed:
    """Verify a signature in DER over `content` that stands beside it; as `verify_signed` otherwise.

    Raises:
        CertificateError: As `verify_signed`.
    """
    return _verified(signature, content)


def _verified(data: bytes, beside: bytes | None) -> Signed:
    try:
        der = unarmour(data, labels=_PEM_LABELS) if beside is None else data
        fields = read_signed(der, beside=beside)
        certificate = _certificate(fields)
        attributes = _attributes(fields.signer)
        signing_time = _signing_time(attributes)
        name = _name(certificate)
        good = _fits(fields, certificate, attributes)
    except CertificateError as err:
        if err.code not in {"DER_BROKEN", "NOT_DER", "CERT_NOT_RSA"}:
            raise
        raise CertificateError(
            "SIGNATURE_UNREADABLE",
            _("The signature is damaged, or there is none."),
            _("Ask for the file again; trust nothing in this one."),
        ) from err
    if not good:
        raise CertificateError(
            "SIGNATURE_INVALID",
            _("The signature does not fit: the content or the signature was changed."),
            _("Ask for the file again; trust nothing in this one."),
        )
    return Signed(
        content=fields.content,
        fingerprint=sha256_hex(certificate.der),
        name=name,
        signing_time=signing_time,
        certificate=certificate.der,
    )


def _certificate(fields: SignedFields) -> X509Fields:
    for der in fields.certificates:
        certificate = read_certificate_fields(der)
        if identifier(certificate.issuer, certificate.serial) == fields.signer.identifier:
            return certificate
    raise CertificateError(
        "SIGNATURE_INVALID",
        _("The signer's certificate is not with the signature."),
        _("Ask for the file again, with the certificate inside."),
    )


def _attributes(signer: SignerFields) -> dict[str, Node]:
    """The signed attributes by object identifier, each with its one value."""
    found: dict[str, Node] = {}
    for attribute in signer.attributes:
        fields = Fields(attribute)
        oid = fields.take(OBJECT_IDENTIFIER).oid()
        values = Fields(fields.take(SET))
        found[oid] = values.one()
    return found


def _fits(fields: SignedFields, certificate: X509Fields, attributes: Mapping[str, Node]) -> bool:
    signer = fields.signer
    name = hash_name(signer.digest_algorithm)
    if name == "sha1":
        raise unsupported("SHA-1")
    digest = hashlib.new(name, fields.content).digest()
    kind, stated = attributes.get(oids.CONTENT_TYPE), attributes.get(oids.MESSAGE_DIGEST)
    if kind is None or stated is None or stated.tag != OCTET_STRING:
        return False
    if kind.oid() != fields.content_type or not compare_digest(stated.value, digest):
        return False
    if (
        signer.signature_algorithm != oids.RSA_ENCRYPTION
        and oids.RSA_SIGNATURES.get(signer.signature_algorithm) != name
    ):
        return False
    if not _is_named(certificate, attributes.get(oids.SIGNING_CERTIFICATE_V2)):
        return False
    try:
        key = rsa_public_key(certificate.public_key)
        key.verify(signer.signature, signer.signed_bytes, PKCS1v15(), HASH_CLASSES[name]())
    except InvalidSignature:
        return False
    return True


def _is_named(certificate: X509Fields, attribute: Node | None) -> bool:
    """Whether the signing-certificate attribute names this certificate; signers of other tools may have none."""
    if attribute is None:
        return True
    first = Fields(Fields(attribute).take(SEQUENCE)).sequence()
    algorithm = first.maybe(SEQUENCE)
    name = "sha256" if algorithm is None else hash_name(algorithm)
    return compare_digest(first.take(OCTET_STRING).value, hashlib.new(name, certificate.der).digest())


def _signing_time(attributes: Mapping[str, Node]) -> datetime | None:
    node = attributes.get(oids.SIGNING_TIME)
    return None if node is None else read_time(node)


def _name(certificate: X509Fields) -> str:
    names = read_name(certificate.subject)
    return next((name.text for name in names if name.oid == _COMMON_NAME), "")
