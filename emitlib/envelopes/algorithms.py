"""The ciphers of an envelope: what is written, and what is understood when opening.

Source: RFC 3565 (AES-CBC), RFC 5084 (AES-GCM), RFC 3370 (3DES, RSA v1.5), RFC 4055 and RFC 8017 (RSAES-OAEP).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP, AsymmetricPadding, PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA384, SHA512, HashAlgorithm

from emitlib.envelopes import oids
from emitlib.envelopes.der_reader import Fields, Node, broken, read_whole
from emitlib.envelopes.der_tags import (
    EXPLICIT_0,
    EXPLICIT_1,
    EXPLICIT_2,
    INTEGER,
    NULL,
    OBJECT_IDENTIFIER,
    OCTET_STRING,
    SEQUENCE,
)
from emitlib.envelopes.der_writer import algorithm, element, null
from emitlib.errors import CertificateError
from emitlib.i18n import _
from emitlib.vocabulary import Cipher

__all__ = [
    "CONTENT_CIPHERS",
    "GCM_TAG",
    "HASH_CLASSES",
    "KEY_ALGORITHMS",
    "Cipher",
    "ContentCipher",
    "content_cipher",
    "hash_name",
    "key_padding",
    "unsupported",
]

GCM_TAG = 16  #: bytes of the authentication tag
_GCM_NONCE = 12

HASH_CLASSES: dict[str, Callable[[], HashAlgorithm]] = {
    "sha1": SHA1,
    "sha256": SHA256,
    "sha384": SHA384,
    "sha512": SHA512,
}


@dataclass(frozen=True, slots=True)
class ContentCipher:
    """A cipher of the content with its parameter."""

    name: str  #: aes-cbc, aes-gcm or 3des-cbc
    key_bytes: int
    nonce: bytes  #: IV or nonce


#: Object identifier → name, key length in bytes.
CONTENT_CIPHERS: dict[str, tuple[str, int]] = {
    oids.AES_128_CBC: ("aes-cbc", 16),
    oids.AES_192_CBC: ("aes-cbc", 24),
    oids.AES_256_CBC: ("aes-cbc", 32),
    oids.AES_128_GCM: ("aes-gcm", 16),
    oids.AES_192_GCM: ("aes-gcm", 24),
    oids.AES_256_GCM: ("aes-gcm", 32),
    oids.DES_EDE3_CBC: ("3des-cbc", 24),
}

_SHA256 = algorithm(oids.SHA256)

#: How the content's key is wrapped, as written: the AlgorithmIdentifier and the padding.
KEY_ALGORITHMS: dict[Cipher, tuple[bytes, AsymmetricPadding]] = {
    "cbc": (algorithm(oids.RSA_ENCRYPTION, null()), PKCS1v15()),
    "gcm": (
        algorithm(
            oids.RSA_OAEP,
            element(SEQUENCE, element(EXPLICIT_0, _SHA256), element(EXPLICIT_1, algorithm(oids.MGF1, _SHA256))),
        ),
        OAEP(MGF1(SHA256()), SHA256(), None),
    ),
}


def unsupported(name: str) -> CertificateError:
    """The error for an algorithm that is not used here."""
    return CertificateError(
        "ENVELOPE_UNSUPPORTED",
        _("The envelope uses an algorithm that is not supported here: {oid}.").format(oid=name or "?"),
        _("Ask for it with AES-256 and RSA, or open it with openssl."),
    )


def content_cipher(node: Node) -> ContentCipher:
    """The cipher that a ContentEncryptionAlgorithmIdentifier names.

    Raises:
        CertificateError: ``ENVELOPE_UNSUPPORTED`` or ``DER_BROKEN``.
    """
    fields = Fields(node)
    oid = fields.take(OBJECT_IDENTIFIER).oid()
    if oid not in CONTENT_CIPHERS:
        raise unsupported(oid)
    name, key_bytes = CONTENT_CIPHERS[oid]
    if name == "aes-gcm":
        parameters = fields.sequence()
        nonce = parameters.take(OCTET_STRING).value
        tag_bytes = parameters.maybe(INTEGER)
        parameters.finish()
        fits = len(nonce) == _GCM_NONCE and tag_bytes is not None and tag_bytes.integer() == GCM_TAG
    else:
        nonce = fields.take(OCTET_STRING).value
        fits = len(nonce) == (8 if name == "3des-cbc" else 16)
    fields.finish()
    if not fits:
        raise broken(node.start)
    return ContentCipher(name, key_bytes, nonce)


@lru_cache(maxsize=64)
def key_padding(der: bytes) -> AsymmetricPadding:
    """The RSA padding that a KeyEncryptionAlgorithmIdentifier names.

    Args:
        der: The identifier in DER; remembered, since it is the same in every envelope of one maker.

    Raises:
        CertificateError: ``ENVELOPE_UNSUPPORTED`` or ``DER_BROKEN``.
    """
    fields = Fields(read_whole(der))
    oid = fields.take(OBJECT_IDENTIFIER).oid()
    if oid == oids.RSA_ENCRYPTION:
        _no_parameters(fields)
        return PKCS1v15()
    if oid != oids.RSA_OAEP:
        raise unsupported(oid)
    digest = mask = "sha1"  # RFC 8017 A.2.1: the defaults
    label = b""
    parameters = fields.sequence()
    fields.finish()
    for part in parameters.rest():
        inner = Fields(part)
        name = inner.sequence()
        inner.finish()
        if part.tag == EXPLICIT_0:
            digest = _hash(name)
        elif part.tag == EXPLICIT_1:
            mask = _mask(name)
        elif part.tag == EXPLICIT_2:
            label = _label(name)
        else:
            raise broken(part.start)
    return OAEP(MGF1(HASH_CLASSES[mask]()), HASH_CLASSES[digest](), label or None)


def hash_name(node: Node) -> str:
    """The hash that an AlgorithmIdentifier names: sha1, sha256, sha384 or sha512.

    Raises:
        CertificateError: ``ENVELOPE_UNSUPPORTED`` or ``DER_BROKEN``.
    """
    return _hash(Fields(node))


def _hash(fields: Fields) -> str:
    oid = fields.take(OBJECT_IDENTIFIER).oid()
    _no_parameters(fields)
    name = oids.HASHES.get(oid, "")
    if name not in HASH_CLASSES:
        raise unsupported(oid)
    return name


def _mask(fields: Fields) -> str:
    oid = fields.take(OBJECT_IDENTIFIER).oid()
    if oid != oids.MGF1:
        raise unsupported(oid)
    name = _hash(fields.sequence())
    fields.finish()
    return name


def _label(fields: Fields) -> bytes:
    oid = fields.take(OBJECT_IDENTIFIER).oid()
    if oid != oids.SPECIFIED:
        raise unsupported(oid)
    label = fields.take(OCTET_STRING).value
    fields.finish()
    return label


def _no_parameters(fields: Fields) -> None:
    empty = fields.maybe(NULL)
    if empty is not None and empty.value:
        raise broken(empty.start)
    fields.finish()
