"""Checks over the master that need no other room."""

import re
from collections.abc import Callable, Iterable, Mapping

from emitlib.clients.checks_domains import WELL_KNOWN, LikelyDomains
from emitlib.clients.columns import Column
from emitlib.clients.master import Master
from emitlib.vocabulary import Client, ClientStatus, Finding, Means, ParentAccounts, Security, mail_destination

__all__ = ["check_client", "check_master"]

_RFC = re.compile(r"[A-Z&Ñ]{3,4}[0-9]{6}[A-Z0-9]{2}[0-9A]")

_SHOWN = 5  #: clients named in one finding

_Note = Callable[..., None]


def check_master(master: Master) -> list[Finding]:
    """What is wrong beyond `Master.findings`: with each client, then with clients among themselves."""
    domains = LikelyDomains.of(master.clients.values())
    kept = Column.MEANS in master.columns
    findings: list[Finding] = [] if kept or not master.clients else [Finding("MEANS_NOT_KEPT")]
    for client in master.clients.values():
        findings += check_client(client, master.clients, domains=domains, means_kept=kept)
    return [*findings, *_shared_addresses(master.clients.values())]


def check_client(
    client: Client,
    clients: Mapping[str, Client],
    *,
    domains: LikelyDomains = WELL_KNOWN,
    means_kept: bool = False,
) -> list[Finding]:
    """What is wrong with one client beyond the values of its cells.

    Args:
        client: The client.
        clients: All of the master by key, among which a branch's headquarters is looked for.
        domains: What mistyped domains are compared with.
        means_kept: Whether the master keeps the agreed means, so that a client without one is told.
    """
    findings: list[Finding] = []

    def note(code: str, **values: str | int) -> None:
        findings.append(Finding(code, {"clave": client.key, "row": client.row}, values))

    _check_identity(client, clients, note)
    _check_channels(client, note)
    _check_accounts(client, note)
    if means_kept:
        _check_means(client, note)
    for address in dict.fromkeys(_addresses(client)):
        meant = domains.meant(address)
        if meant:
            note("ADDRESS_TYPO", address=address, domain=meant)
    return findings


def _check_identity(client: Client, clients: Mapping[str, Client], note: _Note) -> None:
    if not client.rfc:
        note("CLIENT_RFC_MISSING")
    elif not _RFC.fullmatch(client.rfc):
        note("CLIENT_RFC_MALFORMED", rfc=client.rfc)
    if client.status in {ClientStatus.OVERDUE, ClientStatus.SUSPENDED, ClientStatus.DROPPED}:
        note("CLIENT_NOT_ACTIVE", status=client.status.value)
    if client.branch and client.parent not in clients:
        note("PARENT_UNKNOWN", parent=client.parent or "?")


def _check_channels(client: Client, note: _Note) -> None:
    rule = client.rule
    high = rule.security is Security.HIGH
    if high and client.generic_rfc:
        note("GENERIC_RFC_HIGH", rfc=client.rfc)
    if rule.mails:
        return
    # without mail, high security means a folder of encrypted files, unless another means was agreed
    folder = high and rule.means in {None, Means.DEVICE, Means.CLOUD}
    by_hand = rule.means in {Means.PORTAL, Means.DEVICE, Means.CLOUD}
    if folder or by_hand:
        return
    if rule.prints:
        note("PRINT_ONLY")
    elif rule.means is not Means.PAPER:
        note("CHANNELS_OFF")


def _check_accounts(client: Client, note: _Note) -> None:
    rule = client.rule
    if not rule.mails:
        return
    accounts = rule.accounts if rule.parent_accounts is not ParentAccounts.ONLY else ()
    if rule.parent_accounts is not ParentAccounts.NO:
        theirs = client.headquarters.accounts if client.headquarters else ()
        if not theirs:
            note("PARENT_WITHOUT_ADDRESS")
        accounts += theirs
    if not accounts:
        note("MAIL_WITHOUT_ADDRESS")


def _check_means(client: Client, note: _Note) -> None:
    if client.rule.means is None:
        note("MEANS_NOT_AGREED")
    elif client.rule.means_date is None:
        note("MEANS_WITHOUT_DATE")


def _addresses(client: Client) -> tuple[str, ...]:
    """Every address of a client: the ordinary ones, and those for one kind of document."""
    return (*client.rule.accounts, *client.rule.kind_accounts.all)


def _shared_addresses(clients: Iterable[Client]) -> list[Finding]:
    owners: dict[str, list[Client]] = {}
    for client in clients:
        for address in dict.fromkeys(_addresses(client)):
            destination = address.lower() if address.isascii() else mail_destination(address)
            owners.setdefault(destination, []).append(client)
    findings: list[Finding] = []
    for address, sharing in owners.items():
        rfcs = {client.rfc for client in sharing if client.rfc and not client.generic_rfc}
        if len(rfcs) > 1:
            keys = [client.key for client in sharing]
            shown = ", ".join(keys[:_SHOWN]) + (" …" if len(keys) > _SHOWN else "")
            findings.append(Finding("ADDRESS_SHARED", {"address": address, "clave": keys[0]}, {"claves": shown}))
    return findings
