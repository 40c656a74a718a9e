"""A table in the page that shows the rows it is given and tells what a person does with them.

It needs anywidget, of the extra ``emitlib[app]``; script and style are our own files and nothing comes from the net.
"""

from collections.abc import Callable
from importlib.resources import files

import traitlets

from emitlib.forms.grid.table_events import TableEvent, event_of
from emitlib.forms.grid.table_view import table_view
from emitlib.forms.own_widget import AnyWidget

__all__ = ["TableWidget"]

_ASSETS = files("emitlib.forms.grid") / "assets"


class TableWidget(AnyWidget):
    """The table.

    Args:
        told: What to do with an event.
    """

    _esm = (_ASSETS / "table.js").read_text(encoding="utf-8")
    _css = (_ASSETS / "table.css").read_text(encoding="utf-8")
    view = traitlets.Dict().tag(sync=True)  #: columns, rows of one page and their place; see `table_view`

    def __init__(self, *, told: Callable[[TableEvent], None]) -> None:
        super().__init__(view=table_view((), (), first=0, total=0, height="0", empty="", table=""))
        self._told = told
        self.on_msg(self._heard)

    def _heard(self, _widget: object, content: object, _buffers: object) -> None:
        event = event_of(content)
        if event is not None:
            self._told(event)
