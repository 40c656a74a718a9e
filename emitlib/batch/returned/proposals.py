"""What a person may mend after mail came back: one proposal for each address that no longer takes any."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from emitlib.ledger import DeliveryRow, Ledger
from emitlib.vocabulary import ChannelName, Client, Status, mail_destination

__all__ = ["Proposal", "proposals"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Take an address out of a client's accounts, those for a kind of document too, or put another in its place.

    Attributes:
        name: Names the proposal; the same client and address give the same name.
        clave: The client's key.
        address: The address as the master writes it.
        deliveries: What bounced there.
        status: Enhanced status code of the newest bounce.
        diagnostic: The server's words, newest bounce.
        at: When the newest bounce was recorded.
    """

    name: str
    clave: str
    address: str
    deliveries: tuple[str, ...]
    status: str
    diagnostic: str
    at: datetime | None

    def as_json(self) -> dict[str, object]:
        """As `emit bounces import --json` shows it."""
        return {
            "proposal": self.name,
            "clave": self.clave,
            "address": self.address,
            "deliveries": list(self.deliveries),
            "status": self.status,
            "diagnostic": self.diagnostic,
            "at": self.at.isoformat() if self.at else "",
        }


def proposals(ledger: Ledger, clients: Mapping[str, Client]) -> list[Proposal]:
    """Addresses that bounced and still stand in the master; nothing is changed by itself.

    An address that took something after it bounced, or that its client no longer has, is left out.

    Args:
        ledger: What was sent and came back.
        clients: The master's clients by key.
    """
    bounced: dict[tuple[str, str], list[DeliveryRow]] = {}
    for row in ledger.deliveries(statuses={Status.BOUNCED}, channel=ChannelName.MAIL):
        place = _place(clients, row.client, row.destination)
        if place is not None and row.next is None:  # neither gone nor sent again since
            bounced.setdefault(place, []).append(row)
    return [
        _proposal(key, address, rows)
        for (key, address), rows in sorted(bounced.items())
        if not _took_later(ledger, rows[0].destination, rows)
    ]


def _place(clients: Mapping[str, Client], key: str, destination: str) -> tuple[str, str] | None:
    """Whose account means this destination, and how it is written: the client's own, or its headquarters'."""
    client = clients.get(key)
    owners = [client, clients.get(client.parent) if client.headquarters else None] if client else []
    for owner in owners:
        for account in (*owner.rule.accounts, *owner.rule.kind_accounts.all) if owner else ():
            if owner and _means(account, destination):
                return owner.key, account
    return None


def _means(account: str, destination: str) -> bool:
    try:
        return mail_destination(account) == destination
    except ValueError:
        return False


def _took_later(ledger: Ledger, destination: str, rows: list[DeliveryRow]) -> bool:
    last = max((row.settled_at for row in rows if row.settled_at), default=None)
    return last is not None and any(
        row.status in {Status.ACCEPTED, Status.DELIVERED} and row.begun_at is not None and row.begun_at > last
        for row in ledger.find(destination)
    )


def _proposal(key: str, address: str, rows: list[DeliveryRow]) -> Proposal:
    newest = rows[-1]
    name = hashlib.sha256(f"{key}\0{mail_destination(address)}".encode()).hexdigest()[:8]
    return Proposal(
        name=f"B{name}",
        clave=key,
        address=address,
        deliveries=tuple(row.delivery for row in rows),
        status=newest.enhanced,
        diagnostic=newest.reply,
        at=newest.settled_at,
    )
