"""A key that signs: the workspace's own, or an issuer's, with its certificate."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from emitlib.envelopes.armour import unarmour
from emitlib.envelopes.recipient import rsa_public_key
from emitlib.envelopes.x509_fields import X509Fields, read_certificate_fields
from emitlib.errors import CertificateError
from emitlib.i18n import _
from emitlib.vocabulary import sha256_hex
from emitlib.workspace import write_bytes

__all__ = [
    "CERTIFICATE_FILE",
    "KEY_FILE",
    "SigningKey",
    "load_signing_key",
    "make_signing_key",
    "new_signing_key",
    "verify_signature",
    "write_signing_key",
]

CERTIFICATE_FILE = "signing.cer.pem"
KEY_FILE = "signing.key.pem"

_BITS = 2048  # a signature costs five times more with 4096, and a month-end makes thousands
_YEARS = 10
_LONGEST_NAME = 64  # RFC 5280 appendix A: ub-common-name


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A private RSA key and its certificate; its repr shows neither.

    Args:
        private_key: The key.
        fields: The certificate, which must belong to the key.

    Raises:
        CertificateError: ``KEY_OF_ANOTHER_CERTIFICATE``.
    """

    private_key: RSAPrivateKey = field(repr=False)
    fields: X509Fields = field(repr=False)

    def __post_init__(self) -> None:
        theirs = rsa_public_key(self.fields.public_key).public_numbers()
        if theirs != self.private_key.public_key().public_numbers():
            raise CertificateError(
                "KEY_OF_ANOTHER_CERTIFICATE",
                _("The private key does not belong to the certificate."),
                _("Use the .key and the .cer of the same e.firma."),
            )

    @property
    def certificate(self) -> bytes:
        """The certificate in DER."""
        return self.fields.der

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, 64 hex digits: what reports and mails show."""
        return sha256_hex(self.fields.der)

    def sign(self, data: bytes) -> bytes:
        """The bare signature of `data`: RSA PKCS#1 v1.5 with SHA-256; `verify_signature` checks it."""
        return self.private_key.sign(data, PKCS1v15(), SHA256())


def verify_signature(data: bytes, signature: bytes, *, certificate: bytes) -> None:
    """Check a bare signature that `SigningKey.sign` made.

    Args:
        data: What was signed.
        signature: The bytes that `sign` gave.
        certificate: The signer's, in DER.

    Raises:
        CertificateError: ``SIGNATURE_INVALID``, or ``DER_BROKEN`` for a certificate that is none.
    """
    key = rsa_public_key(read_certificate_fields(certificate).public_key)
    try:
        key.verify(signature, data, PKCS1v15(), SHA256())
    except InvalidSignature as err:
        raise CertificateError(
            "SIGNATURE_INVALID",
            _("The signature does not fit: the content or the signature was changed."),
            _("Ask for the file again; trust nothing in this one."),
        ) from err


def make_signing_key(folder: Path, *, common_name: str, at: datetime) -> SigningKey:
    """Make the workspace's signing key and write it to `folder`; see `new_signing_key` and `write_signing_key`.

    Args:
        folder: Made when missing.
        common_name: Whose key it is; cut after 64 bytes of UTF-8.
        at: Now, aware.

    Raises:
        CertificateError: ``SIGNING_KEY_EXISTS``: a key is never replaced, old signatures need its certificate.
        StoreError: ``WRITE_FAILED``.
    """
    if (folder / KEY_FILE).exists() or (folder / CERTIFICATE_FILE).exists():
        raise CertificateError(
            "SIGNING_KEY_EXISTS",
            _("{folder} holds a signing key already.").format(folder=folder),
            _("Use it; to begin with another one, move the old files to a safe place first."),
        )
    key = new_signing_key(common_name=common_name, at=at)
    write_signing_key(folder, key)
    return key


def new_signing_key(*, common_name: str, at: datetime) -> SigningKey:
    """A fresh RSA key and its self-signed certificate of ten years; nothing is written.

    Args:
        common_name: Whose key it is; cut after 64 bytes of UTF-8.
        at: Now, aware.
    """
    key = generate_private_key(public_exponent=65537, key_size=_BITS)
    certificate = _self_signed(key, _cut(common_name.strip()) or "emitlib", at)
    return SigningKey(private_key=key, fields=read_certificate_fields(certificate.public_bytes(Encoding.DER)))


def write_signing_key(folder: Path, key: SigningKey) -> None:
    """Write a key and its certificate to `folder`, over those that stand there.

    The key's file is readable by its owner only, where the system knows such a thing; it is not encrypted.

    Args:
        folder: Made when missing.
        key: The key.

    Raises:
        StoreError: ``WRITE_FAILED``.
    """
    private = key.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    certificate = x509.load_der_x509_certificate(key.certificate)
    # an atomic write makes its file with mode 0600 on POSIX
    write_bytes(folder / KEY_FILE, private)
    write_bytes(folder / CERTIFICATE_FILE, certificate.public_bytes(Encoding.PEM))


def load_signing_key(folder: Path) -> SigningKey:
    """The signing key that `make_signing_key` wrote to `folder`.

    Raises:
        CertificateError: ``SIGNING_KEY_MISSING``, ``SIGNING_KEY_UNREADABLE`` or ``KEY_OF_ANOTHER_CERTIFICATE``.
    """
    try:
        key = load_pem_private_key((folder / KEY_FILE).read_bytes(), None)
        pem = (folder / CERTIFICATE_FILE).read_bytes()
        fields = read_certificate_fields(unarmour(pem, labels="CERTIFICATE"))
    except FileNotFoundError as err:
        raise CertificateError(
            "SIGNING_KEY_MISSING",
            _("{folder} holds no signing key.").format(folder=folder),
            _("Bring back the keys folder from a backup; if there is none, make a new key: `emit audit new-key`."),
        ) from err
    except (OSError, ValueError, TypeError, CertificateError) as err:
        raise _unreadable(folder) from err
    if not isinstance(key, RSAPrivateKey):
        raise _unreadable(folder)
    return SigningKey(private_key=key, fields=fields)


def _unreadable(folder: Path) -> CertificateError:
    return CertificateError(
        "SIGNING_KEY_UNREADABLE",
        _("The signing key in {folder} cannot be read.").format(folder=folder),
        _("Bring back the keys folder from a backup."),
    )


def _cut(name: str) -> str:
    return name.encode()[:_LONGEST_NAME].decode(errors="ignore")


def _self_signed(key: RSAPrivateKey, common_name: str, at: datetime) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(hours=1))  # clocks of others may be behind
        .not_valid_after(at + timedelta(days=365 * _YEARS + _YEARS // 4))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
