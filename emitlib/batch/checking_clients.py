"""Everything that is wrong with the client master, certificates included."""

from emitlib.batch.preflight import client_facts, proved_certificates
from emitlib.certificates import CertificateStore, Trust
from emitlib.clients import Master, check_master
from emitlib.ledger import Ledger
from emitlib.vocabulary import Finding, Security
from emitlib.workspace import Workspace

__all__ = ["check_clients"]


def check_clients(workspace: Workspace, ledger: Ledger, master: Master) -> tuple[Finding, ...]:
    """What is wrong with the master: what reading shows, its rules, the certificates of clients with security high.

    No responder is asked over the network.

    Args:
        workspace: Holds the certificates.
        ledger: Knows which certificates were shown to open.
        master: The workspace's master.

    Raises:
        StoreError: If the ledger cannot be read.
    """
    store = CertificateStore(workspace.certificates)
    trust = Trust.of(workspace.settings.encryption, root=workspace.root).offline
    proved, at = proved_certificates(ledger), workspace.clock()
    certificates: list[Finding] = []
    for client in master.clients.values():
        if client.rule.security is Security.HIGH and not client.generic_rfc:
            certificates += client_facts(client, store=store, at=at, trust=trust, proved=proved).findings
    of_clients = [finding for finding in certificates if finding.where]
    of_all = {finding.code: finding for finding in certificates if not finding.where}  # said of every client alike
    return (*master.findings, *check_master(master), *of_clients, *of_all.values())
