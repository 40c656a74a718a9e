"""The balance (es: cuadre) as a page: every count opens what it holds."""

from collections.abc import Callable
from functools import partial

import ipywidgets as widgets
from markupsafe import Markup

from emitlib.forms.audit_view.audit_sheet import audit_sheet
from emitlib.forms.audit_view.inquiry import Decided
from emitlib.forms.audit_view.reading import reading
from emitlib.forms.audit_view.standings import PlanStanding, RunStanding, periods, standings
from emitlib.forms.blocks import notice, pill, sentence
from emitlib.forms.panel import panel_html
from emitlib.forms.telling import Teller
from emitlib.i18n import _
from emitlib.ledger import Search
from emitlib.reports.words import bucket_word, channel_word, counted_verdict_word, run_state_word, verdict_word
from emitlib.vocabulary import BUCKETS, Bucket, Status
from emitlib.workspace import Workspace

__all__ = ["BalancePage"]

_VERDICTS = ("planned", "excluded", "blocked")

#: Opens what a count holds: the count, and its words.
OpenSearch = Callable[[Search | Decided, str], None]


class BalancePage:
    """Every plan and run of a month, each count a button.

    Args:
        workspace: Whose ledger is read.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._open_search: OpenSearch | None = None
        self._teller = Teller()
        self.period = widgets.Dropdown(
            description=_("Month"), layout=widgets.Layout(width="200px"), style={"description_width": "initial"}
        )
        self._shown = widgets.VBox()
        self.widget = widgets.VBox([audit_sheet(), self._teller.widget, self.period, self._shown])
        self.widget.add_class("emit-audit")
        with reading(workspace) as ledger:
            months = periods(ledger)
        self.period.options, self.period.value = months, months[0] if months else None
        self.period.observe(self._teller.guarded(self._read), names="value")
        self._read()

    def lead(self, open_search: OpenSearch) -> None:
        """Let counts open what they hold.

        Args:
            open_search: Told of it.
        """
        self._open_search = open_search

    def _read(self) -> None:
        if not self.period.value:
            self._shown.children = (widgets.HTML(panel_html(notice(_("No month was planned yet.")))),)
            return
        with reading(self._workspace) as ledger:
            stand = standings(ledger, self.period.value)
        closes = all(plan.closes for plan in stand)
        told = (
            notice(_("The balance closes: every remainder is 0."), tone="good")
            if closes
            else notice(_("The balance does not close."), _("Check the ledger: emit audit verify."), tone="error")
        )
        parts = [widgets.HTML(panel_html(told, sentence(_("Press a count to see what it holds."))))]
        for plan in stand:
            parts += self._plan(plan)
        self._shown.children = tuple(parts)

    def _plan(self, plan: PlanStanding) -> list[widgets.Widget]:
        row = plan.plan
        made = f"{row.made_at.astimezone():%Y-%m-%d %H:%M}" if row.made_at else ""
        title = Markup('<h4>{} <span class="soft">{} · {}</span></h4>').format(
            _("Plan {plan}").format(plan=row.plan), made, row.made_by
        )
        return [widgets.HTML(panel_html(title)), self._documents(plan), *(self._run(run) for run in plan.runs)]

    def _documents(self, plan: PlanStanding) -> widgets.HBox:
        counts = plan.documents
        name = plan.plan.plan
        head = _label(Markup("<b>{}</b> {}").format(_("Documents"), _("{count} found").format(count=counts["found"])))
        buttons = [
            self._count(
                counts[verdict],
                counted_verdict_word(verdict),
                verdict,
                Decided(plan=name, verdict=verdict),
                _("Plan {plan} · documents {verdict}").format(plan=name, verdict=verdict_word(verdict)),
            )
            for verdict in _VERDICTS
            if counts[verdict]
        ]
        return _row([head, *buttons, _remainder(counts["remainder"])])

    def _run(self, standing: RunStanding) -> widgets.HBox:
        run, line = standing.run, standing.line
        where = _("Run {run}").format(run=run.run) if run else _("no run yet")
        state = pill(run_state_word(run.state), "on" if run.state == "finished" else "warning") if run else Markup("")
        mark = pill(_("rehearsal"), "warning") if line.rehearsal else Markup("")
        planned = _("{count} planned").format(count=standing.counts["planned"])
        words = Markup('<b>{}</b> {} {}{}<br><span class="soft mono">{}</span>')
        head = _label(words.format(channel_word(line.channel), planned, state, mark, where))
        buttons = []
        for bucket in Bucket:
            count = standing.counts[bucket.value]
            if count:
                within = Search(line=line, statuses=_statuses(bucket))
                told = f"{channel_word(line.channel)} · {where} · {bucket_word(bucket)}"
                buttons.append(self._count(count, bucket_word(bucket), bucket.value, within, told))
        if standing.counts["bounced"]:
            within = Search(line=line, statuses=frozenset({Status.BOUNCED}))
            told = f"{channel_word(line.channel)} · {where} · {_('of these, bounced')}"
            buttons.append(self._count(standing.counts["bounced"], _("of these, bounced"), "refused", within, told))
        return _row([head, *buttons, _remainder(standing.counts["remainder"])])

    def _count(self, count: int, word: str, colour: str, within: Search | Decided, told: str) -> widgets.Button:
        button = widgets.Button(description=f"{word}: {count:,}", tooltip=told)
        button.add_class(f"emit-{colour}")
        button.on_click(self._teller.guarded(partial(self._open, within, told)))
        return button

    def _open(self, within: Search | Decided, told: str) -> None:
        if self._open_search is not None:
            self._open_search(within, told)


def _statuses(bucket: Bucket) -> frozenset[Status]:
    return frozenset(status for status, place in BUCKETS.items() if place is bucket)


def _label(words: Markup) -> widgets.HTML:
    return widgets.HTML(panel_html(words), layout=widgets.Layout(width="330px"))


def _remainder(count: int) -> widgets.HTML:
    word = _("remainder {count}").format(count=f"{count:,}")
    return widgets.HTML(panel_html(pill(word, "error" if count else "on")))


def _row(parts: list[widgets.Widget]) -> widgets.HBox:
    row = widgets.HBox(parts)
    row.add_class("emit-counts")
    return row
