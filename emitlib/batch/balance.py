"""The balance (cuadre): every document and every delivery accounted for, each column counted on its own."""

from emitlib.ledger import Ledger, delivery_balance, document_balance
from emitlib.vocabulary import ChannelName

__all__ = ["balance_of", "remainders"]


def balance_of(
    ledger: Ledger, plan: str, *, channels: tuple[ChannelName, ...], run: str | None = None, rehearsal: bool = False
) -> dict[str, dict[str, object]]:
    """The balance of a plan, or of one run of it, in the contract's form.

    Args:
        ledger: Where it is counted.
        plan: The plan's id.
        channels: Channels to count.
        run: Count this run's deliveries; None = the plan's, wherever they stand.
        rehearsal: Whether the run is a rehearsal, with deliveries of its own.
    """
    return {
        "documents": dict(document_balance(ledger, plan)),
        "deliveries": {
            channel.value: dict(delivery_balance(ledger, plan=plan, channel=channel, run=run, rehearsal=rehearsal))
            for channel in channels
        },
    }


def remainders(balance: dict[str, dict[str, object]]) -> list[int]:
    """Every remainder of a balance; all are 0 when it closes."""
    documents = balance["documents"]["remainder"]
    deliveries = [channel["remainder"] for channel in balance["deliveries"].values()]  # type: ignore[index]
    return [documents, *deliveries]
