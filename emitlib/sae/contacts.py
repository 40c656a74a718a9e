"""Addresses of SAE's contacts, proposed where a client's own list is empty or was cut; nothing is ever merged."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from emitlib.clients.accounts import CUT_LENGTHS, read_accounts
from emitlib.sae.rows import named_rows
from emitlib.sae.tables import RawTable

__all__ = ["AddressProposal", "Contact", "propose_addresses", "read_contacts"]

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


def read_contacts(table: RawTable) -> Mapping[str, tuple[Contact, ...]]:
    """The contacts with a valid address that are not dropped, by client key."""
    if not {"CVE_CLIE", "EMAIL"} <= set(table.columns):
        return {}
    found: dict[str, list[Contact]] = defaultdict(list)
    for row in named_rows(table):
        if row.text("STATUS").upper() == _DROPPED:
            continue
        for address in read_accounts(row.text("EMAIL")).valid:
            contact = Contact(name=row.text("NOMBRE"), address=address, kind=row.text("TIPOCONTAC"))
            found[row.text("CVE_CLIE")].append(contact)
    return {key: tuple(contacts) for key, contacts in found.items()}


def propose_addresses(
    clients: Iterable[tuple[str, str]], contacts: Mapping[str, tuple[Contact, ...]]
) -> tuple[AddressProposal, ...]:
    """Proposals for those clients whose list is empty or cut and whose contacts have more.

    Args:
        clients: Key and EMAILPRED of each.
        contacts: What `read_contacts` gave.
    """
    proposals = []
    for key, current in clients:
        if not (offered := contacts.get(key)):
            continue
        accounts = read_accounts(current)
        reason = "empty" if not current.strip() else "cut" if _is_cut(current, accounts.invalid) else ""
        have = {account.lower() for account in accounts.valid}
        new = {
            contact.address.lower(): contact for contact in reversed(offered) if contact.address.lower() not in have
        }
        if reason and new:
            kept = tuple(contact for contact in offered if new.get(contact.address.lower()) is contact)
            proposals.append(AddressProposal(key=key, current=current, reason=reason, contacts=kept))
    return tuple(proposals)


def _completes(address: str, cut: str) -> bool:
    return len(address) > len(cut) and address.lower().startswith(cut.lower())


def _is_cut(current: str, invalid: Sequence[str]) -> bool:
    """A list that fills its column, or whose last address is no whole one."""
    return len(current) in CUT_LENGTHS or bool(invalid and current.rstrip().endswith(invalid[-1]))
