"""What the store holds for a client, judged: the certificates to encrypt to, and what speaks against the others.

A client may have several (a renewed e.firma beside the old one): the envelope is for all that are usable, and the
others are left out with a warning. Only when none is usable the client's documents wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from emitlib.certificates.certificate import SatCertificate
from emitlib.certificates.policy import finding_of, judge, usable
from emitlib.certificates.reader import read_certificate_file
from emitlib.certificates.store import CertificateStore
from emitlib.certificates.trust import Trust
from emitlib.errors import CertificateError
from emitlib.vocabulary import Finding, sha256_hex

__all__ = ["Chosen", "Judged", "certificates_digest", "look_up"]

_NO_TRUST = Trust()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A certificate that documents may be encrypted to."""

    path: Path
    certificate: SatCertificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A client's certificates, as far as they are usable, and what was found about all of them."""

    chosen: tuple[Chosen, ...]
    findings: tuple[Finding, ...]

    @property
    def usable(self) -> bool:
        """Whether documents may be encrypted for the client."""
        return bool(self.chosen)

    @property
    def refusal(self) -> Finding | None:
        """The first reason why documents may not be encrypted for the client; None when they may."""
        return None if self.chosen else next(finding for finding in self.findings if finding.severity == "error")


def look_up(store: CertificateStore, key: str, *, rfc: str, at: datetime, trust: Trust = _NO_TRUST) -> Judged:
    """The certificates that the store holds for a client key, judged; missing and unreadable ones are findings.

    Args:
        store: The store.
        key: The client's key.
        rfc: The client's RFC.
        at: The time of sending, aware.
        trust: The authorities to trust, and whether their responders are asked.
    """
    where = {"clave": key}
    found = [(path, *_judged(path, rfc=rfc, at=at, trust=trust, where=where)) for path in store.files(key)]
    if not found:
        return Judged(chosen=(), findings=judge(None, rfc=rfc, at=at, where=where))
    chosen = tuple(
        Chosen(path=path, certificate=certificate)
        for path, certificate, findings in found
        if certificate is not None and usable(findings)
    )
    findings: list[Finding] = []
    for path, _certificate, judged in found:
        if usable(judged) or not chosen:
            findings += judged
        else:
            reason = next(finding for finding in judged if finding.severity == "error")
            findings.append(Finding("CERT_LEFT_OUT", {**where, "path": path.name}, {"reason": reason.code}))
    return Judged(chosen=chosen, findings=tuple(findings))


def certificates_digest(paths: Sequence[Path]) -> str:
    """What names the certificates of a client: SHA-256 of the file, or of the hashes of several; 64 hex digits.

    Args:
        paths: Files of the store, at least one.
    """
    digests = [sha256_hex(path.read_bytes()) for path in paths]
    return digests[0] if len(digests) == 1 else sha256_hex("".join(digests).encode())


def _judged(
    path: Path, *, rfc: str, at: datetime, trust: Trust, where: dict[str, str]
) -> tuple[SatCertificate | None, tuple[Finding, ...]]:
    try:
        certificate = read_certificate_file(path)
    except CertificateError as err:
        return None, (finding_of(err, where=where),)
    return certificate, trust.judge(certificate, rfc=rfc, at=at, where=where)
