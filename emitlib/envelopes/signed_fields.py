"""SignedData taken apart, strictly; one signer. Source: RFC 5652 §5."""

from dataclasses import dataclass

from emitlib.envelopes import oids
from emitlib.envelopes.algorithms import unsupported
from emitlib.envelopes.der_reader import Fields, Node, broken, read_whole
from emitlib.envelopes.der_tags import (
    EXPLICIT_0,
    EXPLICIT_1,
    INTEGER,
    NULL,
    OBJECT_IDENTIFIER,
    OCTET_STRING,
    SEQUENCE,
    SET,
)
from emitlib.envelopes.der_writer import element

__all__ = ["SignedFields", "SignerFields", "read_signed"]

_CONSTRUCTED_OCTETS = 0x24


@dataclass(frozen=True, slots=True)
class SignerFields:
    """The parts of a SignerInfo."""

    identifier: bytes  #: IssuerAndSerialNumber of the signer's certificate
    digest_algorithm: Node
    attributes: list[Node]
    signed_bytes: bytes  #: the attributes as they were signed
    signature_algorithm: str
    signature: bytes


@dataclass(frozen=True, slots=True)
class SignedFields:
    """The parts of SignedData."""

    content_type: str
    content: bytes
    certificates: list[bytes]
    signer: SignerFields


def read_signed(data: bytes, *, beside: bytes | None = None) -> SignedFields:
    """Take SignedData apart.

    Args:
        data: DER.
        beside: What a detached signature covers; None = the content is within.

    Raises:
        CertificateError: ``DER_BROKEN``, or ``ENVELOPE_UNSUPPORTED`` for several signers, and for content that is not
            where it is said to be.
    """
    top = read_whole(data)
    if top.tag != SEQUENCE:
        raise broken(0)
    info = Fields(top)
    kind = info.take(OBJECT_IDENTIFIER).oid()
    if kind != oids.SIGNED_DATA:
        raise unsupported(kind)
    body = Fields(info.explicit())
    info.finish()

    version = body.take(INTEGER)
    digests = body.members().rest()
    content_type, content = _content(body.sequence(), beside)
    wrapper = body.maybe(EXPLICIT_0)
    certificates = [] if wrapper is None else [node.raw for node in wrapper.children() if node.tag == SEQUENCE]
    body.maybe(EXPLICIT_1)  # revocation lists
    signers = body.members().rest()
    body.finish()
    if len(signers) != 1:
        raise unsupported("SignerInfos")
    signer = _signer(signers[0])
    if version.integer() != (1 if content_type == oids.DATA else 3):
        raise broken(version.start)
    if [node.raw for node in digests] != [signer.digest_algorithm.raw]:
        raise broken(version.end)
    return SignedFields(content_type, content, certificates, signer)


def _content(fields: Fields, beside: bytes | None) -> tuple[str, bytes]:
    kind = fields.take(OBJECT_IDENTIFIER).oid()
    wrapper = fields.maybe(EXPLICIT_0)
    fields.finish()
    if wrapper is None:
        if beside is None:
            raise unsupported("detached")
        return kind, beside
    if beside is not None:
        raise unsupported("not detached")
    inner = Fields(wrapper)
    node = inner.maybe(_CONSTRUCTED_OCTETS) or inner.take(OCTET_STRING)
    inner.finish()
    return kind, node.octets()


def _signer(node: Node) -> SignerFields:
    fields = Fields(node)
    version = fields.take(INTEGER)
    identifier = fields.maybe(SEQUENCE)
    if identifier is None:
        raise unsupported("SubjectKeyIdentifier")
    digest_algorithm = fields.take(SEQUENCE)
    attributes = fields.maybe(EXPLICIT_0)
    if attributes is None:
        raise unsupported("SignerInfo")
    algorithm = fields.sequence()
    name = algorithm.take(OBJECT_IDENTIFIER).oid()
    algorithm.maybe(NULL)
    algorithm.finish()
    signature = fields.take(OCTET_STRING).value
    fields.maybe(EXPLICIT_1)  # unsigned attributes: time stamps and the like
    fields.finish()
    if version.integer() != 1:
        raise broken(version.start)
    return SignerFields(
        identifier.raw, digest_algorithm, attributes.children(), element(SET, attributes.value), name, signature
    )
