"""``bundle.json``: whose month it is, its documents, messages and certificates, in words that the events confirm."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from emitlib.batch.plan import Plan, load_plan
from emitlib.certificates import CertificateStore, SatCertificate, read_certificate
from emitlib.errors import CertificateError, InputError
from emitlib.evidence.selection import Selection
from emitlib.vocabulary import ParcelDocument, Security, sha256_hex
from emitlib.workspace import Workspace

__all__ = ["Facts", "gather_facts"]

FORMAT = "emitlib-evidence"


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts, and the files that belong to them by name in the bundle."""

    values: dict[str, Any]
    files: dict[str, bytes] = field(default_factory=dict)


def gather_facts(workspace: Workspace, selection: Selection, *, documents: bool) -> Facts:
    """Documents, certificates and parties of a selection.

    Args:
        workspace: Holds plans, documents and certificates.
        selection: The client's month.
        documents: Take the documents' bytes too; never those of a client with high security, who gets them encrypted.
    """
    plans = list(_plans(workspace, selection))
    files: dict[str, bytes] = {}
    planned = list(selection.of_kind("planned"))
    plain = documents and all(body["data"]["rule"].get("security") != Security.HIGH.value for body in planned)
    sources = {key: document for plan in plans for key, document in plan.file_of().items()} if plain else {}
    company = workspace.settings.company
    values = {
        "format": FORMAT,
        "v": 1,
        "company": {"name": company.name, "rfc": company.rfc},
        "client": _client(selection, plans),
        "documents": [_document(body, sources, files) for body in _last_of_each(planned)],
        "documents_inside": bool(plain),
        "certificates": list(_certificates(workspace, selection, files)),
        "not_emitted": [
            {"document": one.document, "verdict": str(one.verdict), "code": one.code}
            for plan in plans[-1:]
            for one in plan.documents
            if one.client == selection.client and one.verdict != "planned"
        ],
    }
    return Facts(values, files)


def _plans(workspace: Workspace, selection: Selection) -> Iterator[Plan]:
    """The plans whose files are still there, oldest first; a plan says the name and where the documents lie."""
    for name in dict.fromkeys(row.plan for row in selection.deliveries):
        try:
            yield load_plan(name, plans=workspace.plans, root=workspace.root)
        except InputError:
            continue


def _client(selection: Selection, plans: Sequence[Plan]) -> dict[str, str]:
    names = [plan.clients[selection.client].name for plan in plans if selection.client in plan.clients]
    rfcs = [row.rfc for row in selection.deliveries if row.rfc]
    return {"key": selection.client, "name": names[-1] if names else "", "rfc": rfcs[-1] if rfcs else ""}


def _last_of_each(planned: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return list({body["data"]["document"]: body for body in planned}.values())


def _document(
    body: Mapping[str, Any], sources: Mapping[str, ParcelDocument], files: dict[str, bytes]
) -> dict[str, Any]:
    data = body["data"]
    source = sources.get(data["document"])
    entries = []
    for file in data["files"]:
        entry = {"name": file["name"], "sha256": file["sha256"]}
        path = None if source is None else source.pdf if file["name"] == "pdf" else source.xml
        content = _bytes_of(path, file["sha256"])
        if content is not None:
            entry["path"] = f"documents/{len(files) + 1:04}.{file['name']}"
            files[entry["path"]] = content
        entries.append(entry)
    return {
        "document": data["document"],
        "series": data.get("series") or "",
        "folio": data.get("folio") or "",
        "files": entries,
    }


def _bytes_of(path: Path | None, sha256: str) -> bytes | None:
    """The bytes that were planned; None where they are gone or others."""
    try:
        data = path.read_bytes() if path is not None else b""
    except OSError:
        return None
    return data if sha256_hex(data) == sha256 else None


def _certificates(workspace: Workspace, selection: Selection, files: dict[str, bytes]) -> Iterator[dict[str, Any]]:
    store = CertificateStore(workspace.certificates)
    for fingerprint in sorted({row.certificate for row in selection.deliveries if row.certificate}):
        path = store.with_fingerprint(selection.client, fingerprint)
        try:
            found = None if path is None else read_certificate(path.read_bytes())
        except (CertificateError, OSError):
            found = None
        if found is not None:
            name = f"certificates/{fingerprint[:16]}.cer"
            files[name] = found.der
            yield {"sha256": fingerprint, "file": name, **_stated(found)}


def _stated(certificate: SatCertificate) -> dict[str, Any]:
    return {
        "kind": certificate.kind.value,
        "serial": certificate.serial,
        "rfc": certificate.rfc,
        "name": certificate.name,
        "not_before": certificate.not_before.isoformat(),
        "not_after": certificate.not_after.isoformat(),
    }
