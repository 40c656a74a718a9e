"""A new signing key where the workspace's own is gone: written down first, the old certificate kept."""

from dataclasses import dataclass
from pathlib import Path

from emitlib.batch.seal_signing import seal_certificates
from emitlib.envelopes import CERTIFICATE_FILE, KEY_FILE, load_signing_key, new_signing_key, write_signing_key
from emitlib.errors import CertificateError, ConfigError
from emitlib.i18n import _
from emitlib.ledger import Event, Ledger
from emitlib.vocabulary import sha256_hex
from emitlib.workspace import Workspace

__all__ = ["KeyMade", "replace_lost_key"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyMade:
    """The new key."""

    fingerprint: str  #: SHA-256 of its certificate
    certificate: Path
    former: tuple[str, ...]  #: fingerprints of the certificates by which older seals are checked


def replace_lost_key(workspace: Workspace, ledger: Ledger, *, reason: str) -> KeyMade:
    """Make a signing key where key or certificate is gone; the ledger says so before the key is written.

    What is left of the old one stays in the keys folder under another name: older seals need its certificate.

    Args:
        workspace: Whose key is gone.
        ledger: Open for writing.
        reason: Why, in a person's words.

    Raises:
        ConfigError: ``USAGE`` without a reason.
        CertificateError: ``SIGNING_KEY_EXISTS`` if nothing is gone, ``SIGNING_KEY_UNREADABLE`` and
            ``KEY_OF_ANOTHER_CERTIFICATE`` if it is only damaged.
        StoreError: If the ledger takes no event, or a file cannot be written.
    """
    if not reason.strip():
        raise ConfigError("USAGE", _("A change needs a reason."), _("Give it with --reason."))
    _require_gone(workspace.keys)
    company = workspace.settings.company
    key = new_signing_key(common_name=company.name or company.rfc or "emitlib", at=workspace.clock())
    former = tuple(sha256_hex(der) for der in seal_certificates(workspace))
    data = {"fingerprint": key.fingerprint, "former": list(former), "reason": reason}
    ledger.record(Event("signing_key_made", data))
    for name in (CERTIFICATE_FILE, KEY_FILE):
        _lay_aside(workspace.keys / name)
    write_signing_key(workspace.keys, key)
    return KeyMade(fingerprint=key.fingerprint, certificate=workspace.keys / CERTIFICATE_FILE, former=former)


def _require_gone(folder: Path) -> None:
    try:
        load_signing_key(folder)
    except CertificateError as err:
        if err.code == "SIGNING_KEY_MISSING":
            return
        raise
    raise CertificateError(
        "SIGNING_KEY_EXISTS",
        _("{folder} holds a signing key already.").format(folder=folder),
        _("Use it; to begin with another one, move the old files to a safe place first."),
    )


def _lay_aside(path: Path) -> None:
    """Give a file that stands alone a name of its own, by its bytes; its ending stays."""
    if path.exists():
        stem, dot, ending = path.name.partition(".")
        path.rename(path.with_name(f"{stem}-{sha256_hex(path.read_bytes())[:16]}{dot}{ending}"))
