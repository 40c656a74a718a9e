"""The whole page: what runs now, the plan of the month, its channels, the runs."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import ipywidgets as widgets

from emitlib.bootstrap import open_ledger
from emitlib.forms.batch_panel.channel_card import ChannelCard
from emitlib.forms.batch_panel.outlook import ChannelOutlook, channel_outlooks
from emitlib.forms.batch_panel.plan_step import PlanStep
from emitlib.forms.batch_panel.run_lines import run_lines
from emitlib.forms.batch_panel.runs_table import RunsTable
from emitlib.forms.month_sheet import month_sheet
from emitlib.forms.opened import ledger_if_any
from emitlib.forms.run_monitor import RunMonitor
from emitlib.forms.run_watch import Watched
from emitlib.i18n import _
from emitlib.vocabulary import ChannelName
from emitlib.workspace import Workspace

__all__ = ["BatchPanel"]


class BatchPanel:
    """A month-end from one page.

    Args:
        workspace: Where it takes place.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.widget = widgets.VBox()
        self.widget.add_class("emit-month")
        self._make(workspace)

    def __repr__(self) -> str:
        return _("The batch panel; run the cell to see it.")

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = self.widget._repr_mimebundle_(**kwargs)
        return {**shown, "text/plain": repr(self)}

    def respeak(self, workspace: Workspace) -> None:
        """Say everything in the language spoken now; the plan that was shown is shown again."""
        period = self.plan.period.value
        self.monitor.close()
        self._make(workspace)
        self.plan.period.value = period

    def _make(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.cards: dict[ChannelName, ChannelCard] = {}
        self._channels = widgets.HBox()
        self._channels.add_class("emit-channels")
        self.runs = RunsTable(resume=self._resume)
        self.monitor = RunMonitor(workspace, changed=self._changed)
        self.plan = PlanStep(workspace, planned=self._planned)
        self.plan.open_last()
        shown = (self.monitor.widget, self.plan.widget, self._channels, self.plan.details, self.runs.widget)
        self.widget.children = (month_sheet(), *shown)

    # -- starting

    def _run(self, channel: ChannelName, options: Sequence[str]) -> None:
        made = self.plan.made
        if made is not None:
            confirmed = ["--confirm", made.plan.hash, "--channel", channel.value]
            self.monitor.start(["run", made.plan.id, *confirmed, *options])

    def _resume(self, run: str) -> None:
        self.monitor.start(["resume", run])

    # -- showing

    def _changed(self, watched: Watched) -> None:
        """A run began or ended: the buttons, and what is left to do."""
        if watched.busy:
            for card in self.cards.values():
                card.hold(busy=True)
            for button in self.runs.buttons.values():
                button.disabled = True
        else:
            self._planned()

    def _planned(self) -> None:
        """The channels of the plan that is shown, and the runs, as they stand now."""
        busy = self.monitor.watched.busy
        with ledger_if_any(self._workspace) as ledger:
            lines = run_lines(self._workspace, ledger) if ledger else []
        self.runs.show(lines, busy=busy)
        self.cards = {
            outlook.channel: ChannelCard(outlook, start=partial(self._run, outlook.channel), recount=self._outlook_of)
            for outlook in self._outlooks()
        }
        for card in self.cards.values():
            card.hold(busy=busy)
        self._channels.children = tuple(card.widget for card in self.cards.values())

    def _outlooks(self) -> list[ChannelOutlook]:
        made = self.plan.made
        if made is None:
            return []
        with open_ledger(self._workspace) as ledger:
            return channel_outlooks(self._workspace, made.plan, ledger)

    def _outlook_of(self, channel: ChannelName) -> ChannelOutlook:
        return next(outlook for outlook in self._outlooks() if outlook.channel is channel)
