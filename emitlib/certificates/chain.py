"""Whether a certificate goes back to authorities that the user trusts, by signatures. Source: RFC 5280 §6, in small.

Revocation is not asked; a chain that was not checked is said to be so.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

from emitlib.certificates.certificate import CertificateKind, SatCertificate
from emitlib.certificates.reader import read_certificate_file
from emitlib.envelopes import oids
from emitlib.envelopes.algorithms import HASH_CLASSES
from emitlib.errors import CertificateError

__all__ = ["ChainState", "check_chain", "is_issued_by", "load_authorities"]

_LONGEST = 5  # certificates above the holder's; SAT has two
_GOOD_HASHES = ("sha256", "sha384", "sha512")


class ChainState(StrEnum):
    """What is known of a certificate's chain."""

    NOT_CHECKED = "not_checked"  #: no authorities were named
    TRUSTED = "trusted"
    UNTRUSTED = "untrusted"


def load_authorities(folder: Path) -> tuple[SatCertificate, ...]:
    """The authorities' certificates in a folder; other files in it are left alone."""
    found: list[SatCertificate] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        try:
            certificate = read_certificate_file(path) if path.is_file() else None
        except CertificateError:
            continue
        if certificate is not None and certificate.kind is CertificateKind.CA:
            found.append(certificate)
    return tuple(found)


def check_chain(certificate: SatCertificate, *, authorities: Sequence[SatCertificate], at: datetime) -> ChainState:
    """Follow the signatures from a certificate up to a self-signed authority among `authorities`.

    Args:
        certificate: Whose chain.
        authorities: The authorities to trust, intermediate ones included.
        at: The day on which each authority must be valid, aware.
    """
    if not authorities:
        return ChainState.NOT_CHECKED
    level = [certificate]
    for _step in range(_LONGEST):
        above = [
            authority
            for authority in authorities
            if authority.not_before <= at <= authority.not_after
            and any(is_issued_by(below, authority) for below in level)
        ]
        if any(authority.fields.subject == authority.fields.issuer for authority in above):
            return ChainState.TRUSTED
        level = above
    return ChainState.UNTRUSTED


def is_issued_by(certificate: SatCertificate, authority: SatCertificate) -> bool:
    """Whether an authority signed a certificate, by name and signature; validity is not looked at."""
    if authority.fields.subject != certificate.fields.issuer:
        return False
    name = oids.RSA_SIGNATURES.get(certificate.fields.signature_oid, "")
    if name not in _GOOD_HASHES:
        return False
    try:
        authority.public_key().verify(
            certificate.fields.signature, certificate.fields.tbs, PKCS1v15(), HASH_CLASSES[name]()
        )
    except (InvalidSignature, CertificateError):
        return False
    return True
