"""The proof of an edited workbook: the edited rows are read again, all else is compared byte by byte."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO
from zipfile import ZipFile

from emitlib.clients.cells import Cell
from emitlib.clients.container import damaged, opened_zip
from emitlib.clients.sheet_head import without_dimension
from emitlib.clients.sheet_scan import row_windows
from emitlib.clients.table import Table, opened_sheet
from emitlib.clients.zip_splice import spliced
from emitlib.errors import StoreError
from emitlib.i18n import _

__all__ = ["edited_rows"]

_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b[^>]*?/?>")
_NUMBER = re.compile(rb'\sr="([0-9]+)"')


def edited_rows(
    former: bytes, new: bytes, *, table: Table, rows: Collection[int], path: Path
) -> Mapping[int, Sequence[Cell]]:
    """The edited rows as the ordinary reader reads them, by number, in `table`'s columns; blank ones are absent.

    All else must be the same bytes, which read as the same cells: that is worth as much as reading every row again.
    The reader is given a workbook that differs from the new one only in that its sheet has no other rows.

    Args:
        former: The whole file as it was.
        new: The whole file as it shall be.
        table: Where the rows stood in the former one.
        rows: Numbers of the edited rows, from 1.
        path: Named in errors.

    Raises:
        InputError: ``MASTER_DAMAGED``.
        StoreError: ``EDIT_NOT_VERIFIED`` if anything else differs but how far the sheet says that it reaches.
    """
    with opened_zip(former, path=path) as old_package, opened_zip(new, path=path) as new_package:
        same = list(_other_parts(old_package, former, table.part)) == list(_other_parts(new_package, new, table.part))
        with old_package.open(table.part) as old_stream, new_package.open(table.part) as new_stream:
            sheet = _Sheet(new_stream, rows)
            same = same and _are_same(_Sheet(old_stream, rows).kept(), sheet.kept())
        if not same:
            raise _not_verified(path)
        short = spliced(new, table.part, [sheet.head, *sheet.cut, sheet.tail])
    with opened_sheet(short, table=table, path=path) as opened:
        left = opened.start[1] - table.first_column if opened.start else 0
        if left < 0:
            raise damaged(path, _("its first cell is another one"))
        blanks: list[Cell] = [""] * left
        return {number: blanks + row for number, row in enumerate(opened.iter_rows(), start=1) if number in rows}


class _Sheet:
    """A sheet from which some rows are cut while it streams."""

    def __init__(self, stream: IO[bytes], rows: Collection[int]) -> None:
        self._windows = row_windows(stream)
        self._rows = frozenset(b"%d" % row for row in rows)
        self.head = b""  #: up to the first row
        self.tail = b""  #: from the end of the rows
        self.cut: list[bytes] = []

    def kept(self) -> Iterator[bytes]:
        """All but the cut rows and the head's dimension, in pieces."""
        first = next(self._windows, b"")
        data = _DATA.search(first)
        prefix = data[1] if data else b""
        self.head = first[: data.end()] if data else b""
        yield without_dimension(self.head)
        row = re.compile(b"<" + prefix + rb"row[\s/>]")
        yield from self._cut(first[len(self.head) :], row, prefix)
        for window in self._windows:
            yield from self._cut(window, row, prefix)

    def _cut(self, window: bytes, row: re.Pattern[bytes], prefix: bytes) -> Iterator[bytes]:
        at = 0
        ending = b"</" + prefix + b"row>"
        for found in row.finditer(window):
            close = window.find(b">", found.start()) + 1
            number = _NUMBER.search(window, found.start(), close)
            if number is None or number[1] not in self._rows:
                continue
            end = close if window[close - 2 : close] == b"/>" else window.find(ending, close) + len(ending)
            yield window[at : found.start()]
            self.cut.append(window[found.start() : end])
            at = end
        rest = window[at:]
        closing = 0 if self.tail else rest.find(b"</" + prefix + b"sheetData>")
        if closing >= 0:
            self.tail += rest[closing:]
        yield rest


def _other_parts(package: ZipFile, data: bytes, part: str) -> Iterator[tuple[str, int, int, bytes]]:
    """Name, checksum, size and packed bytes of every part but one."""
    entries = package.infolist()
    places = sorted(entry.header_offset for entry in entries)
    ends = dict(zip(places, [*places[1:], package.start_dir], strict=True))
    for entry in entries:
        if entry.filename != part:
            yield entry.filename, entry.CRC, entry.file_size, data[entry.header_offset : ends[entry.header_offset]]


def _are_same(former: Iterator[bytes], new: Iterator[bytes]) -> bool:
    """Whether two streams hold the same bytes, however they are cut into pieces."""
    old_piece = new_piece = b""
    while True:
        while not old_piece and (more := next(former, None)) is not None:
            old_piece = more
        while not new_piece and (more := next(new, None)) is not None:
            new_piece = more
        length = min(len(old_piece), len(new_piece))
        if not length:
            return old_piece == new_piece
        if old_piece[:length] != new_piece[:length]:
            return False
        old_piece, new_piece = old_piece[length:], new_piece[length:]


def _not_verified(path: Path) -> StoreError:
    return StoreError(
        "EDIT_NOT_VERIFIED",
        _("{path}: more than the edited rows would change.").format(path=path),
        _("Nothing was changed. Open the workbook in Excel, save it, and edit again."),
    )
