"""One client explained: its rules, its certificate, and what each channel would do and why."""

from typing import Any

from emitlib.batch.preflight import client_facts
from emitlib.batch.routing import routes
from emitlib.certificates import CertificateStore, certificate_row
from emitlib.clients import Column, check_client, look_at_master
from emitlib.errors import CertificateError, InputError
from emitlib.i18n import _
from emitlib.ledger import Ledger
from emitlib.vocabulary import CfdiType, ChannelName, Client, Document, DocumentKind, Finding
from emitlib.workspace import Workspace

__all__ = ["client_row", "decisions", "explain_client"]


def explain_client(workspace: Workspace, ledger: Ledger, key: str) -> dict[str, Any]:
    """The contract's form of ``clients show``.

    Args:
        workspace: The workspace.
        ledger: Its ledger: where it may be written, what was changed outside is recorded.
        key: The client.

    Raises:
        InputError: ``CLIENT_UNKNOWN``, or what `look_at_master` raises.
    """
    master = look_at_master(workspace, ledger)
    client = master.clients.get(key)
    if client is None:
        raise InputError("CLIENT_UNKNOWN", _("There is no client {key}.").format(key=key), _("Look at the master."))
    store = CertificateStore(workspace.certificates)
    facts = client_facts(client, store=store, at=workspace.clock())
    of_client = [finding for finding in master.findings if finding.where.get("clave") == key]
    checked = check_client(client, master.clients, means_kept=Column.MEANS in master.columns)
    findings = [*of_client, *checked, *facts.findings]
    return {
        **client_row(client),
        "certificate": _certificate(workspace, store, key),
        "decisions": decisions(workspace, client, facts.certificate_code),
        "findings": [finding.as_json() for finding in findings],
    }


def client_row(client: Client) -> dict[str, Any]:
    """The client and its rule, as ``clients show`` names them."""
    rule = client.rule
    return {
        "clave": client.key,
        "name": client.name,
        "rfc": client.rfc,
        "status": client.status.value,
        "print": rule.prints,
        "email": rule.mails,
        "accounts": list(rule.accounts),
        "silent": rule.silent,
        "security": rule.security.value,
        "means": rule.means.value if rule.means else None,
        "means_date": rule.means_date.isoformat() if rule.means_date else None,
    }


def _certificate(workspace: Workspace, store: CertificateStore, key: str) -> dict[str, object] | None:
    path = store.find(key)
    if path is None:
        return None
    try:
        certificate = store.get(key)
    except CertificateError as err:
        return {"file": str(path), "error": err.message}
    return certificate_row(certificate, file=path, at=workspace.clock()) if certificate else None


def decisions(workspace: Workspace, client: Client, certificate_code: str) -> list[dict[str, str]]:
    """What would happen to an ordinary invoice with its PDF, one entry a channel.

    Args:
        workspace: The workspace.
        client: Whose invoice.
        certificate_code: Why the client's certificate may not be encrypted to; "" = it may.
    """
    invoice = Document(
        path=workspace.root, kind=DocumentKind.CFDI, sha256="", size=0, cfdi_type=CfdiType.INGRESO, pdf=workspace.root
    )
    found: dict[str, dict[str, str]] = {
        name.value: {"channel": name.value, "decision": "no", "code": "", "why": _("The rule does not ask for it.")}
        for name in ChannelName
    }
    for route in routes(invoice, client, channels=tuple(ChannelName)):
        name = route.channel.value if route.channel else ""
        code = route.code or (certificate_code if route.encrypted else "")
        if code:
            why = Finding(code, {"clave": client.key}, {"label": _("An invoice")}).message
            found[name] = {"channel": name, "decision": "blocked" if name else "no", "code": code, "why": why}
        else:
            why = _("Waits for review before it leaves.") if route.held else _("Leaves without review.")
            found[name] = {"channel": name, "decision": "held" if route.held else "send", "code": "", "why": why}
    return list(found.values())
