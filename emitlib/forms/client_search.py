"""The search line of the client form: a key, a name or an RFC, what the browser suggests, and *Aceptar*."""

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from emitlib.clients import Master
from emitlib.forms.form_widgets import button, row
from emitlib.forms.key_search import found_clients, key_of, shown, suggestions
from emitlib.forms.read_once import MasterFile
from emitlib.i18n import _
from emitlib.vocabulary import Client

__all__ = ["ClientSearch"]

_OFFERED = 12  #: clients to choose from at once

Guard = Callable[[Callable[[Any], object]], Callable[[Any], None]]


class ClientSearch:
    """Finds clients in the file as it is now.

    Args:
        file: The client file.
        choose: Told of the key of the client that was found, or of what was typed where none fits.
        guard: Wraps a handler: in the screen's language, errors told.
    """

    def __init__(self, file: MasterFile, *, choose: Callable[[str], None], guard: Guard) -> None:
        self._file = file
        self._choose = choose
        self._guard = guard
        self._suggested: Master | None = None
        self._filling = False
        self.field = widgets.Combobox(
            description=_("Client key"),
            placeholder=_("key, name or RFC"),
            continuous_update=False,  # sent when it is complete: a key that is still being typed opens nothing
            layout=widgets.Layout(width="520px"),
            style={"description_width": "initial"},
        )
        self.accept = button(_("Accept"), style="primary")
        self.offered = widgets.VBox()
        self.widget = widgets.VBox([row([self.field, self.accept], kind="emit-search"), self.offered])
        self.field.observe(guard(lambda change: self._search(change["new"])), names="value")
        self.accept.on_click(guard(lambda _event: self._search(self.field.value)))
        self.read()

    def read(self) -> Master:
        """The client file as it is now; what is suggested follows it.

        Raises:
            InputError: If it cannot be read.
        """
        master = self._file.read()
        if master is not self._suggested:
            self._suggested = master
            self.field.options = suggestions(master.clients.values())
        return master

    def show(self, key: str) -> None:
        """Show which client is open.

        Args:
            key: Its key.
        """
        self._filling = True
        self.field.value = key
        self._filling = False
        self.offered.children = ()

    def _search(self, text: str) -> None:
        """Open the client that a text names, or let the person choose among those that it fits."""
        if self._filling or not text.strip():
            return
        found = found_clients(self.read().clients, text)
        if len(found) > 1:
            self._offer(found)
        else:
            self._choose(found[0].key if found else key_of(text))

    def _offer(self, clients: list[Client]) -> None:
        self.offered.children = tuple(self._choice(client) for client in clients[:_OFFERED])
        if len(clients) > _OFFERED:
            more = _("{count} more fit; type more of the name.").format(count=len(clients) - _OFFERED)
            self.offered.children += (widgets.Label(more),)

    def _choice(self, client: Client) -> widgets.Button:
        made = button(shown(client), quiet=True)
        made.add_class("emit-offer")
        made.on_click(self._guard(lambda _event: self._choose(client.key)))
        return made
