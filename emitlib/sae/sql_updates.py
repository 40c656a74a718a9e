"""The edits as SQL for a person to run: one transaction, nothing overwritten that changed meanwhile."""

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from typing import assert_never

from emitlib.i18n import _
from emitlib.sae.edited_clients import EditedCell, EditedClient
from emitlib.sae.sql_dialect import Dialect, holds, literal

__all__ = ["update_script"]

#: What a missed update shows, a column of the script's own result.
_MISSED = "NOT_CHANGED"


def update_script(clients: Sequence[EditedClient], *, table: str, dialect: Dialect) -> str:
    """The script. An update whose client does not hold the expected values changes nothing and shows its key.

    Args:
        clients: What to change.
        table: ``CLIEnn`` of the company.
        dialect: The database's.
    """
    lines = [f"-- {line}" for line in _warning(table, dialect)]
    match dialect:
        case Dialect.FIREBIRD:
            # isql would go on after an error, and commit the rest; and it has begun a transaction of its own
            lines += ["SET BAIL ON;", "COMMIT;", "SET TRANSACTION READ WRITE NO WAIT ISOLATION LEVEL SNAPSHOT;"]
        case Dialect.SQLSERVER:
            lines += ["SET XACT_ABORT ON;", "SET NOCOUNT ON;", "BEGIN TRANSACTION;"]
        case _:
            assert_never(dialect)
    for client in clients:
        lines += _statements(client, table, dialect)
    lines.append("COMMIT;" if dialect is Dialect.FIREBIRD else "COMMIT TRANSACTION;")
    return "\n".join(lines) + "\n"


def _statements(client: EditedClient, table: str, dialect: Dialect) -> Iterator[str]:
    key = f"CLAVE = {literal(client.raw_key, dialect)}"
    news = ", ".join(f"{cell.column.name} = {_value(cell, dialect)}" for cell in client.cells)
    former = " AND ".join(_holds(cell, cell.before, dialect) for cell in client.cells)
    yield f"UPDATE {table} SET {news} WHERE {key} AND {former};"  # noqa: S608 - texts are literals
    now = " AND ".join(_holds(cell, cell.after, dialect) for cell in client.cells)
    source = " FROM RDB$DATABASE" if dialect is Dialect.FIREBIRD else ""
    shown = literal(client.key, dialect)
    missing = f"NOT EXISTS (SELECT 1 FROM {table} WHERE {key} AND {now})"  # noqa: S608 - texts are literals
    yield f"SELECT {shown} AS {_MISSED}{source} WHERE {missing};"


def _value(cell: EditedCell, dialect: Dialect) -> str:
    if not cell.after:
        return "NULL"
    return str(int(cell.after)) if cell.is_number else literal(cell.after, dialect)


def _holds(cell: EditedCell, text: str, dialect: Dialect) -> str:
    return holds(cell.column.name, text, dialect, number=cell.is_number)


def _warning(table: str, dialect: Dialect) -> Iterator[str]:
    """What whoever runs it must know; in ASCII, as the rest of the file."""
    tool = {Dialect.FIREBIRD: "isql -i", Dialect.SQLSERVER: "sqlcmd -i"}[dialect]
    sentences = (
        _("BEFORE YOU RUN THIS: make a backup of the company in SAE, and let everyone leave SAE (exclusive use)."),
        _("It writes into table {table}; SAE's maker does not support that. Run it with {tool}.").format(
            table=table, tool=tool
        ),
        _("All of it is one transaction: after an error nothing is changed."),
        _(
            "A client that no longer holds the values expected here is not changed; its key is shown under {column}."
        ).format(column=_MISSED),
    )
    for sentence in sentences:
        plain = unicodedata.normalize("NFKD", sentence).encode("ascii", "ignore").decode()
        yield from textwrap.wrap(plain, 110)
