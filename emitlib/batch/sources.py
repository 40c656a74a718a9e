"""Everything a plan rests on, read once: master, documents of all periods, manifests, certificates, ledger."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from emitlib.batch.absent import absent_documents
from emitlib.batch.matching import Match, Matcher
from emitlib.batch.policy import Withdrawn, withdrawn_documents
from emitlib.batch.preflight import facts_of_clients, proved_certificates
from emitlib.batch.replanning import History
from emitlib.batch.request import PlanRequest
from emitlib.certificates import CertificateStore, Trust
from emitlib.clients import check_master, open_master
from emitlib.documents import (
    FolderIndex,
    Manifest,
    SatRow,
    index_folder,
    match_manifest,
    match_rows,
    read_manifest,
    read_sat_metadata,
)
from emitlib.errors import ConfigError, InputError
from emitlib.i18n import _
from emitlib.ledger import DeliveryRow, Ledger
from emitlib.vocabulary import Client, Document, Finding
from emitlib.workspace import Workspace

__all__ = ["Sources"]

#: FORMAENVIO of what SAE itself mailed: C by mail, A by mail and on paper.
_MAILED_BY_SAE = frozenset({"C", "A"})
#: What a list of SAE's in ``manifests/`` may be.
_LISTS = frozenset({".csv", ".xlsx", ".xlsm", ".xls"})
_PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What was read for a plan."""

    clients: dict[str, Client]
    master_findings: tuple[Finding, ...]
    documents: tuple[Document, ...]
    found: int  #: files read, in this folder and the earlier ones
    swept: frozenset[Path]  #: files of earlier periods
    differing: Mapping[str, tuple[Path, ...]]  #: keys that several files hold with different bytes → those files
    doubled: frozenset[str]  #: client keys that the master holds twice: nobody can tell which row is meant
    matches: tuple[Match, ...]  #: one a document
    withdrawn: Withdrawn
    sent_by_sae: frozenset[str]  #: document keys that SAE's lists call mailed; empty where the settings ignore it
    history: History
    facts: facts_of_clients
    findings: tuple[Finding, ...]

    @classmethod
    def read(cls, workspace: Workspace, ledger: Ledger, request: PlanRequest) -> "Sources":
        """Read all of it.

        Raises:
            ConfigError: ``PERIOD_INVALID``.
            InputError: ``DOCUMENTS_MISSING``, or what the readers raise.
        """
        settings = workspace.settings
        if not _PERIOD.fullmatch(request.period):
            raise ConfigError(
                "PERIOD_INVALID",
                _("{period} is not a period.").format(period=request.period),
                _("Write it as YYYY-MM, for example 2026-10."),
            )
        master = open_master(workspace, ledger).master
        folder = request.documents or workspace.documents / request.period
        documents, swept, findings, found = _read_folders(workspace, folder, request.period)
        manifests = [read_manifest(path) for path in _manifest_files(workspace, request)]
        findings += tuple(finding for manifest in manifests for finding in manifest.findings)
        odd_rows: list[Finding] = []
        sat_rows = read_sat_metadata(request.sat_metadata, findings=odd_rows) if request.sat_metadata else []
        absent = absent_documents(
            documents,
            period=request.period,
            manifests=manifests,
            sat_rows=sat_rows,
            settings=settings,
            ledger=ledger,
        )
        rows = ledger.deliveries(namespace="", documents=_keys_asked(documents))
        history = History(rows)
        matcher = Matcher(
            master.clients,
            assignments=ledger.assignments(),
            manifests=lambda document: match_manifest(document, manifests),
            listed=lambda uuid: {row.client for manifest in manifests for row in manifest.by_uuid.get(uuid, ())},
            delivered=_delivered(rows),
            shared_rfc=settings.documents.shared_rfc,
        )
        return cls(
            clients=dict(master.clients),
            master_findings=(*master.findings, *check_master(master)),
            documents=documents,
            found=found,
            swept=swept,
            differing=_differing(documents, swept, history),
            doubled=frozenset(str(f.where.get("clave", "")) for f in master.findings if f.code == "KEY_TWICE"),
            matches=tuple(matcher.match_all(documents)),
            withdrawn=withdrawn_documents(
                (document for document in documents if document.emitter_rfc == settings.company.rfc),
                cancelled=_cancelled(documents, manifests, sat_rows),
            ),
            sent_by_sae=_sent_by_sae(documents, manifests, settings.documents.formaenvio),
            history=history,
            facts=facts_of_clients(
                CertificateStore(workspace.certificates),
                workspace.clock(),
                trust=Trust.of(settings.encryption, root=workspace.root),
                proved=proved_certificates(ledger),
            ),
            findings=(*findings, *odd_rows, *absent),
        )


