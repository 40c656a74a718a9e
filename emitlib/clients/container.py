"""What kind of file a master is, judged by its content, with those that must not be opened refused."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from emitlib.errors import InputError
from emitlib.i18n import _

__all__ = ["FileKind", "damaged", "file_kind", "opened_zip", "password", "too_large"]

#: Largest file, and largest content of a packed one, in bytes.
LARGEST_FILE = 512 * 1024 * 1024
LARGEST_CONTENT = 1024 * 1024 * 1024
#: How many times smaller than its content a packed file may be, once the content is large.
LARGEST_RATIO = 200
LARGE_CONTENT = 64 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class FileKind(StrEnum):
    """The kinds of master that are read."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLS = "xls"
    ODS = "ods"
    TEXT = "text"  #: separated by commas, semicolons, tabs or bars


def file_kind(data: bytes, *, path: Path) -> FileKind:
    """The kind of the file whose content is `data`; its name plays no part.

    Args:
        data: The whole file.
        path: Named in errors.

    Raises:
        InputError: ``MASTER_PASSWORD``, ``MASTER_XLSB``, ``MASTER_NOT_A_WORKBOOK``, ``MASTER_IS_HTML``,
            ``MASTER_TOO_LARGE``, ``MASTER_DAMAGED`` or ``MASTER_EMPTY``.
    """
    if not data.strip():
        raise InputError("MASTER_EMPTY", _("{path} is empty.").format(path=path), _("Choose the file again."))
    if len(data) > LARGEST_FILE:
        raise too_large(path, _("it has {size} bytes").format(size=len(data)))
    if data.startswith(b"PK"):
        return _packed_kind(data, path)
    if data.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in data:
            raise password(path)
        return FileKind.XLS
    start = data.removeprefix(b"\xef\xbb\xbf")[:512].lstrip().lower()
    if start.startswith(_MARKUP):
        raise InputError(
            "MASTER_IS_HTML",
            _("{path} is a web page or XML file with a workbook's name.").format(path=path),
            _("Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)."),
        )
    if start.startswith(b"%pdf") or (b"\0" in data[:4096] and not data.startswith(_UTF16)):
        raise _not_a_workbook(path)
    return FileKind.TEXT


@contextmanager
def opened_zip(data: bytes, *, path: Path) -> Iterator[zipfile.ZipFile]:
    """Open packed content, and name the file if it turns out to be damaged inside the block.

    Raises:
        InputError: ``MASTER_DAMAGED``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield package
    except (
        zipfile.BadZipFile,
        zlib.error,
        SyntaxError,
        LookupError,
        RuntimeError,
        ValueError,
        OSError,
        EOFError,
    ) as err:
        # SyntaxError is what lxml raises for a broken part, LookupError what a missing part raises
        raise damaged(path, err) from err


def damaged(path: Path, reason: object) -> InputError:
    """The error for a file that is broken."""
    return InputError(
        "MASTER_DAMAGED",
        _("{path} is damaged or incomplete: {reason}.").format(path=path, reason=reason),
        _("Copy or export it again; if Excel opens it, save it under a new name."),
    )


def too_large(path: Path, reason: str) -> InputError:
    """The error for a file that would fill the memory."""
    return InputError(
        "MASTER_TOO_LARGE",
        _("{path} is too large to be a client master: {reason}.").format(path=path, reason=reason),
        _("Copy the rows with clients into a new workbook."),
    )


def _packed_kind(data: bytes, path: Path) -> FileKind:
    with opened_zip(data, path=path) as package:
        entries = package.infolist()
        names = {entry.filename for entry in entries}
        if len(names) != len(entries):
            raise damaged(path, _("the same part stands in it twice"))
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise password(path)
        content = sum(entry.file_size for entry in entries)
        if content > LARGEST_CONTENT or (content > LARGE_CONTENT and content > LARGEST_RATIO * len(data)):
            raise too_large(path, _("unpacked it has {size} bytes").format(size=content))
        mimetype = package.read("mimetype") if "mimetype" in names else b""
    if "xl/workbook.bin" in names:
        raise InputError(
            "MASTER_XLSB",
            _("{path} is a binary workbook (.xlsb), which is not read.").format(path=path),
            _("Open it in Excel and save it as an Excel workbook (.xlsx)."),
        )
    if "xl/workbook.xml" in names:
        return FileKind.XLSM if "xl/vbaProject.bin" in names else FileKind.XLSX
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return FileKind.ODS
    raise _not_a_workbook(path)


def password(path: Path) -> InputError:
    """The error for a file that only opens with a password."""
    return InputError(
        "MASTER_PASSWORD",
        _("{path} is protected with a password.").format(path=path),
        _("Open it in Excel and save a copy without a password to open it."),
    )


def _not_a_workbook(path: Path) -> InputError:
    return InputError(
        "MASTER_NOT_A_WORKBOOK",
        _("{path} is neither a workbook nor a text table.").format(path=path),
        _("Choose an .xlsx, .xlsm, .xls, .ods, .csv or tab-separated file."),
    )
