"""The header of a dBase table: what it promises, held against what the file has."""

from dataclasses import dataclass
from pathlib import Path

from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.sae.recognition import not_read

__all__ = ["DbaseField", "DbaseHeader", "read_dbase_header"]

_HEADER, _FIELD = 32, 32
_END = (0x0D, 0x0A)
_FLAGS_AT, _NULLABLE = 18, 0x02
_DBASE_7 = frozenset({0x04, 0x8C})
_RELEASES = {
    0x02: "FoxBASE",
    0x03: "dBase III",
    0x04: "dBase 7",
    0x05: "dBase 5",
    0x30: "Visual FoxPro",
    0x31: "Visual FoxPro",
    0x32: "Visual FoxPro",
    0x43: "dBase IV",
    0x63: "dBase IV",
    0x7B: "dBase IV",
    0x83: "dBase III",
    0x8B: "dBase IV",
    0x8C: "dBase 7",
    0xCB: "dBase IV",
    0xF5: "FoxPro 2",
    0xFB: "FoxPro 2",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DbaseField:
    """One column: its type, its place and bytes in a record, and whether it may be NULL."""

    type: str
    offset: int
    length: int
    nullable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DbaseHeader:
    """What the first bytes say.

    Attributes:
        release: The program whose form this is.
        records: How many records are promised, deleted ones included.
        length: Bytes before the first record.
        record: Bytes of a record, its mark of deletion included.
        language: The mark of the code page.
        fields: The columns.
    """

    release: str
    records: int
    length: int
    record: int
    language: int
    fields: tuple[DbaseField, ...]


def read_dbase_header(data: bytes, *, path: Path) -> DbaseHeader:
    """The header of a whole file.

    Args:
        data: The whole file.
        path: Named in errors.

    Raises:
        InputError: ``SOURCE_NOT_READ`` for dBase 7; ``DBASE_CUT`` if records are missing; ``DBASE_BROKEN`` if the
            columns do not make up a record.
    """
    version = data[0]
    if version in _DBASE_7:
        raise not_read(
            path,
            _("a table of dBase 7, which no kept library reads"),
            _("Open it in dBase or in LibreOffice and save it as dBase III or as a workbook."),
        )
    header = DbaseHeader(
        release=_RELEASES[version],
        records=int.from_bytes(data[4:8], "little"),
        length=int.from_bytes(data[8:10], "little"),
        record=int.from_bytes(data[10:12], "little"),
        language=data[29],
        fields=tuple(_fields(data, path)),
    )
    _refuse_broken(data, header, path)
    return header


def _fields(data: bytes, path: Path) -> list[DbaseField]:
    fields, offset, at = [], 1, _HEADER
    while at < len(data) and data[at] not in _END:
        described = data[at : at + _FIELD]
        if len(described) < _FIELD:
            raise _cut(path, _("its columns"), 0)
        kind = chr(described[11])
        length = described[16] | (described[17] << 8 if kind == "C" else 0)
        nullable = bool(described[_FLAGS_AT] & _NULLABLE)
        fields.append(DbaseField(type=kind, offset=offset, length=length, nullable=nullable))
        offset += length
        at += _FIELD
    return fields


def _refuse_broken(data: bytes, header: DbaseHeader, path: Path) -> None:
    made_of = 1 + sum(field.length for field in header.fields)
    if made_of != header.record:
        raise InputError(
            "DBASE_BROKEN",
            _("{path}: its columns have {made_of} bytes, a record has {record}: the header is damaged.").format(
                path=path, made_of=made_of, record=header.record
            ),
            _("Copy the file again, or export the table from SAE."),
        )
    there = max(len(data) - header.length, 0) // header.record
    if there < header.records:
        raise _cut(path, str(header.records), there)


def _cut(path: Path, promised: str, there: int) -> InputError:
    return InputError(
        "DBASE_CUT",
        _("{path} is cut: it promises {promised} records and holds {there}.").format(
            path=path, promised=promised, there=there
        ),
        _("Copy the file again from SAE's folder; nothing of it was read, so that no client is lost unseen."),
    )
