"""What the confirmed plan knows of a held message beside the ledger: the client's name and the documents' totals."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from emitlib.batch.plan import Plan, load_plan
from emitlib.errors import InputError
from emitlib.ledger import Ledger
from emitlib.workspace import Workspace

__all__ = ["HeldTotal", "PlannedFacts"]

_NO_CURRENCY = "XXX"  # SAT's currency of documents without an amount


@dataclass(frozen=True, slots=True)
class HeldTotal:
    """The total of one document."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.amount:,.2f} {self.currency}".rstrip()


class PlannedFacts:
    """Facts of the plans that the runs of a workspace belong to; each plan is read once.

    Where a plan does not lie here, or was changed, nothing is known of it: the messages wait all the same.

    Args:
        workspace: Where plans lie.
        ledger: Says which plan a run belongs to.
    """

    def __init__(self, workspace: Workspace, ledger: Ledger) -> None:
        self._workspace = workspace
        self._plan_of = {row.run: row.plan for row in ledger.runs()}
        self._plans: dict[str, Plan | None] = {}
        self._totals: dict[str, dict[str, HeldTotal]] = {}

    def client_name(self, run: str, client: str) -> str:
        """A client's name as the plan froze it; "" = not known."""
        plan = self._plan(run)
        return plan.clients[client].name if plan and client in plan.clients else ""

    def totals(self, run: str, documents: Iterable[str]) -> tuple[HeldTotal, ...]:
        """The totals of documents, each once, in their order; payment receipts and acuses have none."""
        plan = self._plan(run)
        known = self._totals[plan.id] if plan else {}
        return tuple(known[key] for key in dict.fromkeys(documents) if key in known)

    def _plan(self, run: str) -> Plan | None:
        name = self._plan_of.get(run, "")
        if name not in self._plans:
            try:
                plan = load_plan(name, plans=self._workspace.plans, root=self._workspace.root)
            except InputError:
                self._plans[name] = None
            else:
                self._plans[name] = plan
                self._totals[plan.id] = _totals_of(plan)
        return self._plans[name]


def _totals_of(plan: Plan) -> dict[str, HeldTotal]:
    return {
        key: HeldTotal(file.total, file.currency)
        for key, file in plan.file_of().items()
        if file.total is not None and file.currency != _NO_CURRENCY
    }
