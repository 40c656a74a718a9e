"""The unit of emission: (document, channel, destination, generation), unique in the ledger."""

from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

__all__ = ["PAPER", "ChannelName", "Delivery", "mail_destination"]

#: Destination of every print delivery.
PAPER = "paper"


class ChannelName(StrEnum):
    """How documents leave."""

    PRINT = "print"
    MAIL = "mail"
    ENCRYPT = "encrypt"


class Delivery(Struct, frozen=True, kw_only=True, gc=False):
    """Identity of one delivery.

    Period, grouping, PDF bytes and the addresses beside it play no part: a late invoice, a re-rendered PDF, another
    folder or a corrected second address never send anything twice. Generation rises only by a reasoned resend.
    """

    document: str  #: document key
    channel: ChannelName
    destination: str  #: mail: one address, folded; print: "paper"; encrypt: the client key
    generation: int = 1


def mail_destination(address: str) -> str:
    """The destination that an address stands for: local part case-folded, domain IDNA in lower case.

    Raises:
        ValueError: If the address has no single ``@`` or its domain has no IDNA form.

    >>> mail_destination("Facturas@Ñandú.mx")
    'facturas@xn--and-6ma2c.mx'
    """
    local, at, domain = address.strip().rpartition("@")
    if not at or not local or "@" in local:
        raise ValueError(f"not an address: {address!r}")
    return f"{local.casefold()}@{_ascii_domain(domain)}"


@lru_cache(maxsize=10_000)
def _ascii_domain(domain: str) -> str:
    """The IDNA form of a domain, lower case; a month-end asks for the same few thousands of times."""
    import idna  # noqa: PLC0415 - 40 ms that only mail needs

    try:
        return idna.encode(domain, uts46=True).decode().lower()
    except idna.IDNAError as err:
        raise ValueError(f"no IDNA form: {domain!r}") from err
