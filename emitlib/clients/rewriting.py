"""The master's file with some cells changed, proved by reading it again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import zip_longest

from emitlib.clients.cells import Cell, cell_text, column_letters
from emitlib.clients.columns import Column
from emitlib.clients.container import FileKind
from emitlib.clients.master import Master
from emitlib.clients.options import read_day
from emitlib.clients.patch_row import CellValue, is_formula
from emitlib.clients.patch_text import patch_text
from emitlib.clients.patch_xlsx import day_number, patch_workbook
from emitlib.clients.sheet_proof import edited_rows
from emitlib.clients.table import read_table
from emitlib.errors import InputError, StoreError
from emitlib.i18n import _

__all__ = ["rewritten"]

#: The new text of a cell, by client key and column.
Edits = Mapping[tuple[str, Column], str]
#: The new text of a cell, by its row's index in the table and its position in the row.
Places = dict[tuple[int, int], str]


def rewritten(master: Master, data: bytes, edits: Edits, *, columns: Mapping[str, str]) -> bytes:
    """The content of the master's file with `edits` in it.

    Args:
        master: What `data` was read to.
        data: The whole file.
        edits: New texts; a column that the master lacks is added behind the last one.
        columns: ``[columns]`` of the settings.

    Raises:
        InputError: ``MASTER_NOT_WRITABLE`` for .xls and .ods, ``CELL_IS_FORMULA``, or what `patch_workbook` and
            `patch_text` raise.
        StoreError: ``EDIT_NOT_VERIFIED`` if the new content does not read back as wanted. Nothing was written then.
    """
    places = _places(master, edits)
    new = _patched(master, data, places)
    _verify(master, data, new, places, columns=columns)
    return new


def _places(master: Master, edits: Edits) -> Places:
    positions = dict(master.columns)
    places: Places = {}
    for column in sorted({column for _key, column in edits} - positions.keys(), key=list(Column).index):
        positions[column] = max(len(master.table.rows[master.table.header]), *(p + 1 for p in positions.values()))
        places[master.table.header, positions[column]] = column.value
    for (key, column), text in edits.items():
        places[master.clients[key].row - master.table.first_row, positions[column]] = text
    return places


def _patched(master: Master, data: bytes, places: Places) -> bytes:
    table = master.table
    match table.kind:
        case FileKind.XLSX | FileKind.XLSM:
            values = {
                (index + table.first_row, position + table.first_column): _typed(master, data, index, position, text)
                for (index, position), text in places.items()
            }
            _refuse_filled(master, values)
            return patch_workbook(data, table.part, values, path=master.path)
        case FileKind.TEXT if table.text:
            return patch_text(table.text, places, path=master.path)
        case _:
            raise InputError(
                "MASTER_NOT_WRITABLE",
                _("{path}: files of the kind .{kind} are read but not written.").format(
                    path=master.path, kind=table.kind.value
                ),
                _("Open it in Excel or LibreOffice, save it as .xlsx, and name that in the setting `clients`."),
            )


def _refuse_filled(master: Master, cells: Iterable[tuple[int, int]]) -> None:
    """A cell that another cell's formula fills holds no formula of its own, and would lose its new value."""
    for row, column in cells:
        for top, left, bottom, right in master.table.filled:
            if top <= row <= bottom and left <= column <= right:
                raise is_formula(master.path, f"{column_letters(column)}{row}")


def _typed(master: Master, data: bytes, index: int, position: int, text: str) -> CellValue:
    """A number or a day where one stood before; text otherwise, so that ``00123`` stays what it is."""
    former = _cell(master.table.rows[index], position)
    day = read_day(text) if isinstance(former, date) else None
    if day is not None:
        return day_number(data, day, path=master.path)
    number = isinstance(former, int | float) and not isinstance(former, bool)
    return int(text) if number and text.isdecimal() and str(int(text)) == text else text


def _verify(master: Master, data: bytes, new: bytes, places: Places, *, columns: Mapping[str, str]) -> None:
    """Every cell reads as before, the edited ones as wanted."""
    table = master.table
    wanted: dict[int, dict[int, str]] = {}
    for (index, position), text in places.items():
        wanted.setdefault(index, {})[position] = text
    if table.text:
        for index, (old, now) in enumerate(
            zip_longest(table.rows, read_table(new, path=master.path, columns=columns).rows, fillvalue=())
        ):
            _compare(master, index, old, now, changed=wanted.get(index, {}))
        return
    numbers = {table.row_number(index) for index in wanted}
    found = edited_rows(data, new, table=table, rows=numbers, path=master.path)
    for index, changed in wanted.items():
        _compare(master, index, table.rows[index], found.get(table.row_number(index), ()), changed=changed)


def _compare(
    master: Master, index: int, old: Sequence[Cell], now: Sequence[Cell], *, changed: Mapping[int, str]
) -> None:
    if old == now and not changed:
        return
    for position in range(max([len(old), len(now), *(place + 1 for place in changed)])):
        before, after = _cell(old, position), _cell(now, position)
        if (cell_text(after) != changed[position]) if position in changed else (after != before):
            raise _not_verified(master, index)


def _cell(row: Sequence[Cell], position: int) -> Cell:
    return row[position] if position < len(row) else ""


def _not_verified(former: Master, index: int) -> StoreError:
    return StoreError(
        "EDIT_NOT_VERIFIED",
        _("{path}: row {row} would not read back as written.").format(
            path=former.path, row=former.table.row_number(index)
        ),
        _("Nothing was changed. Open the workbook in Excel, save it, and edit again."),
    )
