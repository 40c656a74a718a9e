"""Opening envelopes with a private RSA key: ours, and those of openssl, `cryptography` and mail programs."""

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher as Machine
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7

from emitlib.envelopes.armour import unarmour
from emitlib.envelopes.envelope_fields import EnvelopeFields, WrappedKey, read_envelope
from emitlib.envelopes.recipient import Recipient, identifier
from emitlib.envelopes.signed import Signed, carries_signature, verify_signed
from emitlib.errors import CertificateError
from emitlib.i18n import _

__all__ = ["Opened", "open_and_verify", "open_envelope"]

_PEM_LABELS = "CMS|PKCS7|PKCS #7 SIGNED DATA"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What was inside an envelope."""

    content: bytes  #: the document, out of its signature when there was one
    signed: Signed | None  #: who signed it; None = nobody
    authenticated: bool  #: tampering would have been noticed: signed, or AES-GCM


def open_and_verify(data: bytes, key: RSAPrivateKey, *, certificate: Recipient | None = None) -> Opened:
    """Open an envelope and verify the signature inside.

    Args:
        data: DER, PEM, base64 or an S/MIME message.
        key: The private key of a recipient.
        certificate: Its certificate; with it the envelope must name it.

    Raises:
        CertificateError: what `open_envelope` and `verify_signed` raise; content that holds the remains of a
            signature and no whole one counts as tampered with.
    """
    plain, fields = _open(data, key, certificate)
    signed = verify_signed(plain) if carries_signature(plain) else None
    return Opened(
        content=plain if signed is None else signed.content,
        signed=signed,
        authenticated=signed is not None or bool(fields.tag),
    )


def open_envelope(data: bytes, key: RSAPrivateKey, certificate: Recipient | None = None) -> bytes:
    """The bytes inside an envelope, as they were encrypted.

    Args:
        data: DER, PEM, base64 or an S/MIME message.
        key: The private key of a recipient.
        certificate: Its certificate; with it the envelope must name it.

    Raises:
        CertificateError: ``ENVELOPE_UNREADABLE`` (no envelope, or damaged), ``ENVELOPE_UNSUPPORTED``,
            ``ENVELOPE_OTHER_RECIPIENT``, ``ENVELOPE_NOT_OPENED`` (another key, or tampered with),
            ``KEY_OF_ANOTHER_CERTIFICATE``.
    """
    return _open(data, key, certificate)[0]


def _open(data: bytes, key: RSAPrivateKey, certificate: Recipient | None) -> tuple[bytes, EnvelopeFields]:
    if certificate is not None and certificate.public_key.public_numbers() != key.public_key().public_numbers():
        raise CertificateError(
            "KEY_OF_ANOTHER_CERTIFICATE",
            _("The private key does not belong to the certificate."),
            _("Use the .key and the .cer of the same e.firma."),
        )
    try:
        fields = read_envelope(unarmour(data, labels=_PEM_LABELS))
    except CertificateError as err:
        if err.code not in {"DER_BROKEN", "NOT_DER"}:
            raise
        raise CertificateError(
            "ENVELOPE_UNREADABLE",
            _("This is no encrypted file (.p7m), or it is damaged."),
            _("Ask for the file again."),
        ) from err
    for wrapped in _candidates(fields, certificate):
        secret = _unwrap(wrapped, key)
        plain = _decrypt(fields, secret) if secret and len(secret) == fields.cipher.key_bytes else None
        if plain is not None:
            return plain, fields
    raise CertificateError(
        "ENVELOPE_NOT_OPENED",
        _("The file cannot be opened: it was encrypted for another key, or somebody changed it on its way."),
        _("Use the .key of the certificate that it was encrypted for, or ask for the file again."),
    )


def _candidates(fields: EnvelopeFields, certificate: Recipient | None) -> list[WrappedKey]:
    """The wrapped keys that may be ours: the one that names us, or those that name no certificate."""
    if certificate is None:
        return list(fields.keys)
    ours = identifier(certificate.issuer_der, certificate.serial)
    found = [wrapped for wrapped in fields.keys if wrapped.recipient in {ours, b""}]
    if not found:
        raise CertificateError(
            "ENVELOPE_OTHER_RECIPIENT",
            _("The file was encrypted for another certificate than this one."),
            _("Use the certificate and key that it was encrypted for, or ask for the file again."),
        )
    return found


def _unwrap(wrapped: WrappedKey, key: RSAPrivateKey) -> bytes | None:
    try:
        return key.decrypt(wrapped.key, wrapped.padding)
    except ValueError:  # for another key, or changed
        return None


def _decrypt(fields: EnvelopeFields, secret: bytes) -> bytes | None:
    """The plain bytes; None if key or content are wrong."""
    cipher = fields.cipher
    content = fields.content.octets()
    try:
        if cipher.name == "aes-gcm":
            return AESGCM(secret).decrypt(cipher.nonce, content + fields.tag, None)
        block = AES(secret) if cipher.name == "aes-cbc" else TripleDES(secret)
        machine = Machine(block, CBC(cipher.nonce)).decryptor()
        unpadder = PKCS7(block.block_size).unpadder()
        padded = machine.update(content) + machine.finalize()
        return unpadder.update(padded) + unpadder.finalize()
    except (InvalidTag, ValueError):
        return None
