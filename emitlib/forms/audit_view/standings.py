"""How a period stands: every plan with its documents, every run with its deliveries; the ledger alone counts."""

from collections.abc import Mapping
from dataclasses import dataclass

from emitlib.ledger import BalanceLine, Ledger, PlanRow, RunRow, delivery_balance, document_balance
from emitlib.vocabulary import ChannelName

__all__ = ["PlanStanding", "RunStanding", "periods", "standings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStanding:
    """The deliveries of one channel of a plan, as a run took them."""

    line: BalanceLine
    run: RunRow | None  #: None before there is one
    counts: Mapping[str, int]  #: planned, every bucket, remainder, bounced


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStanding:
    """One plan."""

    plan: PlanRow
    documents: Mapping[str, int]  #: found, planned, excluded, blocked, remainder
    runs: tuple[RunStanding, ...]

    @property
    def closes(self) -> bool:
        """Whether every remainder is 0."""
        return not self.documents["remainder"] and not any(run.counts["remainder"] for run in self.runs)


def periods(ledger: Ledger) -> list[str]:
    """The months that were planned, the newest first.

    Args:
        ledger: May be open for reading only.

    Raises:
        StoreError: If the ledger cannot be read.
    """
    return sorted({plan.period for plan in ledger.plans()}, reverse=True)


def standings(ledger: Ledger, period: str) -> tuple[PlanStanding, ...]:
    """The plans of a month, the newest first.

    Args:
        ledger: May be open for reading only.
        period: YYYY-MM.

    Raises:
        StoreError: If the ledger cannot be read.
    """
    return tuple(
        PlanStanding(plan=plan, documents=document_balance(ledger, plan.plan), runs=tuple(_runs(ledger, plan)))
        for plan in reversed(ledger.plans(period=period))
    )


def _runs(ledger: Ledger, plan: PlanRow) -> list[RunStanding]:
    """Each run; a channel that has none yet, where anything is planned for it."""
    taken = ledger.runs(plan=plan.plan)
    found = []
    for channel in ChannelName:
        runs: list[RunRow | None] = [run for run in taken if run.channel is channel]
        for run in runs or [None]:
            name, rehearsal = (run.run, run.rehearsal) if run else (None, False)
            counts = delivery_balance(ledger, plan=plan.plan, channel=channel, run=name, rehearsal=rehearsal)
            if counts["planned"] or run:
                line = BalanceLine(plan=plan.plan, channel=channel, run=name, rehearsal=rehearsal)
                found.append(RunStanding(line=line, run=run, counts=counts))
    return found
