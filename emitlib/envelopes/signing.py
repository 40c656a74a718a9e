"""Signing a document: SignedData with the signature and the signer's certificate, the document within or beside it.

Source: RFC 5652 §5 (SignedData), RFC 5035 (signing certificate), RFC 5754 (SHA-256 with RSA).
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from emitlib.envelopes import oids
from emitlib.envelopes.der_tags import EXPLICIT_0, OCTET_STRING, SEQUENCE, SET
from emitlib.envelopes.der_writer import (
    algorithm,
    around,
    element,
    integer,
    null,
    octet_string,
    oid,
    sequence,
    set_of,
    time,
)
from emitlib.envelopes.recipient import identifier
from emitlib.envelopes.signing_key import SigningKey

__all__ = ["sign", "sign_detached"]


def sign(data: bytes, signer: SigningKey, *, at: datetime) -> bytes:
    """`data` inside a signature, in DER (opaque: the document is within).

    The signed attributes name the content type, the time, and the signer's certificate by its hash, so that no
    other certificate can be put in its place.

    Args:
        data: The document.
        signer: Whose signature.
        at: When, aware; written to the second.
    """
    return _signed_data(data, around(EXPLICIT_0, *around(OCTET_STRING, data)), signer, at)


def sign_detached(data: bytes, signer: SigningKey, *, at: datetime) -> bytes:
    """A signature over `data` that stands beside it, in DER; ``openssl cms -verify`` opens it.

    Args:
        data: What is signed; not within.
        signer: Whose signature.
        at: When, aware; written to the second.
    """
    return _signed_data(data, (), signer, at)


def _signed_data(data: bytes, within: Sequence[bytes | memoryview], signer: SigningKey, at: datetime) -> bytes:
    attributes = sorted(
        (
            _CONTENT_TYPE,
            _attribute(oids.SIGNING_TIME, time(at)),
            _attribute(oids.MESSAGE_DIGEST, octet_string(sha256(data).digest())),
            _signing_certificate(signer.certificate),
        )
    )
    signature = signer.sign(element(SET, *attributes))  # RFC 5652 5.4: signed as a SET, stored as [0]
    signer_info = sequence(
        _VERSION,
        identifier(signer.fields.issuer, signer.fields.serial),
        _DIGEST,
        element(EXPLICIT_0, *attributes),
        _SIGNATURE,
        octet_string(signature),
    )
    signed_data = around(
        SEQUENCE,
        _VERSION,
        set_of([_DIGEST]),
        *around(SEQUENCE, oid(oids.DATA), *within),
        element(EXPLICIT_0, signer.certificate),
        set_of([signer_info]),
    )
    return b"".join(around(SEQUENCE, oid(oids.SIGNED_DATA), *around(EXPLICIT_0, *signed_data)))


def _attribute(name: str, value: bytes) -> bytes:
    return sequence(oid(name), element(SET, value))


@lru_cache(maxsize=16)
def _signing_certificate(certificate: bytes) -> bytes:
    """The attribute that ties a signature to its certificate. Source: RFC 5035 §3."""
    identified = sequence(octet_string(sha256(certificate).digest()))
    return _attribute(oids.SIGNING_CERTIFICATE_V2, sequence(sequence(identified)))


_VERSION = integer(1)  # of SignedData and SignerInfo alike
_DIGEST = algorithm(oids.SHA256)
_SIGNATURE = algorithm(oids.RSA_ENCRYPTION, null())
_CONTENT_TYPE = _attribute(oids.CONTENT_TYPE, oid(oids.DATA))
