"""Drift: what changed since the plan was confirmed, delivery by delivery."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from emitlib.batch.fingerprint import delivery_fingerprint
from emitlib.batch.plan import Plan, PlanDelivery
from emitlib.batch.preflight import facts_of_clients
from emitlib.batch.states import beside_states
from emitlib.certificates import CertificateStore, Trust, certificates_digest, look_up
from emitlib.clients import note_outside_changes, read_master
from emitlib.ledger import DeliveryRow, Ledger
from emitlib.vocabulary import (
    ChannelName,
    Client,
    ParcelClient,
    ParcelDocument,
    Security,
    mail_destination,
    sha256_hex,
)
from emitlib.workspace import Workspace

__all__ = ["drifted", "planned_anew", "unsealed"]

_HASHES = 1_000  # of documents, kept for their next delivery
_SEALED = frozenset({ChannelName.MAIL, ChannelName.ENCRYPT})


def drifted(
    deliveries: Iterable[PlanDelivery], *, plan: Plan, workspace: Workspace, ledger: Ledger | None = None
) -> dict[str, str]:
    """The deliveries whose facts are no longer what the plan was confirmed with: id → what changed.

    The master, the documents' bytes and the certificates are read again; settings are those in force now.

    Args:
        deliveries: Those of the plan that are asked about.
        plan: The plan.
        workspace: Where the rest lies.
        ledger: Is told what was changed in the master without emitlib; None where nothing may be written.
    """
    master = read_master(workspace.master, columns=workspace.settings.columns)
    if ledger is not None:
        note_outside_changes(workspace, ledger, master)
    trust = Trust.of(workspace.settings.encryption, root=workspace.root).offline
    facts = facts_of_clients(CertificateStore(workspace.certificates), workspace.clock(), trust=trust)
    files = plan.file_of()
    hash_of = lru_cache(_HASHES)(_hash)
    changed: dict[str, str] = {}
    for delivery in deliveries:
        client = master.clients.get(delivery.client)
        reason = _why(delivery, client, facts, files[delivery.document], hash_of, workspace)
        if reason:
            changed[delivery.delivery] = reason
    return changed


def planned_anew(deliveries: Iterable[PlanDelivery], *, ledger: Ledger) -> dict[str, str]:
    """The deliveries that a newer plan knows with other facts, and so are that plan's to emit: id → why.

    Args:
        deliveries: Deliveries of a plan that are not frozen.
        ledger: How it knows them.
    """
    return {
        delivery.delivery: "PLANNED_ANEW"
        for delivery, state in beside_states(deliveries, ledger=ledger)
        if state is not None and state.fingerprint != delivery.fingerprint
    }


def unsealed(rows: Iterable[DeliveryRow], *, workspace: Workspace) -> dict[str, str]:
    """Frozen deliveries whose certificate may not be encrypted to any more: id → why.

    Later edits never stop frozen bytes, with this one exception: the validity of the certificate that they are
    encrypted to is checked again, and of one that the store no longer holds it cannot be told. A new plan freezes
    them anew.

    Args:
        rows: How the ledger knows frozen deliveries.
        workspace: Certificates and clock.
    """
    store = CertificateStore(workspace.certificates)
    trust = Trust.of(workspace.settings.encryption, root=workspace.root).offline
    refused: dict[str, str] = {}
    judged: dict[tuple[str, str, str], str] = {}
    for row in rows:
        if row.channel not in _SEALED or not row.certificate:
            continue
        asked = (row.client, row.certificate, row.rfc)
        if asked not in judged:
            judged[asked] = _seal_refused(store, row, at=workspace.clock(), trust=trust)
        if judged[asked]:
            refused[row.delivery] = judged[asked]
    return refused


def _seal_refused(store: CertificateStore, row: DeliveryRow, *, at: datetime, trust: Trust) -> str:
    judged = look_up(store, row.client, rfc=row.rfc, at=at, trust=trust)
    if judged.usable and certificates_digest([chosen.path for chosen in judged.chosen]) == row.certificate:
        return ""
    files = store.files(row.client)
    if not files or certificates_digest(files) != row.certificate:
        return "CERT_CHANGED"
    return judged.refusal.code if judged.refusal else "CERT_LEFT_OUT"


def _why(
    delivery: PlanDelivery,
    client: Client | None,
    facts: facts_of_clients,
    document: ParcelDocument,
    hash_of: Callable[[Path], str | None],
    workspace: Workspace,
) -> str:
    if client is None:
        return "CLIENT_GONE"
    if not _still_asked(delivery, client, document):
        return "RULE_CHANGED"
    for path, expected in ((document.xml, document.xml_sha256), (document.pdf, document.pdf_sha256)):
        if path is not None and hash_of(path) != expected:
            return "DOCUMENT_CHANGED"
    known = facts(client)
    if _needs_certificate(delivery, known.client) and known.certificate_code:
        return known.certificate_code
    now = delivery_fingerprint(
        channel=delivery.channel,
        destination=delivery.destination,
        client=known.client,
        document=document,
        settings=workspace.settings,
    )
    return "" if now == delivery.fingerprint else "RULE_CHANGED"


def _still_asked(delivery: PlanDelivery, client: Client, document: ParcelDocument) -> bool:
    """Whether the client's rule still names this way and destination. A resend names its own destination."""
    if delivery.reason:
        return True
    if delivery.channel is ChannelName.MAIL:
        accounts = {mail_destination(account) for account in client.accounts_for(document)}
        return client.rule.mails and delivery.destination in accounts
    if delivery.channel is ChannelName.PRINT:
        return client.rule.prints
    return client.rule.security is Security.HIGH


def _needs_certificate(delivery: PlanDelivery, client: ParcelClient) -> bool:
    encrypts = delivery.channel is ChannelName.ENCRYPT
    return encrypts or (delivery.channel is ChannelName.MAIL and client.rule.security is Security.HIGH)


def _hash(path: Path) -> str | None:
    try:
        return sha256_hex(path.read_bytes())
    except OSError:
        return None
