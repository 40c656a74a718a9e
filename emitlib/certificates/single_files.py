"""One file encrypted, or opened again, without a workspace: what `emit encrypt` and `emit decrypt` do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from emitlib.certificates.certificate import SatCertificate
from emitlib.certificates.policy import judge, normal_rfc, usable
from emitlib.certificates.reader import read_certificate
from emitlib.envelopes import Cipher, Signed, SigningKey, encrypt, open_and_verify, sign
from emitlib.errors import CertificateError, ConfigError, InputError
from emitlib.i18n import _
from emitlib.vocabulary import Finding, Severity, sha256_hex
from emitlib.workspace import write_bytes

__all__ = ["FileDone", "Signature", "decrypt_file", "encrypt_file"]

_LARGEST = 100_000_000  # bytes; the whole file is worked on in memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed a file: as the certificate says, which the fingerprint alone makes certain."""

    rfc: str
    name: str
    serial: str
    fingerprint: str  #: SHA-256 of the certificate, 64 hex digits
    signing_time: datetime | None  #: aware; what the signer said

    @classmethod
    def by(cls, certificate: SatCertificate, *, at: datetime | None) -> "Signature":
        """The signature of a certificate's holder."""
        return cls(
            rfc=certificate.rfc or "",
            name=certificate.name,
            serial=certificate.serial,
            fingerprint=certificate.fingerprint,
            signing_time=at,
        )

    @property
    def text(self) -> str:
        """RFC, name and serial number in one line."""
        return " ".join(part for part in (self.rfc, self.name, self.serial) if part)

    def as_json(self) -> dict[str, str | None]:
        """The parts, for ``--json``."""
        return {
            "rfc": self.rfc,
            "name": self.name,
            "serial": self.serial,
            "fingerprint": self.fingerprint,
            "signing_time": self.signing_time.isoformat() if self.signing_time else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDone:
    """A file that was written."""

    out: Path
    sha256: str  #: of what was written, 64 hex digits
    signature: Signature | None  #: None = nobody signed
    findings: tuple[Finding, ...]


def encrypt_file(
    file: Path,
    *,
    out: Path,
    to: Sequence[SatCertificate],
    signer: SigningKey | None,
    cipher: Cipher,
    judged_at: datetime,
    now: datetime,
) -> FileDone:
    """Sign and encrypt `file` into `out`, atomically.

    Args:
        file: What to encrypt.
        out: Where the envelope goes, DER.
        to: Certificates of one client, at least one.
        signer: Who signs inside; None = nobody.
        cipher: ``cbc`` or ``gcm``.
        judged_at: The day on which the certificates must be valid, aware.
        now: The time that the signature bears, aware.

    Raises:
        CertificateError: A certificate may not be encrypted to, or they belong to several RFC.
        ConfigError: ``OUT_IS_INPUT``.
        InputError: ``FILE_UNREADABLE``, ``FILE_EMPTY`` or ``FILE_TOO_LARGE``.
        StoreError: ``WRITE_FAILED``.
    """
    _require_other(out, file)
    findings = _require_usable(to, at=judged_at)
    plain = _bytes_of(file)
    signed = plain if signer is None else sign(plain, signer, at=now)
    envelope = encrypt(signed, [certificate.recipient() for certificate in to], cipher=cipher)
    write_bytes(out, envelope)
    signature: Signature | None = None
    if signer is None:
        findings.append(Finding("ENVELOPE_UNSIGNED", {"path": str(out)}))
    else:
        certificate = read_certificate(signer.certificate)
        signature = Signature.by(certificate, at=now.replace(microsecond=0))  # as it stands in the signature
        findings += _signer_findings(certificate, at=judged_at)
    return FileDone(out=out, sha256=sha256_hex(envelope), signature=signature, findings=tuple(findings))


def decrypt_file(file: Path, *, out: Path, key: RSAPrivateKey, certificate: SatCertificate | None) -> FileDone:
    """Open the envelope in `file` into `out`, atomically, and verify the signature inside; nothing bad is written.

    Args:
        file: The envelope, in any form that `open_and_verify` takes.
        out: Where the document goes.
        key: The private key of a recipient.
        certificate: Its certificate; with it the envelope must name it.

    Raises:
        CertificateError: What `open_and_verify` raises.
        ConfigError: ``OUT_IS_INPUT``.
        InputError: ``FILE_UNREADABLE``, ``FILE_EMPTY`` or ``FILE_TOO_LARGE``.
        StoreError: ``WRITE_FAILED``.
    """
    _require_other(out, file)
    recipient = certificate.recipient() if certificate else None
    opened = open_and_verify(_bytes_of(file), key, certificate=recipient)
    signature = _signature(opened.signed)
    write_bytes(out, opened.content)
    return FileDone(
        out=out,
        sha256=sha256_hex(opened.content),
        signature=signature,
        findings=() if opened.signed else (Finding("ENVELOPE_UNSIGNED", {"path": str(file)}),),
    )


def _signature(signed: Signed | None) -> Signature | None:
    if signed is None:
        return None
    return Signature.by(read_certificate(signed.certificate), at=signed.signing_time)


def _require_usable(to: Sequence[SatCertificate], *, at: datetime) -> list[Finding]:
    """Each certificate judged as its own holder's; what does not keep it from being used is given back."""
    rfc = to[0].rfc or ""
    findings: list[Finding] = []
    for certificate in to:
        judged = judge(certificate, rfc=normal_rfc(rfc), at=at, where={"serial": certificate.serial})
        if not usable(judged):
            refusal = next(finding for finding in judged if finding.severity is Severity.ERROR)
            raise CertificateError(refusal.code, refusal.message, refusal.hint)
        findings += judged
    return [*findings, Finding("CERT_CHAIN_NOT_CHECKED")]


def _signer_findings(certificate: SatCertificate, *, at: datetime) -> list[Finding]:
    if certificate.not_before <= at <= certificate.not_after:
        return []
    values = {
        "serial": certificate.serial,
        "not_before": f"{certificate.not_before:%Y-%m-%d}",
        "not_after": f"{certificate.not_after:%Y-%m-%d}",
        "at": f"{at:%Y-%m-%d}",
    }
    return [Finding("SIGNER_NOT_VALID", {}, values)]


def _require_other(out: Path, file: Path) -> None:
    if out.resolve() == file.resolve():
        raise ConfigError(
            "OUT_IS_INPUT",
            _("{path} would be written over itself.").format(path=out),
            _("Name another file with --out."),
        )


def _bytes_of(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
    except OSError as err:
        raise InputError(
            "FILE_UNREADABLE",
            _("{path} cannot be opened: {reason}.").format(path=file, reason=err.strerror or err),
            _("Check the name and the permissions of the file."),
        ) from err
    if not data:
        raise InputError(
            "FILE_EMPTY", _("{path} is empty.").format(path=file), _("Choose the file with the document.")
        )
    if len(data) > _LARGEST:
        raise InputError(
            "FILE_TOO_LARGE",
            _("{path} has more than {size} bytes.").format(path=file, size=_LARGEST),
            _("Split it, or encrypt it with openssl."),
        )
    return data
