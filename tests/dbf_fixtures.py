"""dBase and FoxPro tables for tests, written byte by byte."""

import struct
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

#: The marks of code pages that tests use.
LANGUAGES = {"cp1252": 0x03, "cp850": 0x02, "cp437": 0x01, "": 0x00}
_FOXPRO = 0x30
_MEMO_BLOCK = 64

Cell = str | int | float | bool | date | datetime | None
Field = tuple[str, str, int]  #: name, type (C, N, D, L, M, T), length


def write_dbf(
    path: Path,
    fields: Sequence[Field],
    rows: Sequence[Sequence[Cell]],
    *,
    encoding: str = "cp1252",
    flag: str | None = None,
    version: int = _FOXPRO,
    deleted: Sequence[int] = (),
) -> Path:
    """A table, and its .fpt where a column is a memo.

    Args:
        path: The file.
        fields: The columns.
        rows: The cells.
        encoding: What texts are written with.
        flag: What the mark of the code page says; the encoding where None.
        version: The form: 0x03 dBase III, 0x30 Visual FoxPro.
        deleted: Places of rows that are marked as deleted.
    """
    memos = _Memos(encoding)
    record = 1 + sum(length for _name, _type, length in fields)
    header = 32 + 32 * len(fields) + 1 + (263 if version == _FOXPRO else 0)
    start = bytearray(32)
    start[0:4] = bytes([version, 126, 11, 24])
    struct.pack_into("<LHH", start, 4, len(rows), header, record)
    start[29] = LANGUAGES[encoding if flag is None else flag]
    body = bytearray(start)
    for name, kind, length in fields:
        body += struct.pack("<11sc4xBB14x", name.encode("ascii")[:10], kind.encode(), length, 2 if kind == "F" else 0)
    body += b"\r"
    body += b"\0" * (header - len(body))
    for place, row in enumerate(rows):
        body += b"*" if place in deleted else b" "
        for (_name, kind, length), cell in zip(fields, row, strict=True):
            body += _cell(cell, kind, length, encoding, memos)
    path.write_bytes(bytes(body) + b"\x1a")
    if any(kind == "M" for _name, kind, _length in fields):
        memos.write(path.with_suffix(".fpt"))
    return path


class _Memos:
    """The texts beside the table."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._blocks = bytearray(512)

    def add(self, text: str) -> int:
        """The number of the block that `text` begins in."""
        at = len(self._blocks) // _MEMO_BLOCK
        data = text.encode(self._encoding)
        self._blocks += struct.pack(">LL", 1, len(data)) + data
        self._blocks += b"\0" * (-len(self._blocks) % _MEMO_BLOCK)
        return at

    def write(self, path: Path) -> None:
        struct.pack_into(">LHH", self._blocks, 0, len(self._blocks) // _MEMO_BLOCK, 0, _MEMO_BLOCK)
        path.write_bytes(bytes(self._blocks))


def _cell(cell: Cell, kind: str, length: int, encoding: str, memos: _Memos) -> bytes:
    if kind == "M":
        return struct.pack("<L", memos.add(str(cell)) if cell else 0)
    if kind == "T":
        if not isinstance(cell, datetime):
            return b"\0" * 8
        seconds = cell.hour * 3600 + cell.minute * 60 + cell.second
        return struct.pack("<LL", cell.toordinal() + 1721425, seconds * 1000)
    text = "" if cell is None else f"{cell:%Y%m%d}" if kind == "D" else str(cell)
    if kind == "L":
        text = text[:1]  # T or F
    return (text.rjust(length) if kind == "N" else text.ljust(length)).encode(encoding)[:length]


def short_names(names: Sequence[str]) -> list[str]:
    """Names as dBase keeps them: ten letters, each once."""
    found: list[str] = []
    for name in names:
        short, number = name[:10], 2
        while short in found:
            short, number = f"{name[:9]}{number}", number + 1
        found.append(short)
    return found
