"""The index of a folder: every document in it, with its PDF, its copies and what is odd, read by all cores."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from emitlib.documents.duplicates import mark_duplicates
from emitlib.documents.folder import walk_folder
from emitlib.documents.pairing import pair
from emitlib.documents.processes import read_in_chunks
from emitlib.documents.reading import read_document
from emitlib.vocabulary import Document, DocumentKind, Finding

__all__ = ["FolderIndex", "index_folder"]

_CHUNK = 100  # files per task: large enough to hide the cost of handing it over
#: Measured on two cores: below it, one process is done before others have started and handed back their results.
_WORTH_PROCESSES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderIndex:
    """What a folder holds."""

    folder: Path
    documents: tuple[Document, ...]  #: one for each XML file, sorted by path
    pdfs_unpaired: tuple[Document, ...]  #: kind PDF; files that belong to no XML
    others: tuple[Document, ...]  #: kind OTHER; neither XML nor PDF (not read, `sha256` ""), or a PDF that is none
    findings: tuple[Finding, ...]  #: about the folder; those about a document stand in the document
    counts: Mapping[DocumentKind, int]  #: files by kind, PDFs paired and unpaired included

    @property
    def read(self) -> int:
        """Files read that are a document of their own: a PDF that belongs to an XML counts with it."""
        unread = sum(not other.sha256 for other in self.others)
        paired = len({str(document.pdf) for document in self.documents if document.pdf is not None})
        return sum(self.counts.values()) - paired - unread


def index_folder(folder: Path, *, workers: int | None = None) -> FolderIndex:
    """Read all documents of `folder` and its subfolders.

    Args:
        folder: Where the XML and PDF files lie; paths in the result start with it.
        workers: Processes; None = one a core for large folders, none for small ones; 1 = this process only.

    Raises:
        InputError: ``FOLDER_MISSING`` if there is no such folder.
    """
    files = walk_folder(folder)
    read = read_in_chunks(
        [*files.xmls, *files.pdfs], read=_read_chunk, chunk=_CHUNK, worth=_WORTH_PROCESSES, workers=workers
    )
    from_xml, from_pdf = read[: len(files.xmls)], read[len(files.xmls) :]
    pdfs = [document for document in from_pdf if document.kind is DocumentKind.PDF]
    documents, unpaired = pair(mark_duplicates(from_xml), pdfs)
    others = [document for document in from_pdf if document.kind is not DocumentKind.PDF]
    others += [_unread(path) for path in files.others]
    kinds = Counter(document.kind for document in (*documents, *pdfs, *others))
    return FolderIndex(
        folder=folder,
        documents=tuple(documents),
        pdfs_unpaired=tuple(unpaired),
        others=tuple(others),
        findings=files.findings,
        counts={kind: kinds[kind] for kind in DocumentKind},
    )


def _read_chunk(paths: Iterable[Path]) -> list[Document]:
    return [read_document(path) for path in paths]


def _unread(path: Path) -> Document:
    try:
        size = path.lstat().st_size
    except OSError:
        size = 0
    return Document(path=path, kind=DocumentKind.OTHER, sha256="", size=size)
