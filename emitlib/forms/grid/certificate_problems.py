"""Why documents of a client could not be encrypted: what the store holds, judged once a client."""

from emitlib.certificates import CertificateStore, StoredCertificate
from emitlib.forms.certificate_facts import HeldCertificate
from emitlib.vocabulary import Client, Severity
from emitlib.workspace import Workspace

__all__ = ["CertificateProblems"]


class CertificateProblems:
    """Answers for many clients; the store is read at the first question.

    Args:
        workspace: Holds the store.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._stored: dict[str, StoredCertificate] | None = None

    def __call__(self, client: Client) -> str:
        """Why no document can be encrypted to a client, in words; "" where it can."""
        if self._stored is None:
            # a client's first certificate is the one that counts
            listed = CertificateStore(self._workspace.certificates).list()
            self._stored = {entry.key: entry for entry in reversed(listed)}
        entry = self._stored.get(client.key)
        if entry is not None and entry.error is not None:
            return entry.error.message
        certificate = entry.certificate if entry else None
        held = HeldCertificate.judged(certificate, client=client, at=self._workspace.clock())
        if held.usable:
            return ""
        return next((found.message for found in held.findings if found.severity is Severity.ERROR), "")
