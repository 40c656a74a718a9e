"""The samples' own certificate authority, and certificates shaped like SAT's.

RSA keys cannot be drawn from a seed: what this makes is checked in and made anew only when asked for.
Shape: a FIEL may encrypt data and agree on keys but has no keyEncipherment; a CSD only signs; the RFC stands in
x500UniqueIdentifier; the serial number is 20 ASCII digits; the authority bears SAT's organization, as SAT's own test
authority does, since a certificate of another organization is refused.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

__all__ = ["PASS_PHRASE", "Authority", "Holder", "IssuedPair"]

#: Opens every sample key; the one that SAT's own test keys use.
PASS_PHRASE = "12345678a"  # noqa: S105 - written down in the README on purpose

_NAME = ObjectIdentifier("2.5.4.41")
_NETSCAPE_TYPE = ObjectIdentifier("2.16.840.1.113730.1.1")
_CLIENT_AND_MAIL = bytes.fromhex("030205a0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who a certificate is made out to, and until when."""

    serial: str  #: 20 digits
    rfc: str
    name: str
    representative: str  #: RFC of the legal representative; "" for a person
    address: str
    not_before: datetime
    not_after: datetime
    branch: str = ""  #: OU; only a CSD has one


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedPair:
    """A certificate and its encrypted private key."""

    certificate: bytes  #: DER
    key: bytes  #: PKCS#8 DER, encrypted with `PASS_PHRASE`


class Authority:
    """Issues sample certificates; its private key is forgotten with it."""

    def __init__(self) -> None:
        self._key = _new_key()
        self._name = x509.Name(
            [
                x509.NameAttribute(NameOID.COMMON_NAME, "AC DE MUESTRAS (FICTICIA, NO ES DEL SAT)"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "SERVICIO DE ADMINISTRACION TRIBUTARIA"),
                x509.NameAttribute(NameOID.COUNTRY_NAME, "MX"),
            ]
        )

    def own_certificate(self) -> bytes:
        """The authority's self-signed certificate, DER."""
        builder = self._builder(_serial("30001000000500009000"), self._name, self._key.public_key())
        builder = builder.not_valid_before(datetime(2025, 1, 1, tzinfo=UTC))
        builder = builder.not_valid_after(datetime(2034, 12, 31, tzinfo=UTC))
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        builder = builder.add_extension(_key_usage(key_cert_sign=True, crl_sign=True), critical=True)
        return _der(builder.sign(self._key, hashes.SHA256()))

    def issue_fiel(self, holder: Holder) -> IssuedPair:
        """An e.firma: what clients are encrypted to."""
        usage = _key_usage(
            digital_signature=True, content_commitment=True, data_encipherment=True, key_agreement=True
        )
        purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION, ExtendedKeyUsageOID.CLIENT_AUTH])
        netscape = x509.UnrecognizedExtension(_NETSCAPE_TYPE, _CLIENT_AND_MAIL)
        return self._issue(holder, usage, netscape, purposes)

    def issue_csd(self, holder: Holder) -> IssuedPair:
        """A seal certificate: signs invoices, is not for encryption."""
        return self._issue(holder, _key_usage(digital_signature=True, content_commitment=True))

    def _issue(self, holder: Holder, *extensions: x509.ExtensionType) -> IssuedPair:
        key = _new_key()
        builder = self._builder(_serial(holder.serial), _subject(holder), key.public_key())
        builder = builder.not_valid_before(holder.not_before).not_valid_after(holder.not_after)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        for extension in extensions:
            builder = builder.add_extension(extension, critical=False)
        encrypted = key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(PASS_PHRASE.encode()),
        )
        return IssuedPair(certificate=_der(builder.sign(self._key, hashes.SHA256())), key=encrypted)

    def _builder(self, serial: int, subject: x509.Name, key: rsa.RSAPublicKey) -> x509.CertificateBuilder:
        builder = x509.CertificateBuilder().serial_number(serial)
        return builder.issuer_name(self._name).subject_name(subject).public_key(key)


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _serial(digits: str) -> int:
    return int.from_bytes(digits.encode("ascii"), "big")


def _subject(holder: Holder) -> x509.Name:
    owner = f"{holder.rfc} / {holder.representative}" if holder.representative else holder.rfc
    attributes = [
        x509.NameAttribute(NameOID.COMMON_NAME, holder.name),
        x509.NameAttribute(_NAME, holder.name),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, holder.name),
        x509.NameAttribute(NameOID.COUNTRY_NAME, "MX"),
        x509.NameAttribute(NameOID.EMAIL_ADDRESS, holder.address),
        x509.NameAttribute(NameOID.X500_UNIQUE_IDENTIFIER, owner),
        x509.NameAttribute(NameOID.SERIAL_NUMBER, f" / {holder.representative[:10]}HDFXXX00"),
    ]
    if holder.branch:
        attributes.append(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, holder.branch))
    return x509.Name(attributes)


def _key_usage(**granted: bool) -> x509.KeyUsage:
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: granted.get(name, False) for name in names})


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)
