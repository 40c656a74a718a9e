"""A source of SAE's tables that lies in memory, with everything that a database can hold and do to us."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from firebird_fixtures import invoice, stamp

from emitlib.errors import InputError
from emitlib.sae.tables import RawTable, RawValue, Since, SourceFacts

__all__ = ["MemorySource", "Rows", "invoice_row", "stamp_row"]

Rows = list[dict[str, RawValue]]


@dataclass(slots=True)
class MemorySource:
    """Tables by name; each a list of rows by column."""

    rows: Mapping[str, Rows]
    origin: str = "memory.fdb"
    vanishes_after: int | None = None  #: rows of one table that come before the source is gone
    closed: bool = field(default=False, init=False)

    @property
    def facts(self) -> SourceFacts:
        return SourceFacts(kind="firebird", origin=self.origin, version="ODS 12.2", encoding="cp1252")

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(sorted(self.rows))

    def read(self, name: str, *, since: Since | None = None) -> RawTable:  # noqa: ARG002 - gives all rows
        if name not in self.rows:
            raise InputError("TABLE_MISSING", f"no table {name}")
        columns = tuple(dict.fromkeys(column for row in self.rows[name] for column in row))
        return RawTable(name=name, columns=columns, rows=self._rows(name, columns), encoding="cp1252", origin=name)

    def _rows(self, name: str, columns: Sequence[str]) -> Iterator[tuple[RawValue, ...]]:
        for number, row in enumerate(self.rows[name]):
            if number == self.vanishes_after:
                raise InputError("SOURCE_LOST", "the server went away")
            yield tuple(row.get(column) for column in columns)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.closed = True


def invoice_row(number: int, **changed: RawValue) -> dict[str, RawValue]:
    """Row `number` of FACTF01 for ten clients."""
    return {**invoice(number, clients=10), **changed}  # type: ignore[dict-item]


def stamp_row(number: int, **changed: RawValue) -> dict[str, RawValue]:
    """Row `number` of CFDI01 for ten clients."""
    return {**stamp(number, clients=10), **changed}  # type: ignore[dict-item]
