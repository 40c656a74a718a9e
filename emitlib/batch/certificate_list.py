"""The certificates of the store as rows: judged for their clients, and whether each was proved."""

from emitlib.batch.preflight import proved_certificates
from emitlib.certificates import CertificateStore, StoredCertificate, Trust, certificate_row, unreadable_row
from emitlib.clients import open_master
from emitlib.errors import CertificateError
from emitlib.ledger import Ledger
from emitlib.vocabulary import Client, Finding
from emitlib.workspace import Workspace

__all__ = ["certificate_list"]


def certificate_list(workspace: Workspace, ledger: Ledger, *, key: str = "") -> list[dict[str, object]]:
    """One row for each file of the store, in the JSON form of ``certificates list``.

    Args:
        workspace: Holds store and master.
        ledger: Knows what was proved.
        key: Only this client's; "" = all.
    """
    clients = open_master(workspace, ledger).master.clients
    trust = Trust.of(workspace.settings.encryption, root=workspace.root)
    proved = proved_certificates(ledger)
    return [
        _row(entry, clients.get(entry.key), workspace=workspace, trust=trust, proved=proved)
        for entry in CertificateStore(workspace.certificates).list()
        if key in {"", entry.key}
    ]


def _row(
    entry: StoredCertificate,
    client: Client | None,
    *,
    workspace: Workspace,
    trust: Trust,
    proved: frozenset[tuple[str, str]],
) -> dict[str, object]:
    certificate = entry.certificate
    if certificate is None:
        error = entry.error or CertificateError("CERT_UNREADABLE", "")
        return {"clave": entry.key, **unreadable_row(entry.path, error), "proved": False}
    row = certificate_row(
        certificate,
        file=entry.path,
        at=workspace.clock(),
        authorities=trust.authorities,
        rfc=client.rfc if client else None,
    )
    is_proved = (entry.key, certificate.fingerprint) in proved
    findings = list(row["findings"])  # type: ignore[call-overload]
    if row["usable_for_encryption"] and not is_proved:
        unproved = Finding("CERT_UNPROVED", {"clave": entry.key}, {"serial": certificate.serial})
        findings.append(unproved.as_json())
    return {"clave": entry.key, **row, "proved": is_proved, "findings": findings}
