"""Changing how a client's documents leave: the master's cells and the certificate, each with its event."""

from dataclasses import dataclass
from pathlib import Path

from emitlib.certificates import CertificateStore, SatCertificate, Trust, read_certificate_file, usable
from emitlib.clients import Edit, Master, edit_client, open_master, rule_changes
from emitlib.errors import CertificateError, ConfigError, InputError
from emitlib.i18n import _
from emitlib.ledger import Event, Ledger, Personal
from emitlib.vocabulary import Client, Security
from emitlib.workspace import Workspace

__all__ = ["ClientEdit", "add_certificate", "change_client"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientEdit:
    """What to change; None leaves a value as it is."""

    prints: bool | None = None
    mails: bool | None = None
    accounts: str | None = None  #: "a@x;b@y"
    silent: bool | None = None
    security: str | None = None  #: none or high
    certificate: Path | None = None


def change_client(
    workspace: Workspace, ledger: Ledger, key: str, edit: ClientEdit, *, reason: str, seen: Master | None = None
) -> Edit:
    """Change a client in the master, with history; the certificate is stored once its cells are written or wait.

    Args:
        workspace: The workspace.
        ledger: Its ledger.
        key: The client.
        edit: What to change.
        reason: Why; not empty.
        seen: The master as the editing person saw it; a cell changed since is a conflict.

    Raises:
        ConfigError: ``USAGE`` without a reason, with nothing to change, or an unknown security.
        InputError: ``CLIENT_UNKNOWN``, or what `edit_client` raises.
        CertificateError: What `add_certificate` raises; nothing is changed then. A conflict of cells stores no
            certificate either.
    """
    if not reason.strip():
        raise ConfigError("USAGE", _("A change needs a reason."), _("Give it with --reason."))
    client = _client(workspace, ledger, key)
    changes = rule_changes(
        prints=edit.prints,
        mails=edit.mails,
        accounts=None if edit.accounts is None else edit.accounts.split(";"),
        silent=edit.silent,
        security=_security(edit.security),
    )
    if not changes and edit.certificate is None:
        raise ConfigError("USAGE", _("Nothing to change was named."), _("See `emit clients set --help`."))
    if edit.certificate is not None:
        _fit(workspace, key, edit.certificate, rfc=client.rfc)
    done = Edit(changed=(), pending=False)
    if changes:
        done = edit_client(workspace, ledger, key, changes, reason=reason, seen=seen)
    if edit.certificate is not None:
        add_certificate(workspace, ledger, key, edit.certificate, rfc=client.rfc)
    return done


def add_certificate(
    workspace: Workspace, ledger: Ledger, key: str, file: Path, *, rfc: str, also: bool = False
) -> Path:
    """Copy a certificate into the store under the client's key and record it; the replaced one is kept.

    Args:
        workspace: Holds the store.
        ledger: Where it is written down.
        key: The client's key.
        file: The certificate.
        rfc: The client's RFC.
        also: Beside the client's other certificates, in place of none of them.

    Returns:
        Its file in the store.

    Raises:
        CertificateError: If it is no usable e.firma of this client; the store is unchanged.
    """
    certificate = _fit(workspace, key, file, rfc=rfc)
    store = CertificateStore(workspace.certificates)
    store.add(key, file, at=workspace.clock(), also=also)
    kept = store.file_of(key, certificate) or store.path_for(key)
    ledger.record(
        Event(
            kind="certificate_added",
            data={
                "client": key,
                "file": kept.name,
                "sha256": certificate.fingerprint,
                "serial": certificate.serial,
                "not_before": certificate.not_before.isoformat(),
                "not_after": certificate.not_after.isoformat(),
                "rfc": Personal("rfc", certificate.rfc or ""),
            },
        )
    )
    return kept


def _fit(workspace: Workspace, key: str, file: Path, *, rfc: str) -> SatCertificate:
    """The certificate of a file, if this client's documents may be encrypted to it; an error if not."""
    certificate = read_certificate_file(file)
    trust = Trust.of(workspace.settings.encryption, root=workspace.root)
    findings = trust.judge(certificate, rfc=rfc, at=workspace.clock(), where={"clave": key})
    if not usable(findings):
        refusal = next(finding for finding in findings if finding.severity == "error")
        raise CertificateError(refusal.code, refusal.message, refusal.hint)
    return certificate


def _client(workspace: Workspace, ledger: Ledger, key: str) -> Client:
    client = open_master(workspace, ledger).master.clients.get(key)
    if client is None:
        raise InputError("CLIENT_UNKNOWN", _("There is no client {key}.").format(key=key), _("Look at the master."))
    return client


def _security(text: str | None) -> Security | None:
    if text is None:
        return None
    try:
        return Security(text)
    except ValueError as err:
        raise ConfigError(
            "USAGE", _("There is no security {text}.").format(text=text), _("Use none or high.")
        ) from err
