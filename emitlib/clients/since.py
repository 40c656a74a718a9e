"""What changed between two versions of a master, whatever kinds of file they are."""

from emitlib.clients.columns import EMISSION_COLUMNS, Column
from emitlib.clients.master import Master
from emitlib.clients.rule import read_rule
from emitlib.vocabulary import ClientStatus

__all__ = ["compare", "uncompared"]

_COMPARED = (Column.NAME, Column.RFC, Column.STATUS, *EMISSION_COLUMNS)


def compare(master: Master, older: Master) -> list[dict[str, str]]:
    """What changed since `older`, in the order of `master`, clients that are gone at the end.

    Each change is ``{"clave", "change", "column", "before", "after"}``; `change` is ``new``, ``gone`` or ``changed``;
    a client that is new or gone has one entry, with its name under `after` or `before`. Columns that only one of the
    two masters has are not compared; see `uncompared`. Two ways to write one thing, as a workbook and a text export
    do (``S`` and ``Sí``, ``2026-03-01`` and ``1/3/2026``, an RFC with and without hyphens), are no change.
    """
    columns = [column for column in _COMPARED if column in master.columns and column in older.columns]
    changes: list[dict[str, str]] = []
    for key, client in master.clients.items():
        if key not in older.clients:
            changes.append(_change(key, "new", Column.NAME, "", client.name))
        elif master.rows[key] != older.rows[key] or master.columns != older.columns:
            for column in columns:
                before, after = older.text(key, column), master.text(key, column)
                if before != after and not _same(key, column, master, older):
                    changes.append(_change(key, "changed", column, before, after))
    gone = [client for key, client in older.clients.items() if key not in master.clients]
    return changes + [_change(client.key, "gone", Column.NAME, client.name, "") for client in gone]


def uncompared(master: Master, older: Master) -> tuple[Column, ...]:
    """The columns that only one of two masters has, and that `compare` therefore leaves aside."""
    return tuple(column for column in _COMPARED if (column in master.columns) != (column in older.columns))


def _same(key: str, column: Column, master: Master, older: Master) -> bool:
    """Whether two different texts of one client's cell mean the same; what is not understood means only itself."""
    now, then = master.clients[key], older.clients[key]
    if column is Column.NAME:
        return now.name == then.name
    if column is Column.RFC:
        return now.rfc == then.rfc
    if column is Column.STATUS:
        return now.status is then.status is not ClientStatus.UNKNOWN
    doubts: list[str] = []
    rules = [
        read_rule({column: text}, note=lambda code, _values: doubts.append(code))
        for text in (master.text(key, column), older.text(key, column))
    ]
    return not doubts and rules[0] == rules[1]


def _change(key: str, kind: str, column: Column, before: str, after: str) -> dict[str, str]:
    return {"clave": key, "change": kind, "column": column.value, "before": before, "after": after}
