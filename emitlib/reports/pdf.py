"""The summary of a delivery report on Letter paper: headline, balance, what needs a person, seals."""

import io
from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from emitlib.documents.printed_layout import printable
from emitlib.i18n import _
from emitlib.reports.report import DeliveryReport, Need, NeedRow, Party
from emitlib.reports.words import accepted_means, bucket_word, channel_word, documents_equation, radar_word
from emitlib.vocabulary import Bucket

__all__ = ["render_pdf"]

_INK, _SOFT, _BRAND, _LINE = (HexColor(tone) for tone in ("#1c2733", "#5b6875", "#1d3f5e", "#c5cdd5"))
_MARK = Color(0.70, 0.49, 0, alpha=0.10)
_TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=8, leading=10, textColor=_INK, splitLongWords=1)
_SMALL = ParagraphStyle("small", parent=_TEXT, fontSize=7, leading=8.5, textColor=_SOFT)
_HEAD = ParagraphStyle("head", parent=_SMALL, fontName="Helvetica-Bold")
_HEAD_RIGHT = ParagraphStyle("head right", parent=_HEAD, alignment=TA_RIGHT)
_RIGHT = ParagraphStyle("right", parent=_TEXT, alignment=TA_RIGHT)
_LEAD = ParagraphStyle("lead", parent=_TEXT, fontName="Helvetica-Bold", fontSize=11, leading=14)
_TITLE = ParagraphStyle("title", parent=_TEXT, fontName="Helvetica-Bold", fontSize=16, leading=20, textColor=_BRAND)
_SECTION = ParagraphStyle(
    "section", parent=_TEXT, fontName="Helvetica-Bold", fontSize=10.5, leading=13, textColor=_BRAND, spaceBefore=10,
    spaceAfter=4,
)  # fmt: skip
_GROUP = ParagraphStyle("group", parent=_SECTION, fontSize=9, textColor=_INK, spaceBefore=6, spaceAfter=1)
_HINT = ParagraphStyle("hint", parent=_SMALL, spaceAfter=2)
_TINY = ParagraphStyle("tiny", parent=_SMALL, fontSize=6, leading=7.5)

_WIDTH = letter[0] - 30 * mm - 12  # a frame keeps 6 points free at each side
_LEAST_ROOM = 90  # points that a heading and the first rows below it want
_ROWS_SHOWN = 60  # of one group; the rest stands in report.html and audit.xlsx
#: Columns of the balance that are shown even where they are 0.
_ALWAYS_SHOWN = frozenset({Bucket.DONE, Bucket.REFUSED, Bucket.UNKNOWN})
_GRID = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, 0), 0.6, _LINE),
        ("LINEBELOW", (0, 1), (-1, -1), 0.25, HexColor("#e6eaee")),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 6),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ]
)


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


def _paragraph(text: str, style: ParagraphStyle = _TEXT) -> Paragraph:
    return Paragraph(escape(printable(text)), style)


def _two(text: str, small: str, style: ParagraphStyle = _SMALL) -> list[Paragraph]:
    """A cell of two lines, the second one small; one where there is nothing to add."""
    lines = [_paragraph(text)] if text else []
    return [*lines, _paragraph(small, style)] if small else lines


def _table(
    heads: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[float], *, numbers_from: int
) -> Table:
    """A table whose heading repeats on each page; widths are shares of the page's."""
    total = sum(widths)
    styles = [_HEAD if place < numbers_from else _HEAD_RIGHT for place in range(len(heads))]
    heading = [_paragraph(head, style) for head, style in zip(heads, styles, strict=True)]
    return Table([heading, *rows], colWidths=[_WIDTH * width / total for width in widths], style=_GRID, repeatRows=1)


def _story(report: DeliveryReport) -> Iterator[Flowable]:
    company = " · ".join(part for part in (report.company, report.company_rfc) if part)
    yield _paragraph(company, _SMALL)
    yield _paragraph(f"{_('Delivery report')} · {report.period or report.name}", _TITLE)
    made = _("Made {at} ({zone}) by {by}").format(
        at=f"{report.made_at:%Y-%m-%d %H:%M:%S}", zone=report.zone, by=report.made_by
    )
    yield _paragraph(made if report.of_period else f"{_('Run')} {report.name} · {made}", _SMALL)
    if report.watermark:
        yield _paragraph(report.watermark, _SECTION)
    yield Spacer(1, 8)
    yield _paragraph(report.headline[0], _LEAD)
    yield from (_paragraph(line) for line in report.headline[1:])
    yield from _balance(report)
    yield _paragraph(_("What needs a person"), _SECTION)
    if not report.needs:
        yield _paragraph(_("Nothing waits for a person."))
    for need in report.needs:
        yield from _need(need)
    yield from _certificates(report)
    yield from _proof(report)


