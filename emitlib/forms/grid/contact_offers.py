"""What SAE's contacts offer to clients of the grid whose list is empty or was cut."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from emitlib.clients import Column, Master
from emitlib.sae.contacts import AddressProposal
from emitlib.vocabulary import Finding

__all__ = ["ContactOffers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactOffers:
    """The offers that still fit the file."""

    lists: dict[str, str] = field(default_factory=dict)  #: the whole list as it would be, by client key
    findings: tuple[Finding, ...] = ()  #: one a client, by which the grid filters

    @classmethod
    def of(cls, proposals: Iterable[AddressProposal], *, master: Master) -> "ContactOffers":
        """The offers to clients whose list still is what it was when SAE was read.

        Args:
            proposals: What SAE's contacts offered.
            master: The file.
        """
        fitting = [
            each
            for each in proposals
            if each.key in master.clients and master.text(each.key, Column.ACCOUNTS) == each.current.strip()
        ]
        return cls(
            lists={each.key: each.proposed for each in fitting},
            findings=tuple(
                Finding(
                    "CONTACT_ADDRESSES",
                    {"clave": each.key, "row": master.clients[each.key].row, "column": Column.ACCOUNTS.value},
                    {"count": len(each.contacts)},
                )
                for each in fitting
            ),
        )
