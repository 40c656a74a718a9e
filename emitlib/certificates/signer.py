"""An issuer's own key (`.cer` and `.key`) as a signing key, in place of the workspace's."""

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from emitlib.certificates.certificate import SatCertificate
from emitlib.certificates.private_key import check_pair
from emitlib.envelopes import SigningKey

__all__ = ["signing_key_of"]


def signing_key_of(certificate: SatCertificate, key: RSAPrivateKey) -> SigningKey:
    """The signing key that a certificate and its private key make.

    Raises:
        CertificateError: ``KEY_OF_ANOTHER_CERTIFICATE`` or ``CERT_NOT_RSA``.
    """
    check_pair(key, certificate)
    return SigningKey(private_key=key, fields=certificate.fields)
