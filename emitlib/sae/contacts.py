"""Addresses of SAE's contacts, proposed where a client's own list is empty or was cut; nothing is ever merged."""

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass

from emitlib.clients.accounts import CUT_LENGTHS, read_accounts
from emitlib.sae.rows import named_rows
from emitlib.sae.tables import RawTable

__all__ = ["AddressProposal", "Contact", "propose_addresses"]

_DROPPED = "B"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person of CONTACnn with an address.

    Attributes:
        name: The person.
        address: One valid address.
        kind: TIPOCONTAC: V sales, C collection, L …
    """

    name: str
    address: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressProposal:
    """What a client has and what its contacts offer, side by side.

    Attributes:
        key: The client's key, trimmed.
        current: EMAILPRED as it is.
        reason: ``empty`` or ``cut``.
        contacts: Those whose address is not in the list.
    """

    key: str
    current: str
    reason: str
    contacts: tuple[Contact, ...]

    @property
    def proposed(self) -> str:
        """The list as it would be: the whole addresses that are there, then those of the contacts."""
        kept = read_accounts(self.current).valid
        if self.reason == "cut" and kept and any(_completes(contact.address, kept[-1]) for contact in self.contacts):
            kept = kept[:-1]  # it reached the column's end, and only looks whole
        return ";".join((*kept, *(contact.address for contact in self.contacts)))


def propose_addresses(clients: Iterable[tuple[str, str]], contacts: RawTable) -> tuple[AddressProposal, ...]:
    """Proposals for those clients whose list is empty or cut and whose contacts have more.

    Contacts that SAE dropped, and addresses that are none, are no proposals.

    Args:
        clients: Key and EMAILPRED of each.
        contacts: CONTACnn.
    """
    wanting = {key: (current, reason) for key, current in clients if (reason := _reason(current))}
    offered = _offered(contacts, wanting)
    proposals = []
    for key, (current, reason) in wanting.items():
        have = {account.lower() for account in read_accounts(current).valid}
        new: dict[str, Contact] = {}
        for contact in offered.get(key, ()):
            if contact.address.lower() not in have:
                new.setdefault(contact.address.lower(), contact)
        if new:
            proposals.append(AddressProposal(key=key, current=current, reason=reason, contacts=tuple(new.values())))
    return tuple(proposals)


def _offered(table: RawTable, wanting: Container[str]) -> dict[str, list[Contact]]:
    """The contacts with an address, by client key, of those clients that want some."""
    found: dict[str, list[Contact]] = defaultdict(list)
    if not {"CVE_CLIE", "EMAIL"} <= set(table.columns):
        return found
    for row in named_rows(table):
        key = row.text("CVE_CLIE")
        if key not in wanting or row.text("STATUS").upper() == _DROPPED:
            continue
        for address in read_accounts(row.text("EMAIL")).valid:
            contact = Contact(name=row.text("NOMBRE"), address=address, kind=row.text("TIPOCONTAC"))
            found[key].append(contact)
    return found


def _reason(current: str) -> str:
    """Why a list wants addresses: it is empty, or was cut at the column's end; "" where it is neither."""
    if not current.strip():
        return "empty"
    if len(current) in CUT_LENGTHS:
        return "cut"
    invalid = read_accounts(current).invalid
    return "cut" if invalid and current.rstrip().endswith(invalid[-1]) else ""


def _completes(address: str, cut: str) -> bool:
    return len(address) > len(cut) and address.lower().startswith(cut.lower())
