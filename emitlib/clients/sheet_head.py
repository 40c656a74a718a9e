"""What stands before the rows in a sheet's XML: the prefix of its tags, the columns' styles, the dimension."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from emitlib.clients.cells import column_letters
from emitlib.clients.sheet_scan import column_number

__all__ = ["SheetHead", "row_style", "without_dimension"]

_DIMENSION = re.compile(rb'(<(?:\w+:)?dimension\s[^>]*?ref=")([A-Z]+)([0-9]+)(?::([A-Z]+)([0-9]+))?"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_ATTRIBUTE = re.compile(rb'\b(min|max|style|s|customFormat)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class SheetHead:
    """The head of a sheet."""

    prefix: bytes  #: "" or "x:"
    xml: bytes

    def column_style(self, column: int) -> bytes:
        """The style attribute that a new cell of a column (from 0) takes; b"" for none."""
        for listed in _COLUMN.findall(self.xml):
            told: dict[bytes, bytes] = dict(_ATTRIBUTE.findall(listed))
            if b"style" in told and int(told.get(b"min", 0)) <= column + 1 <= int(told.get(b"max", 0)):
                return b' s="' + told[b"style"] + b'"'
        return b""

    def holding(self, cells: Collection[tuple[int, int]]) -> bytes:
        """The head with a dimension that holds these cells (row from 1, column from 0) as well."""
        found = _DIMENSION.search(self.xml)
        if found is None or not cells:
            return self.xml
        rows = [row for row, _column in cells]
        columns = [column + 1 for _row, column in cells]
        left, top = column_number(found[2].decode()), int(found[3])
        right, bottom = column_number((found[4] or found[2]).decode()), int(found[5] or top)
        if left <= min(columns) and top <= min(rows) and max(columns) <= right and max(rows) <= bottom:
            return self.xml
        first = f"{column_letters(min(left, *columns) - 1)}{min(top, *rows)}"
        last = f"{column_letters(max(right, *columns) - 1)}{max(bottom, *rows)}"
        return self.xml[: found.start()] + found[1] + f'{first}:{last}"'.encode() + self.xml[found.end() :]

    def opened(self, name: str, attributes: str) -> bytes:
        """An opening tag."""
        return b"<" + self.prefix + name.encode() + attributes.encode() + b">"

    def closed(self, name: str) -> bytes:
        """A closing tag."""
        return b"</" + self.prefix + name.encode() + b">"

    def element(self, name: str, attributes: str, content: bytes) -> bytes:
        """A whole element."""
        return self.opened(name, attributes) + content + self.closed(name)


def row_style(tag: bytes) -> bytes:
    """The style attribute that a new cell takes from its row's opening tag; b"" for none."""
    told: dict[bytes, bytes] = dict(_ATTRIBUTE.findall(tag))
    return b' s="' + told[b"s"] + b'"' if b"s" in told and told.get(b"customFormat") in {b"1", b"true"} else b""


def without_dimension(xml: bytes) -> bytes:
    """The head of a sheet without what it says of how far the cells reach."""
    return _DIMENSION.sub(b"", xml)
