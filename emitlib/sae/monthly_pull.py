"""The monthly pull: what SAE stamped and cancelled since a day, into the workspace, with its event."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from emitlib.clients import Column, read_master
from emitlib.errors import InputError
from emitlib.ledger import Event, JsonOrPersonal, Ledger
from emitlib.sae.contacts import propose_addresses
from emitlib.sae.document_balance import document_balances
from emitlib.sae.document_pull import DocumentPull
from emitlib.sae.kept_proposals import keep_proposals
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
    findings = (*pull.findings, *_contact_addresses(workspace, source, company, writes=writes))
    if ledger is not None:
        data: dict[str, JsonOrPersonal] = {
            "source": source.facts.origin,
            "company": company,
            "since": since.isoformat(),
            "tables": {name: _counts(table) for name, table in tables.items()},
            "findings": dict(Counter(finding.code for finding in findings)),
        }
        ledger.record(Event("pulled", data))
    return MonthlyPull(tables=tables, findings=findings)


def _contact_addresses(workspace: Workspace, source: Source, company: str, *, writes: bool) -> tuple[Finding, ...]:
    """Keep what SAE's contacts offer to the clients of the master, for the grid to show; nothing is merged."""
    name = f"CONTAC{company}"
    if name not in source.tables or not workspace.master.is_file():
        return ()
    try:
        master = read_master(workspace.master, columns=workspace.settings.columns)
    except InputError:
        return ()  # every command that needs the master says what is wrong with it
    lists = ((key, master.text(key, Column.ACCOUNTS)) for key in master.clients)
    proposals = propose_addresses(lists, source.read(name))
    if writes:
        keep_proposals(workspace.root, proposals)
    return (Finding("SAE_ADDRESSES_PROPOSED", {}, {"count": len(proposals)}),) if proposals else ()


def _counts(table: TableBalance) -> dict[str, int]:
    return {
        "rows_in": table.rows_in,
        "rows_out": table.rows_out,
        "rejects": table.rejects,
        "remainder": table.remainder,
        "new": table.new,
    }
