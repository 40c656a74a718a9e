"""Who signs seals, and whose signatures on seals count: the workspace's key, or a key of the issuer's."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from emitlib.certificates import read_certificate_file, read_private_key_file, signing_key_of
from emitlib.envelopes import SigningKey, load_signing_key, sign_detached, verify_detached, verify_signature
from emitlib.errors import CertificateError, ConfigError
from emitlib.i18n import _
from emitlib.settings import read_secret
from emitlib.vocabulary import sha256_hex
from emitlib.workspace import Workspace

__all__ = ["SealCheck", "SealSigner", "certificates_of_seals", "seal_certificates", "seal_key"]

_LONGEST_BARE = 1_024  # bytes; a bare RSA signature is as long as its key, a CMS one holds a certificate too


@dataclass(frozen=True, slots=True)
class SealSigner:
    """Signs seals as CMS, detached, in DER; see `emitlib.ledger.Signer`."""

    key: SigningKey
    clock: Callable[[], datetime]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, 64 hex digits."""
        return self.key.fingerprint

    def sign(self, data: bytes) -> bytes:
        """The signature over `data`."""
        return sign_detached(data, self.key, at=self.clock())


@dataclass(frozen=True, slots=True)
class SealCheck:
    """Checks seals against the certificates whose seals count; see `emitlib.ledger.SealChecker`."""

    certificates: tuple[bytes, ...]  #: DER

    def knows(self, fingerprint: str) -> bool:
        """Whether one of them is the one that `fingerprint` names."""
        return any(sha256_hex(der) == fingerprint for der in self.certificates)

    def check(self, data: bytes, signature: bytes, fingerprint: str) -> bool:
        """Whether `signature` over `data` was made by the key of one of them, the one that `fingerprint` names."""
        certificate = next((der for der in self.certificates if sha256_hex(der) == fingerprint), None)
        if certificate is None:
            return False
        try:
            if len(signature) <= _LONGEST_BARE:  # seals of the first form
                verify_signature(data, signature, certificate=certificate)
                return True
            return verify_detached(data, signature).certificate == certificate
        except CertificateError:
            return False


def seal_key(workspace: Workspace) -> SigningKey:
    """The key that seals are signed with here.

    Raises:
        CertificateError: ``SIGNING_KEY_MISSING``, or what is wrong with the issuer's certificate or key.
        ConfigError: ``SEAL_KEY_INCOMPLETE`` if the settings name only one of both; ``SECRET_MISSING``.
    """
    settings = workspace.settings.seals
    if not settings.certificate and not settings.key:
        return load_signing_key(workspace.keys)
    if not settings.certificate or not settings.key:
        raise ConfigError(
            "SEAL_KEY_INCOMPLETE",
            _("Sealing with a key of the issuer needs both its certificate and the key."),
            _("Set seals.certificate and seals.key, or neither."),
        )
    root = workspace.root
    phrase = read_secret(settings.passphrase, username="", folder=root) if settings.passphrase else None
    key = read_private_key_file(root / settings.key, passphrase=phrase)
    return signing_key_of(read_certificate_file(root / settings.certificate), key)


def seal_certificates(workspace: Workspace) -> tuple[bytes, ...]:
    """The certificates whose seals count here, DER: the issuer's and every one in the keys folder, former ones too.

    A copy handed to an auditor may hold none.
    """
    settings = workspace.settings.seals
    paths = sorted(path for path in workspace.keys.glob("*") if ".cer" in path.name)
    if settings.certificate:
        paths.append(workspace.root / settings.certificate)
    return tuple(dict.fromkeys(_readable(paths)))


def certificates_of_seals(workspace: Workspace) -> tuple[bytes, ...]:
    """`seal_certificates`, at least one.

    Raises:
        CertificateError: If there is none, and the workspace's signing key cannot be read either.
    """
    return seal_certificates(workspace) or (load_signing_key(workspace.keys).certificate,)


def _readable(paths: Iterable[Path]) -> Iterator[bytes]:
    for path in paths:
        try:
            yield read_certificate_file(path).der
        except CertificateError:
            continue
