"""Checks over the master that need no other room."""

import re
from collections.abc import Callable, Iterable, Mapping

from emitlib.clients.master import Master
from emitlib.vocabulary import Client, ClientStatus, Finding, Means, Security, mail_destination

__all__ = ["TYPO_DOMAINS", "check_client", "check_master"]

_RFC = re.compile(r"[A-Z&Ñ]{3,4}[0-9]{6}[A-Z0-9]{2}[0-9A]")

#: Mistyped domains and what was probably meant. Closed and short: a wrong guess costs an analyst's time.
TYPO_DOMAINS: dict[str, str] = {
    **dict.fromkeys(
        (
            "gmial.com",
            "gmal.com",
            "gmai.com",
            "gmil.com",
            "gamil.com",
            "gnail.com",
            "gmaill.com",
            "gmail.con",
            "gmail.cm",
            "gmail.co",
            "gmail.com.mx",
        ),
        "gmail.com",
    ),
    **dict.fromkeys(
        ("hotmial.com", "hotmal.com", "hotmai.com", "hotmil.com", "hormail.com", "hotamil.com", "hotmail.con"),
        "hotmail.com",
    ),
    **dict.fromkeys(("outlok.com", "outloo.com", "outlook.con", "outllok.com", "oulook.com"), "outlook.com"),
    **dict.fromkeys(("yaho.com", "yahooo.com", "yhaoo.com", "yahoo.con"), "yahoo.com"),
    **dict.fromkeys(("yaho.com.mx", "yahoo.com.ms", "yahoo.co.mx"), "yahoo.com.mx"),
    **dict.fromkeys(("iclud.com", "icloud.con", "icoud.com"), "icloud.com"),
}
_SHOWN = 5  #: clients named in one finding

_Note = Callable[..., None]


def check_master(master: Master) -> list[Finding]:
    """What is wrong beyond `Master.findings`: with each client, then with clients among themselves."""
    findings: list[Finding] = []
    for client in master.clients.values():
        findings += check_client(client, master.clients)
    return [*findings, *_shared_addresses(master.clients.values())]


def check_client(client: Client, clients: Mapping[str, Client]) -> list[Finding]:
    """What is wrong with one client beyond the values of its cells.

    Args:
        client: The client.
        clients: All of the master by key, among which a branch's headquarters is looked for.
    """
    findings: list[Finding] = []

    def note(code: str, **values: str | int) -> None:
        findings.append(Finding(code, {"clave": client.key, "row": client.row}, values))

    _check_identity(client, clients, note)
    _check_channels(client, note)
    for address in client.rule.accounts:
        meant = TYPO_DOMAINS.get(address.rpartition("@")[2].lower())
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
    if rule.mails and not rule.accounts:
        note("MAIL_WITHOUT_ADDRESS")
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


def _shared_addresses(clients: Iterable[Client]) -> list[Finding]:
    owners: dict[str, list[Client]] = {}
    for client in clients:
        for address in client.rule.accounts:
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
