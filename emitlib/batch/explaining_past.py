"""One client as it was on a day: its emission cells replayed from the ledger, judged by that day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from emitlib.batch.explaining import client_row, decisions
from emitlib.batch.preflight import client_facts
from emitlib.certificates import CertificateStore, Trust, certificate_row, read_certificate_file, usable
from emitlib.clients import check_client, look_at_master, rule_at
from emitlib.errors import CertificateError, InputError
from emitlib.i18n import _
from emitlib.ledger import Ledger
from emitlib.vocabulary import Client, Finding, Security
from emitlib.workspace import Workspace

__all__ = ["explain_client_at", "past_client"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """The certificate that was in the store then."""

    row: dict[str, object] | None = None
    code: str = ""  #: why it could not be encrypted to; "" = it could, or security high was off
    findings: tuple[Finding, ...] = ()


def explain_client_at(workspace: Workspace, ledger: Ledger, key: str, *, at: datetime) -> dict[str, Any]:
    """The contract's form of ``clients show --at``: the rule as the ledger knew it, name and RFC as they are now.

    Args:
        workspace: The workspace.
        ledger: Its ledger: where it may be written, what was changed outside until now is recorded first.
        key: The client.
        at: The moment, aware.

    Raises:
        InputError: ``CLIENT_NOT_KNOWN_THEN``, or what `look_at_master` raises.
    """
    return past_client(workspace, ledger, look_at_master(workspace, ledger).clients, key, at=at)


def past_client(
    workspace: Workspace, ledger: Ledger, clients: Mapping[str, Client], key: str, *, at: datetime
) -> dict[str, Any]:
    """What `explain_client_at` tells, for one who only looks: nothing is recorded.

    Args:
        workspace: The workspace.
        ledger: Its ledger; may be open for reading only.
        clients: All of the master as far as it is known, by key: names and RFCs as they are now.
        key: The client.
        at: The moment, aware.

    Raises:
        InputError: ``CLIENT_NOT_KNOWN_THEN``.
    """
    then = rule_at(workspace, ledger, key, at=at)
    if then is None:
        raise InputError(
            "CLIENT_NOT_KNOWN_THEN",
            _("The ledger knows nothing of client {clave} on {day}.").format(clave=key, day=f"{at:%Y-%m-%d}"),
            _("`emit clients history {clave}` shows since when it does.").format(clave=key),
        )
    today = clients.get(key, Client(key=key, raw_key=key))
    client = replace(today, rule=then.rule)
    held = _certificate(workspace, ledger, client, at=at)
    known = {**clients, key: client}
    findings = [*then.findings, *check_client(client, known, means_kept=then.means_kept), *held.findings]
    return {
        **client_row(client),
        "certificate": held.row,
        "decisions": decisions(workspace, client, held.code),
        "findings": [finding.as_json() for finding in findings],
        "at": at.isoformat(),
    }


def _certificate(workspace: Workspace, ledger: Ledger, client: Client, *, at: datetime) -> _Held:
    """As the ledger tells; where it tells of none, the store's, which a person may have filled by hand."""
    added = [event for event in ledger.events(kinds=("certificate_added",)) if event.data["client"] == client.key]
    store = CertificateStore(workspace.certificates)
    trust = Trust.of(workspace.settings.encryption, root=workspace.root).offline
    if not added or all(event.at <= at for event in added):
        facts = client_facts(client, store=store, at=at, trust=trust)
        path = store.find(client.key)
        return _Held(row=_row(path, at=at), code=facts.certificate_code, findings=facts.findings)
    earlier = [event.data for event in added if event.at <= at]
    high = client.rule.security is Security.HIGH
    if not earlier:
        missing = Finding("CERT_MISSING", {"clave": client.key})
        return _Held(code="CERT_MISSING", findings=(missing,)) if high else _Held()
    path = store.with_fingerprint(client.key, earlier[-1]["sha256"])
    if path is None:
        gone = Finding("CERT_FILE_UNREADABLE", {"clave": client.key, "path": earlier[-1]["file"]})
        return _Held(row=_told(earlier[-1]), code=gone.code if high else "", findings=(gone,) if high else ())
    certificate = read_certificate_file(path)
    judged = trust.judge(certificate, rfc=client.rfc, at=at, where={"clave": client.key}) if high else ()
    refusal = "" if usable(judged) else next(finding.code for finding in judged if finding.severity == "error")
    return _Held(row=certificate_row(certificate, file=path, at=at), code=refusal, findings=tuple(judged))


def _row(path: Path | None, *, at: datetime) -> dict[str, object] | None:
    if path is None:
        return None
    try:
        return certificate_row(read_certificate_file(path), file=path, at=at)
    except CertificateError as err:
        return {"file": str(path), "error": err.message}


def _told(data: Mapping[str, Any]) -> dict[str, object]:
    """What the ledger knows of a certificate whose file is gone."""
    return {name: data[name] for name in ("file", "serial", "not_before", "not_after")}
