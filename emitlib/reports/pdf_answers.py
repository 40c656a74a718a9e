"""The answers of a report on Letter paper: XML or paper, how soon, why not, and the month before."""

from collections.abc import Iterator

from reportlab.platypus import Flowable

from emitlib.i18n import _
from emitlib.reports.answer_words import compared_word, duration_word, xml_answer, xml_state_word
from emitlib.reports.answers import counted
from emitlib.reports.pdf_parts import RIGHT, SECTION, paragraph, table, two
from emitlib.reports.report import DeliveryReport
from emitlib.reports.words import channel_word, status_word

__all__ = ["answers"]


def answers(report: DeliveryReport) -> Iterator[Flowable]:
    """The answers that there are."""
    if report.refusals:
        yield from _refusals(report)
    if report.xml:
        yield from _xml(report)
    if report.times:
        yield from _times(report)
    if report.comparison:
        yield from _comparison(report)


def _refusals(report: DeliveryReport) -> Iterator[Flowable]:
    yield paragraph(_("Refused, returned or put off, by reason"), SECTION)
    rows = [
        [
            paragraph(status_word(one.status)),
            two(one.reason, one.hint),
            paragraph(one.code),
            paragraph(f"{one.count:,}", RIGHT),
            paragraph(f"{one.clients:,}", RIGHT),
        ]
        for one in report.refusals
    ]
    heads = [_("Status"), _("Reason, and what to do"), _("Code"), _("Deliveries"), _("Clients")]
    yield table(heads, rows, [1.5, 4, 1, 1, 1], numbers_from=3)


def _xml(report: DeliveryReport) -> Iterator[Flowable]:
    yield paragraph(_("XML delivered or made available (CFF 29-V)"), SECTION)
    rows = [
        [paragraph(xml_answer(state)), paragraph(xml_state_word(state)), paragraph(f"{count:,}", RIGHT)]
        for state, count in counted(report.xml).items()
    ]
    yield table([_("XML"), _("How it stands"), _("Documents")], rows, [1, 6, 1.5], numbers_from=2)


def _times(report: DeliveryReport) -> Iterator[Flowable]:
    yield paragraph(_("From stamp to delivery"), SECTION)
    rows = [
        [
            two(channel_word(one.channel), _("rehearsal") if one.rehearsal else ""),
            paragraph(f"{one.documents:,}", RIGHT),
            *(paragraph(duration_word(took), RIGHT) for took in (one.median, one.ninth, one.longest)),
        ]
        for one in report.times
    ]
    heads = [_("Channel"), _("Documents"), _("half of them within"), _("nine of ten within"), _("longest")]
    yield table(heads, rows, [2.5, 1.5, 1.5, 1.5, 1.5], numbers_from=1)


def _comparison(report: DeliveryReport) -> Iterator[Flowable]:
    if report.comparison is None:
        return
    yield paragraph(_("Compared with {period}").format(period=report.comparison.before), SECTION)
    rows = [
        [paragraph(compared_word(line)), *(paragraph(f"{n:,}", RIGHT) for n in (line.now, line.before, line.change))]
        for line in report.comparison.lines
    ]
    heads = ["", report.comparison.period, report.comparison.before, _("change")]
    yield table(heads, rows, [4, 1.5, 1.5, 1.5], numbers_from=1)
