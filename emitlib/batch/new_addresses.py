"""Addresses that mail goes to for the first time: a mistake in one shows before anything leaves, or never."""

from collections.abc import Iterable

from emitlib.ledger import Ledger
from emitlib.vocabulary import Finding

__all__ = ["new_addresses"]


def new_addresses(mailed: Iterable[tuple[str, str]], *, period: str, ledger: Ledger) -> list[Finding]:
    """A warning for each address that never got mail; none in a ledger's first month, where all are new.

    Args:
        mailed: Client key and address of each mail delivery of a plan.
        period: The plan's; "" for a resend.
        ledger: Knows what was mailed before, to any client.
    """
    if not any(plan.period and plan.period < period for plan in ledger.plans()):
        return []
    known = ledger.known_destinations()
    return [
        Finding("NEW_ADDRESS", {"clave": client}, {"address": address})
        for client, address in dict.fromkeys(mailed)
        if address not in known
    ]
