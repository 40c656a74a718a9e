"""The summary of a delivery report on Letter paper: headline, balance, what needs a person, seals."""

import io
from collections.abc import Iterator
from typing import Any

from reportlab.lib.pagesizes import letter
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from emitlib.documents.printed_layout import printable
from emitlib.i18n import _
from emitlib.reports.answer_words import issue_word
from emitlib.reports.pdf_answers import answers
from emitlib.reports.pdf_parts import (
    GRID,
    GROUP,
    HINT,
    LEAD,
    MARK,
    RIGHT,
    SECTION,
    SMALL,
    SOFT,
    TINY,
    TITLE,
    WIDTH,
    paragraph,
    table,
    two,
)
from emitlib.reports.report import DeliveryReport, Need, NeedRow, Party
from emitlib.reports.words import (
    accepted_means,
    bucket_word,
    channel_word,
    documents_equation,
    pass_word,
    radar_word,
)
from emitlib.vocabulary import Bucket

__all__ = ["render_pdf"]

_LEAST_ROOM = 90  # points that a heading and the first rows below it want
_ROWS_SHOWN = 60  # of one group; the rest stands in report.html and audit.xlsx
#: Columns of the balance that are shown even where they are 0.
_ALWAYS_SHOWN = frozenset({Bucket.DONE, Bucket.REFUSED, Bucket.UNKNOWN})


def render_pdf(report: DeliveryReport) -> bytes:
    """The PDF, in the language of this context; the same report gives the same bytes."""
    target = io.BytesIO()
    template = SimpleDocTemplate(
        target,
        pagesize=letter,
        leftMargin=15 * mm,
        rightMargin=15 * mm,
        topMargin=15 * mm,
        bottomMargin=16 * mm,
        title=printable(f"{_('Delivery report')} {report.name}"),
        author=printable(report.company),
        lang=report.language,
        invariant=1,
    )

    def dress(canvas: Any, _template: Any) -> None:
        _dress(canvas, report)

    template.build(list(_story(report)), onFirstPage=dress, onLaterPages=dress)
    return target.getvalue()


def _story(report: DeliveryReport) -> Iterator[Flowable]:
    company = " · ".join(part for part in (report.company, report.company_rfc) if part)
    yield paragraph(company, SMALL)
    yield paragraph(f"{_('Delivery report')} · {report.period or report.name}", TITLE)
    made = _("Made {at} ({zone}) by {by}").format(
        at=f"{report.made_at:%Y-%m-%d %H:%M:%S}", zone=report.zone, by=report.made_by
    )
    yield paragraph(made if report.of_period else f"{_('Run')} {report.name} · {made}", SMALL)
    if report.issue:
        yield paragraph(issue_word(report.issue), SMALL)
    if report.watermark:
        yield paragraph(report.watermark, SECTION)
    yield Spacer(1, 8)
    yield paragraph(report.headline[0], LEAD)
    yield from (paragraph(line) for line in report.headline[1:])
    yield from _balance(report)
    yield from answers(report)
    yield paragraph(_("What needs a person"), SECTION)
    if not report.needs:
        yield paragraph(_("Nothing waits for a person."))
    for need in report.needs:
        yield from _need(need)
    yield from _certificates(report)
    yield from _proof(report)


def _balance(report: DeliveryReport) -> Iterator[Flowable]:
    total = report.documents_total
    yield paragraph(_("Balance"), SECTION)
    counts = {name: f"{count:,}" for name, count in report.balance_of_documents.items()}
    yield paragraph(f"{documents_equation().format(**counts)} · {_result(total.remainder)}")
    yield Spacer(1, 4)
    shown = [bucket for bucket in Bucket if report.bucket(bucket) or bucket in _ALWAYS_SHOWN]
    heads = [_("Deliveries"), _("planned"), *(bucket_word(bucket) for bucket in shown), _("remainder"), ""]
    rows = []
    for line in report.deliveries_totals:
        mark = _("rehearsal") if line.channel in report.rehearsed else ""
        numbers = [line.planned, *(line.buckets[bucket] for bucket in shown), line.remainder]
        cells = [paragraph(f"{number:,}", RIGHT) for number in numbers]
        rows.append([two(channel_word(line.channel), mark), *cells, paragraph(_result(line.remainder), RIGHT)])
    yield table(heads, rows, [2.0, *[1.0] * (len(heads) - 2), 1.2], numbers_from=1)


