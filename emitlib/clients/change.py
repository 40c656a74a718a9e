"""Changes of cells: what an edit does, and what two versions of a master differ in."""

from dataclasses import dataclass

from emitlib.clients.columns import Column

__all__ = ["CellChange", "Edit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """One cell of one client, before and after."""

    clave: str
    column: Column
    before: str
    after: str

    def as_json(self) -> dict[str, str]:
        """Plain values: clave, column, before, after."""
        return {"clave": self.clave, "column": self.column.value, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What became of an edit."""

    changed: tuple[CellChange, ...]  #: empty when the cells already held the new values
    pending: bool  #: the file is open elsewhere: the edit waits and is applied by `apply_pending`

    def as_json(self) -> dict[str, object]:
        """The contract's form: changed (column, before, after) and pending."""
        keys = ("column", "before", "after")
        changed = [{key: change.as_json()[key] for key in keys} for change in self.changed]
        return {"changed": changed, "pending": self.pending}
