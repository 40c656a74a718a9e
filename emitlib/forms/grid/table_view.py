"""One page of a table, as the page's script wants it: plain values only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from emitlib.i18n import _

__all__ = ["TableColumn", "page_of", "table_view"]

SIZE = 100  #: rows of a page


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """A column: its name in events, its heading, its width in the page."""

    id: str
    title: str
    width: str  #: CSS
    sort: bool = False  #: whether its heading sorts

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        return {"id": self.id, "title": self.title, "width": self.width, "sort": self.sort}


def page_of(first: int, total: int) -> int:
    """The first row of the page that holds row `first`, or of the last page where there are fewer rows."""
    return max(0, min(first, total - 1)) // SIZE * SIZE


def table_view(
    columns: Sequence[TableColumn],
    rows: Sequence[Mapping[str, Any]],
    *,
    first: int,
    total: int,
    height: str,
    empty: str,
    table: str,
    order: Mapping[str, object] | None = None,
    select: bool = False,
    hint: str = "",
    opens: str = "",
) -> dict[str, Any]:
    """What `TableWidget` shows.

    Args:
        columns: From left to right.
        rows: Of this page: key, tone, chosen, and a cell for each column (text, kind, why, was, on, pills).
        first: Place of the first of them, from 0.
        total: Rows of all pages.
        height: Of the part that scrolls, in CSS.
        empty: What stands there when there are no rows.
        table: What the table holds, for those who hear it read.
        order: Column and direction that it is sorted by.
        select: Whether rows can be chosen.
        hint: What the keyboard does, in a few words.
        opens: What pressing a cell of the kind ``open`` does; "" = it opens a client.
    """
    return {
        "columns": [column.as_json() for column in columns],
        "rows": list(rows),
        "first": first,
        "total": total,
        "size": SIZE,
        "height": height,
        "empty": empty,
        "order": order,
        "select": select,
        "hint": hint,
        "words": {
            "table": table,
            "rows": _("{first} to {last} of {total}"),
            "start": _("First"),
            "previous": _("Previous"),
            "next": _("Next"),
            "end": _("Last"),
            "sort": _("sort by this column"),
            "page": _("choose all of this page"),
            "choose": _("choose"),
            "open": opens or _("open this client in the form"),
            "was": _("in the file:"),
            "blank": _("empty"),
        },
    }
