"""Whether documents may be encrypted to a certificate: only to a FIEL of the client that is valid and strong.

Anything else is refused, each reason with its own code; there is no fallback to plain text.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime

from emitlib.certificates.certificate import CertificateKind, SatCertificate
from emitlib.certificates.chain import ChainState, check_chain
from emitlib.errors import CertificateError
from emitlib.vocabulary import CODES, Finding, Severity

__all__ = ["EXPIRY_STEPS", "expiry_step", "finding_of", "judge", "normal_rfc", "usable"]

EXPIRY_STEPS = (7, 30, 90)  #: days before the end at which a certificate is warned about

_SHORTEST_KEY = 2048  # bits
_BROKEN_HASHES = ("md2", "md5", "sha1")

Where = Mapping[str, str | int]


def judge(
    certificate: SatCertificate | None,
    *,
    rfc: str,
    at: datetime,
    authorities: Sequence[SatCertificate] = (),
    where: Where | None = None,
) -> tuple[Finding, ...]:
    """Everything that speaks against encrypting to a certificate, and what will soon.

    Args:
        certificate: None when the client has none.
        rfc: The client's; hyphens, blanks and small letters do not matter.
        at: The time of sending, aware.
        authorities: Certificates of the authorities to trust; with none the chain is not checked.
        where: The place that the findings name, such as ``clave``.
    """
    place = dict(where or {})
    if certificate is None:
        return (Finding("CERT_MISSING", where=place),)
    values = _values(certificate, rfc=rfc, at=at)
    codes = (
        *_identity(certificate, rfc=rfc),
        *_validity(certificate, at=at),
        *_strength(certificate),
        *_origin(certificate, authorities=authorities, at=at),
    )
    return tuple(Finding(code, where=place, values=values) for code in codes)


def usable(findings: Sequence[Finding]) -> bool:
    """Whether findings of `judge` leave the certificate usable for encryption."""
    return all(finding.severity is not Severity.ERROR for finding in findings)


def finding_of(error: CertificateError, *, where: Where) -> Finding:
    """What a reading error means as a finding; its code is the same."""
    code = error.code if error.code in CODES else "CERT_UNREADABLE"
    return Finding(code, where=dict(where))


def normal_rfc(rfc: str | None) -> str:
    """An RFC for comparing: capital letters, no hyphens or blanks, Ñ as one character."""
    composed = unicodedata.normalize("NFC", rfc or "")
    return "".join(composed.replace("-", "").split()).upper()


def expiry_step(days: int) -> int | None:
    """The step of `EXPIRY_STEPS` that a certificate has reached which ends in so many days; None before the first.

    >>> [expiry_step(days) for days in (91, 90, 30, 8, 7, 0)]
    [None, 90, 30, 30, 7, 7]
    """
    return next((step for step in EXPIRY_STEPS if days <= step), None)


def _values(certificate: SatCertificate, *, rfc: str, at: datetime) -> dict[str, str | int]:
    return {
        "kind": certificate.kind.value,
        "serial": certificate.serial,
        "name": certificate.name,
        "certificate_rfc": certificate.rfc or "",
        "rfc": normal_rfc(rfc),
        "not_before": f"{certificate.not_before:%Y-%m-%d}",
        "not_after": f"{certificate.not_after:%Y-%m-%d}",
        "at": f"{at:%Y-%m-%d}",
        "days": max((certificate.not_after - at).days, 0),
        "step": expiry_step((certificate.not_after - at).days) or 0,
        "key_bits": certificate.key_bits or 0,
        "algorithm": certificate.signature_algorithm,
        "issuer": certificate.issuer,
    }


def _identity(certificate: SatCertificate, *, rfc: str) -> list[str]:
    codes = [] if certificate.kind is CertificateKind.FIEL else ["CERT_NOT_FIEL"]
    if not normal_rfc(rfc) or normal_rfc(certificate.rfc) != normal_rfc(rfc):
        codes.append("CERT_FOREIGN_RFC")
    return codes


def _validity(certificate: SatCertificate, *, at: datetime) -> list[str]:
    if at < certificate.not_before:
        return ["CERT_NOT_YET_VALID"]
    if at > certificate.not_after:
        return ["CERT_EXPIRED"]
    return ["CERT_EXPIRES_SOON"] if expiry_step((certificate.not_after - at).days) else []


def _strength(certificate: SatCertificate) -> list[str]:
    codes = ["CERT_SHA1"] if certificate.signature_algorithm.startswith(_BROKEN_HASHES) else []
    if certificate.key_bits is None:
        codes.append("CERT_NOT_RSA")
    elif certificate.key_bits < _SHORTEST_KEY:
        codes.append("CERT_KEY_SHORT")
    return codes


def _origin(certificate: SatCertificate, *, authorities: Sequence[SatCertificate], at: datetime) -> list[str]:
    if not _names_sat(certificate.issuer_organization):
        return ["CERT_NOT_SAT"]
    if check_chain(certificate, authorities=authorities, at=at) is ChainState.UNTRUSTED:
        return ["CERT_NOT_TRUSTED"]
    return []


def _names_sat(organization: str) -> bool:
    """Whether an issuer's organization is SAT's, however its accents were encoded."""
    folded = unicodedata.normalize("NFKD", organization).encode("ascii", "ignore").decode().casefold()
    return folded.startswith("servicio de administraci") and folded.endswith(" tributaria")