def _manifest_files(workspace: Workspace, request: PlanRequest) -> tuple[Path, ...]:
    """The lists asked for, else those that stand in the workspace; SAT's metadata beside them is a text."""
    if request.manifests is not None:
        return request.manifests
    found = sorted(workspace.manifests.iterdir()) if workspace.manifests.is_dir() else []
    return tuple(path for path in found if path.suffix.lower() in _LISTS and not path.name.startswith((".", "~")))


def _read_folders(
    workspace: Workspace, folder: Path, period: str
) -> tuple[tuple[Document, ...], frozenset[Path], tuple[Finding, ...], int]:
    """The asked folder first, then the folders of earlier periods; and how many files their indexes counted."""
    if not folder.is_dir():
        raise InputError(
            "DOCUMENTS_MISSING",
            _("There is no folder {folder}.").format(folder=folder),
            _("Put the XML and PDF files there, or name their folder with --documents."),
        )
    index = index_folder(folder)
    documents = _read_files(index)
    findings = list(index.findings)
    found = index.read
    swept: list[Document] = []
    for earlier in sorted(workspace.documents.iterdir()) if workspace.documents.is_dir() else []:
        if _PERIOD.fullmatch(earlier.name) and earlier.name < period and not _same(earlier, folder):
            if earlier.name < workspace.settings.documents.opening_date[:7]:
                continue
            before = index_folder(earlier)
            swept += _read_files(before)
            found += before.read
    return (*documents, *swept), frozenset(document.path for document in swept), tuple(findings), found


def _read_files(index: FolderIndex) -> list[Document]:
    """Every file that was read: documents, PDFs of none, and what only looked like one of them."""
    return [*index.documents, *index.pdfs_unpaired, *(other for other in index.others if other.sha256)]


def _keys_asked(documents: tuple[Document, ...]) -> list[str]:
    """The document keys whose past matters: those read, and what their acuses answer for."""
    keys = {key for document in documents if (key := document.key)}
    for document in documents:
        for entry in document.acuse:
            keys |= {f"cfdi:{entry.uuid}", f"retenciones:{entry.uuid}"}
    return sorted(keys)


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def _delivered(rows: list[DeliveryRow]) -> dict[str, set[str]]:
    """UUID → clients that it was planned for or delivered to, across all periods."""
    clients: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        kind, _colon, uuid = row.document.partition(":")
        if kind != "acuse":
            clients[uuid].add(row.client)
    return clients


def _differing(
    documents: Iterable[Document], swept: frozenset[Path], history: History
) -> dict[str, tuple[Path, ...]]:
    """Document keys that stand for several contents, in one folder or in those of several periods.

    What was delivered in an earlier period counts no more.
    """
    first: dict[str, Document] = {}
    files: dict[str, dict[str, Path]] = {}
    for document in documents:
        key = document.key
        if key and not (history.delivered(key) and document.path in swept):
            known = first.setdefault(key, document)
            if known.sha256 != document.sha256:
                files.setdefault(key, {known.sha256: known.path}).setdefault(document.sha256, document.path)
    return {key: tuple(paths.values()) for key, paths in files.items()}


def _cancelled(documents: Iterable[Document], manifests: list[Manifest], sat_rows: list[SatRow]) -> list[str]:
    """UUIDs that SAT's metadata calls cancelled, or SAE's rows, joined by series and folio where they have none."""
    by_sae = [
        document.uuid
        for document in documents
        if document.uuid and any(row.cancelled for row in match_rows(document, manifests))
    ]
    return by_sae + [row.uuid for row in sat_rows if row.cancelled]


def _sent_by_sae(documents: Iterable[Document], manifests: list[Manifest], setting: str) -> frozenset[str]:
    """Keys of the documents that a manifest calls mailed by SAE."""
    if setting == "ignore":
        return frozenset()
    return frozenset(
        key
        for document in documents
        if (key := document.key) and any(row.formaenvio in _MAILED_BY_SAE for row in match_rows(document, manifests))
    )
