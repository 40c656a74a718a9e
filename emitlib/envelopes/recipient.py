"""A recipient of an envelope: what CMS needs to know of a certificate, and no more."""

from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from emitlib.envelopes.der_writer import integer, sequence
from emitlib.envelopes.x509_fields import X509Fields
from emitlib.errors import CertificateError
from emitlib.i18n import _

__all__ = ["Recipient", "identifier", "rsa_public_key"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Whom an envelope is for."""

    issuer_der: bytes  #: the issuer's Name as it stands in the certificate
    serial: int
    public_key: RSAPublicKey

    @classmethod
    def of(cls, fields: X509Fields) -> "Recipient":
        """The recipient that a certificate stands for.

        Raises:
            CertificateError: ``CERT_NOT_RSA``.
        """
        return cls(issuer_der=fields.issuer, serial=fields.serial, public_key=rsa_public_key(fields.public_key))


@lru_cache(maxsize=4096)
def identifier(issuer_der: bytes, serial: int) -> bytes:
    """IssuerAndSerialNumber. Source: RFC 5652 §10.2.4."""
    return sequence(issuer_der, integer(serial))


def rsa_public_key(der: bytes) -> RSAPublicKey:
    """The RSA key of a SubjectPublicKeyInfo.

    Raises:
        CertificateError: ``CERT_NOT_RSA`` if it holds another kind of key or a broken one.
    """
    try:
        key = load_der_public_key(der)
    except (ValueError, TypeError, UnsupportedAlgorithm) as err:
        raise _not_rsa() from err
    if not isinstance(key, RSAPublicKey):
        raise _not_rsa()
    return key


def _not_rsa() -> CertificateError:
    return CertificateError(
        "CERT_NOT_RSA",
        _("The certificate holds no usable RSA key."),
        _("Ask for the certificate of the e.firma; those of SAT are all RSA."),
    )
