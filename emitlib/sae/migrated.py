"""What a migration came to: its balances, whose the company is, the claims, and the event that tells of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from emitlib.batch.legacy_claims import LegacyClaim
from emitlib.ledger import Event
from emitlib.sae.contacts import AddressProposal
from emitlib.sae.counting import TableTally, is_filled
from emitlib.sae.document_pull import DocumentPull
from emitlib.sae.listed_documents import plain_rfc
from emitlib.sae.manifest_files import manifest_rows
from emitlib.sae.rejects import RejectedRow
from emitlib.sae.table_balance import ColumnBalance, TableBalance
from emitlib.sae.tables import SourceFacts
from emitlib.vocabulary import Finding

__all__ = ["Migration", "issuer", "legacy_claims", "migrated_event", "raw_columns"]

#: Columns of FACTx that a manifest carries as they are; SERIE and FOLIO may come out of CVE_DOC.
_CARRIED = ("CVE_DOC", "CVE_CLPV", "STATUS", "FECHA_DOC", "IMPORTE", "RFC", "FORMAENVIO")


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """A finished migration, or what one would come to."""

    workspace: Path
    source: SourceFacts
    version: str  #: SAE's, as far as the columns tell
    company: str  #: SAE's number
    rfc: str  #: of the issuer, out of its own documents
    name: str
    opening: date  #: before it nothing is proposed
    tables: Mapping[str, TableBalance]
    columns: tuple[str, ...]  #: of the master
    encoding: str
    claims: int  #: documents that SAE marks as printed or mailed
    proposals: tuple[AddressProposal, ...]
    rejects: tuple[RejectedRow, ...]
    findings: tuple[Finding, ...]
    files: tuple[Path, ...] = ()  #: report.html, report.xlsx, rejects.xlsx; none for a dry run
    dry_run: bool = False
    unchanged: bool = False  #: the same data had been migrated before

    @property
    def balances(self) -> bool:
        """Whether every table closes to zero."""
        return all(table.balances for table in self.tables.values())


def issuer(pull: DocumentPull, findings: list[Finding]) -> tuple[str, str]:
    """RFC and name of the company: who issued most of its documents.

    Args:
        pull: After it ran.
        findings: Gets a word where nobody or several did.
    """
    ranked = pull.emitters.most_common()
    if not ranked:
        findings.append(Finding("MIGRATE_RFC_UNKNOWN"))
        return "", ""
    by_rfc: Counter[str] = Counter()
    for (rfc, _name), count in ranked:
        by_rfc[rfc] += count
    (main, _count), *others = by_rfc.most_common()
    if others:
        listed = ", ".join(f"{rfc} ({count})" for rfc, count in others)
        findings.append(Finding("MIGRATE_SEVERAL_ISSUERS", {}, {"rfc": main, "others": listed}))
    return main, next(name for (rfc, name), _count in ranked if rfc == main)


def legacy_claims(source: str, pull: DocumentPull) -> list[LegacyClaim]:
    """The documents that SAE marks as printed or mailed."""
    return [
        LegacyClaim(
            source=source,
            table=listed.row.table,
            document=listed.row.number.strip(),
            uuid=listed.uuid,
            series=listed.row.series,
            folio="" if listed.row.folio is None else str(listed.row.folio),
            client=listed.row.client,
            rfc=plain_rfc(listed.row.rfc),
            how=listed.row.formaenvio,
            day=listed.row.date.isoformat() if listed.row.date else "",
        )
        for listed in pull.listed.values()
        if listed.row.formaenvio
    ]


def raw_columns(table: str, tally: TableTally, pull: DocumentPull, manifests: Path) -> tuple[ColumnBalance, ...]:
    """Filled cells of a list's columns: in the source, in the manifests, in the rejects.

    Args:
        table: FACTx, or CFDInn, which has no columns of its own in a manifest.
        tally: What was counted while it was read.
        pull: After it ran.
        manifests: Their folder.
    """
    if table == pull.stamp_table:
        return ()
    out: Counter[str] = Counter()
    for row in manifest_rows(manifests, table):
        out.update(name for name in _CARRIED if row[name].strip())
    refused: Counter[str] = Counter()
    for reject in pull.rejects:
        if reject.table == table:
            refused.update(name for name in _CARRIED if is_filled(reject.raw.get(name)))
    counts = tally.by_column()
    return tuple(
        ColumnBalance(column=name, filled_in=counts[name], filled_out=out[name], filled_rejects=refused[name])
        for name in _CARRIED
        if name in counts
    )


def migrated_event(done: Migration, files: Sequence[Path]) -> Event:
    """The event that keeps the balance."""
    return Event(
        "migrated",
        {
            "source": done.source.origin,
            "company": done.company,
            "tables": {name: _counts(table) for name, table in done.tables.items()},
            "findings": dict(Counter(finding.code for finding in done.findings)),
            "claims": done.claims,
            "opening_date": done.opening.isoformat(),
            "files": [path.name for path in files],
        },
    )


def _counts(table: TableBalance) -> dict[str, int | dict[str, str]]:
    return {
        "rows_in": table.rows_in,
        "rows_out": table.rows_out,
        "rejects": table.rejects,
        "remainder": table.remainder,
        "amounts": {name: str(amount) for name, amount in table.amounts_out.items()},
    }
