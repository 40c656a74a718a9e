"""A legacy SAE into a workspace: master, documents, lists, certificates and claims, with a balance that closes."""

import hashlib
import json
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from emitlib.batch.founding import complete_workspace
from emitlib.batch.legacy_claims import record_claims
from emitlib.clients.known_state import record_first_state
from emitlib.clients.lock import workbook_name
from emitlib.i18n import Language, spoken
from emitlib.ledger import Ledger
from emitlib.sae.client_certificates import certificates_beside, take_certificates
from emitlib.sae.counting import CountedSource
from emitlib.sae.document_balance import document_balances
from emitlib.sae.document_pull import DocumentPull
from emitlib.sae.kept_proposals import keep_proposals
from emitlib.sae.master_file import CLIENTS
from emitlib.sae.migrated import Migration, issuer, legacy_claims, migrated_event, raw_columns
from emitlib.sae.migrated_master import migrate_master
from emitlib.sae.migration_place import FOLDER, claimed, write_record
from emitlib.sae.migration_report import write_reports
from emitlib.sae.side_rows import side_balance
from emitlib.sae.table_balance import TableBalance
from emitlib.sae.tables import Source
from emitlib.settings import Company, Documents, Settings, load_settings
from emitlib.workspace import (
    SETTINGS_FILE,
    Clock,
    Workspace,
    open_workspace,
    settings_text,
    utc_now,
    write_text,
)

__all__ = ["migrate"]

#: Clients whose emission cells the ledger is given here; of more, the first load does it: it needs much memory.
_RECORDED_AT_ONCE = 20_000
OpenLedger = Callable[[Workspace], AbstractContextManager[Ledger]]


def migrate(
    source: Source,
    destination: Path,
    *,
    open_ledger: OpenLedger,
    company: str = "01",
    opening: date | None = None,
    language: Language = "es",
    dry_run: bool = False,
    clock: Clock = utc_now,
) -> Migration:
    """Make a workspace out of SAE's data. Run twice on the same data it changes nothing.

    Args:
        source: Open, read-only.
        destination: A new or empty folder, or the one this source was migrated into before.
        open_ledger: Opens the new workspace's ledger.
        company: SAE's number of the company.
        opening: Day before which nothing is proposed; None = the first of this month.
        language: Of the workspace.
        dry_run: Do all of it in a folder that is thrown away.
        clock: Gives the day.

    Raises:
        ConfigError: What `claimed` or `load_settings` raises.
        InputError: What the source raises. What was written by then is whole, and the same call goes on with it.
        StoreError: ``WRITE_FAILED``, or what the ledger raises.
    """
    destination = destination.expanduser().absolute()
    record = claimed(destination, source=_whole(source.facts.origin), company=company)
    if (destination / SETTINGS_FILE).is_file():  # made before: what its analyst set since stands
        settings = load_settings(destination / SETTINGS_FILE)
        language, said = settings.language, settings.documents.opening_date
        opening = date.fromisoformat(said) if said else opening
    begun = _Migrating(
        source=CountedSource(source),
        company=company,
        opening=opening or clock().date().replace(day=1),
        language=language,
        open_ledger=open_ledger,
        clock=clock,
    )
    with spoken(language):
        if dry_run:
            with tempfile.TemporaryDirectory(prefix="emitlib-dry-run-") as scratch:
                done = begun.into(Path(scratch) / "workspace")
            return replace(done, workspace=destination, files=(), dry_run=True)
        write_record(destination, record)
        done = begun.into(destination)
        result = _fingerprint(done)
        if result == record.result:
            return replace(done, unchanged=True)
        files = write_reports(destination / FOLDER, done, at=clock())
        with open_ledger(open_workspace(destination, clock=clock)) as ledger:
            ledger.record(migrated_event(done, files))
        write_record(destination, replace(record, result=result))
    return replace(done, files=files)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Migrating:
    """One migration under way."""

    source: CountedSource
    company: str
    opening: date
    language: Language
    open_ledger: OpenLedger
    clock: Clock

    def into(self, folder: Path) -> Migration:
        """Fill the workspace in `folder`."""
        master = migrate_master(self.source, self.company, folder)
        rejects, tables = [*master.rejects], {CLIENTS: master.balance}
        beside = f"CLIE_CLIB{self.company}"
        if side := side_balance(self.source, beside, master.rfcs.keys(), rejects=rejects):
            tables[beside] = side
        pull = DocumentPull(
            self.source, company=self.company, documents=folder / "documents", manifests=folder / "manifests"
        )
        pull.run()
        tables |= self._documents(pull, folder)
        findings = [*master.findings, *pull.findings]
        rfc, name = issuer(pull, findings)
        claims = legacy_claims(self.source.facts.origin, pull)
        workspace = self._workspace(folder, rfc=rfc, name=name)
        with self.open_ledger(workspace) as ledger:
            if master.new and len(master.cells) <= _RECORDED_AT_ONCE:
                record_first_state(ledger, workbook_name(workspace), sha256=master.sha256, cells=master.cells)
            files = certificates_beside(self.source.facts.origin)
            findings += take_certificates(workspace, ledger, master.rfcs, files)
            record_claims(ledger, claims)
        keep_proposals(folder, master.proposals)
        return Migration(
            workspace=folder,
            source=self.source.facts,
            version=master.version,
            company=self.company,
            rfc=rfc,
            name=name,
            opening=self.opening,
            tables=tables,
            columns=master.columns,
            encoding=master.encoding or self.source.facts.encoding,
            claims=len(claims),
            proposals=master.proposals,
            rejects=(*rejects, *pull.rejects),
            findings=tuple(findings),
        )

    def _documents(self, pull: DocumentPull, folder: Path) -> dict[str, TableBalance]:
        """The pull's balances, their rows counted as they left the source."""
        tables = document_balances(pull, folder / "manifests")
        for name in (*pull.tables, *filter(None, [pull.stamp_table])):
            tally = self.source.tallies[name]
            columns = raw_columns(name, tally, pull, folder / "manifests")
            tables[name] = replace(tables[name], rows_in=tally.rows, columns=columns)
        return tables

    def _workspace(self, folder: Path, *, rfc: str, name: str) -> Workspace:
        path = folder / SETTINGS_FILE
        if not path.exists():
            settings = Settings(
                language=self.language,
                company=Company(rfc=rfc, name=name),
                documents=Documents(opening_date=self.opening.isoformat()),
            )
            write_text(path, settings_text(settings))
        return complete_workspace(folder, clock=self.clock)


def _whole(origin: str) -> str:
    """A source's path from the root; an address as it is."""
    return str(Path(origin).absolute()) if Path(origin).exists() else origin


def _fingerprint(done: Migration) -> str:
    """What a migration came to, whatever of it was there before."""
    told = [
        {name: {**table.as_json(), "new": 0} for name, table in done.tables.items()},
        [[finding.code, dict(finding.where)] for finding in done.findings],
        [done.rfc, done.claims, list(done.columns)],
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
