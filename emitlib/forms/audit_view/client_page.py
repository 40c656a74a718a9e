"""The client tab for who only reads: a client as it was on any day, and every change with its reason."""

from functools import partial

import ipywidgets as widgets

from emitlib.errors import InputError
from emitlib.forms.audit_view.audit_sheet import audit_sheet
from emitlib.forms.audit_view.client_names import ClientNames
from emitlib.forms.audit_view.client_then import client_then
from emitlib.forms.audit_view.client_view import client_html
from emitlib.forms.checks import history_table
from emitlib.forms.key_search import key_of, suggestions
from emitlib.forms.telling import Teller
from emitlib.i18n import _
from emitlib.workspace import Workspace

__all__ = ["ClientPage"]

_OFFERED = 12  #: clients to choose from at once


class ClientPage:
    """Shows clients.

    Args:
        workspace: Whose ledger is read.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._names = ClientNames(workspace)
        self.widget = widgets.VBox()
        self.widget.add_class("emit-audit")
        self.key = ""  #: of the client that is shown
        self._day = workspace.clock().astimezone().date()
        self._filling = False
        self._make(workspace)

    def respeak(self, workspace: Workspace) -> None:
        """Say everything in the language spoken now; client and day stay."""
        typed = self.field.value
        self._make(workspace)
        self._fill(typed)
        self._show()

    def open_client(self, key: str) -> None:
        """Show a client.

        Args:
            key: Its key.
        """
        self._fill(key)
        self._teller.guarded(lambda: self._choose(key))(None)

    def _make(self, workspace: Workspace) -> None:
        self._workspace = workspace
        teller = self._teller = Teller()
        self.field = widgets.Combobox(
            description=_("Client key"),
            placeholder=_("key, name or RFC"),
            options=suggestions(self._names.clients.values()),
            continuous_update=False,
            layout=widgets.Layout(width="460px"),
            style={"description_width": "initial"},
        )
        self.day = widgets.DatePicker(
            description=_("As it was on"), value=self._day, style={"description_width": "initial"}
        )
        self.button = widgets.Button(description=_("Show"), button_style="primary")
        self.field.observe(teller.guarded(self._search), names="value")
        self.day.observe(teller.guarded(self._date), names="value")
        self.button.on_click(teller.guarded(self._search))
        row = widgets.HBox([self.field, self.day, self.button])
        row.add_class("emit-choice")
        self.offered = widgets.VBox()
        self.client, self.history = widgets.HTML(), widgets.HTML()
        self.widget.children = (audit_sheet(), row, self.offered, teller.widget, self.client, self.history)
        if self._names.problem:
            teller.tell(
                _("Names are not known: the client file cannot be read."), self._names.problem, tone="warning"
            )

    def _fill(self, text: str) -> None:
        self._filling = True
        self.field.value = text
        self._filling = False

    def _date(self) -> None:
        if self.day.value is not None:
            self._day = self.day.value
            self._show()

    def _search(self) -> None:
        """Show the client that the text names, or let the person choose among those that it fits."""
        if self._filling or not self.field.value.strip():
            return
        keys = self._names.keys(self.field.value)
        if len(keys) <= 1:
            self._choose(keys[0] if keys else key_of(self.field.value))
            return
        buttons = []
        for key in keys[:_OFFERED]:
            button = widgets.Button(description=f"{key} · {self._names.name(key)}")
            button.on_click(self._teller.guarded(partial(self._choose, key)))
            buttons.append(button)
        more = _("{count} more fit; type more of the name.").format(count=len(keys) - _OFFERED)
        self.offered.children = (*buttons, *([widgets.Label(more)] if len(keys) > _OFFERED else []))

    def _choose(self, key: str) -> None:
        self.key = key
        self.offered.children = ()
        self._show()

    def _show(self) -> None:
        """The client on the day, and its changes; of one that was not known then the changes say since when it is."""
        self.client.value = self.history.value = ""
        if not self.key:
            return
        self._teller.tell("")
        try:
            self.client.value = client_html(client_then(self._workspace, self._names, self.key, day=self._day))
        except InputError as err:
            self._teller.tell(err.message, err.hint, tone="warning")
        self.history.value = history_table(self._workspace, self.key, unmask=True).html
