"""The findings of a plan: one about a document, and all of them, placed from the workspace on and each once."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from emitlib.batch.parcel_document import parcel_document
from emitlib.batch.pdf_checking import UNCHECKED, CheckedPdf
from emitlib.vocabulary import Document, Finding

__all__ = ["DocumentFindings", "each_once"]


class DocumentFindings:
    """Makes findings about documents.

    Args:
        root: The workspace; paths inside are named from it on.
        checked: The PDFs that were looked at, by document key.
        differing: Document keys that several files hold with different bytes → those files.
        mail_limit: The largest message, in bytes.
    """

    def __init__(
        self,
        *,
        root: Path,
        checked: Mapping[str, CheckedPdf],
        differing: Mapping[str, tuple[Path, ...]],
        mail_limit: int,
    ) -> None:
        self._root = root
        self._checked = checked
        self._differing = differing
        self._mail_limit = mail_limit

    def about(
        self, document: Document, code: str, *, client: str = "", candidates: Sequence[str] = (), size: int = 0
    ) -> Finding:
        """A finding about `document`.

        Args:
            document: What it is about.
            code: A key of `CODES`.
            client: Client key; "" where none was found.
            candidates: Client keys that it could belong to.
            size: Of its message, in bytes; 0 where that plays no part.
        """
        key = document.key or ""
        where: dict[str, str | int] = {"path": _relative(document.path, self._root)}
        if document.uuid:
            where["uuid"] = document.uuid
        if client:
            where["clave"] = client
        values: dict[str, str | int] = {
            "label": parcel_document(document).label,
            "rfc": document.receiver_rfc or "",
            "emitter": document.emitter_rfc or "",
        }
        pdf = self._checked.get(key, UNCHECKED)
        if pdf.code and document.pdf is not None:
            values |= {"pdf": _relative(document.pdf, self._root), "shown": ", ".join(pdf.shown[:5])}
        others = [path for path in self._differing.get(key, ()) if path != document.path]
        if others:
            values["first"] = _relative(others[0], self._root)
        if candidates:
            values["candidates"] = ", ".join(candidates)
        if size:
            values |= {"size": size, "limit": self._mail_limit}
        return Finding(code, where, values)


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def each_once(findings: Sequence[Finding], *, root: Path) -> list[Finding]:
    """Each finding once, in the order it was met, its files named from the workspace on.

    A plan reads the same wherever its workspace lies.
    """
    unique: dict[tuple[str, str, str], Finding] = {}
    for finding in _placed(findings, root):
        unique.setdefault((finding.code, str(dict(finding.where)), str(dict(finding.values))), finding)
    return list(unique.values())


def _placed(findings: Sequence[Finding], root: Path) -> list[Finding]:
    prefix = f"{root}{os.sep}"

    def place(values: Mapping[str, str | int]) -> dict[str, str | int]:
        return {
            name: value.removeprefix(prefix).replace(os.sep, "/")
            if isinstance(value, str) and value.startswith(prefix)
            else value
            for name, value in values.items()
        }

    return [Finding(finding.code, place(finding.where), place(finding.values)) for finding in findings]
