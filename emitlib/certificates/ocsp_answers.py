"""The answer of an OCSP responder taken apart, and whether it may be believed. Source: RFC 6960 §4.2."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.x509 import ocsp

from emitlib.certificates.certificate import SatCertificate
from emitlib.certificates.chain import is_issued_by
from emitlib.certificates.reader import read_certificate
from emitlib.envelopes import oids
from emitlib.envelopes.algorithms import HASH_CLASSES
from emitlib.envelopes.der_reader import Fields, read_whole
from emitlib.envelopes.der_tags import BIT_STRING, EXPLICIT_0, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE
from emitlib.errors import CertificateError

__all__ = ["OcspQuestion", "believed_status"]

_ENUMERATED = 0x0A
_GOOD_HASHES = ("sha256", "sha384", "sha512")
_CLOCKS_APART = timedelta(minutes=10)
_FRESH = timedelta(days=1)  # for answers that do not say until when they hold


@dataclass(frozen=True, slots=True, kw_only=True)
class OcspQuestion:
    """What was asked."""

    certificate: SatCertificate
    issuer: SatCertificate
    name_hash: bytes
    key_hash: bytes


def believed_status(data: bytes, question: OcspQuestion, *, at: datetime) -> ocsp.OCSPCertStatus:
    """The status that a responder gives, once everything about its answer is in order.

    Args:
        data: The responder's answer, DER.
        question: What was asked; an answer to something else is not believed.
        at: Now, aware; the answer must be of this time.

    Raises:
        ValueError: With the reason in a few English words, if the answer cannot be believed.
    """
    try:
        answer = ocsp.load_der_ocsp_response(data)
        status = answer.response_status
        if status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
            raise ValueError(status.name.lower().replace("_", " "))
        _require_same(answer, question)
        _require_fresh(answer, at)
        _require_signed(answer, _inside(data), question, at)
    except (CertificateError, UnsupportedAlgorithm) as err:
        raise ValueError("the answer cannot be read") from err
    return answer.certificate_status


def _require_same(answer: ocsp.OCSPResponse, question: OcspQuestion) -> None:
    asked = (question.certificate.fields.serial, question.name_hash, question.key_hash)
    if (answer.serial_number, answer.issuer_name_hash, answer.issuer_key_hash) != asked:
        raise ValueError("the answer is about another certificate")


def _require_fresh(answer: ocsp.OCSPResponse, at: datetime) -> None:
    begins, ends = answer.this_update_utc, answer.next_update_utc
    if begins - _CLOCKS_APART > at or at > (ends or begins + _FRESH) + _CLOCKS_APART:
        raise ValueError("the answer is of another time")


def _inside(data: bytes) -> list[SatCertificate]:
    """The certificates that the answer brings along; read by our own walk, since AC6 issued some of them."""
    wrapper = Fields(read_whole(data))
    wrapper.take(_ENUMERATED)
    content = Fields(wrapper.explicit())
    content.take(OBJECT_IDENTIFIER)
    basic = Fields(read_whole(content.take(OCTET_STRING).value))
    for tag in (SEQUENCE, SEQUENCE, BIT_STRING):  # what was signed, how, and the signature
        basic.take(tag)
    certificates = basic.maybe(EXPLICIT_0)
    if certificates is None:
        return []
    return [read_certificate(node.raw) for node in Fields(certificates).sequence().rest()]


def _require_signed(
    answer: ocsp.OCSPResponse, brought: list[SatCertificate], question: OcspQuestion, at: datetime
) -> None:
    """By the issuer itself, or by whom the issuer gave a certificate for just this."""
    name = oids.RSA_SIGNATURES.get(answer.signature_algorithm_oid.dotted_string, "")
    if name not in _GOOD_HASHES:
        raise ValueError("the answer is signed with an old algorithm")
    delegates = [
        certificate
        for certificate in brought
        if "OCSPSigning" in certificate.extended_key_usage
        and certificate.not_before <= at <= certificate.not_after
        and is_issued_by(certificate, question.issuer)
    ]
    for signer in (question.issuer, *delegates):
        try:
            signer.public_key().verify(answer.signature, answer.tbs_response_bytes, PKCS1v15(), HASH_CLASSES[name]())
        except InvalidSignature:
            continue
        return
    raise ValueError("nobody entitled signed the answer")
