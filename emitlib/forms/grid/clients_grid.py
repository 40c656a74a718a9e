"""All clients in a grid: it binds the parts to a `GridState` and holds no rule itself."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from emitlib.errors import EmitError, InputError
from emitlib.forms.grid.action_bar import ActionBar
from emitlib.forms.grid.actions import BulkAction
from emitlib.forms.grid.cell_edit import CellEdit
from emitlib.forms.grid.certificate_problems import CertificateProblems
from emitlib.forms.grid.client_filter import ClientFilter, SortColumn
from emitlib.forms.grid.client_table import client_view
from emitlib.forms.grid.conflict_panel import ConflictPanel
from emitlib.forms.grid.drafts import Cell
from emitlib.forms.grid.file_notice import file_notice
from emitlib.forms.grid.filter_bar import FilterBar
from emitlib.forms.grid.finding_chips import FindingChips
from emitlib.forms.grid.parts import Act
from emitlib.forms.grid.preview_panel import PreviewPanel
from emitlib.forms.grid.save_bar import SaveBar
from emitlib.forms.grid.saving import load_state, reload_state, save_drafts
from emitlib.forms.grid.sentences import saved_sentences
from emitlib.forms.grid.stage import Stage
from emitlib.forms.grid.table_events import ChooseAll, ChooseRows, OpenRow, SetCell, SortBy, TableEvent, TurnPage
from emitlib.forms.grid.table_widget import TableWidget
from emitlib.forms.opened import workspace_of
from emitlib.i18n import _, spoken
from emitlib.workspace import Workspace

if TYPE_CHECKING:
    from emitlib.forms.grid.proposal import Proposal

__all__ = ["ClientsGrid"]

HEIGHT = "clamp(240px, calc(100vh - 415px), 800px)"  #: of the table; the rest of the page must fit


class ClientsGrid:
    """The grid over all clients of a workspace.

    Args:
        workspace: Its folder, or what `open_workspace` gave.
        open_client: Opens a client, by its key, in the form; None = keys are no links.
    """

    def __init__(
        self, workspace: str | Path | Workspace, *, open_client: Callable[[str], None] | None = None
    ) -> None:
        self._workspace = workspace_of(workspace)
        self._open_client = open_client
        self.state = load_state(self._workspace)
        self._certificates = CertificateProblems(self._workspace)
        self._proposal: Proposal | None = None
        self._first = 0
        self._make()

    def __repr__(self) -> str:
        return _("The grid of all clients; run the cell to see it.")

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = self.widget._repr_mimebundle_(**kwargs)
        # a widget describes itself by its values: they must not stand in a notebook that is kept
        return {**bundle, "text/plain": repr(self)}

    def link(self, open_client: Callable[[str], None]) -> None:
        """Make the keys of clients links that open them in the form.

        Args:
            open_client: Told of the key.
        """
        self._open_client = open_client
        with spoken(self._workspace.language):
            self._show()

    def respeak(self, workspace: Workspace) -> None:
        """Speak another language from now on; filters, choice and drafts stay."""
        self._workspace = workspace
        reason = self.foot.reason.value
        self._make()
        self.foot.reason.value = reason

    # -- making

    def _make(self) -> None:
        self.chips = FindingChips(toggled=lambda code: self._guarded(partial(self._toggle, code))())
        self.filters = FilterBar(
            changed=self._guarded(self._narrow),
            clear=self._guarded(partial(self._wanted, ClientFilter())),
            reload=self._guarded(self._reload),
        )
        self.actions = ActionBar(
            choose=self._guarded(self._choose_sight),
            leave=self._guarded(self._choose_none),
            look=self._guarded(self._preview),
        )
        self.table = TableWidget(told=lambda event: self._guarded(partial(self._heard, event))())
        self.preview = PreviewPanel(take=self._take, leave=self._back, guarded=self._guarded)
        self.conflicts = ConflictPanel(settle=self._settle, leave=self._back, guarded=self._guarded)
        self.foot = SaveBar(
            undo=self._guarded(self._undo), look=self._guarded(self._look), save=self._guarded(self._save)
        )
        self.about = widgets.HTML()
        self._clients = widgets.VBox(
            [self.about, self.chips.widget, self.filters.widget, self.actions.widget, self.table]
        )
        self.stage = Stage((self._clients, self.preview.widget, self.conflicts.widget), foot=self.foot.widget)
        self.widget = self.stage.widget
        self._back()

    def _guarded(self, act: Act) -> Act:
        """Run a handler in the workspace's language; what goes wrong is told above the grid."""

        def handle() -> None:
            with spoken(self._workspace.language):
                self.stage.tell("")
                try:
                    act()
                except EmitError as err:
                    self.stage.tell(err.message, err.hint, tone="error")

        return handle

    # -- looking

    def _show(self) -> None:
        state = self.state
        fit = state.in_sight()
        self.chips.show(state.finding_counts(), pressed=state.wanted.codes)
        self.filters.show(state.wanted)
        hidden = len(state.selected - {row.client.key for row in fit})
        self.actions.show(chosen=len(state.selected), hidden=hidden, fit=len(fit), total=len(state.master.clients))
        self.table.view = client_view(state, first=self._first, height=HEIGHT, opens=self._open_client is not None)
        changes = state.changes()
        self.foot.show(
            clients=len({change.clave for change in changes}),
            cells=len(changes),
            last=state.drafts.title,
            undoable=state.drafts.former is not None,
        )

    def _back(self) -> None:
        self._proposal = None
        self.about.value = file_notice(self.state.file_findings())
        self.stage.show(self._clients, foot=True)
        self._show()

    def _wanted(self, wanted: ClientFilter) -> None:
        self.state.narrow(wanted)
        self._first = 0
        self._show()

    def _narrow(self) -> None:
        self._wanted(self.filters.wanted(self.state.wanted.codes))

    def _toggle(self, code: str) -> None:
        self._wanted(self.filters.wanted(self.state.wanted.codes ^ {code}))

    def _choose_sight(self) -> None:
        self.state.select_in_sight()
        self._show()

    def _choose_none(self) -> None:
        self.state.select(self.state.selected, on=False)
        self._show()

    def _heard(self, event: TableEvent) -> None:
        match event:
            case ChooseRows(keys=keys, on=on):
                self.state.select(keys, on=on)
            case ChooseAll():
                self.state.select_in_sight()
            case SortBy(column=column):
                self.state.sort(self.state.order.pressed(SortColumn(column)))
                self._first = 0
            case TurnPage(first=first):
                self._first = first
            case SetCell(key=key, column=column, value=value) if key in self.state.master.clients:
                self._set(CellEdit(key=key, column=column, value=value, certificate_problem=self._certificates))
            case OpenRow(key=key):
                self._open_row(key)
        self._show()

    def _open_row(self, key: str) -> None:
        if self._open_client is not None:
            self._open_client(key)

    # -- drafting

    def _set(self, edit: CellEdit) -> None:
        proposal = self.state.propose_cell(edit.key, edit, title=edit.title)
        for refusal in proposal.refused:
            raise InputError("EDIT_INVALID", refusal.reason)
        self.state.draft(proposal)

    def _preview(self) -> None:
        action = BulkAction(
            name=self.actions.name,
            certificate_problem=self._certificates,
            old_domain=self.actions.old.value,
            new_domain=self.actions.new.value,
            offered=self.state.offered,
        )
        self._proposal = self.state.propose(action, title=action.title)
        self.preview.propose(self._proposal, self.state)
        self.stage.show(self.preview.widget, foot=False)

    def _take(self) -> None:
        if self._proposal is not None:
            self.state.draft(self._proposal)
        self._back()

    def _look(self) -> None:
        self.preview.show_drafts(self.state)
        self.stage.show(self.preview.widget, foot=True)

    def _undo(self) -> None:
        self.state.undo()
        self._back()

    # -- the file

    def _reload(self) -> None:
        reload_state(self._workspace, self.state)
        self._after_reading()

    def _save(self) -> None:
        saved = save_drafts(self._workspace, self.state, reason=self.foot.reason.value)
        self.foot.reason.value = ""
        self._after_reading()
        told, collided = saved_sentences(clients=saved.clients, pending=saved.pending, conflicts=saved.conflicts)
        grave = saved.pending or bool(saved.conflicts)
        self.stage.tell(told, collided, tone="warning" if grave else "good")

    def _after_reading(self) -> None:
        self._certificates = CertificateProblems(self._workspace)
        self._back()
        if self.state.conflicts:
            self.conflicts.show(self.state)
            self.stage.show(self.conflicts.widget, foot=True)

    def _settle(self, cells: list[Cell], mine: bool) -> None:
        self.state.settle(cells, mine=mine)
        if self.state.conflicts:
            self.conflicts.show(self.state)
        else:
            self._back()
