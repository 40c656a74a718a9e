"""The preview: every cell before and after, what cannot be done and why; nothing is drafted without a yes."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import ipywidgets as widgets
from markupsafe import Markup

from emitlib.clients import CellChange
from emitlib.forms.blocks import heading, pill
from emitlib.forms.grid.change_table import change_view, refusal_view
from emitlib.forms.grid.parts import Act, button, row, shown
from emitlib.forms.grid.proposal import Proposal, Refusal
from emitlib.forms.grid.sentences import proposal_sentences
from emitlib.forms.grid.state import GridState
from emitlib.forms.grid.table_events import TableEvent, TurnPage
from emitlib.forms.grid.table_widget import TableWidget
from emitlib.forms.grid.words import finding_word
from emitlib.forms.panel import panel_html
from emitlib.i18n import _
from emitlib.vocabulary import Severity
from emitlib.vocabulary.codes import CODES

__all__ = ["PreviewPanel"]

HEIGHT = "clamp(240px, calc(100vh - 385px), 800px)"  #: of the table; the rest of the page must fit


class PreviewPanel:
    """What would change, by an action or by all drafts together.

    Args:
        take: Takes the proposal into the drafts.
        leave: Goes back to the clients.
        guarded: Makes a handler speak the screen's language.
    """

    def __init__(self, *, take: Act, leave: Act, guarded: Callable[[Act], Act]) -> None:
        self._state: GridState | None = None
        self._changes: Sequence[CellChange] = ()
        self._refused: Sequence[Refusal] = ()
        self._first = 0
        self._refusals = False
        self.head = widgets.HTML()
        self.take, self.leave = button(guarded(take), style="primary"), button(guarded(leave))
        self.take.description = _("Take into the draft")
        self.possible, self.impossible = button(guarded(self._show_changes)), button(guarded(self._show_refusals))
        self.table = TableWidget(told=lambda event: guarded(partial(self._heard, event))())
        self.widget = widgets.VBox(
            [self.head, row(self.possible, self.impossible), self.table, row(self.take, self.leave)]
        )

    def propose(self, proposal: Proposal, state: GridState) -> None:
        """Show what an action would do; it waits for a yes."""
        told = proposal_sentences(
            clients=proposal.clients,
            cells=len(proposal.changes),
            unchanged=proposal.unchanged,
            refused=len(proposal.refused),
        )
        self._open(_("Preview: {action}").format(action=proposal.title), told, _effects(state.effects(proposal)))
        shown(self.take, on=True)
        self.take.disabled = not proposal.changes
        self.leave.description = _("Discard")
        self._fill(state, proposal.changes, proposal.refused)

    def show_drafts(self, state: GridState) -> None:
        """Show everything that saving would write."""
        changes = state.changes()
        clients = len({change.clave for change in changes})
        told = proposal_sentences(clients=clients, cells=len(changes), unchanged=0, refused=0)
        self._open(_("All changes before and after"), told, Markup(""))
        shown(self.take, on=False)
        self.leave.description = _("Back to the clients")
        self._fill(state, changes, ())

    # -- inside

    def _open(self, title: str, told: tuple[str, str], effects: Markup) -> None:
        lead, rest = told
        body = Markup('<p class="lead">{}</p><p class="soft">{}</p>{}').format(lead, rest, effects)
        self.head.value = panel_html(heading(title), body)

    def _fill(self, state: GridState, changes: Sequence[CellChange], refused: Sequence[Refusal]) -> None:
        self._state, self._changes, self._refused = state, changes, refused
        self.possible.description = _("Change ({count})").format(count=f"{len(changes):,}")
        self.impossible.description = _("Cannot be done ({count})").format(count=f"{len(refused):,}")
        for tab in (self.possible, self.impossible):
            shown(tab, on=bool(refused))
        self._turn(refusals=bool(refused) and not changes)

    def _show_changes(self) -> None:
        self._turn(refusals=False)

    def _show_refusals(self) -> None:
        self._turn(refusals=True)

    def _turn(self, *, refusals: bool, first: int = 0) -> None:
        self._refusals, self._first = refusals, first
        for tab, on in ((self.possible, not refusals), (self.impossible, refusals)):
            (tab.add_class if on else tab.remove_class)("emit-pressed")
        if self._state is None:
            return
        if refusals:
            self.table.view = refusal_view(self._refused, self._state, first=first, height=HEIGHT)
        else:
            self.table.view = change_view(self._changes, self._state, first=first, height=HEIGHT)

    def _heard(self, event: TableEvent) -> None:
        if isinstance(event, TurnPage):
            self._turn(refusals=self._refusals, first=event.first)


def _effects(counts: Mapping[str, int]) -> Markup:
    """Findings that become more or less, the grave ones in colour."""
    if not counts:
        return Markup("")
    told = Markup("").join(
        pill(f"{finding_word(code)} {_signed(count)}", _tone(code, count)) for code, count in sorted(counts.items())
    )
    return Markup("<p>{} {}</p>").format(_("Findings:"), told)


def _tone(code: str, count: int) -> str:
    if count < 0:
        return "on"
    return {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: ""}[Severity(CODES[code].severity)]


def _signed(count: int) -> str:
    return f"{count:+,}".replace("-", "\N{MINUS SIGN}")
