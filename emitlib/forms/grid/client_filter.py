"""Which clients of the grid are in sight, and in which order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from emitlib.forms.grid.rows import ClientRow, folded
from emitlib.vocabulary import ClientStatus, Severity

__all__ = ["ClientFilter", "ClientOrder", "SortColumn"]

_ORDER: dict[Severity | None, int] = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2, None: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientFilter:
    """What a client must be like to be in sight; an empty field asks for nothing."""

    codes: frozenset[str] = frozenset()  #: one of these findings
    status: ClientStatus | None = None
    way: str = ""  #: mail, print, encrypt or none
    text: str = ""  #: stands in key, name, RFC or an address; case, accents and blanks around it do not count
    drafted: bool = False  #: only clients with unsaved changes

    def fits(self, row: ClientRow) -> bool:
        """Whether a client is in sight."""
        return (
            (not self.codes or not self.codes.isdisjoint(row.codes))
            and (self.status is None or row.client.status is self.status)
            and (not self.way or self.way in row.ways)
            and (not self.drafted or bool(row.drafted))
            and folded(self.text.strip()) in row.sought
        )


class SortColumn(StrEnum):
    """What clients are sorted by."""

    FILE = "file"  #: as the file has them
    KEY = "key"
    NAME = "name"
    RFC = "rfc"
    STATUS = "status"
    WEIGHT = "weight"  #: the gravest findings of the file first


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientOrder:
    """How the clients in sight are sorted; those that are alike stay as the file has them."""

    column: SortColumn = SortColumn.WEIGHT
    backwards: bool = False

    def pressed(self, column: SortColumn) -> "ClientOrder":
        """The order after somebody pressed a heading: by that column, or the other way round."""
        return ClientOrder(column=column, backwards=self.column is column and not self.backwards)

    def sort(self, rows: Iterable[ClientRow]) -> list[ClientRow]:
        """The rows in this order."""
        if self.column is SortColumn.FILE:
            return list(rows)
        return sorted(rows, key=_KEYS[self.column], reverse=self.backwards)


_KEYS: dict[SortColumn, Callable[[ClientRow], tuple[int, str]]] = {
    SortColumn.KEY: lambda row: (int(row.client.key) if row.client.key.isdecimal() else 10**12, row.client.key),
    SortColumn.NAME: lambda row: (0, folded(row.client.name)),
    SortColumn.RFC: lambda row: (0, row.client.rfc),
    SortColumn.STATUS: lambda row: (0, row.client.status.value),
    SortColumn.WEIGHT: lambda row: (_ORDER[row.gravest], ""),
}
