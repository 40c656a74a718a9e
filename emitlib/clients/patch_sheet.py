"""New cell values inside a sheet's XML, window by window: the cells change, every other byte stays."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from emitlib.clients.patch_row import CellValue, RowPatch, unreachable
from emitlib.clients.sheet_head import SheetHead

__all__ = ["patched_sheet"]

_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b[^>]*?(/?)>")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?(/?)>")
_ROW_NUMBER = re.compile(rb'\sr="([0-9]+)"')


def patched_sheet(
    windows: Iterable[bytes], values: Mapping[tuple[int, int], CellValue], *, path: Path
) -> Iterator[bytes]:
    """The sheet with new values in some cells; a cell keeps its style, a new one takes its row's or column's.

    Args:
        windows: The sheet, in pieces that end with rows (`row_windows`).
        values: New values by (row from 1, column from 0); "" empties the cell.
        path: Named in errors.

    Raises:
        InputError: ``CELL_IS_FORMULA``, or ``CELL_UNREACHABLE`` for a sheet whose rows or cells carry no number.
    """
    patch = _SheetPatch(values, path)
    for window in windows:
        yield patch.applied(window)
    patch.finish()


class _SheetPatch:
    """The rows that wait for their place."""

    def __init__(self, values: Mapping[tuple[int, int], CellValue], path: Path) -> None:
        self._by_row: dict[int, dict[int, CellValue]] = {}
        for (row, column), value in sorted(values.items()):
            self._by_row.setdefault(row, {})[column] = value
        self._filled = [place for place, value in values.items() if value != ""]
        self._waiting = deque(self._by_row)
        self._path = path
        self._head: SheetHead | None = None

    def applied(self, window: bytes) -> bytes:
        """The window with the values whose rows stand in it, or should."""
        if self._head is not None:
            return self._rows(window, self._head) if self._waiting else window
        data = _DATA.search(window)
        if data is None:  # a head longer than a window
            raise self._nowhere()
        self._head = SheetHead(data[1], window[: data.start()])
        head = self._head.holding(self._filled)
        if data[2]:  # a sheet without rows
            rows = self._rows(self._head.closed("sheetData"), self._head)
            return head + self._head.opened("sheetData", "") + rows + window[data.end() :]
        return head + data[0] + self._rows(window[data.end() :], self._head)

    def finish(self) -> None:
        """Make sure that every value found its place."""
        if self._waiting:
            raise self._nowhere()

    def _rows(self, window: bytes, head: SheetHead) -> bytes:
        out: list[bytes] = []
        at = 0
        for tag in _ROW.finditer(window):
            number = _ROW_NUMBER.search(tag[0])
            if number is None:
                raise self._nowhere()
            out += [window[at : tag.start()], *self._missing(int(number[1]), head)]
            at = tag.start()
            if self._waiting and self._waiting[0] == int(number[1]):
                segment, at = self._segment(window, tag, head)
                out.append(self._patch(self._waiting.popleft(), head).applied(segment))
            if not self._waiting:
                break
        closing = window.find(head.closed("sheetData"), at)
        if self._waiting and closing >= 0:
            out += [window[at:closing], *self._missing(None, head)]
            at = closing
        return b"".join([*out, window[at:]])

    def _segment(self, window: bytes, tag: re.Match[bytes], head: SheetHead) -> tuple[bytes, int]:
        """A row's element with a closing tag of its own, and where what follows it begins."""
        if tag[1]:
            return tag[0][:-2] + b">" + head.closed("row"), tag.end()
        end = window.find(head.closed("row"), tag.end())
        if end < 0:
            raise self._nowhere()
        end += len(head.closed("row"))
        return window[tag.start() : end], end

    def _missing(self, before: int | None, head: SheetHead) -> Iterator[bytes]:
        """The waiting rows that should stand before a row; all of them where the sheet ends."""
        while self._waiting and (before is None or self._waiting[0] < before):
            row = self._waiting.popleft()
            if any(value != "" for value in self._by_row[row].values()):
                yield self._patch(row, head).new()

    def _patch(self, row: int, head: SheetHead) -> RowPatch:
        return RowPatch(row=row, values=self._by_row[row], head=head, path=self._path)

    def _nowhere(self) -> Exception:
        row = self._waiting[0] if self._waiting else min(self._by_row)
        return unreachable(self._path, f"{row}:{row}")
