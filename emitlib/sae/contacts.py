"""Addresses of SAE's contacts, proposed where a client's own list is empty or was cut; nothing is ever merged."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from emitlib.clients.accounts import CUT_LENGTHS, read_accounts
from emitlib.sae.tables import RawTable
from emitlib.sae.values import text_of

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
        if self.reason == "cut" and self.current.rstrip().endswith(kept[-1:]):
            # the last one reached the column's end: whole only by chance
            kept = kept[:-1] if any(self._completes(contact.address, kept[-1]) for contact in self.contacts) else kept
        return ";".join((*kept, *(contact.address for contact in self.contacts)))

    @staticmethod
    def _completes(address: str, cut: str) -> bool:
        return len(address) > len(cut) and address.lower().startswith(cut.lower())


def read_contacts(table: RawTable) -> Mapping[str, tuple[Contact, ...]]:
    """The contacts with a valid address that are not dropped, by client key."""
    places = {name: place for place, name in enumerate(table.columns)}
    found: dict[str, list[Contact]] = defaultdict(list)
    if not {"CVE_CLIE", "EMAIL"} <= places.keys():
        return {}
    for row in table.rows:

        def cell(name: str, row: Sequence[object] = row) -> str:
            return text_of(row[places[name]], encoding=table.encoding).strip() if name in places else ""  # type: ignore[arg-type]

        if cell("STATUS").upper() == _DROPPED:
            continue
        for address in read_accounts(cell("EMAIL")).valid:
            found[cell("CVE_CLIE")].append(Contact(name=cell("NOMBRE"), address=address, kind=cell("TIPOCONTAC")))
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


def _is_cut(current: str, invalid: Sequence[str]) -> bool:
    """A list that fills its column, or whose last address is no whole one."""
    return len(current) in CUT_LENGTHS or bool(invalid and current.rstrip().endswith(invalid[-1]))
