"""A source whose cells are counted while they are read: the side of a balance that owes nothing to what follows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from emitlib.sae.tables import RawTable, RawValue, Since, Source, SourceFacts

__all__ = ["CountedSource", "TableTally", "is_filled"]


@dataclass(slots=True)
class TableTally:
    """What was read of one table."""

    columns: tuple[str, ...]
    rows: int = 0
    filled: list[int] = field(default_factory=list)  #: cells that hold something, by column

    def by_column(self) -> Mapping[str, int]:
        """Filled cells by column; a name that stands twice is summed."""
        counts: dict[str, int] = {}
        for name, count in zip(self.columns, self.filled, strict=True):
            counts[name] = counts.get(name, 0) + count
        return counts


class CountedSource:
    """Another source, counted.

    Args:
        source: Open; closing this one closes it.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self.tallies: dict[str, TableTally] = {}  #: by table; of the last time it was read

    @property
    def facts(self) -> SourceFacts:
        """What the source is."""
        return self._source.facts

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of its tables."""
        return self._source.tables

    def read(self, name: str, *, since: Since | None = None) -> RawTable:
        """One table, counted as its rows are taken.

        Raises:
            InputError: What the source raises.
        """
        table = self._source.read(name, since=since)
        return replace(table, rows=self._counted(table))

    def _counted(self, table: RawTable) -> Iterator[tuple[RawValue, ...]]:
        # begun when the first row is asked for: a table that is only looked at is not read
        tally = self.tallies[table.name] = TableTally(table.columns, filled=[0] * len(table.columns))
        filled = tally.filled
        for row in table.rows:
            tally.rows += 1
            for place, value in enumerate(row):
                if value is not None and is_filled(value):
                    filled[place] += 1
            yield row

    def __enter__(self) -> Self:
        self._source.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self._source.__exit__(*exc)


def is_filled(value: RawValue) -> bool:
    """Whether a cell holds something: zero does, blanks do not.

    >>> is_filled(0), is_filled(" "), is_filled(None), is_filled(b"")
    (True, False, False, False)
    """
    if value is None:
        return False
    if isinstance(value, str):
        return bool(value) and not value.isspace()
    return value != b""
