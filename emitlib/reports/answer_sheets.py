"""The sheets of a report's answers: reasons, time from stamp to delivery, and the month before."""

from collections.abc import Iterator, Sequence

from emitlib.i18n import _
from emitlib.reports.answer_words import class_word, compared_word
from emitlib.reports.answers import LIMITS
from emitlib.reports.report import DeliveryReport
from emitlib.reports.sheets import Column, Kind, Value
from emitlib.reports.words import channel_word, status_word

__all__ = ["answer_sheets"]

_Sheet = tuple[str, Sequence[Column], Iterator[Sequence[Value]]]


def answer_sheets(report: DeliveryReport) -> Iterator[_Sheet]:
    """Title, columns and rows of each; the month before only where there was one."""
    yield _("Refusals by reason"), _reason_columns(), _reason_rows(report)
    yield _("Stamp to delivery"), _time_columns(), _time_rows(report)
    if report.comparison is not None:
        now, before = report.comparison.period, report.comparison.before
        columns = [Column(title=_("What"), width=36), *(_count(title) for title in (now, before, _("change")))]
        yield _("Month before"), columns, _compared_rows(report)


def _count(title: str) -> Column:
    return Column(title=title, kind=Kind.COUNT, width=14)


def _reason_columns() -> list[Column]:
    texts = ((_("Status"), 26), (_("Reason"), 60), (_("What to do"), 60), (_("Code"), 14))
    return [
        *(Column(title=title, width=width) for title, width in texts),
        _count(_("Deliveries")),
        _count(_("Clients")),
        Column(title=_("The server's words, for example"), width=80),
    ]


def _reason_rows(report: DeliveryReport) -> Iterator[Sequence[Value]]:
    for one in report.refusals:
        yield [status_word(one.status), one.reason, one.hint, one.code, one.count, one.clients, one.example]


def _time_columns() -> list[Column]:
    classes = [_count(class_word(place)) for place in range(len(LIMITS) + 1)]
    hours = [_("median, hours"), _("nine of ten, hours"), _("longest, hours")]
    return [Column(title=_("Channel"), width=24), _count(_("Documents")), *classes, *map(_count, hours)]


def _time_rows(report: DeliveryReport) -> Iterator[Sequence[Value]]:
    for one in report.times:
        name = f"{channel_word(one.channel)} · {_('rehearsal')}" if one.rehearsal else channel_word(one.channel)
        hours = [int(took.total_seconds()) // 3_600 for took in (one.median, one.ninth, one.longest)]
        yield [name, one.documents, *one.classes, *hours]


def _compared_rows(report: DeliveryReport) -> Iterator[Sequence[Value]]:
    for line in report.comparison.lines if report.comparison else ():
        yield [compared_word(line), line.now, line.before, line.change]
