"""Reading one file into a Document, whatever the file holds."""

import hashlib
import os
import stat
from pathlib import Path

from emitlib.documents.cancellation import find_cancellation, read_cancellation
from emitlib.documents.comprobante import read_comprobante
from emitlib.documents.retenciones import read_retenciones
from emitlib.documents.source import Source
from emitlib.documents.xml_tree import MAX_XML_BYTES, Element, local_name, parse_xml
from emitlib.vocabulary import Document, DocumentKind

__all__ = ["read_document"]

_PDF_MARK = b"%PDF-"
_PDF_HEAD = 1024  # readers accept the mark anywhere in the first 1024 bytes
_PIECE = 1 << 20
#: Not blocking, since opening a pipe would wait for a writer; binary, for Windows.
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def read_document(path: Path, *, data: bytes | None = None) -> Document:
    """Read a CFDI, a withholding, a cancellation paper or a PDF; never raises for bad content.

    What cannot be read becomes kind OTHER with a finding. A file above 20 MB is not read (`sha256` is then ""); a
    PDF is hashed in pieces, whatever its size.

    Args:
        path: The file; only its name is used when `data` is given.
        data: Its bytes, when they come from an archive or a database.
    """
    source = Source(path=path)
    if not path.name.isprintable():
        source.note("NAME_UNSAFE")
    if data is not None:
        return _read_bytes(data, source)
    try:
        return _read_file(source)
    except OSError as err:
        source.note("FILE_UNREADABLE", reason=err.strerror or type(err).__name__)
    except ValueError:  # a NUL in the name
        source.note("FILE_UNREADABLE", reason="NUL")
    return _other(source)


def _read_file(source: Source) -> Document:
    # descriptors, not file objects: they cost a third, and a month has thousands of files
    handle = os.open(source.path, _OPEN_FLAGS)
    try:
        info = os.fstat(handle)
        source.size = info.st_size
        if not stat.S_ISREG(info.st_mode):
            source.note("NOT_A_FILE")
            return _other(source)
        if info.st_size > MAX_XML_BYTES:
            return _read_large(handle, source)
        data = _read_up_to(handle, info.st_size)
    finally:
        os.close(handle)
    return _read_bytes(data, source)


def _read_up_to(handle: int, size: int) -> bytes:
    """Read `size` bytes, fewer at the end of the file; never more, even if the file grows meanwhile."""
    data = os.read(handle, size)
    while len(data) < size and (more := os.read(handle, size - len(data))):
        data += more
    return data


def _read_large(handle: int, source: Source) -> Document:
    if not _is_pdf_name(source.path):
        source.note("XML_TOO_LARGE", size=source.size, limit=MAX_XML_BYTES)
        return _other(source)
    digest = hashlib.sha256()
    head = piece = _read_up_to(handle, _PIECE)
    while piece:
        digest.update(piece)
        piece = os.read(handle, _PIECE)
    source.sha256 = digest.hexdigest()
    return _pdf(head, source)


def _is_pdf_name(path: Path) -> bool:
    return path.name[-4:].lower() == ".pdf"


def _pdf(head: bytes, source: Source) -> Document:
    if _PDF_MARK not in head[:_PDF_HEAD]:
        source.note("NOT_A_PDF")
        return _other(source)
    return _document(DocumentKind.PDF, source)


def _read_bytes(data: bytes, source: Source) -> Document:
    source.sha256 = hashlib.sha256(data).hexdigest()
    source.size = len(data)
    if _is_pdf_name(source.path):
        return _pdf(data, source)
    if len(data) > MAX_XML_BYTES:
        source.note("XML_TOO_LARGE", size=len(data), limit=MAX_XML_BYTES)
        return _other(source)
    root = parse_xml(data, source)
    return _other(source) if root is None else _read_root(root, source)


def _read_root(root: Element, source: Source) -> Document:
    name = local_name(root)
    if name == "Comprobante":
        return read_comprobante(root, source)
    if name == "Retenciones":
        return read_retenciones(root, source)
    paper = find_cancellation(root, source)
    if paper is not None:
        return read_cancellation(paper, source)
    source.note("XML_NOT_FISCAL", root=name[:60])
    return _other(source)


def _other(source: Source) -> Document:
    return _document(DocumentKind.OTHER, source)


def _document(kind: DocumentKind, source: Source) -> Document:
    return Document(
        path=source.path,
        kind=kind,
        sha256=source.sha256,
        size=source.size,
        findings=tuple(source.findings),
    )
