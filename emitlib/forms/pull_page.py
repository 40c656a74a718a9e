"""The monthly pull out of SAE as a page: look first, then take; what was refused stands below."""

from datetime import date, timedelta
from typing import Any

import ipywidgets as widgets
from markupsafe import Markup

from emitlib.bootstrap import open_ledger
from emitlib.errors import ConfigError, EmitError
from emitlib.forms.blocks import cards, error_notice, mark, notice
from emitlib.forms.form_widgets import group
from emitlib.forms.panel import panel_html
from emitlib.forms.table import Row, Table
from emitlib.i18n import _, spoken
from emitlib.reports import Mask
from emitlib.sae import open_source
from emitlib.sae.monthly_pull import MonthlyPull, pull_month
from emitlib.sae.server_password import server_password
from emitlib.workspace import Workspace

__all__ = ["PullPage"]

_LATE = 10  # day of the month from which on people work on the running one


class PullPage:
    """The page of one workspace.

    Args:
        workspace: Gets the documents and lists.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        wide = widgets.Layout(width="620px")
        style = {"description_width": "170px"}
        self.source = widgets.Text(
            description=_("SAE's database or folder"), placeholder="SAE90EMPRE01.FDB", layout=wide, style=style
        )
        self.since = widgets.DatePicker(
            description=_("Documents since"), value=_closing_month(self._workspace.clock().date()), style=style
        )
        self.company = widgets.Text(description=_("Company in SAE"), value="01", style=style)
        self.user = widgets.Text(
            description=_("User of the server"), placeholder=_("for a database server only"), layout=wide, style=style
        )
        self.login_by = widgets.Text(
            description=_("Its password is in"), placeholder="env:NAME, keyring:SERVICE", layout=wide, style=style
        )
        self.look = widgets.Button(description=_("Look"))
        self.pull = widgets.Button(description=_("Take them out of SAE"), button_style="primary", disabled=True)
        self.shown = widgets.HTML()
        self.look.on_click(lambda _button: self._run(writes=False))
        self.pull.on_click(lambda _button: self._run(writes=True))
        for field in (self.source, self.since, self.company, self.user, self.login_by):
            field.observe(self._changed, names="value")
        fields = (self.source, self.user, self.login_by, self.since, self.company)
        asked = (*fields, widgets.HBox([self.look, self.pull]))
        self.widget = widgets.VBox([group(_("Out of SAE"), asked), self.shown])

    def __repr__(self) -> str:
        return _("The monthly pull out of SAE; run the cell to see it.")

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = self.widget._repr_mimebundle_(**kwargs)
        return {**shown, "text/plain": repr(self)}

    def _changed(self, _change: object) -> None:
        """What was looked at is no longer what would be taken."""
        self.pull.disabled = True

    def _run(self, *, writes: bool) -> None:
        self.look.disabled = self.pull.disabled = True
        with spoken(self._workspace.language):
            try:
                done = self._pulled(writes=writes)
            except EmitError as err:
                self.shown.value = panel_html(error_notice(err))
            else:
                self.shown.value = panel_html(*_parts(done, written=writes))
                # what was just taken out need not be taken again
                self.pull.disabled = writes
            finally:
                self.look.disabled = False

    def _pulled(self, *, writes: bool) -> MonthlyPull:
        if not self.source.value.strip():
            raise ConfigError(
                "USAGE", _("No source was named."), _("Give the path of SAE's database or of its exports.")
            )
        if self.since.value is None:
            raise ConfigError("USAGE", _("No day was chosen."), _("Choose the first day to take documents from."))
        since, company = self.since.value, self.company.value.strip()
        user = self.user.value.strip()
        password = server_password(self.login_by.value.strip(), user=user, folder=self._workspace.root)
        with open_source(self.source.value.strip(), user=user, password=password) as source:
            if not writes:
                return pull_month(self._workspace, source, ledger=None, since=since, company=company)
            with open_ledger(self._workspace) as ledger:
                return pull_month(self._workspace, source, ledger=ledger, since=since, company=company)


def _closing_month(day: date) -> date:
    """The first day of the month that is being closed: early in a month it is the one before."""
    first = day.replace(day=1)
    return first if day.day >= _LATE else (first - timedelta(days=1)).replace(day=1)


def _parts(done: MonthlyPull, *, written: bool) -> list[Markup]:
    stamps = [table for name, table in done.tables.items() if name.startswith("CFDI")]
    new = sum(table.new for table in stamps)
    known = sum(table.rows_out - table.new for table in stamps)
    refused = sum(table.rejects for table in done.tables.values())
    told = (
        notice(_("Taken out of SAE."), _("Next: make the plan."), tone="good")
        if written
        else mark(_("ONLY LOOKED: NOTHING WAS WRITTEN"))
    )
    return [
        told,
        cards(
            [
                ("planned", new, _("new CFDI")),
                ("", known, _("there already")),
                ("", done.tables["acuses"].new if "acuses" in done.tables else 0, _("new cancellation receipts")),
                ("blocked" if refused else "", refused, _("rejects")),
            ]
        ),
        _balance(done),
        _findings(done),
    ]


def _balance(done: MonthlyPull) -> Markup:
    headings = [_("Table"), _("Rows in"), _("Rows out"), _("New"), _("Rejects"), _("Remainder")]
    rows = [
        Row(
            cells=[table.table, table.rows_in, table.rows_out, table.new, table.rejects, table.remainder],
            tone="" if table.balances else "error",
        )
        for table in done.tables.values()
    ]
    return Table(headings=headings, rows=rows, numeric=frozenset(range(1, 6))).markup()


def _findings(done: MonthlyPull) -> Markup:
    mask = Mask()
    rows = [
        Row(cells=[finding.code, mask.text(finding.message), finding.hint], tone=finding.severity.value)
        for finding in done.findings
    ]
    headings = [_("Code"), _("What"), _("What to do")]
    return Table(headings=headings, rows=rows, empty=_("No findings.")).markup()
