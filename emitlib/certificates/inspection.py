"""SAT facts of files and folders as rows: what `certificates inspect` prints. Needs no workspace."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from emitlib.certificates.certificate import SatCertificate
from emitlib.certificates.chain import ChainState, check_chain
from emitlib.certificates.policy import finding_of, judge, usable
from emitlib.certificates.reader import read_certificate_file
from emitlib.certificates.usages import usage_in_words
from emitlib.errors import CertificateError
from emitlib.vocabulary import Finding

__all__ = ["certificate_row", "inspect", "unreadable_row"]

_CERTIFICATE_SUFFIXES = {".cer", ".crt", ".cert", ".der"}


def inspect(
    paths: Iterable[Path], *, at: datetime, authorities: Sequence[SatCertificate] = ()
) -> list[dict[str, object]]:
    """One row for each file, in the JSON form of ``certificates inspect``; bad files are rows with findings.

    Args:
        paths: Files, and folders to look through; in a folder only certificates, and files named like one, count.
        at: The time to judge validity by, aware.
        authorities: As in `judge`.
    """
    rows: list[dict[str, object]] = []
    for path, named in _files(paths):
        try:
            certificate = read_certificate_file(path)
        except CertificateError as err:
            if named or _is_named_like_one(path, err):
                rows.append(unreadable_row(path, err))
        else:
            rows.append(certificate_row(certificate, file=path, at=at, authorities=authorities))
    return rows


def certificate_row(
    certificate: SatCertificate,
    *,
    file: Path,
    at: datetime,
    authorities: Sequence[SatCertificate] = (),
    rfc: str | None = None,
) -> dict[str, object]:
    """The row of one certificate.

    Args:
        certificate: Its facts.
        file: Where it came from.
        at: The time to judge validity by, aware.
        authorities: As in `judge`.
        rfc: Of the client it is for; None = not known, it is judged as if the client had its RFC.
    """
    where = {"path": str(file)}
    asked = certificate.rfc or "" if rfc is None else rfc
    judged = judge(certificate, rfc=asked, at=at, authorities=authorities, where=where)
    if rfc is None:  # a certificate without any RFC is no client's: its kind says so already
        judged = tuple(finding for finding in judged if finding.code != "CERT_FOREIGN_RFC")
    found = [*judged, *_oddities(certificate, where)]
    chain = check_chain(certificate, authorities=authorities, at=at) if authorities else ChainState.NOT_CHECKED
    return {
        "file": str(file),
        "kind": certificate.kind.value,
        "rfc": certificate.rfc,
        "rfc_representative": certificate.rfc_representative,
        "name": certificate.name,
        "serial": certificate.serial,
        "not_before": f"{certificate.not_before:%Y-%m-%dT%H:%M:%SZ}",
        "not_after": f"{certificate.not_after:%Y-%m-%dT%H:%M:%SZ}",
        "key_bits": certificate.key_bits,
        "key_usage": list(certificate.key_usage),
        "usage": usage_in_words(certificate.key_usage),
        "extended_key_usage": list(certificate.extended_key_usage),
        "issuer": certificate.issuer,
        "signature_algorithm": certificate.signature_algorithm,
        "fingerprint": certificate.fingerprint,
        "loads_in_cryptography": certificate.loads_in_cryptography,
        "chain": chain.value,
        "usable_for_encryption": usable(judged),
        "findings": [finding.as_json() for finding in found],
    }


def unreadable_row(path: Path, error: CertificateError) -> dict[str, object]:
    """The row of a file that is no certificate, with the reason as a finding."""
    absent = ("rfc", "rfc_representative", "name", "serial", "not_before", "not_after", "key_bits")
    return {
        "file": str(path),
        "kind": "other",
        **dict.fromkeys(absent),
        "key_usage": [],
        "issuer": None,
        "usable_for_encryption": False,
        "findings": [finding_of(error, where={"path": str(path)}).as_json()],
    }


def _is_named_like_one(path: Path, error: CertificateError) -> bool:
    """Whether a file met in a folder claims to be a certificate; keys in PEM beside it do not."""
    suffix = path.suffix.lower()
    return suffix in _CERTIFICATE_SUFFIXES or (suffix == ".pem" and error.code == "CERT_UNREADABLE")


def _oddities(certificate: SatCertificate, where: dict[str, str]) -> list[Finding]:
    values = {"serial": certificate.serial, "issuer": certificate.issuer}
    found = [Finding("CERT_ODD_TEXT", where=where, values=values)] if certificate.odd_text else []
    if not certificate.loads_in_cryptography:
        found.append(Finding("CERT_NOT_STANDARD", where=where, values=values))
    return found


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Each file, and whether it was named (not met in a folder)."""
    for path in paths:
        if path.is_dir():
            yield from ((inner, False) for inner in sorted(path.rglob("*")) if inner.is_file())
        else:
            yield path, True
