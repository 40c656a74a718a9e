"""A client's emission rule on an earlier day, replayed from the ledger."""

from dataclasses import dataclass
from datetime import datetime

from emitlib.clients.columns import Column
from emitlib.clients.known_state import known_state
from emitlib.clients.lock import workbook_name
from emitlib.clients.rule import read_rule
from emitlib.ledger import Ledger
from emitlib.vocabulary import EmissionRule, Finding
from emitlib.workspace import Workspace

__all__ = ["PastRule", "rule_at"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRule:
    """What a client's emission cells said."""

    rule: EmissionRule
    findings: tuple[Finding, ...]  #: what was wrong with those cells
    means_kept: bool  #: whether any client of the master had an agreed means then


def rule_at(workspace: Workspace, ledger: Ledger, key: str, *, at: datetime) -> PastRule | None:
    """The rule of a client at a moment; None if the ledger knew no such client then.

    A change made in Excel counts from the load that found it: nobody knows when it was made.

    Args:
        workspace: The workspace.
        ledger: Its ledger.
        key: The client.
        at: The moment, aware.

    Raises:
        StoreError: If the ledger cannot be read.
    """
    known = known_state(ledger, workbook_name(workspace), until=at)
    if key not in known.cells:
        return None
    findings: list[Finding] = []

    def note(code: str, values: dict[str, str | int]) -> None:
        findings.append(Finding(code, {"clave": key}, values))

    rule = read_rule(known.cells[key], note=note)
    kept = any(Column.MEANS in cells for cells in known.cells.values())
    return PastRule(rule=rule, findings=tuple(findings), means_kept=kept)
