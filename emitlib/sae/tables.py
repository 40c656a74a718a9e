"""Raw tables of an old or running SAE: typed values as they lie there, with the encoding that was used."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol, Self

from emitlib.vocabulary import Finding

__all__ = ["RawTable", "RawValue", "Since", "Source", "SourceFacts"]

#: A cell as it lies in the source: text with its blanks, numbers, days, blobs as bytes.
RawValue = str | int | float | bool | Decimal | date | datetime | bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """One table, read once.

    Attributes:
        name: The table's name in capitals (``CLIE01``), or the file's stem.
        columns: Column names in capitals, as found.
        rows: One tuple a row, as long as `columns`; an iterator that may be used once.
        encoding: What the texts were decoded with (``cp1252``); "" where texts carry their own.
        origin: The file, or database and table, for messages.
        findings: What had to be guessed to read it.
    """

    name: str
    columns: tuple[str, ...]
    rows: Iterable[tuple[RawValue, ...]]
    encoding: str
    origin: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """Only rows whose day is not before `day`; a source that cannot filter gives all rows.

    Rows without a day in `column` come too, and so do those whose day cannot be told by the database.

    Attributes:
        column: A date, or text that begins with a day as ``2026-10-31``.
        day: The first day wanted.
        others: Columns that let a row come as well, such as the day of its cancellation.
    """

    column: str
    day: date
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """What a source is.

    Attributes:
        kind: ``text``, ``workbook``, ``dbase``, ``firebird``, ``sqlserver`` or ``folder``.
        origin: Path or address without a password.
        version: SAE's or the file format's version where it can be told; "" otherwise.
        encoding: The main encoding; "" where texts carry their own.
        findings: What was noticed while opening it, such as files of a folder that were left out.
    """

    kind: str
    origin: str
    version: str = ""
    encoding: str = ""
    findings: tuple[Finding, ...] = ()


class Source(Protocol):
    """Where raw tables come from; opened read-only, closed by ``with``."""

    @property
    def facts(self) -> SourceFacts:
        """What this source is."""
        ...

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables in capitals, sorted."""
        ...

    def read(self, name: str, *, since: Since | None = None) -> RawTable:
        """One table.

        Raises:
            InputError: ``TABLE_MISSING``, or what the source's format can go wrong with.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc: object) -> None: ...
