"""The whole page: filter, list, the message as it will look, the decision, and the runs that go on after it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import ipywidgets as widgets

from emitlib.batch.reviewing import HeldMessage, chosen, held_messages, reject_held, release_held
from emitlib.bootstrap import open_ledger
from emitlib.forms.blocks import mark
from emitlib.forms.month_sheet import month_sheet
from emitlib.forms.opened import ledger_if_any
from emitlib.forms.panel import panel_html
from emitlib.forms.review_desk.decision import Decision
from emitlib.forms.review_desk.desk import Desk
from emitlib.forms.review_desk.filter_row import FilterRow
from emitlib.forms.review_desk.frozen_message import read_frozen_message
from emitlib.forms.review_desk.held_list import HeldList
from emitlib.forms.review_desk.message_view import message_html, nothing_in_hand, nothing_waits
from emitlib.forms.run_monitor import RunMonitor
from emitlib.forms.run_watch import Stage, Watched
from emitlib.forms.telling import Teller
from emitlib.i18n import _
from emitlib.workspace import Actor, Workspace

__all__ = ["ReviewDesk"]


class ReviewDesk:
    """Messages that wait for a person.

    Args:
        workspace: Where they wait.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.widget = widgets.VBox()
        self.widget.add_class("emit-month")
        self.desk = Desk([])
        self._held: dict[bool, list[HeldMessage]] = {False: [], True: []}  # real ones, those of rehearsals
        self._rehearsing = False  # whether the rehearsals' messages lie on the desk
        self._released = False  # by this page: what became of it is shown then
        self._waiting_runs: list[str] = []  # released, to be gone on with one after the other
        self._make(workspace)
        self._read()

    def __repr__(self) -> str:
        return _("The review tray; run the cell to see it.")

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = self.widget._repr_mimebundle_(**kwargs)
        return {**shown, "text/plain": repr(self)}

    def respeak(self, workspace: Workspace) -> None:
        """Say everything in the language spoken now; what lies on the desk stays."""
        self.monitor.close()
        name = self.decision.name.value
        self._make(workspace)
        self.decision.name.value = name
        self.filter.more.value = self.desk.expression
        self._show()

    def _make(self, workspace: Workspace) -> None:
        self._workspace = workspace
        teller = self._teller = Teller()
        self.monitor = RunMonitor(workspace, changed=self._changed)
        self.filter = FilterRow(teller, narrow=self._narrow, draw=self._draw, clear=self._all_again)
        self.list = HeldList(teller, turn=self._turn, take=self._take)
        self.decision = Decision(teller, release=self._release, reject=self._reject)
        self._mark = widgets.HTML()
        self.side = widgets.ToggleButtons(options=[("", False), ("", True)], style={"button_width": "auto"})
        self.side.observe(teller.guarded(self._turn_over), names="value")
        self.message = widgets.HTML(layout=widgets.Layout(flex="1 1 0", min_width="440px"))
        lying = widgets.HBox([self.list.widget, self.message], layout=widgets.Layout(max_width="1180px"))
        self._table = widgets.VBox([self._mark, self.filter.widget, lying, self.decision.widget])
        self._nothing = widgets.HTML()
        shown = (teller.widget, self.monitor.widget, self.side, self._nothing, self._table)
        self.widget.children = (month_sheet(), *shown)

    # -- looking

    def _read(self) -> None:
        """The tray as it is now."""
        with ledger_if_any(self._workspace) as ledger:
            for rehearsal in self._held:
                self._held[rehearsal] = held_messages(self._workspace, ledger, rehearsals=rehearsal) if ledger else []
        if not self._held[self._rehearsing]:
            self._rehearsing = not self._held[False] and bool(self._held[True])
        self.desk.refresh(self._held[self._rehearsing])
        self._show()

    def _turn_over(self) -> None:
        """Lay the rehearsals' messages on the desk in place of the real ones, or the real ones again."""
        if self.side.value == self._rehearsing:
            return
        self._rehearsing = self.side.value
        self.desk.all_again()
        self.desk.refresh(self._held[self._rehearsing])
        self._show()

    def _name_sides(self) -> None:
        real, rehearsed = (f"{len(self._held[rehearsal]):,}" for rehearsal in (False, True))
        options = [
            (_("Real messages: {count}").format(count=real), False),
            (_("Of rehearsals: {count}").format(count=rehearsed), True),
        ]
        showing = self._rehearsing
        if tuple(self.side.options) != tuple(options):
            with self.side.hold_trait_notifications():
                self.side.options = options
                self.side.value = showing
        elif self.side.value != showing:
            self.side.value = showing
        self.side.layout.display = "" if self._held[True] else "none"

    def _narrow(self, expression: str) -> None:
        self.desk.narrow(expression)
        self._teller.tell("")
        self._show()

    def _draw(self, count: int, seed: int) -> None:
        self.desk.draw(count, seed=seed)
        self._show()

    def _all_again(self) -> None:
        self.desk.all_again()
        self._show()

    def _turn(self, pages: int) -> None:
        self.desk.turn(pages)
        self._show()

    def _take(self, carrier: str) -> None:
        self.desk.take(carrier)
        self._show()

    def _show(self) -> None:
        desk = self.desk
        self._name_sides()
        self._table.layout.display = "" if desk.messages else "none"
        self._nothing.value = "" if desk.messages else nothing_waits()
        quiet = self.monitor.watched.stage in {Stage.NOTHING, Stage.ENDED} and not self._released
        self.monitor.widget.layout.display = "none" if quiet else ""
        self._mark.value = panel_html(mark(_("REHEARSAL: NOTHING LEFT"))) if self._rehearsing else ""
        self.list.show(desk)
        held = desk.in_hand
        self.message.value = (
            message_html(held, read_frozen_message(held.path)) if held is not None else nothing_in_hand()
        )
        self.decision.show(desk.matching, held, busy=self.monitor.watched.busy)

    # -- deciding

    def _release(self, messages: Sequence[HeldMessage], name: str, _reason: str) -> None:
        with self._working(_("Releasing…")), open_ledger(self._signed(name)) as ledger:
            waiting = held_messages(self._workspace, ledger, rehearsals=self._rehearsing)
            self._waiting_runs += release_held(ledger, chosen(waiting, [m.carrier for m in messages]))
        self._released = True
        self._go_on()
        self._read()
        self._teller.tell(
            _("{count} released by {name}.").format(count=f"{len(messages):,}", name=name),
            _("They leave now, each once; what is released stays released if you close this window."),
            tone="good",
        )

    def _reject(self, messages: Sequence[HeldMessage], name: str, reason: str) -> None:
        with self._working(_("Rejecting…")), open_ledger(self._signed(name)) as ledger:
            waiting = held_messages(self._workspace, ledger, rehearsals=self._rehearsing)
            reject_held(ledger, chosen(waiting, [m.carrier for m in messages]), reason=reason)
        self.decision.reason.value = ""
        self._read()
        self._teller.tell(
            _("{count} rejected by {name}.").format(count=f"{len(messages):,}", name=name),
            _("They never leave by themselves; `emit resend` sends them once they are right."),
            tone="warning",
        )

    def _working(self, text: str) -> AbstractContextManager[None]:
        return self._teller.working(text, self.decision.release, self.decision.reject)

    def _signed(self, name: str) -> Workspace:
        return replace(self._workspace, actor=Actor.here(name))

    def _go_on(self) -> None:
        """Start the next run that has released messages; one at a time emits in a workspace."""
        if self._waiting_runs and not self.monitor.watched.busy:
            self.monitor.start(["resume", self._waiting_runs.pop(0)])

    def _changed(self, watched: Watched) -> None:
        """A run began or ended."""
        if watched.stage in {Stage.ENDED, Stage.DEAD}:
            self._go_on()
        self._read()
