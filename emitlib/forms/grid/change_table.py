"""Changes before anybody says yes, and changes that collide, as tables: client, field, before, after."""

from collections.abc import Sequence
from typing import Any

from emitlib.clients import CellChange, CellConflict
from emitlib.forms.grid.proposal import Refusal
from emitlib.forms.grid.state import GridState
from emitlib.forms.grid.table_view import SIZE, TableColumn, page_of, table_view
from emitlib.forms.grid.words import value_word
from emitlib.forms.words import column_word
from emitlib.i18n import _

__all__ = ["cell_key", "change_view", "conflict_view", "refusal_view"]


def cell_key(change: CellChange) -> str:
    """One text for one cell, as the rows of a table need it."""
    return f"{change.clave}\t{change.column.value}"


def change_view(changes: Sequence[CellChange], state: GridState, *, first: int, height: str) -> dict[str, Any]:
    """Cells before and after.

    Args:
        changes: All of them.
        state: The grid, which knows the names.
        first: A row of the page that is shown, from 0.
        height: Of the table, in CSS.
    """
    first = page_of(first, len(changes))
    rows = [
        {
            "key": cell_key(change),
            "cells": [
                *_client(change.clave, state),
                {"text": column_word(change.column)},
                {"text": value_word(change.column, change.before) or _("empty"), "kind": "soft"},
                {"text": value_word(change.column, change.after) or _("empty"), "kind": "strong"},
            ],
        }
        for change in changes[first : first + SIZE]
    ]
    columns = (
        *_client_columns(),
        TableColumn(id="field", title=_("Field"), width="190px"),
        TableColumn(id="before", title=_("Before"), width="27%"),
        TableColumn(id="after", title=_("After"), width="27%"),
    )
    return _view(columns, rows, first, len(changes), height, table=_("Before and after"))


def refusal_view(refused: Sequence[Refusal], state: GridState, *, first: int, height: str) -> dict[str, Any]:
    """Clients for which it cannot be done, with the reason; arguments as for `change_view`."""
    first = page_of(first, len(refused))
    rows = [
        {"key": refusal.clave, "cells": [*_client(refusal.clave, state), {"text": refusal.reason, "kind": "wrap"}]}
        for refusal in refused[first : first + SIZE]
    ]
    columns = (*_client_columns(), TableColumn(id="reason", title=_("Reason"), width="60%"))
    return _view(columns, rows, first, len(refused), height, table=_("Cannot be done"))


def conflict_view(
    conflicts: Sequence[CellConflict], state: GridState, *, chosen: frozenset[str], first: int, height: str
) -> dict[str, Any]:
    """Cells that somebody else changed, or that cannot be written; arguments as for `change_view`.

    Args:
        conflicts: All of them.
        state: The grid.
        chosen: Cells that a decision is for, by `cell_key`.
        first: A row of the page that is shown, from 0.
        height: Of the table, in CSS.
    """
    first = page_of(first, len(conflicts))
    rows = [_conflict(clash, state, chosen) for clash in conflicts[first : first + SIZE]]
    columns = (
        *_client_columns(),
        TableColumn(id="field", title=_("Field"), width="170px"),
        TableColumn(id="seen", title=_("You saw"), width="17%"),
        TableColumn(id="now", title=_("The file holds now"), width="26%"),
        TableColumn(id="mine", title=_("Yours"), width="17%"),
    )
    return _view(columns, rows, first, len(conflicts), height, table=_("Conflicts"), select=True)


def _conflict(clash: CellConflict, state: GridState, chosen: frozenset[str]) -> dict[str, Any]:
    change = clash.change
    now = clash.why if clash.now is None else value_word(change.column, clash.now) or _("empty")
    return {
        "key": cell_key(change),
        "tone": "error",
        "chosen": cell_key(change) in chosen,
        "cells": [
            *_client(change.clave, state),
            {"text": column_word(change.column)},
            {"text": value_word(change.column, change.before) or _("empty"), "kind": "soft"},
            {"text": now, "kind": "wrap" if clash.now is None else "clash"},
            {"text": value_word(change.column, change.after) or _("empty"), "kind": "strong"},
        ],
    }


def _client_columns() -> tuple[TableColumn, TableColumn]:
    return (
        TableColumn(id="key", title=_("Client key"), width="122px"),
        TableColumn(id="name", title=_("Name"), width="24%"),
    )


def _client(key: str, state: GridState) -> list[dict[str, Any]]:
    client = state.master.clients.get(key)
    return [{"text": key, "kind": "strong"}, {"text": client.name if client else ""}]


def _view(
    columns: Sequence[TableColumn],
    rows: Sequence[dict[str, Any]],
    first: int,
    total: int,
    height: str,
    *,
    table: str,
    select: bool = False,
) -> dict[str, Any]:
    return table_view(
        columns, rows, first=first, total=total, height=height, empty=_("None."), table=table, select=select
    )
