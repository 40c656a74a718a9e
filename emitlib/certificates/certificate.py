"""A SAT certificate as facts: who it belongs to, what it is for, until when."""

import warnings
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from emitlib.envelopes import Recipient
from emitlib.envelopes.recipient import rsa_public_key
from emitlib.envelopes.x509_fields import X509Fields
from emitlib.vocabulary import sha256_hex

__all__ = ["CertificateKind", "SatCertificate"]


class CertificateKind(StrEnum):
    """What a certificate is for, by key usage, extended key usage and OU together."""

    FIEL = "fiel"  #: e.firma: the identity of a person or company; what is encrypted to
    CSD = "csd"  #: seals invoices; not for encryption
    CA = "ca"  #: issues certificates
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class SatCertificate:
    """The facts of one certificate. Absent facts are None, never guessed."""

    kind: CertificateKind
    rfc: str | None  #: the holder's: company or person
    rfc_representative: str | None  #: of the person who holds a company's e.firma
    curp: str | None  #: of the holder, or of the representative
    name: str  #: the holder's, as written
    serial: str  #: 20 digits as SAT shows them; hexadecimal where the issuer writes others
    not_before: datetime  #: aware
    not_after: datetime  #: aware
    key_bits: int | None  #: RSA modulus in bits; None for other keys
    signature_algorithm: str  #: as openssl names it: sha256WithRSAEncryption
    key_usage: tuple[str, ...]  #: in the words of RFC 5280
    extended_key_usage: tuple[str, ...]  #: in the words of RFC 5280; unknown ones as object identifiers
    issuer: str  #: the issuer's name
    issuer_organization: str  #: the issuer's O
    odd_text: bool  #: a name is not encoded as it says
    fields: X509Fields = field(repr=False)  #: the parts in DER, for envelopes and chains

    @property
    def der(self) -> bytes:
        """The certificate in DER, without anything that followed it."""
        return self.fields.der

    @property
    def issuer_der(self) -> bytes:
        """The issuer's Name in DER, as it stands in the certificate."""
        return self.fields.issuer

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the DER, 64 hex digits."""
        return sha256_hex(self.fields.der)

    @property
    def loads_in_cryptography(self) -> bool:
        """Whether the `cryptography` library accepts it; facts, key and encryption do not depend on it."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                x509.load_der_x509_certificate(self.fields.der)
        except (ValueError, TypeError, x509.InvalidVersion):
            return False
        return True

    def public_key(self) -> RSAPublicKey:
        """The RSA key, also where `cryptography` refuses the certificate around it.

        Raises:
            CertificateError: ``CERT_NOT_RSA``.
        """
        return rsa_public_key(self.fields.public_key)

    def recipient(self) -> Recipient:
        """What an envelope needs to know of it; keep it when encrypting many documents.

        Raises:
            CertificateError: ``CERT_NOT_RSA``.
        """
        return Recipient.of(self.fields)
