"""Text tables: encoding, separator or columns, and quoting found out, every record kept as it was written."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from emitlib.clients.container import damaged
from emitlib.clients.fixed_text import cut, fixed_columns

__all__ = ["Delimited", "decode", "encode", "read_delimited", "spanish_letters"]

_SEPARATORS = ("\t", ";", ",", "|")
_SAMPLE = 64 * 1024  #: characters looked at to find the separator
_SPANISH = "áéíóúñüÁÉÍÓÚÑÜ"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delimited:
    """A text table and what it takes to write it again."""

    encoding: str
    separator: str
    quoted: bool  #: whether quotation marks enclose fields; otherwise they are ordinary signs
    records: tuple[list[str], ...]  #: fields; [] for a blank line
    texts: tuple[str, ...]  #: each record as written, line end included
    cuts: tuple[int, ...] = ()  #: where the columns of a fixed text begin


def decode(data: bytes) -> tuple[str, str]:
    """The text of `data` without its BOM, and the encoding it was read with: by the BOM, UTF-8, cp1252, cp850.

    cp1252 and cp850 give nearly every byte a letter; the one that gives more Spanish letters wins, cp1252 in doubt.

    Raises:
        UnicodeDecodeError: If a BOM promises an encoding that the rest does not keep.

    >>> decode("Ñandú".encode("cp850"))
    ('Ñandú', 'cp850')
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding).removeprefix("\ufeff"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        dos = data.decode("cp850")
    try:
        windows = data.decode("cp1252")
    except UnicodeDecodeError:
        return dos, "cp850"
    if spanish_letters(dos) > spanish_letters(windows):
        return dos, "cp850"
    return windows, "cp1252"


def encode(text: str, encoding: str) -> bytes:
    """The bytes of `text`, BOM included where `decode` found one.

    Raises:
        UnicodeEncodeError: If the encoding lacks a letter of the text.
    """
    return ("\ufeff" + text if encoding.startswith("utf-16") else text).encode(encoding)


def read_delimited(data: bytes, *, path: Path, score: Callable[[Sequence[Sequence[str]]], int]) -> Delimited:
    """Read a text table.

    Args:
        data: The whole file.
        path: Named in errors.
        score: How many known columns the first records show; the separator that shows most wins.

    Raises:
        InputError: ``MASTER_DAMAGED`` if the encoding is broken or a field is longer than 131,072 characters.
    """
    try:
        text, encoding = decode(data)
        separator = max(_SEPARATORS, key=lambda sign: score(_split(text[:_SAMPLE], sign)[1]))
        if score(_split(text[:_SAMPLE], separator)[1]) == 0:
            lines = list(io.StringIO(text, newline=""))
            cuts = fixed_columns(lines, score=score)
            if cuts:
                fields = tuple(cut(line, cuts) for line in lines)
                return Delimited(
                    encoding=encoding, separator="", quoted=False, records=fields, texts=tuple(lines), cuts=cuts
                )
        quoted, records, texts = _split(text, separator)
    except (csv.Error, UnicodeDecodeError) as err:
        raise damaged(path, err) from err
    return Delimited(
        encoding=encoding, separator=separator, quoted=quoted, records=tuple(records), texts=tuple(texts)
    )


def _split(text: str, separator: str) -> tuple[bool, list[list[str]], list[str]]:
    """Whether fields are quoted, the fields of every record, and the record's own text.

    A stray quotation mark ("EL GALLO" SA) must not swallow the rest of the file: where quoting does not come out
    even, marks are taken as ordinary signs.
    """
    lines = list(io.StringIO(text, newline=""))
    try:
        return True, *_records(csv.reader(iter(lines), delimiter=separator, strict=True), lines)
    except csv.Error:
        plain = csv.reader(iter(lines), delimiter=separator, quoting=csv.QUOTE_NONE)
        return False, *_records(plain, lines)


class _Reader(Protocol):
    """What `csv.reader` gives."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


def _records(reader: _Reader, lines: list[str]) -> tuple[list[list[str]], list[str]]:
    records: list[list[str]] = []
    texts: list[str] = []
    start = 0
    for record in reader:
        records.append(record)
        texts.append("".join(lines[start : reader.line_num]))
        start = reader.line_num
    return records, texts


def spanish_letters(text: str) -> int:
    """How many letters of a text are those that Spanish has beyond ASCII."""
    return sum(text.count(letter) for letter in _SPANISH)
