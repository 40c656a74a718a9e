"""Certificates that lie beside SAE's data under the clients' keys, into the workspace's store."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from emitlib.batch.editing import add_certificate
from emitlib.certificates import CertificateStore, read_certificate_file
from emitlib.clients.keys import normal_key
from emitlib.errors import CertificateError
from emitlib.ledger import Ledger
from emitlib.vocabulary import Finding
from emitlib.workspace import Workspace

__all__ = ["certificates_beside", "take_certificates"]

_SUFFIX = ".cer"


def certificates_beside(origin: str) -> list[Path]:
    """Certificate files in the source's folder and the folders in it; none for a server.

    Args:
        origin: Path of the source, or a server's address.
    """
    path = Path(origin)
    folder = path if path.is_dir() else path.parent if path.is_file() else None
    if folder is None:
        return []
    found = [*folder.iterdir(), *(file for sub in folder.iterdir() if sub.is_dir() for file in _listed(sub))]
    return sorted(file for file in found if file.suffix.lower() == _SUFFIX and file.is_file())


def take_certificates(
    workspace: Workspace, ledger: Ledger, rfcs: Mapping[str, str], files: Iterable[Path]
) -> list[Finding]:
    """Put each certificate into the store under the client that its file names; one that is there stays.

    Args:
        workspace: Holds the store.
        ledger: Where each is written down.
        rfcs: RFC of each client, by key.
        files: Named by client key.

    Returns:
        What could not be taken, and why.
    """
    store = CertificateStore(workspace.certificates)
    findings = []
    for file in files:
        key = normal_key(file.stem)
        if key not in rfcs:
            findings.append(Finding("MIGRATE_CERTIFICATE_UNMATCHED", {"path": str(file)}))
            continue
        try:
            if store.file_of(key, read_certificate_file(file)) is None:
                add_certificate(workspace, ledger, key, file, rfc=rfcs[key])
        except CertificateError as err:
            where = {"clave": key, "path": str(file)}
            findings.append(Finding("MIGRATE_CERTIFICATE_REFUSED", where, {"reason": err.message}))
    return findings


def _listed(folder: Path) -> Iterator[Path]:
    try:
        yield from folder.iterdir()
    except OSError:  # a folder that may not be read holds nothing for us
        return
