"""What an action would change, before anybody says yes: the cells, and the clients for which it cannot be done."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from emitlib.clients import CellChange, Master
from emitlib.clients.edit_check import wanted_changes
from emitlib.errors import InputError
from emitlib.forms.grid.rows import ClientRow

__all__ = ["Proposal", "Refusal", "Wish", "propose"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A client for which the action cannot be done."""

    clave: str
    reason: str


#: What an action wants of a client: new texts by SAE column, none where it is so already; or why it cannot be done.
Wish = Mapping[str, str] | Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Changes that wait for a yes."""

    title: str
    changes: tuple[CellChange, ...] = ()  #: ``before`` is what the grid shows now, drafts included
    refused: tuple[Refusal, ...] = ()
    unchanged: int = 0  #: clients that are so already

    @property
    def clients(self) -> int:
        """Clients that would change."""
        return len({change.clave for change in self.changes})


def propose(rows: Iterable[ClientRow], wish: Callable[[ClientRow], Wish], *, master: Master, title: str) -> Proposal:
    """Ask an action what it would do to each client.

    Args:
        rows: The clients, with their drafts.
        wish: The action.
        master: The file, which says what it can hold.
        title: Of the action.
    """
    changes: list[CellChange] = []
    refused: list[Refusal] = []
    unchanged = 0
    for row in rows:
        wanted = _wanted(row, wish(row), master)
        if isinstance(wanted, Refusal):
            refused.append(wanted)
        else:
            changes += wanted
            unchanged += not wanted
    return Proposal(title=title, changes=tuple(changes), refused=tuple(refused), unchanged=unchanged)


def _wanted(row: ClientRow, wish: Wish, master: Master) -> tuple[CellChange, ...] | Refusal:
    if isinstance(wish, Refusal):
        return wish
    drafted = {(row.client.key, column): text for column, text in row.drafted.items()}
    try:
        return wanted_changes(master, row.client.key, wish, waiting=drafted)
    except InputError as err:
        return Refusal(clave=row.client.key, reason=err.message)
