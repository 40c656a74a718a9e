"""Encrypting to certificates: EnvelopedData (AES-256-CBC, RSA v1.5) or AuthEnvelopedData (AES-256-GCM, RSAES-OAEP).

Source: RFC 5652 §6, RFC 5083, RFC 5084. The writer is our own because `cryptography` knows neither GCM nor OAEP, and
loads no certificate of SAT's AC6.
"""

import os
from collections.abc import Sequence

from cryptography.hazmat.primitives.ciphers import Cipher as Machine
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

from emitlib.envelopes import oids
from emitlib.envelopes.algorithms import GCM_TAG, KEY_ALGORITHMS, Cipher
from emitlib.envelopes.der_reader import read_whole
from emitlib.envelopes.der_tags import EXPLICIT_0, IMPLICIT_0, SEQUENCE
from emitlib.envelopes.der_writer import algorithm, around, integer, octet_string, oid, sequence, set_of
from emitlib.envelopes.recipient import Recipient, identifier
from emitlib.errors import CertificateError
from emitlib.i18n import _

__all__ = ["check_envelope", "encrypt"]

_VERSION = integer(0)  # of EnvelopedData, AuthEnvelopedData and KeyTransRecipientInfo alike
_TAG_LENGTH = integer(GCM_TAG)
_KEY = 32  # bytes of an AES-256 key
_CONTENT_ALGORITHM: dict[Cipher, str] = {"cbc": oids.AES_256_CBC, "gcm": oids.AES_256_GCM}
_BLOCK = 16  # bytes of an AES block
_NONCE = 12  # bytes of a GCM nonce


def encrypt(data: bytes, recipients: Sequence[Recipient], *, cipher: Cipher = "cbc") -> bytes:
    """An envelope of `data` in DER that any one of the recipients can open; checked after building.

    Args:
        data: The plain bytes; sign them first (`sign`), since CBC alone does not notice tampering.
        recipients: At least one.
        cipher: ``cbc``, which openssl, .NET and mail programs open, or ``gcm``, which needs a newer tool.

    Raises:
        CertificateError: ``NO_RECIPIENT``, ``ENCRYPTION_FAILED`` or ``ENVELOPE_CHECK_FAILED``.
    """
    if not recipients:
        raise CertificateError(
            "NO_RECIPIENT",
            _("There is no certificate to encrypt to."),
            _("Add the certificate of the client's e.firma."),
        )
    key = os.urandom(_KEY)
    wrapped = set_of([_recipient_info(recipient, key, cipher) for recipient in recipients])
    envelope = _authenticated(data, key, wrapped) if cipher == "gcm" else _enveloped(data, key, wrapped)
    check_envelope(envelope, recipients, plain_length=len(data), cipher=cipher)
    return envelope


def check_envelope(
    envelope: bytes, recipients: Sequence[Recipient], *, plain_length: int, cipher: Cipher = "cbc"
) -> None:
    """Make sure that a built envelope names exactly these recipients, the cipher asked for, and all of the content.

    Args:
        envelope: DER.
        recipients: Whom it must be for.
        plain_length: Bytes that went in.
        cipher: What was asked for.

    Raises:
        CertificateError: ``ENVELOPE_CHECK_FAILED``, or ``DER_BROKEN`` if it is no envelope at all.
    """
    _kind, wrapper = read_whole(envelope).first(2)
    _version, infos, content = wrapper.first(1)[0].first(3)
    named = [tuple(part.raw for part in info.first(3)[1:]) for info in infos.children()]
    _type, algorithm_node, sealed = content.first(3)

    key_algorithm = KEY_ALGORITHMS[cipher][0]
    due = [(identifier(recipient.issuer_der, recipient.serial), key_algorithm) for recipient in recipients]
    padded = plain_length if cipher == "gcm" else (plain_length // _BLOCK + 1) * _BLOCK
    if (
        sorted(named) != sorted(due)
        or not algorithm_node.value.startswith(oid(_CONTENT_ALGORITHM[cipher]))
        or sealed.stop - sealed.content != padded
    ):
        raise CertificateError(
            "ENVELOPE_CHECK_FAILED",
            _("The encrypted file is not what was asked for; it was not used."),
            _("Try again; if it happens again, report it with the certificate (never with a key)."),
        )


def _recipient_info(recipient: Recipient, key: bytes, cipher: Cipher) -> bytes:
    """KeyTransRecipientInfo."""
    name, padding = KEY_ALGORITHMS[cipher]
    try:
        wrapped = recipient.public_key.encrypt(key, padding)
    except ValueError as err:
        raise CertificateError(
            "ENCRYPTION_FAILED",
            _("The RSA key of certificate {serial} cannot be used: {reason}.").format(
                serial=recipient.serial, reason=err
            ),
            _("Ask for the certificate of the e.firma."),
        ) from err
    named = identifier(recipient.issuer_der, recipient.serial)
    return sequence(_VERSION, named, name, octet_string(wrapped))


def _enveloped(data: bytes, key: bytes, wrapped: bytes) -> bytes:
    start = os.urandom(_BLOCK)
    padding = _BLOCK - len(data) % _BLOCK
    machine = Machine(AES256(key), CBC(start)).encryptor()
    body, last = machine.update(data), machine.update(bytes((padding,)) * padding)
    content = around(
        SEQUENCE, oid(oids.DATA), algorithm(oids.AES_256_CBC, octet_string(start)), *around(IMPLICIT_0, body, last)
    )
    return _content_info(oids.ENVELOPED_DATA, around(SEQUENCE, _VERSION, wrapped, *content))


def _authenticated(data: bytes, key: bytes, wrapped: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    sealed = memoryview(AESGCM(key).encrypt(nonce, data, None))
    body, tag = sealed[:-GCM_TAG], bytes(sealed[-GCM_TAG:])
    parameters = sequence(octet_string(nonce), _TAG_LENGTH)
    content = around(SEQUENCE, oid(oids.DATA), algorithm(oids.AES_256_GCM, parameters), *around(IMPLICIT_0, body))
    return _content_info(oids.AUTH_ENVELOPED_DATA, around(SEQUENCE, _VERSION, wrapped, *content, octet_string(tag)))


def _content_info(kind: str, body: tuple[bytes | memoryview, ...]) -> bytes:
    return b"".join(around(SEQUENCE, oid(kind), *around(EXPLICIT_0, *body)))
