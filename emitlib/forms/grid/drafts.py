"""Changes that were made in the grid and not saved yet; every step keeps what was before it, for undo."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Optional

from emitlib.clients import CellChange, Column

__all__ = ["Cell", "Drafts"]

#: A cell: client key and column.
Cell = tuple[str, Column]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """The cells that would be written, and the steps that led there."""

    cells: Mapping[Cell, CellChange] = field(
        default_factory=dict
    )  #: ``before`` is what the file held when it was read
    title: str = ""  #: of the last step
    former: Optional["Drafts"] = None  #: without the last step; None = nothing to undo

    def stepped(self, changes: Iterable[CellChange], *, title: str) -> "Drafts":
        """These drafts with one step more; a cell that comes to hold what the file holds is no draft any longer.

        Args:
            changes: From what the drafts show (or the file, where there is no draft) to what they shall show.
            title: What the step is called, for its undo.
        """
        cells = dict(self.cells)
        for change in changes:
            cell = change.clave, change.column
            drafted = cells.pop(cell, None)
            whole = change if drafted is None else replace(drafted, after=change.after)
            if whole.before != whole.after:
                cells[cell] = whole
        return Drafts(cells=cells, title=title, former=self)

    def by_client(self) -> dict[str, dict[Column, str]]:
        """What is drafted, by client and column."""
        found: dict[str, dict[Column, str]] = {}
        for (key, column), change in self.cells.items():
            found.setdefault(key, {})[column] = change.after
        return found
