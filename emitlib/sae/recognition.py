"""What a file is, by its first bytes; those that are not read are named, with the road that leads out of them."""

import io
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

from emitlib.clients.container import FileKind, file_kind
from emitlib.documents.sniffing import foreign_format
from emitlib.errors import InputError
from emitlib.i18n import N_, _
from emitlib.sae.firebird_backup import is_backup
from emitlib.sae.firebird_header import HEADER_BYTES
from emitlib.sae.unreadable import unreadable

__all__ = ["FileForm", "form_by_content", "form_by_start", "not_read", "start_of", "whole_file"]

_DBASE_VERSIONS = frozenset(
    {0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x7B, 0x83, 0x8B, 0x8C, 0xCB, 0xF5, 0xFB}
)
_DBASE_HEADER = 32
#: Bounds of a dBase header: month, day, bytes of the shortest header.
_MONTHS, _MONTH_DAYS, _SHORTEST_HEADER = 12, 31, 33
_PARADOX_HEADER = 120
_ZIP = b"PK\x03\x04"


class FileForm(StrEnum):
    """The forms of file that are read."""

    TEXT = "text"
    WORKBOOK = "workbook"
    DBASE = "dbase"
    FIREBIRD_BACKUP = "fbk"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Foreign:
    """A form that is not read: its first bytes, its name, and the road out of it."""

    marks: tuple[bytes, ...]
    name: str
    road: str
    offset: int = 0


_SAE_EXPORT = N_("Open it in the SAE that made it, and export the tables as text or as a workbook, with headings.")
_FOREIGN = (
    _Foreign(
        marks=(b"TAPE", b"MSSQLBAK"),
        name=N_("a backup of SQL Server"),
        road=N_("Restore it in an SQL Server (the free Express does) and read it by its address, mssql+…://."),
    ),
    _Foreign(
        marks=(b"\x01\x0f\x00\x00",),
        name=N_("a data file of SQL Server"),
        road=N_("Attach it to an SQL Server (the free Express does) and read it by its address, mssql+…://."),
    ),
    _Foreign(
        marks=(b"Standard Jet DB", b"Standard ACE DB"),
        offset=4,
        name=N_("an Access database"),
        road=N_("Open it in Access and export its tables as workbooks or text, with headings."),
    ),
    _Foreign(
        marks=(b"SQLite format 3",),
        name=N_("an SQLite database"),
        road=N_("Read it by its address, sqlite:///PATH."),
    ),
)


def start_of(path: Path) -> bytes:
    """The first bytes of a file.

    Raises:
        InputError: ``INPUT_UNREADABLE``, ``SOURCE_HELD_OPEN``.
    """
    try:
        with path.open("rb") as file:
            return file.read(HEADER_BYTES)
    except OSError as err:
        raise unreadable(path, err) from err


def whole_file(path: Path) -> bytes:
    """The whole of a file.

    Raises:
        InputError: ``INPUT_UNREADABLE``, ``SOURCE_HELD_OPEN``.
    """
    try:
        return path.read_bytes()
    except OSError as err:
        raise unreadable(path, err) from err


def form_by_start(path: Path, start: bytes) -> Literal[FileForm.DBASE, FileForm.FIREBIRD_BACKUP] | None:
    """The form of a file that its first bytes tell; None for those that only the whole of it does.

    Args:
        path: The file; its name plays no part.
        start: What `start_of` gave.

    Raises:
        InputError: ``SOURCE_NOT_READ`` for a form that is not read, with the road; ``SOURCE_EMPTY``.
    """
    if not start.strip():
        raise InputError(
            "SOURCE_EMPTY",
            _("{path} is empty.").format(path=path),
            _("Copy or export it again; a table without rows still has its headings."),
        )
    if is_backup(start):
        return FileForm.FIREBIRD_BACKUP
    if _is_dbase(start):
        return FileForm.DBASE
    _refuse_foreign(path, start)
    return None


def form_by_content(path: Path, data: bytes) -> Literal[FileForm.TEXT, FileForm.WORKBOOK]:
    """Whether a file is text or a workbook.

    Args:
        path: The file; its name plays no part.
        data: The whole of it.

    Raises:
        InputError: ``SOURCE_NOT_READ`` for a form that is not read, with the road; or what `file_kind` raises.
    """
    try:
        kind = file_kind(data, path=path)
    except InputError as err:
        if err.code != "MASTER_NOT_A_WORKBOOK":
            raise
        if data.startswith(_ZIP):
            raise _archive(path, data) from err
        name = foreign_format(data, doctype=None) or _("a file of no known form")
        raise not_read(path, name, _(_SAE_EXPORT)) from err
    return FileForm.TEXT if kind is FileKind.TEXT else FileForm.WORKBOOK


def _is_dbase(start: bytes) -> bool:
    """A dBase header: version, a date that can be one, a header that can hold a field, a record."""
    if len(start) < _DBASE_HEADER or start[0] not in _DBASE_VERSIONS:
        return False
    month, day = start[2], start[3]
    header, record = int.from_bytes(start[8:10], "little"), int.from_bytes(start[10:12], "little")
    return (
        month <= _MONTHS
        and day <= _MONTH_DAYS
        and header >= _SHORTEST_HEADER
        and record >= 1
        and start[12:14] == b"\0\0"
    )


def _is_paradox(start: bytes) -> bool:
    """A Paradox table: header size in steps of 2 KB, a file type, a block size.

    Source: Paradox 4.x and 5.x file format by Randy Beck, header.
    """
    if len(start) < _PARADOX_HEADER:
        return False
    header, kind, block = int.from_bytes(start[2:4], "little"), start[4], start[5]
    return header in {0x800, 0x1000, 0x1800, 0x2000} and kind in {0, 2} and block in {1, 2, 3, 4, 8, 16, 32}


def _refuse_foreign(path: Path, start: bytes) -> None:
    for form in _FOREIGN:
        if start[form.offset :].startswith(form.marks):
            raise not_read(path, _(form.name), _(form.road))
    if _is_paradox(start):
        raise not_read(path, _("a Paradox table, which no kept library reads"), _(_SAE_EXPORT))


def _archive(path: Path, data: bytes) -> InputError:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if not name.startswith("__MACOSX")]
    except zipfile.BadZipFile:
        names = []
    if any(name.lower().endswith(".xml") for name in names):
        return not_read(path, _("an archive of CFDI"), _("Unpack it and read the folder by `emit documents index`."))
    return not_read(
        path,
        _("a ZIP archive"),
        _("Unpack it; SAT's metadata goes to `emit plan --sat-metadata`, tables are read here."),
    )


def not_read(path: Path, name: str, road: str) -> InputError:
    """The error for a file whose form is known but not read."""
    return InputError("SOURCE_NOT_READ", _("{path} is {name}; it is not read.").format(path=path, name=name), road)
