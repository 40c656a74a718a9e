"""The client master made out of SAE's clients: every column by SAE's name, text as text, and its balance."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from emitlib.i18n import _
from emitlib.sae.client_columns import match_columns
from emitlib.sae.counting import TableTally, is_filled
from emitlib.sae.mapping import MappedClients
from emitlib.sae.rejects import RejectedRow
from emitlib.sae.sheet_file import SheetFile, count_cells
from emitlib.sae.table_balance import ColumnBalance, TableBalance
from emitlib.sae.tables import RawValue

__all__ = ["CLIENTS", "RAW_KEY", "master_balance", "master_rejects", "write_master"]

CLIENTS = "clients"  #: name of the balance
#: Column of the master with the key as SAE stores it, blanks included; the way back needs it.
RAW_KEY = "CLAVE_SAE"


def write_master(path: Path, clients: MappedClients) -> None:
    """Write the workbook: the clients, and what their free fields are called.

    Args:
        path: The new file; the caller renames it into place.
        clients: What was read.
    """
    with SheetFile(path) as book:
        book.add(clients.table, [*clients.columns, RAW_KEY], _rows(clients))
        if clients.free_fields:
            labels = ((each.column, each.label) for each in clients.free_fields)
            book.add(_("Free fields"), [_("Column"), _("Label")], labels)


def master_balance(path: Path, clients: MappedClients, tally: TableTally) -> TableBalance:
    """What was read against what the file holds, by row and by column.

    Args:
        path: The master as it was written.
        clients: What was mapped.
        tally: What was counted while the table was read.
    """
    count = count_cells(path)
    written = dict(zip((*clients.columns, RAW_KEY), count.filled, strict=True))
    matched = match_columns(clients.source_columns)
    columns = tuple(
        ColumnBalance(
            column=name,
            filled_in=tally.filled[place],
            filled_out=written[name],
            filled_rejects=_filled_at(clients, place),
        )
        for name, place in zip(matched.names, matched.places, strict=True)
    )
    return TableBalance(
        table=clients.table,
        rows_in=tally.rows,
        rows_out=count.rows,
        rejects=len(clients.rejects),
        columns=columns,
    )


def master_rejects(clients: MappedClients) -> list[RejectedRow]:
    """The rows that are no clients, with their raw values by column."""
    return [
        RejectedRow(
            table=clients.table,
            row=reject.row,
            finding=reject.finding,
            raw=dict(zip(clients.source_columns, reject.raw, strict=False)),
        )
        for reject in clients.rejects
    ]


def _rows(clients: MappedClients) -> Iterator[Sequence[RawValue]]:
    for row, raw_key in zip(clients.rows, clients.raw_keys, strict=True):
        yield (*row, raw_key)


def _filled_at(clients: MappedClients, place: int) -> int:
    return sum(place < len(reject.raw) and is_filled(reject.raw[place]) for reject in clients.rejects)
