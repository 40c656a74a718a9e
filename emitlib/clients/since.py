"""What changed between two versions of a master."""

from emitlib.clients.columns import EMISSION_COLUMNS, Column
from emitlib.clients.master import Master

__all__ = ["compare"]

_COMPARED = (Column.NAME, Column.RFC, Column.STATUS, *EMISSION_COLUMNS)


def compare(master: Master, older: Master) -> list[dict[str, str]]:
    """What changed since `older`, in the order of `master`, clients that are gone at the end.

    Each change is ``{"clave", "change", "column", "before", "after"}``; `change` is ``new``, ``gone`` or ``changed``;
    a client that is new or gone has one entry, with its name under `after` or `before`. Columns that only one of the
    two masters has are not compared.
    """
    columns = [column for column in _COMPARED if column in master.columns and column in older.columns]
    changes: list[dict[str, str]] = []
    for key, client in master.clients.items():
        if key not in older.clients:
            changes.append(_change(key, "new", Column.NAME, "", client.name))
        elif master.rows[key] != older.rows[key] or master.columns != older.columns:
            for column in columns:
                before, after = older.text(key, column), master.text(key, column)
                if before != after:
                    changes.append(_change(key, "changed", column, before, after))
    gone = [client for key, client in older.clients.items() if key not in master.clients]
    return changes + [_change(client.key, "gone", Column.NAME, client.name, "") for client in gone]


def _change(key: str, kind: str, column: Column, before: str, after: str) -> dict[str, str]:
    return {"clave": key, "change": kind, "column": column.value, "before": before, "after": after}
