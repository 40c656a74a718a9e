"""Asking the issuer's responder whether a certificate was revoked (OCSP): optional, with time-outs. Source: RFC 6960.

SAT's responder is often away: what it does not answer is a warning, only "revoked" is a refusal. Nothing is asked
about a certificate whose issuer is not among the authorities that the user trusts.
"""

import urllib.request
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha1
from http.client import HTTPException

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from emitlib.certificates.certificate import SatCertificate
from emitlib.certificates.chain import is_issued_by
from emitlib.certificates.ocsp_answers import OcspQuestion, believed_status
from emitlib.envelopes.der_reader import Fields, read_whole
from emitlib.envelopes.der_tags import BIT_STRING, OBJECT_IDENTIFIER, SEQUENCE
from emitlib.errors import CertificateError
from emitlib.i18n import _
from emitlib.vocabulary import Finding

__all__ = ["OcspClient", "Post"]

#: Sends bytes to an address and gives the answer back, or raises `OSError`; its third argument is seconds.
Post = Callable[[str, bytes, float], bytes]

_ACCESS = "1.3.6.1.5.5.7.1.1"  # RFC 5280 4.2.2.1: authority information access
_RESPONDER = "1.3.6.1.5.5.7.48.1"
_URI = 0x86
_LARGEST = 65_536  # bytes of an answer
_UNANSWERED = "CERT_OCSP_UNANSWERED"
_PATIENCE = 3  # unanswered questions after which a responder is left alone


def post(address: str, data: bytes, seconds: float) -> bytes:
    """Send an OCSP request by HTTP.

    Raises:
        OSError: If the responder is away, or answers too late or too much.
    """
    if not address.startswith(("http://", "https://")):
        raise OSError(address)
    headers = {"Content-Type": "application/ocsp-request", "Accept": "application/ocsp-response"}
    try:
        request = urllib.request.Request(address, data=data, headers=headers)  # noqa: S310 - checked above
        with urllib.request.urlopen(request, timeout=seconds) as reply:  # noqa: S310 - checked above
            answer: bytes = reply.read(_LARGEST + 1)
    except (HTTPException, ValueError) as err:  # no HTTP, or an address that cannot be one
        raise OSError(address) from err
    if len(answer) > _LARGEST:
        raise OSError(address)
    return answer


class OcspClient:
    """Asks, each certificate once; a responder that stays away three times is not asked again.

    Args:
        authorities: The authorities to trust; the issuer must be one of them.
        seconds: How long to wait for a responder.
        send: Carries a request there.
    """

    def __init__(self, *, authorities: Sequence[SatCertificate], seconds: float, send: Post = post) -> None:
        self._authorities = authorities
        self._seconds = seconds
        self._send = send
        self._known: dict[str, tuple[str, str]] = {}
        self._away: dict[str, int] = {}

    def finding(self, certificate: SatCertificate, *, at: datetime, where: Mapping[str, str | int]) -> Finding | None:
        """What the responder has against a certificate; None when it is good.

        Args:
            certificate: Whose status.
            at: Now, aware.
            where: The place that the finding names.
        """
        if certificate.fingerprint not in self._known:
            self._known[certificate.fingerprint] = self._asked(certificate, at=at)
        code, reason = self._known[certificate.fingerprint]
        return Finding(code, where, {"serial": certificate.serial, "reason": reason}) if code else None

    def _asked(self, certificate: SatCertificate, *, at: datetime) -> tuple[str, str]:
        """Code and reason; "" for a certificate that is good."""
        issuer = next((known for known in self._authorities if is_issued_by(certificate, known)), None)
        address = _responder(certificate)
        if issuer is None:
            return _UNANSWERED, _("its issuer is not among the authorities that you trust")
        if not address:
            return _UNANSWERED, _("it names nobody who could be asked")
        request, question = _request(certificate, issuer)
        try:
            status = believed_status(self._sent(address, request), question, at=at)
        except OSError:
            return _UNANSWERED, _("{address} does not answer").format(address=address)
        except ValueError as err:
            return _UNANSWERED, str(err)
        unknown = (_UNANSWERED, _("{address} does not know it").format(address=address))
        return {ocsp.OCSPCertStatus.GOOD: ("", ""), ocsp.OCSPCertStatus.REVOKED: ("CERT_REVOKED", address)}.get(
            status, unknown
        )

    def _sent(self, address: str, request: bytes) -> bytes:
        if self._away.get(address, 0) >= _PATIENCE:
            raise OSError(address)
        try:
            return self._send(address, request, self._seconds)
        except OSError:
            self._away[address] = self._away.get(address, 0) + 1
            raise


def _responder(certificate: SatCertificate) -> str:
    """The address that the certificate names for OCSP; "" when it names none."""
    data = certificate.fields.extensions.get(_ACCESS)
    if data is None:
        return ""
    try:
        for entry in read_whole(data).children():
            fields = Fields(entry)
            if fields.take(OBJECT_IDENTIFIER).oid() == _RESPONDER:
                place = fields.one()
                return place.value.decode("ascii", errors="replace") if place.tag == _URI else ""
    except CertificateError:
        return ""
    return ""


def _request(certificate: SatCertificate, issuer: SatCertificate) -> tuple[bytes, OcspQuestion]:
    """The request in DER, and what it asks. SHA-1 only names the issuer here, as every responder expects."""
    key = Fields(read_whole(issuer.fields.public_key))
    key.take(SEQUENCE)
    question = OcspQuestion(
        certificate=certificate,
        issuer=issuer,
        name_hash=sha1(certificate.issuer_der, usedforsecurity=False).digest(),
        key_hash=sha1(key.take(BIT_STRING).value[1:], usedforsecurity=False).digest(),
    )
    builder = ocsp.OCSPRequestBuilder().add_certificate_by_hash(
        question.name_hash,
        question.key_hash,
        certificate.fields.serial,
        SHA1(),  # noqa: S303 - as above
    )
    return builder.build().public_bytes(Encoding.DER), question
