"""Who receives: a client and the emission rule that the client file gives."""

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["GENERIC_RFCS", "Client", "ClientStatus", "EmissionRule", "Means", "Security"]

#: Shared by many clients and never on a certificate: the public and the foreign receiver. Source: SAT.
GENERIC_RFCS = frozenset({"XAXX010101000", "XEXX010101000"})


class Security(StrEnum):
    """How a client's mail is protected."""

    NONE = "none"
    HIGH = "high"  #: encrypted to the client's e.firma; never plain as a fallback


class Means(StrEnum):
    """The means of delivery agreed with the client (RMF 2.7.1.33)."""

    EMAIL = "email"
    DEVICE = "device"
    PORTAL = "portal"
    CLOUD = "cloud"
    PAPER = "paper"


class ClientStatus(StrEnum):
    """SAE's STATUS. Only warns: the duty to deliver stands for all."""

    ACTIVE = "A"
    OVERDUE = "M"
    SUSPENDED = "S"
    DROPPED = "B"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmissionRule:
    """How one client's documents leave."""

    prints: bool = False
    mails: bool = False
    accounts: tuple[str, ...] = ()  #: valid addresses, in the order given, without repeats
    silent: bool = False  #: mail leaves unattended; otherwise it waits for review
    security: Security = Security.NONE
    means: Means | None = None  #: agreed means; None = the column is absent or empty
    route: str = ""  #: print pack the client's paper goes into; "" = the default one

    def as_json(self) -> dict[str, str | bool | list[str] | None]:
        """The rule as plain values, for plans, fingerprints and the ledger."""
        return {
            "prints": self.prints,
            "mails": self.mails,
            "accounts": list(self.accounts),
            "silent": self.silent,
            "security": self.security.value,
            "means": self.means.value if self.means else None,
            "route": self.route,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One row of the client master."""

    key: str  #: trimmed, case-sensitive
    raw_key: str  #: as the cell holds it, for writing back
    name: str = ""
    rfc: str = ""  #: upper case, without blanks and hyphens
    status: ClientStatus = ClientStatus.UNKNOWN
    branch: bool = False  #: TIPO_EMPRESA = S (sucursal)
    parent: str = ""  #: key of the matriz, for a branch
    rule: EmissionRule = field(default_factory=EmissionRule)
    row: int = 0  #: sheet row, from 1

    @property
    def generic_rfc(self) -> bool:
        """Whether the RFC is one of the two that many clients share."""
        return self.rfc in GENERIC_RFCS
