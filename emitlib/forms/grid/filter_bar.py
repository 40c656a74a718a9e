"""The filters of the grid beside its findings: text, status, channel, unsaved changes."""

from typing import Any

import ipywidgets as widgets

from emitlib.forms.grid.client_filter import ClientFilter
from emitlib.forms.grid.parts import Act, button, row
from emitlib.forms.ways import way_words
from emitlib.forms.words import client_status_word
from emitlib.i18n import _
from emitlib.vocabulary import ClientStatus

__all__ = ["FilterBar"]


class FilterBar:
    """The filters beside the chips of the findings.

    Args:
        changed: Told after a person changed a filter.
        clear: Takes all filters away.
        reload: Reads the file again.
    """

    def __init__(self, *, changed: Act, clear: Act, reload: Act) -> None:
        self._changed = changed
        self._filling = False
        self.text = widgets.Text(
            placeholder=_("key, name, RFC or address"),
            continuous_update=True,
            layout=widgets.Layout(width="220px"),
        )
        statuses = {status.value or "-": client_status_word(status) for status in ClientStatus}
        self.status = self._dropdown(_("Status"), {"": _("all"), **statuses})
        self.way = self._dropdown(_("Leaves by"), {"": _("all"), **way_words()})
        self.drafted = widgets.Checkbox(
            description=_("with unsaved changes"), indent=False, layout=widgets.Layout(width="auto", margin="2px 8px")
        )
        self.clear, self.reload = button(clear), button(reload)
        self.reload.layout.margin = "2px 2px 2px auto"
        self.clear.description, self.reload.description = _("Take filters away"), _("Read the file again")
        for widget in (self.text, self.status, self.way, self.drafted):
            widget.observe(self._typed, names="value")
        search = widgets.HBox([widgets.Label(_("Search")), self.text])
        self.widget = row(search, self.status, self.way, self.drafted, self.clear, self.reload)

    def show(self, wanted: ClientFilter) -> None:
        """Draw the filters."""
        self._filling = True
        try:
            self.text.value = wanted.text
            self.status.value = "" if wanted.status is None else wanted.status.value or "-"
            self.way.value = wanted.way
            self.drafted.value = wanted.drafted
        finally:
            self._filling = False
        self.clear.disabled = wanted == ClientFilter()

    def wanted(self, codes: frozenset[str]) -> ClientFilter:
        """What a person has set, with the findings of the chips."""
        status = self.status.value
        return ClientFilter(
            codes=codes,
            status=ClientStatus(status.removeprefix("-")) if status else None,
            way=self.way.value,
            text=self.text.value,
            drafted=self.drafted.value,
        )

    def _typed(self, _change: Any) -> None:
        if not self._filling:
            self._changed()

    @staticmethod
    def _dropdown(title: str, choices: dict[str, str]) -> widgets.Dropdown:
        return widgets.Dropdown(
            description=title,
            options=[(word, value) for value, word in choices.items()],
            style={"description_width": "initial"},
            layout=widgets.Layout(width="auto", max_width="210px"),
        )
