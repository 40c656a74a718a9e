"""Conflicts, cell by cell: what a person saw, what the file holds now, what they wanted; and their decision."""

from collections.abc import Callable
from functools import partial

import ipywidgets as widgets
from markupsafe import Markup

from emitlib.forms.blocks import heading
from emitlib.forms.grid.change_table import cell_key, conflict_view
from emitlib.forms.grid.drafts import Cell
from emitlib.forms.grid.parts import Act, button, row
from emitlib.forms.grid.state import GridState
from emitlib.forms.grid.table_events import ChooseAll, ChooseRows, TableEvent, TurnPage
from emitlib.forms.grid.table_widget import TableWidget
from emitlib.forms.panel import panel_html
from emitlib.i18n import _

__all__ = ["ConflictPanel"]

HEIGHT = "clamp(200px, calc(100vh - 470px), 700px)"  #: of the table; the rest of the page must fit


class ConflictPanel:
    """The cells that were not written.

    Args:
        settle: Told of the chosen cells, and whether the person's own values shall be written.
        leave: Goes back to the clients.
        guarded: Makes a handler speak the screen's language.
    """

    def __init__(
        self, *, settle: Callable[[list[Cell], bool], None], leave: Act, guarded: Callable[[Act], Act]
    ) -> None:
        self._settle = settle
        self._state: GridState | None = None
        self._chosen: frozenset[str] = frozenset()
        self._first = 0
        self.head = widgets.HTML()
        self.theirs = button(guarded(partial(self._decide, mine=False)))
        self.mine = button(guarded(partial(self._decide, mine=True)), style="warning")
        self.leave = button(guarded(leave))
        self.theirs.description = _("The file's values stay")
        self.mine.description = _("Write mine over them")
        self.leave.description = _("Back to the clients")
        self.table = TableWidget(told=lambda event: guarded(partial(self._heard, event))())
        self.widget = widgets.VBox([self.head, self.table, row(self.theirs, self.mine, self.leave)])

    def show(self, state: GridState) -> None:
        """Show the conflicts, all of them chosen."""
        self._state, self._first = state, 0
        self._chosen = frozenset(cell_key(clash.change) for clash in state.conflicts)
        told = _("{count} cells were not written: somebody else changed them, or they cannot be written.")
        asked = _("Choose cells and decide; what you decide is written by the next Save.")
        body = Markup('<p class="lead">{}</p><p class="soft">{}</p>').format(
            told.format(count=f"{len(state.conflicts):,}"), asked
        )
        self.head.value = panel_html(heading(_("Conflicts")), body)
        self._draw()

    def _draw(self) -> None:
        state = self._state
        if state is None:
            return
        self.table.view = conflict_view(state.conflicts, state, chosen=self._chosen, first=self._first, height=HEIGHT)
        for decision in (self.theirs, self.mine):
            decision.disabled = not self._chosen

    def _decide(self, *, mine: bool) -> None:
        if self._state is None:
            return
        cells = [
            (clash.change.clave, clash.change.column)
            for clash in self._state.conflicts
            if cell_key(clash.change) in self._chosen
        ]
        self._settle(cells, mine)

    def _heard(self, event: TableEvent) -> None:
        match event:
            case ChooseRows(keys=keys, on=on):
                self._chosen = self._chosen | set(keys) if on else self._chosen - set(keys)
            case ChooseAll() if self._state is not None:
                self._chosen = frozenset(cell_key(clash.change) for clash in self._state.conflicts)
            case TurnPage(first=first):
                self._first = first
        self._draw()
