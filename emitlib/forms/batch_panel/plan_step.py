"""The first step as widgets: choose month, channels and sources, make the plan, read what it means."""

from collections.abc import Callable

import ipywidgets as widgets

from emitlib.errors import EmitError
from emitlib.forms.batch_panel.month import MonthSources
from emitlib.forms.batch_panel.plan_told import plan_told
from emitlib.forms.form_widgets import checkbox
from emitlib.forms.plan_tables import blocked_table, plan_deliveries, plan_findings
from emitlib.forms.plans import MadePlan, make_plan, plan_balance, saved_plan
from emitlib.forms.telling import Teller
from emitlib.i18n import _
from emitlib.reports.words import channel_word
from emitlib.vocabulary import ChannelName
from emitlib.workspace import Workspace

__all__ = ["PlanStep"]


class PlanStep:
    """Makes plans, or shows the newest one of the chosen month; `details` is a widget of its own.

    Args:
        workspace: What is planned.
        planned: Told when another plan is shown; `made` holds it.
    """

    def __init__(self, workspace: Workspace, *, planned: Callable[[], None]) -> None:
        self._workspace = workspace
        self._planned = planned
        self._teller = Teller()
        self.made: MadePlan | None = None
        sources = MonthSources.found(workspace)
        self.period = widgets.Dropdown(
            options=sources.periods, description=_("Month"), layout=widgets.Layout(width="190px")
        )
        self.channels = {name: checkbox(channel_word(name)) for name in ChannelName}
        for box in self.channels.values():
            box.value = True
        self.manifests = _path(_("SAE's lists"), sources.manifests, _("manifests/*.csv; several with ;"))
        self.metadata = _path(_("SAT's metadata"), sources.sat_metadata, _("file of the period, if you have it"))
        self.make = widgets.Button(description=_("Make the plan"), button_style="primary")
        self._summary = widgets.HTML()
        self.details = widgets.Accordion(children=[widgets.HTML() for _place in range(4)])
        self.details.observe(self._teller.guarded(self._fill), names="selected_index")
        self.make.on_click(self._teller.guarded(self._make))
        self.period.observe(self._teller.guarded(self.open_last), names="value")
        self.widget = self._laid_out(any_period=bool(sources.periods))

    def _laid_out(self, *, any_period: bool) -> widgets.VBox:
        if not any_period:
            self._teller.tell(
                _("There is no month to plan yet."),
                _("Put its XML and PDF files into documents/YYYY-MM of the workspace, then open this page again."),
                tone="warning",
            )
        self.make.disabled = not any_period
        choice = widgets.HBox([self.period, *self.channels.values(), self.make])
        choice.add_class("emit-choice")
        sources = widgets.HBox([self.manifests, self.metadata])
        return widgets.VBox([choice, sources, self._teller.widget, self._summary])

    # -- what a person does

    def open_last(self) -> None:
        """Show the newest plan of the month; a plan file that cannot be read is as good as none."""
        name = MonthSources.last_plan(self._workspace, self.period.value) if self.period.value else ""
        try:
            made = saved_plan(self._workspace, name) if name else None
        except EmitError:
            made = None
        self._show(made)

    def _make(self) -> None:
        chosen = [name.value for name, box in self.channels.items() if box.value]
        with self._teller.working(_("Reading the documents and making the plan; nothing leaves…"), self.make):
            made = make_plan(
                self._workspace,
                period=self.period.value,
                channels=",".join(chosen),
                manifests=self.manifests.value,
                sat_metadata=self.metadata.value.strip(),
            )
        self._show(made)

    # -- showing

    def _show(self, made: MadePlan | None) -> None:
        self.made = made
        self._summary.value = plan_told(made) if made else ""
        self.details.layout.display = "" if made else "none"
        self.details.selected_index = None
        for child in self.details.children:
            child.value = ""
        if made is not None:
            plan = made.plan
            self.details.titles = (
                _("What stays behind, and why ({count})").format(count=f"{len(plan.stops):,}"),
                _("Balance"),
                _("Findings ({count})").format(count=f"{len(plan.findings):,}"),
                _("What would leave ({count})").format(count=f"{len(plan.deliveries):,}"),
            )
        self._planned()

    def _fill(self) -> None:
        """Draw the part that was opened; the others cost nothing until then."""
        index, made = self.details.selected_index, self.made
        if index is None or made is None or self.details.children[index].value:
            return
        parts: tuple[Callable[[], str], ...] = (
            lambda: blocked_table(made, unmask=True).html,
            lambda: plan_balance(made).html,
            lambda: plan_findings(made, unmask=True).html,
            lambda: plan_deliveries(made, unmask=True).html,
        )
        self.details.children[index].value = parts[index]()


def _path(label: str, value: str, placeholder: str) -> widgets.Text:
    return widgets.Text(
        value=value,
        description=label,
        placeholder=placeholder,
        layout=widgets.Layout(width="450px"),
        style={"description_width": "130px"},
    )
