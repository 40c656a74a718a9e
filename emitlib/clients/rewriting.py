"""The master's file with some cells changed, proved by reading it again."""

from collections.abc import Mapping
from itertools import zip_longest

from emitlib.clients.cells import Cell, cell_text
from emitlib.clients.columns import Column
from emitlib.clients.container import FileKind
from emitlib.clients.master import Master
from emitlib.clients.patch_text import patch_text
from emitlib.clients.patch_xlsx import CellValue, patch_workbook
from emitlib.clients.table import Table, read_table
from emitlib.errors import InputError, StoreError
from emitlib.i18n import _

__all__ = ["rewritten"]

#: The new text of a cell, by client key and column.
Edits = Mapping[tuple[str, Column], str]


def rewritten(master: Master, data: bytes, edits: Edits, *, columns: Mapping[str, str]) -> bytes:
    """The content of the master's file with `edits` in it.

    Args:
        master: What `data` was read to.
        data: The whole file.
        edits: New texts; every column is one that the master has.
        columns: ``[columns]`` of the settings.

    Raises:
        InputError: ``MASTER_NOT_WRITABLE`` for .xls and .ods, or what `patch_workbook` and `patch_text` raise.
        StoreError: ``EDIT_NOT_VERIFIED`` if the new content does not read back as wanted. Nothing was written then.
    """
    table = master.table
    places = {
        (master.clients[key].row - table.first_row, master.columns[column]): text
        for (key, column), text in edits.items()
    }
    match table.kind:
        case FileKind.XLSX | FileKind.XLSM:
            values = {
                (index + table.first_row, position + table.first_column): _typed(table.rows[index][position], text)
                for (index, position), text in places.items()
            }
            new = patch_workbook(data, table.part, values, path=master.path)
        case FileKind.TEXT if table.text:
            new = patch_text(table.text, places, path=master.path)
        case _:
            raise InputError(
                "MASTER_NOT_WRITABLE",
                _("{path}: files of the kind .{kind} are read but not written.").format(
                    path=master.path, kind=table.kind.value
                ),
                _("Open it in Excel or LibreOffice, save it as .xlsx, and name that in the setting `clients`."),
            )
    _verify(master, read_table(new, path=master.path, columns=columns), places)
    return new


def _typed(former: Cell, text: str) -> CellValue:
    """A whole number where a number stood before; text otherwise, so that ``00123`` stays what it is."""
    number = isinstance(former, int | float) and not isinstance(former, bool)
    return int(text) if number and text.isdecimal() and str(int(text)) == text else text


def _verify(former: Master, new: Table, places: Mapping[tuple[int, int], str]) -> None:
    """Every cell reads as before, the edited ones as wanted."""
    edited = {row for row, _position in places}
    rows = zip_longest(former.table.rows, new.rows, fillvalue=())
    for index, (old_row, new_row) in enumerate(rows):
        if old_row == new_row and index not in edited:
            continue
        for position, (old, now) in enumerate(zip_longest(old_row, new_row, fillvalue="")):
            wanted = places.get((index, position))
            if (now != old) if wanted is None else (cell_text(now) != wanted):
                raise StoreError(
                    "EDIT_NOT_VERIFIED",
                    _("{path}: row {row} would not read back as written.").format(
                        path=former.path, row=former.table.row_number(index)
                    ),
                    _("Nothing was changed. Open the workbook in Excel, save it, and edit again."),
                )
