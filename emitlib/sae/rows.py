"""Rows of a raw table whose cells are asked for by name."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from emitlib.sae.tables import RawTable, RawValue
from emitlib.sae.values import text_of

__all__ = ["NamedRow", "named_rows"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRow:
    """One row; a column that the table lacks is empty."""

    cells: tuple[RawValue, ...]
    places: Mapping[str, int]
    encoding: str

    def has(self, *names: str) -> bool:
        """Whether the table has one of these columns."""
        return any(name in self.places for name in names)

    def value(self, *names: str) -> RawValue:
        """The raw cell of the first of these columns that the table has; None without one."""
        for name in names:
            if (place := self.places.get(name)) is not None:
                return self.cells[place]
        return None

    def raw_text(self, *names: str) -> str:
        """The cell as text with its blanks."""
        return text_of(self.value(*names), encoding=self.encoding)

    def text(self, *names: str) -> str:
        """The cell as trimmed text."""
        return self.raw_text(*names).strip()

    def checked(self, name: str, convert: Callable[[RawValue], T | None]) -> T | None:
        """The cell converted; None where it cannot be."""
        try:
            return convert(self.value(name))
        except ValueError:
            return None


def named_rows(table: RawTable) -> Iterator[NamedRow]:
    """The rows of a table, one by one."""
    places = {name: place for place, name in enumerate(table.columns)}
    for cells in table.rows:
        yield NamedRow(cells=cells, places=places, encoding=table.encoding)
