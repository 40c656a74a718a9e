"""Which documents lie in a workspace already, whatever their files are called."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from emitlib.documents import index_folder
from emitlib.vocabulary import DocumentKind

__all__ = ["KnownFile", "KnownFiles"]

_OURS = re.compile(r"[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}(?:-acuse)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file that stands for a document."""

    path: Path
    same: bool  #: whether it holds the bytes asked for


@dataclass(slots=True)
class KnownFiles:
    """The documents under ``documents/``; a name of ours says what a file is, others are read once.

    Args:
        root: ``documents/`` of the workspace.
    """

    root: Path
    _named: dict[str, list[Path]] | None = field(default=None, init=False)
    _others: dict[str, list[Path]] | None = field(default=None, init=False)

    def same_or_other(self, path: Path, uuid: str, data: bytes) -> KnownFile | None:
        """The file that holds this document already: the same bytes before other ones; None where there is none.

        Args:
            path: Where the document would be written.
            uuid: Of a CFDI; its acuse is only looked for under names of ours.
            data: The document's bytes.
        """
        paths = [path] if path.is_file() else [*self._ours().get(path.name, ())]
        if path.stem == uuid:
            paths += self._read().get(uuid, ())
        found = [KnownFile(there, there.read_bytes() == data) for there in paths]
        return next((file for file in found if file.same), found[0] if found else None)

    def _ours(self) -> dict[str, list[Path]]:
        """Files with names of ours, of every month, as they lay when first asked."""
        if self._named is None:
            self._named = {}
            for path in self._all():
                if _OURS.fullmatch(path.stem):
                    self._named.setdefault(path.name, []).append(path)
        return self._named

    def _read(self) -> dict[str, list[Path]]:
        """CFDI in files that somebody else named, by UUID."""
        if self._others is None:
            self._others = {}
            folders = {path.parent for path in self._all() if not _OURS.fullmatch(path.stem)}
            for folder in sorted(folders):
                for document in index_folder(folder).documents:
                    if (
                        document.kind is DocumentKind.CFDI
                        and document.uuid
                        and not _OURS.fullmatch(document.path.stem)
                    ):
                        self._others.setdefault(document.uuid, []).append(document.path)
        return self._others

    def _all(self) -> list[Path]:
        return sorted(self.root.glob("*/*.xml")) if self.root.is_dir() else []
