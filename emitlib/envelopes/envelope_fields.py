"""An envelope (EnvelopedData or AuthEnvelopedData) taken apart, strictly. Source: RFC 5652 §6, RFC 5083 §2.1."""

from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.padding import AsymmetricPadding

from emitlib.envelopes import oids
from emitlib.envelopes.algorithms import GCM_TAG, ContentCipher, content_cipher, key_padding, unsupported
from emitlib.envelopes.der_reader import Fields, Node, broken, read_whole
from emitlib.envelopes.der_tags import (
    EXPLICIT_0,
    IMPLICIT_0,
    INTEGER,
    OBJECT_IDENTIFIER,
    OCTET_STRING,
    SEQUENCE,
    SET,
)

__all__ = ["EnvelopeFields", "WrappedKey", "read_envelope"]

_MOST_RECIPIENTS = 100  # each may cost a private RSA operation
_BY_KEY_IDENTIFIER = 2  # RFC 5652 6.2.1: the version when the recipient is named by its key, not its certificate


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """The content's key, encrypted for one recipient."""

    recipient: bytes  #: IssuerAndSerialNumber, or "" when named by key identifier
    padding: AsymmetricPadding
    key: bytes


@dataclass(frozen=True, slots=True)
class EnvelopeFields:
    """The parts of an envelope."""

    keys: tuple[WrappedKey, ...]
    cipher: ContentCipher
    content: Node  #: the encrypted content
    tag: bytes  #: authentication tag; "" in EnvelopedData


def read_envelope(data: bytes) -> EnvelopeFields:
    """Take an envelope apart; whatever is not exactly as the standard says is an error.

    Args:
        data: DER or BER, with nothing after it.

    Raises:
        CertificateError: ``DER_BROKEN`` or ``ENVELOPE_UNSUPPORTED``.
    """
    top = read_whole(data)
    if top.tag != SEQUENCE:
        raise broken(0)
    info = Fields(top)
    kind = info.take(OBJECT_IDENTIFIER).oid()
    if kind not in {oids.ENVELOPED_DATA, oids.AUTH_ENVELOPED_DATA}:
        raise unsupported(kind)
    body_node = info.explicit()
    info.finish()
    if body_node.tag != SEQUENCE:
        raise broken(body_node.start)

    body = Fields(body_node)
    version = body.take(INTEGER)
    keys = tuple(_wrapped_key(node) for node in body.members().rest())
    cipher, content = _encrypted_content(body.sequence())
    authenticated = kind == oids.AUTH_ENVELOPED_DATA
    tag = body.take(OCTET_STRING).value if authenticated else b""
    body.finish()  # attributes beside the content are not used here, and unread ones are not let pass

    by_key = any(not key.recipient for key in keys)
    due = _BY_KEY_IDENTIFIER if by_key and not authenticated else 0
    if version.integer() != due or not keys or len(keys) > _MOST_RECIPIENTS:
        raise broken(version.start)
    if authenticated is not (cipher.name == "aes-gcm") or len(tag) != (GCM_TAG if authenticated else 0):
        raise broken(body_node.start)
    return EnvelopeFields(keys, cipher, content, tag)


def _wrapped_key(node: Node) -> WrappedKey:
    if node.tag != SEQUENCE:
        raise unsupported("RecipientInfo")
    fields = Fields(node)
    version = fields.take(INTEGER)
    by_key = fields.maybe(IMPLICIT_0)
    recipient = b"" if by_key else _identifier(fields.take(SEQUENCE).raw)
    padding = key_padding(fields.take(SEQUENCE).raw)
    key = fields.take(OCTET_STRING).value
    fields.finish()
    if version.integer() != (_BY_KEY_IDENTIFIER if by_key else 0):
        raise broken(version.start)
    return WrappedKey(recipient, padding, key)


@lru_cache(maxsize=4096)
def _identifier(der: bytes) -> bytes:
    """IssuerAndSerialNumber, looked through once for each recipient."""
    fields = Fields(read_whole(der))
    for part in fields.take(SEQUENCE).children():
        if part.tag != SET:
            raise broken(part.start)
    fields.take(INTEGER)
    fields.finish()
    return der


def _encrypted_content(fields: Fields) -> tuple[ContentCipher, Node]:
    kind = fields.take(OBJECT_IDENTIFIER)
    if kind.oid() not in {oids.DATA, oids.SIGNED_DATA}:
        raise unsupported(kind.oid())
    cipher = content_cipher(fields.take(SEQUENCE))
    content = fields.maybe(IMPLICIT_0, EXPLICIT_0)
    fields.finish()
    if content is None:
        raise broken(kind.end)
    return cipher, content
