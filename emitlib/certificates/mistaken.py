"""Files that people hand in for a certificate, each named as what it is: key, PFX, request, empty, huge."""

from emitlib.envelopes.armour import pem_labels
from emitlib.envelopes.der_reader import Node, read_node
from emitlib.envelopes.der_tags import INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE
from emitlib.errors import CertificateError
from emitlib.i18n import _

__all__ = ["LARGEST_FILE", "looks_like_key", "looks_like_pfx", "refuse_other_kinds"]

LARGEST_FILE = 262_144  #: bytes; a certificate has about 2,000, a chain in PEM some 20,000

_PFX_VERSION = 3
_REQUEST_VERSION = 0


def refuse_other_kinds(data: bytes) -> None:
    """Name what a file is, when it is no certificate but something that is often mistaken for one.

    Raises:
        CertificateError: ``CERT_EMPTY``, ``CERT_TOO_LARGE``, ``CERT_IS_PRIVATE_KEY``, ``CERT_IS_PFX``,
            ``CERT_IS_REQUEST``.
    """
    if not data.strip():
        raise CertificateError("CERT_EMPTY", _("The file is empty."), _("Ask for the .cer again."))
    if len(data) > LARGEST_FILE:
        raise CertificateError(
            "CERT_TOO_LARGE",
            _("The file has more than {size} bytes; no certificate is that large.").format(size=LARGEST_FILE),
            _("Choose the .cer file of the e.firma."),
        )
    labels = pem_labels(data)
    if any(label.endswith("CERTIFICATE") for label in labels):
        return
    if looks_like_key(data):
        raise CertificateError(
            "CERT_IS_PRIVATE_KEY",
            _("The file is a private key (.key), not a certificate."),
            _("Ask for the .cer; a client's private key must never leave its owner: delete this copy and say so."),
        )
    if looks_like_pfx(data):
        raise CertificateError(
            "CERT_IS_PFX",
            _("The file is a PFX (.pfx, .p12), which holds a private key, not a certificate alone."),
            _("Ask for the .cer of the e.firma; the PFX must never leave its owner."),
        )
    if any("REQUEST" in label for label in labels) or _looks_like_request(data):
        raise CertificateError(
            "CERT_IS_REQUEST",
            _("The file is a request for a certificate (.req), not a certificate."),
            _("Ask for the .cer that SAT gave in return."),
        )


def looks_like_key(data: bytes) -> bool:
    """Whether the file is a private key: PKCS#8 (encrypted or not), PKCS#1, or PEM of either."""
    labels = pem_labels(data)
    if labels:
        return any(label.endswith("PRIVATE KEY") for label in labels)
    parts = _parts(data)
    tags = [part.tag for part in parts]
    if tags == [SEQUENCE, OCTET_STRING]:  # EncryptedPrivateKeyInfo
        return True
    if tags[:3] == [INTEGER, SEQUENCE, OCTET_STRING]:  # PrivateKeyInfo
        return True
    return len(tags) >= 9 and set(tags[:9]) == {INTEGER}  # noqa: PLR2004 - RSAPrivateKey: version and eight numbers


def looks_like_pfx(data: bytes) -> bool:
    """Whether the file is PKCS#12. Source: RFC 7292 §4."""
    parts = _parts(data)
    if [part.tag for part in parts[:2]] != [INTEGER, SEQUENCE]:
        return False
    try:
        inner = parts[1].children()
        return parts[0].integer() == _PFX_VERSION and bool(inner) and inner[0].tag == OBJECT_IDENTIFIER
    except CertificateError:
        return False


def _looks_like_request(data: bytes) -> bool:
    """Whether the file is PKCS#10: its first part begins with version 0."""
    parts = _parts(data)
    if not parts or parts[0].tag != SEQUENCE:
        return False
    try:
        first = parts[0].children()
        return bool(first) and first[0].tag == INTEGER and first[0].value == bytes((_REQUEST_VERSION,))
    except CertificateError:
        return False


def _parts(data: bytes) -> list[Node]:
    """The elements of the outermost SEQUENCE; none when it is not DER."""
    try:
        node = read_node(data, 0, len(data))
        return node.children() if node.tag == SEQUENCE else []
    except CertificateError:
        return []