def _balance(report: DeliveryReport) -> Iterator[Flowable]:
    total = report.documents_total
    yield _paragraph(_("Balance"), _SECTION)
    counts = {name: f"{count:,}" for name, count in report.balance_of_documents.items()}
    yield _paragraph(f"{documents_equation().format(**counts)} · {_result(total.remainder)}")
    yield Spacer(1, 4)
    shown = [bucket for bucket in Bucket if report.bucket(bucket) or bucket in _ALWAYS_SHOWN]
    heads = [_("Deliveries"), _("planned"), *(bucket_word(bucket) for bucket in shown), _("remainder"), ""]
    rows = []
    for line in report.deliveries_totals:
        mark = _("rehearsal") if line.channel in report.rehearsed else ""
        numbers = [line.planned, *(line.buckets[bucket] for bucket in shown), line.remainder]
        cells = [_paragraph(f"{number:,}", _RIGHT) for number in numbers]
        rows.append([_two(channel_word(line.channel), mark), *cells, _paragraph(_result(line.remainder), _RIGHT)])
    yield _table(heads, rows, [2.0, *[1.0] * (len(heads) - 2), 1.2], numbers_from=1)


def _result(remainder: int) -> str:
    return _("FAIL") if remainder else _("PASS")


def _need(need: Need) -> Iterator[Flowable]:
    yield CondPageBreak(_LEAST_ROOM)
    yield _paragraph(f"{need.title} · {len(need.rows):,}", _GROUP)
    yield _paragraph(need.hint, _HINT)
    rows = [_need_row(row) for row in need.rows[:_ROWS_SHOWN]]
    heads = [_("Client"), _("Document"), _("Channel"), _("Why, and what to do")]
    yield _table(heads, rows, [2.5, 2.7, 2.1, 3.4], numbers_from=len(heads))
    if len(need.rows) > _ROWS_SHOWN:
        more = _("… and {count} more: see report.html and audit.xlsx.").format(
            count=f"{len(need.rows) - _ROWS_SHOWN:,}"
        )
        yield _paragraph(more, _SMALL)


def _need_row(row: NeedRow) -> list[Any]:
    document = row.document
    since = _("since {at}").format(at=f"{row.at:%Y-%m-%d %H:%M}") if row.at and not row.why else ""
    channel = channel_word(row.channel) if row.channel else ""
    return [
        _client(row.party),
        _two(f"{document.word} {document.label}", document.uuid, _TINY),
        _two(channel, row.destination if row.destination != row.party.key else ""),
        _two(row.why or since, row.hint),
    ]


def _client(party: Party) -> list[Paragraph]:
    return _two(f"{party.key} {party.name}".strip(), party.rfc)


def _certificates(report: DeliveryReport) -> Iterator[Flowable]:
    if not report.certificates:
        return
    yield CondPageBreak(_LEAST_ROOM)
    yield _paragraph(_("Certificates about to expire or not proved"), _SECTION)
    rows = [
        [
            _client(row.party),
            _paragraph(radar_word(row.state)),
            _paragraph(f"{row.not_after:%Y-%m-%d}" if row.not_after else ""),
            _paragraph("" if row.days_left is None else f"{row.days_left:,}", _RIGHT),
        ]
        for row in report.certificates
    ]
    heads = [_("Client"), _("State"), _("Valid until"), _("Days left")]
    yield _table(heads, rows, [4, 2, 2, 1], numbers_from=len(heads) - 1)


def _proof(report: DeliveryReport) -> Iterator[Flowable]:
    proof = report.proof
    yield CondPageBreak(_LEAST_ROOM)
    yield _paragraph(_("Proof"), _SECTION)
    yield _paragraph(accepted_means())
    yield Spacer(1, 4)
    result = _("PASS") if proof.passed else f"{_('FAIL')}. {proof.first_bad}"
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
    rows = [[_paragraph(name, _SMALL), _paragraph(value)] for name, value in facts]
    yield Table(rows, colWidths=[_WIDTH * 0.27, _WIDTH * 0.73], style=_GRID)


def _dress(canvas: Any, report: DeliveryReport) -> None:
    """Page number, and the watermark of a rehearsal, on each page."""
    width, height = letter
    canvas.setFont("Helvetica", 7)
    canvas.setFillColor(_SOFT)
    canvas.drawString(15 * mm, 9 * mm, printable(f"{report.company} · {report.name}"))
    canvas.drawRightString(width - 15 * mm, 9 * mm, str(canvas.getPageNumber()))
    if report.watermark:
        canvas.saveState()
        canvas.translate(width / 2, height / 2)
        canvas.rotate(52)
        canvas.setFillColor(_MARK)
        for place, line in enumerate(printable(report.watermark).split(" · ")):
            canvas.setFont("Helvetica-Bold", 54 if place == 0 else 34)
            canvas.drawCentredString(0, -48 * place, line)
        canvas.restoreState()
