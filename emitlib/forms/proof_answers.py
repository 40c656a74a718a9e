"""What a delivery report answers beside its tables, in a notebook: XML or paper, how soon, why not, last month."""

from collections.abc import Iterator

from markupsafe import Markup

from emitlib.forms.blocks import chart, heading, mark, pill
from emitlib.forms.opened import workspace_of
from emitlib.forms.panel import Panel, panel_html
from emitlib.forms.proof import GatheredReport
from emitlib.forms.table import Row, Table
from emitlib.i18n import _
from emitlib.reports import DeliveryReport
from emitlib.reports.answer_words import compared_word, duration_word, share_word, xml_answer, xml_state_word
from emitlib.reports.answers import XmlState, counted
from emitlib.reports.charts import class_bars
from emitlib.reports.words import channel_word, status_word

__all__ = ["report_answers"]


def report_answers(gathered: GatheredReport) -> Panel:
    """Whether each XML was delivered, refusals by reason, time from stamp to delivery, and the month before.

    Args:
        gathered: What `delivery_report` gave.
    """
    workspace_of(gathered.workspace)
    report = gathered.report
    states = counted(report.xml)
    two = Markup('<div class="two"><div>{}</div><div>{}</div></div>').format(
        heading(_("XML delivered or made available (CFF 29-V)")) + _xml(states),
        heading(_("From stamp to delivery")) + chart(class_bars(report.times)) + _times(report),
    )
    html = panel_html(mark(report.watermark), two, *_refusals(report), *_comparison(report))
    return Panel(html=html, text=f"XML: {states.get(XmlState.DELIVERED, 0)}/{len(report.xml)}")


def _xml(states: dict[XmlState, int]) -> Markup:
    rows = [
        Row(
            cells=[pill(xml_answer(state), "on" if state is XmlState.DELIVERED else ""), xml_state_word(state), count]
        )
        for state, count in states.items()
    ]
    headings = [_("XML"), _("How it stands"), _("Documents")]
    return Table(headings=headings, rows=rows, numeric=frozenset({2}), key=None, wide=False).markup()


def _times(report: DeliveryReport) -> Markup:
    rows = [
        Row(
            cells=[
                f"{channel_word(one.channel)} · {_('rehearsal')}" if one.rehearsal else channel_word(one.channel),
                one.documents,
                *(duration_word(took) for took in (one.median, one.ninth, one.longest)),
            ]
        )
        for one in report.times
    ]
    headings = [_("Channel"), _("Documents"), _("half of them within"), _("nine of ten within"), _("longest")]
    empty = _("No stamped document was delivered yet.")
    return Table(headings=headings, rows=rows, numeric=frozenset({1, 2, 3, 4}), empty=empty, wide=False).markup()


def _refusals(report: DeliveryReport) -> Iterator[Markup]:
    if not report.refusals:
        return
    rows = [
        Row(
            cells=[
                status_word(one.status),
                Markup("{} <small>{}</small>").format(one.reason, one.hint),
                Markup('<span class="mono">{}</span>').format(one.code),
                one.count,
                one.clients,
            ]
        )
        for one in report.refusals
    ]
    headings = [_("Status"), _("Reason, and what to do"), _("Code"), _("Deliveries"), _("Clients")]
    yield heading(_("Refused, returned or put off, by reason"))
    yield Table(headings=headings, rows=rows, numeric=frozenset({3, 4})).markup()


def _comparison(report: DeliveryReport) -> Iterator[Markup]:
    if report.comparison is None:
        return
    now, before = report.comparison.period, report.comparison.before
    rows = [
        Row(cells=[compared_word(line), line.now, line.before, line.change, share_word(line)])
        for line in report.comparison.lines
    ]
    headings = [_("What"), now, before, _("change"), "%"]
    yield heading(_("Compared with {period}").format(period=before))
    yield Table(headings=headings, rows=rows, numeric=frozenset({1, 2, 3, 4}), wide=False).markup()
