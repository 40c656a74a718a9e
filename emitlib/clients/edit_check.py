"""Which cells an edit changes, and what makes it impossible."""

import difflib
from collections.abc import Mapping

from emitlib.clients.change import CellChange
from emitlib.clients.columns import Column
from emitlib.clients.master import Master
from emitlib.clients.options import read_day
from emitlib.clients.rule import read_rule
from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.vocabulary import Finding, Severity

__all__ = ["wanted_changes"]

LONGEST_CELL = 32_767  #: characters, Excel's limit
#: Warnings for what a file may hold and a person should not type.
_REFUSED = frozenset({"MEANS_UNKNOWN", "OPTION_UNKNOWN", "DAY_UNKNOWN"})


def wanted_changes(
    master: Master,
    key: str,
    changes: Mapping[str, str],
    *,
    seen: Master | None = None,
    waiting: Mapping[tuple[str, Column], str] | None = None,
) -> tuple[CellChange, ...]:
    """The cells that really change.

    Args:
        master: The master as it is now.
        key: The client.
        changes: New text by SAE column.
        seen: The master as the editing person saw it; a cell changed since is a conflict.
        waiting: What edits that wait will have made of cells, by key and column.

    Raises:
        InputError: ``CLIENT_UNKNOWN``, ``COLUMN_NOT_EDITABLE``, ``COLUMN_ABSENT``, ``EDIT_INVALID`` or
            ``EDIT_CONFLICT``.
    """
    if key not in master.clients:
        near = difflib.get_close_matches(key, master.clients, n=3)
        raise InputError(
            "CLIENT_UNKNOWN",
            _("There is no client {clave} in {path}.").format(clave=key, path=master.path),
            _("Did you mean {near}?").format(near=", ".join(near)) if near else _("Look for it with `emit clients`."),
        )
    wanted: list[CellChange] = []
    for name, text in changes.items():
        column = _editable(name, master)
        after = _normal(column, text.strip())
        _refuse_invalid(key, column, after)
        before = (waiting or {}).get((key, column), master.text(key, column))
        if before == after:
            continue
        if seen is not None and key in seen.clients and seen.text(key, column) != master.text(key, column):
            raise _conflict(master, key, column)
        wanted.append(CellChange(clave=key, column=column, before=before, after=after))
    return tuple(wanted)


def _conflict(master: Master, key: str, column: Column) -> InputError:
    return InputError(
        "EDIT_CONFLICT",
        _("{path}: {column} of client {clave} was changed meanwhile and now holds “{now}”.").format(
            path=master.path, column=column.value, clave=key, now=master.text(key, column)
        ),
        _("Look at it and edit again; nothing was written."),
    )


def _editable(name: str, master: Master) -> Column:
    try:
        column = Column(name)
    except ValueError:
        column = Column.KEY
    if column is Column.KEY:
        raise InputError(
            "COLUMN_NOT_EDITABLE",
            _("The column {column} cannot be edited here.").format(column=name),
            _("Edit one of {columns}.").format(
                columns=", ".join(known for known in Column if known is not Column.KEY)
            ),
        )
    if not master.takes(column):
        raise InputError(
            "COLUMN_ABSENT",
            _("{path} has no column {column}.").format(path=master.path, column=column.value),
            _("Add the heading {column} to the row of headings and save the workbook.").format(column=column.value),
        )
    return column


def _normal(column: Column, text: str) -> str:
    """A day as ISO 8601 writes it, since that is how a date cell reads; other texts as they are."""
    day = read_day(text) if column is Column.MEANS_DATE else None
    return text if day is None else day.isoformat()


def _refuse_invalid(key: str, column: Column, text: str) -> None:
    if not text.isprintable() or len(text) > LONGEST_CELL:
        raise InputError(
            "EDIT_INVALID",
            _("The new value of {column} holds a line break or control character, or is too long.").format(
                column=column.value
            ),
            _("Type one line of at most {count} characters.").format(count=LONGEST_CELL),
        )

    def refuse(code: str, values: dict[str, str | int]) -> None:
        finding = Finding(code, {"clave": key, **values})
        if finding.severity is Severity.ERROR or code in _REFUSED:
            raise InputError("EDIT_INVALID", finding.message, finding.hint)

    read_rule({column: text}, note=refuse)
