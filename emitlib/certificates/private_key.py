"""Private keys as SAT gives them out: `.key` in encrypted PKCS#8 (DER), and PEM.

Source: RFC 5208, RFC 8018. The pass phrase is used at once and kept nowhere.
"""

import math
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_pem_private_key

from emitlib.certificates.certificate import SatCertificate
from emitlib.certificates.mistaken import looks_like_key, looks_like_pfx
from emitlib.certificates.reader import read_certificate
from emitlib.envelopes.armour import pem_labels, unarmour
from emitlib.envelopes.der_reader import Node, read_node
from emitlib.envelopes.der_tags import INTEGER, OCTET_STRING, SEQUENCE
from emitlib.envelopes.der_writer import oid
from emitlib.errors import CertificateError
from emitlib.i18n import _

__all__ = ["check_pair", "load_private_key", "read_private_key_file"]

_LARGEST_FILE = 16_384  # bytes; a key of 4,096 bits has 3,300 in PEM, and larger ones take long to check
_MOST_ITERATIONS = 2_000_000  # of the key derivation; SAT writes 2,048, and a hostile file could ask for hours
_SCRYPT = oid("1.3.6.1.4.1.11591.4.11")
_MOST_SCRYPT = 2**18  # its cost times its block size: 32 MB, as openssl limits itself


def read_private_key_file(path: Path, *, passphrase: str | None) -> RSAPrivateKey:
    """The private key in the file at `path`.

    Raises:
        CertificateError: what `load_private_key` raises; ``KEY_UNREADABLE`` if the file cannot be opened.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST_FILE + 1)
    except OSError as err:
        raise CertificateError(
            "KEY_UNREADABLE",
            _("{path} cannot be opened: {reason}.").format(path=path, reason=err.strerror or err),
            _("Check the name and the permissions of the file."),
        ) from err
    return load_private_key(data, passphrase=passphrase)


def load_private_key(data: bytes, *, passphrase: str | None) -> RSAPrivateKey:
    """The private key in a file.

    Args:
        data: DER or PEM, encrypted or not.
        passphrase: Letters outside ASCII are tried as UTF-8 and as Latin-1, as Windows programs write them.

    Raises:
        CertificateError: ``KEY_WRONG_PASSPHRASE``, ``KEY_NEEDS_PASSPHRASE``, ``KEY_NOT_RSA``, ``KEY_UNREADABLE``;
            ``KEY_IS_PFX`` or ``KEY_IS_CERTIFICATE`` when the file is one of those.
    """
    _refuse_other_kinds(data)
    labels = [label for label in pem_labels(data) if label.endswith("PRIVATE KEY")]
    encrypted = _is_encrypted(data, labels)
    if encrypted and not passphrase:
        raise CertificateError(
            "KEY_NEEDS_PASSPHRASE",
            _("The private key is encrypted."),
            _("Give the pass phrase of the e.firma, by prompt or by the name of an environment variable."),
        )
    key = _first_that_loads(data, labels, _spellings(passphrase) if encrypted else [None])
    if key is None:
        raise _wrong_passphrase() if encrypted else _unreadable()
    if not isinstance(key, RSAPrivateKey):
        raise CertificateError(
            "KEY_NOT_RSA", _("The private key is not an RSA key."), _("Use the .key of the e.firma.")
        )
    return key


def check_pair(key: RSAPrivateKey, certificate: SatCertificate) -> None:
    """Make sure that a private key belongs to a certificate.

    Raises:
        CertificateError: ``KEY_OF_ANOTHER_CERTIFICATE`` or ``CERT_NOT_RSA``.
    """
    if key.public_key().public_numbers() != certificate.public_key().public_numbers():
        raise CertificateError(
            "KEY_OF_ANOTHER_CERTIFICATE",
            _("The private key does not belong to certificate {serial}.").format(serial=certificate.serial),
            _("Use the .key and the .cer of the same e.firma."),
        )


def _first_that_loads(
    data: bytes, labels: list[str], passphrases: list[bytes] | list[None]
) -> PrivateKeyTypes | None:
    for passphrase in passphrases:
        try:
            if labels:
                return load_pem_private_key(data[data.index(f"-----BEGIN {labels[0]}".encode()) :], passphrase)
            return load_der_private_key(data, passphrase)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            continue
    return None


def _spellings(passphrase: str | None) -> list[bytes]:
    text = passphrase or ""
    spellings = [text.encode(errors="replace")]
    if not text.isascii():
        spellings.append(text.encode("latin-1", errors="replace"))
    return spellings


def _is_encrypted(data: bytes, labels: list[str]) -> bool:
    """Whether a pass phrase is needed.

    Raises:
        CertificateError: ``KEY_UNREADABLE`` if its key derivation would take hours.
    """
    if labels == ["RSA PRIVATE KEY"]:
        return b"ENCRYPTED" in data  # the old PEM header: Proc-Type: 4,ENCRYPTED
    if labels and labels[0] != "ENCRYPTED PRIVATE KEY":
        return False
    try:
        der = unarmour(data, labels="ENCRYPTED PRIVATE KEY")
        parts = read_node(der, 0, len(der)).children()
        if [part.tag for part in parts] != [SEQUENCE, OCTET_STRING]:
            return False
        costs = _integers(parts[0])
    except CertificateError as err:
        raise _unreadable() from err
    if any(not 0 <= cost <= _MOST_ITERATIONS for cost in costs):
        raise _unreadable()
    if _SCRYPT in parts[0].raw and math.prod(costs[:3]) > _MOST_SCRYPT:
        raise _unreadable()
    return True


def _integers(node: Node) -> list[int]:
    """Every number in an AlgorithmIdentifier: iterations, costs, lengths."""
    numbers: list[int] = []
    waiting = [node]
    while waiting:
        for part in waiting.pop().children():
            if part.tag == INTEGER:
                numbers.append(part.integer())
            elif part.tag == SEQUENCE:
                waiting.append(part)
    return numbers


def _refuse_other_kinds(data: bytes) -> None:
    if len(data) > _LARGEST_FILE or not data.strip():
        raise _unreadable()
    if looks_like_key(data):
        return
    if looks_like_pfx(data):
        raise CertificateError(
            "KEY_IS_PFX",
            _("The file is a PFX (.pfx, .p12), not a private key alone."),
            _("Use the .key of the e.firma."),
        )
    try:
        read_certificate(data)
    except CertificateError as err:
        raise _unreadable() from err
    raise CertificateError(
        "KEY_IS_CERTIFICATE",
        _("The file is a certificate (.cer), not a private key."),
        _("Use the .key of the e.firma."),
    )


def _wrong_passphrase() -> CertificateError:
    return CertificateError(
        "KEY_WRONG_PASSPHRASE",
        _("The pass phrase does not open the private key."),
        _("Check capital letters and the keyboard's language; the pass phrase is the one of the .key."),
    )


def _unreadable() -> CertificateError:
    return CertificateError(
        "KEY_UNREADABLE",
        _("The file is no private key, or it is damaged."),
        _("Use the .key of the e.firma."),
    )