def _result(remainder: int) -> str:
    return pass_word(passed=not remainder)


def _need(need: Need) -> Iterator[Flowable]:
    yield CondPageBreak(_LEAST_ROOM)
    yield paragraph(f"{need.title} · {len(need.rows):,}", GROUP)
    yield paragraph(need.hint, HINT)
    rows = [_need_row(row) for row in need.rows[:_ROWS_SHOWN]]
    heads = [_("Client"), _("Document"), _("Channel"), _("Why, and what to do")]
    yield table(heads, rows, [2.5, 2.7, 2.1, 3.4], numbers_from=len(heads))
    if len(need.rows) > _ROWS_SHOWN:
        more = _("… and {count} more: see report.html and audit.xlsx.").format(
            count=f"{len(need.rows) - _ROWS_SHOWN:,}"
        )
        yield paragraph(more, SMALL)


def _need_row(row: NeedRow) -> list[Any]:
    document = row.document
    since = _("since {at}").format(at=f"{row.at:%Y-%m-%d %H:%M}") if row.at and not row.why else ""
    channel = channel_word(row.channel) if row.channel else ""
    return [
        _client(row.party),
        two(f"{document.word} {document.label}", document.uuid, TINY),
        two(channel, row.destination if row.destination != row.party.key else ""),
        two(row.why or since, row.hint),
    ]


def _client(party: Party) -> list[Paragraph]:
    return two(f"{party.key} {party.name}".strip(), party.rfc)


def _certificates(report: DeliveryReport) -> Iterator[Flowable]:
    if not report.certificates:
        return
    yield CondPageBreak(_LEAST_ROOM)
    yield paragraph(_("Certificates about to expire or not proved"), SECTION)
    rows = [
        [
            _client(row.party),
            paragraph(radar_word(row.state)),
            paragraph(f"{row.not_after:%Y-%m-%d}" if row.not_after else ""),
            paragraph("" if row.days_left is None else f"{row.days_left:,}", RIGHT),
        ]
        for row in report.certificates
    ]
    heads = [_("Client"), _("State"), _("Valid until"), _("Days left")]
    yield table(heads, rows, [4, 2, 2, 1], numbers_from=len(heads) - 1)


def _proof(report: DeliveryReport) -> Iterator[Flowable]:
    proof = report.proof
    yield CondPageBreak(_LEAST_ROOM)
    yield paragraph(_("Proof"), SECTION)
    yield paragraph(accepted_means())
    yield Spacer(1, 4)
    result = ". ".join(filter(None, (pass_word(passed=proof.passed), proof.first_bad)))
    facts = [
        (_("Ledger"), f"{result} · {_('{rows} events checked one by one').format(rows=f'{proof.rows:,}')}"),
        (_("Chain"), proof.chain),
        (_("Head of the chain (SHA-256)"), proof.head),
        (_("Signing certificate of this workspace (SHA-256)"), proof.fingerprint or _("none here")),
    ]
    facts += [
        (
            _("Seal of {run}").format(run=seal.run),
            f"{seal.at:%Y-%m-%d %H:%M:%S} · {seal.count:,} · {seal.head} · {seal.signer or _('unsigned')}",
        )
        for seal in proof.seals
    ]
    rows = [[paragraph(name, SMALL), paragraph(value)] for name, value in facts]
    yield Table(rows, colWidths=[WIDTH * 0.27, WIDTH * 0.73], style=GRID)


def _dress(canvas: Any, report: DeliveryReport) -> None:
    """Page number, and the watermark of a rehearsal, on each page."""
    width, height = letter
    canvas.setFont("Helvetica", 7)
    canvas.setFillColor(SOFT)
    canvas.drawString(15 * mm, 9 * mm, printable(f"{report.company} · {report.name}"))
    canvas.drawRightString(width - 15 * mm, 9 * mm, str(canvas.getPageNumber()))
    if report.watermark:
        canvas.saveState()
        canvas.translate(width / 2, height / 2)
        canvas.rotate(52)
        canvas.setFillColor(MARK)
        for place, line in enumerate(printable(report.watermark).split(" · ")):
            canvas.setFont("Helvetica-Bold", 54 if place == 0 else 34)
            canvas.drawCentredString(0, -48 * place, line)
        canvas.restoreState()
