"""Balance of a table beside the clients (CLIE_CLIBnn): which rows belong to a client, and which do not."""

from collections.abc import Collection

from emitlib.sae.rejects import RejectedRow
from emitlib.sae.rows import named_rows
from emitlib.sae.table_balance import TableBalance
from emitlib.sae.tables import Source
from emitlib.vocabulary import Finding

__all__ = ["side_balance"]

_KEY = "CVE_CLIE"


def side_balance(
    source: Source, table: str, keys: Collection[str], *, rejects: list[RejectedRow]
) -> TableBalance | None:
    """The balance; None where the source has no such table.

    Args:
        source: An open source.
        table: ``CLIE_CLIB01``.
        keys: Of the clients in the master.
        rejects: Gets the rows of no client, and second rows of one.

    Raises:
        InputError: What the source raises.
    """
    if table not in source.tables:
        return None
    raw = source.read(table)
    taken: set[str] = set()
    rows = refused = 0
    for rows, row in enumerate(named_rows(raw), start=1):
        key = row.text(_KEY)
        if key in keys and key not in taken:
            taken.add(key)
            continue
        refused += 1
        code = "MIGRATE_SIDE_ROW_TWICE" if key in taken else "MIGRATE_SIDE_ROW_UNMATCHED"
        finding = Finding(code, {"table": table, "row": rows, "clave": key})
        raws = dict(zip(raw.columns, row.cells, strict=True))
        rejects.append(RejectedRow(table=table, row=rows, finding=finding, raw=raws))
    return TableBalance(table=table, rows_in=rows, rows_out=len(taken), rejects=refused)
