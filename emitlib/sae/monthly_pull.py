"""The monthly pull: what SAE stamped and cancelled since a day, into the workspace, with its event."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from emitlib.ledger import Event, JsonOrPersonal, Ledger
from emitlib.sae.document_balance import document_balances
from emitlib.sae.document_pull import DocumentPull
from emitlib.sae.table_balance import TableBalance
from emitlib.sae.tables import Source
from emitlib.vocabulary import Finding
from emitlib.workspace import Workspace

__all__ = ["MonthlyPull", "pull_month"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyPull:
    """What a pull did, or would do."""

    tables: Mapping[str, TableBalance]
    findings: tuple[Finding, ...]

    @property
    def balances(self) -> bool:
        """Whether every table closes to zero."""
        return all(table.balances for table in self.tables.values())


def pull_month(
    workspace: Workspace,
    source: Source,
    *,
    ledger: Ledger | None,
    since: date,
    company: str = "01",
) -> MonthlyPull:
    """Read SAE's documents since a day; files that are there already stay as they are.

    Args:
        workspace: Gets files under ``documents/`` and ``manifests/``.
        source: Open, read-only.
        ledger: Of the workspace; None only looks, and writes nothing.
        since: First day; older documents come where they were cancelled since.
        company: SAE's number of the company.

    Raises:
        InputError: What the source raises, or ``MANIFEST_NOT_OURS``. What was written by then is whole.
        StoreError: ``WRITE_FAILED``, or what the ledger raises.
    """
    writes = ledger is not None
    pull = DocumentPull(
        source,
        company=company,
        documents=workspace.documents,
        manifests=workspace.manifests,
        since=since,
        writes=writes,
    )
    pull.run()
    tables = document_balances(pull, workspace.manifests, written=writes)
    if ledger is not None:
        data: dict[str, JsonOrPersonal] = {
            "source": source.facts.origin,
            "company": company,
            "since": since.isoformat(),
            "tables": {name: _counts(table) for name, table in tables.items()},
            "findings": dict(Counter(finding.code for finding in pull.findings)),
        }
        ledger.record(Event("pulled", data))
    return MonthlyPull(tables=tables, findings=pull.findings)


def _counts(table: TableBalance) -> dict[str, int]:
    return {
        "rows_in": table.rows_in,
        "rows_out": table.rows_out,
        "rejects": table.rejects,
        "remainder": table.remainder,
        "new": table.new,
    }
