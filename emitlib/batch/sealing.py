"""Sealing documents to a client's e.firma."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from emitlib.certificates import SatCertificate, Trust, read_certificate_file, usable
from emitlib.envelopes import Cipher, SigningKey, encrypt, sign
from emitlib.errors import CertificateError
from emitlib.i18n import _
from emitlib.vocabulary import Finding, ParcelClient, Severity

__all__ = ["DocumentSealer"]


@dataclass(frozen=True, slots=True)
class DocumentSealer:
    """Signs, then encrypts to the client's e.firmas as judged at that moment; never a plain byte as a fallback.

    Args:
        key: Signs inside the envelopes.
        cipher: ``cbc`` or ``gcm``.
        trust: The authorities that certificates must go back to.
    """

    key: SigningKey
    cipher: Cipher
    trust: Trust = field(default_factory=Trust)

    def __call__(self, data: bytes, client: ParcelClient, at: datetime) -> bytes:
        """The envelope of `data`, DER; any of the client's certificates opens it.

        Raises:
            CertificateError: If the certificates are missing, or none may be encrypted to.
        """
        if client.certificate is None:
            raise CertificateError(
                "CERT_MISSING",
                _("Client {key} has no certificate.").format(key=client.key),
                _("Add it: emit certificates add."),
            )
        usable_ones: list[SatCertificate] = []
        refusal: Finding | None = None
        for path in (client.certificate, *client.other_certificates):
            certificate = _certificate(path)
            findings = self.trust.judge(certificate, rfc=client.rfc, at=at, where={"clave": client.key})
            if usable(findings):
                usable_ones.append(certificate)
            else:
                refusal = refusal or next(finding for finding in findings if finding.severity is Severity.ERROR)
        if not usable_ones and refusal is not None:
            raise CertificateError(refusal.code, refusal.message, refusal.hint)
        return self.seal(data, usable_ones, at=at)

    def seal(self, data: bytes, certificates: Sequence[SatCertificate], *, at: datetime) -> bytes:
        """The envelope of `data` for certificates that were judged already.

        Raises:
            CertificateError: What `encrypt` raises.
        """
        recipients = [certificate.recipient() for certificate in certificates]
        return encrypt(sign(data, self.key, at=at), recipients, cipher=self.cipher)


def _certificate(path: Path) -> SatCertificate:
    """The certificate in a file, read once as long as the file stays what it is: a run asks for each document."""
    try:
        state = path.stat()
    except OSError:
        return read_certificate_file(path)  # which says what is wrong
    return _read(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=256)
def _read(path: Path, _changed: int, _size: int) -> SatCertificate:
    return read_certificate_file(path)
