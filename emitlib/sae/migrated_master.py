"""The master's part of a migration: written once, then the analyst's; what later steps need of it, and no more."""

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from emitlib.clients import EMISSION_COLUMNS, Column
from emitlib.sae.contacts import AddressProposal
from emitlib.sae.counting import CountedSource
from emitlib.sae.listed_documents import plain_rfc
from emitlib.sae.mapping import MappedClients, map_clients
from emitlib.sae.master_file import master_balance, master_rejects, write_master
from emitlib.sae.migration_place import FOLDER
from emitlib.sae.rejects import RejectedRow
from emitlib.sae.table_balance import TableBalance
from emitlib.sae.values import text_of
from emitlib.settings import Settings
from emitlib.vocabulary import Finding
from emitlib.workspace import replacing

__all__ = ["MigratedMaster", "migrate_master"]

_BASELINE = "clients-as-migrated.xlsx"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class MigratedMaster:
    """What is left of the clients once their workbook is written."""

    balance: TableBalance
    columns: tuple[str, ...]
    version: str
    encoding: str
    proposals: tuple[AddressProposal, ...]
    rejects: tuple[RejectedRow, ...]
    findings: tuple[Finding, ...]
    rfcs: Mapping[str, str]  #: by client key
    cells: dict[str, dict[Column, str]]  #: emission cells by client key, the empty ones left out
    sha256: str  #: of the workbook as it was written
    new: bool  #: whether the master was not there before


def migrate_master(source: CountedSource, company: str, folder: Path) -> MigratedMaster:
    """Read the clients and write the master; one that is there is kept.

    Args:
        source: An open source.
        company: SAE's number of the company.
        folder: The workspace's.

    Raises:
        InputError: What the source raises.
        StoreError: ``WRITE_FAILED``.
    """
    clients = map_clients(source, company)
    baseline, master = folder / FOLDER / _BASELINE, folder / Settings().clients
    with replacing(baseline) as temporary:
        write_master(temporary, clients)
        same = baseline.is_file() and _sha256(temporary) == _sha256(baseline)
    new, findings = not master.exists(), list(clients.findings)
    if new:
        with replacing(master) as temporary:
            shutil.copyfile(baseline, temporary)
    elif not same:
        findings.append(Finding("MIGRATE_MASTER_KEPT", {"path": str(master)}, {"baseline": str(baseline)}))
    balance = master_balance(baseline, clients, source.tallies[clients.table])
    return MigratedMaster(
        balance=replace(balance, new=balance.rows_out if new else 0),
        columns=clients.columns,
        version=clients.version,
        encoding=clients.encoding,
        proposals=clients.proposals,
        rejects=tuple(master_rejects(clients)),
        findings=tuple(findings),
        rfcs=_texts(clients, Column.RFC),
        cells=_emission_cells(clients),
        sha256=_sha256(baseline),
        new=new,
    )


def _texts(clients: MappedClients, column: Column) -> dict[str, str]:
    """One column by client key, RFC without its marks; "" where it is empty."""
    key = clients.columns.index(Column.KEY)
    place = clients.columns.index(column) if column in clients.columns else None
    return {
        str(row[key]): "" if place is None else plain_rfc(text_of(row[place], encoding="")) for row in clients.rows
    }


def _emission_cells(clients: MappedClients) -> dict[str, dict[Column, str]]:
    """What the ledger keeps of a master that it meets for the first time."""
    key = clients.columns.index(Column.KEY)
    places = [(column, clients.columns.index(column)) for column in EMISSION_COLUMNS if column in clients.columns]
    cells: dict[str, dict[Column, str]] = {}
    for row in clients.rows:
        texts = ((column, text_of(row[place], encoding="").strip()) for column, place in places)
        cells[str(row[key])] = {column: text for column, text in texts if text}
    return cells


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
