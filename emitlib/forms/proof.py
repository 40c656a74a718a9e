"""The delivery report in a notebook, for auditors: read-only, without a network."""

from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from emitlib.bootstrap import check_ledger, open_ledger
from emitlib.errors import CertificateError, ConfigError
from emitlib.forms.balance_block import balance_block, bars_block
from emitlib.forms.blocks import cards, chart, heading, mark, pill, sentence
from emitlib.forms.opened import workspace_of
from emitlib.forms.panel import Panel, panel_html
from emitlib.forms.table import Filter, Row, Table
from emitlib.i18n import _
from emitlib.ledger import Ledger, Verification, verify
from emitlib.reports import DeliveryReport, Mask, gather_report
from emitlib.reports.charts import time_columns
from emitlib.reports.coverage import cover_period, cover_run
from emitlib.reports.report import DeliveryLine
from emitlib.reports.words import accepted_means, bucket_word, channel_word, status_word
from emitlib.vocabulary import BUCKETS, Bucket, ChannelName, Status
from emitlib.workspace import Workspace

__all__ = [
    "GatheredReport",
    "delivery_report",
    "report_balance",
    "report_clients",
    "report_deliveries",
    "report_needs",
]

_TONES = {Bucket.DONE: "on", Bucket.REFUSED: "error", Bucket.UNKNOWN: "error", Bucket.CANCELLED: "off"}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class GatheredReport(Panel):
    """A delivery report, gathered once for all the cells that show it; shows its headline."""

    workspace: Workspace
    report: DeliveryReport
    verification: Verification


def delivery_report(workspace: str | Path | Workspace, *, run: str = "", period: str = "") -> GatheredReport:
    """Gather the report of a run or a month, masked; every row of the ledger is verified for it.

    Args:
        workspace: The folder of the workspace; a read-only copy will do.
        run: A run, or
        period: a month, YYYY-MM; both "" = the newest month that was planned.

    Raises:
        ConfigError: ``USAGE`` if both are given.
        InputError: ``RUN_UNKNOWN`` or ``PERIOD_UNKNOWN``.
        StoreError: ``LEDGER_MISSING``, or a ledger that cannot be read.
    """
    place = workspace_of(workspace)
    if run and period:
        raise ConfigError("USAGE", _("Name a run or a period, not both."), _("Leave one of the two empty."))
    with open_ledger(place, read_only=True) as ledger:
        coverage = cover_run(place, ledger, run) if run else cover_period(place, ledger, period or _newest(ledger))
        verification = _verified(place, ledger)
        report = gather_report(place, ledger, coverage, mask=Mask(), verification=verification)
    return GatheredReport(
        html=panel_html(*_summary(report)),
        text=" ".join(report.headline),
        workspace=place,
        report=report,
        verification=verification,
    )


def _newest(ledger: Ledger) -> str:
    return max((plan.period for plan in ledger.plans()), default="")


def _verified(place: Workspace, ledger: Ledger) -> Verification:
    """The ledger verified, its seals too where the workspace's certificate is here."""
    try:
        return check_ledger(place, ledger)
    except CertificateError:
        return verify(ledger)


def _summary(report: DeliveryReport) -> list[Markup]:
    first, *others = report.headline
    buckets = [(bucket.value, report.bucket(bucket), bucket_word(bucket)) for bucket in Bucket]
    return [
        mark(report.watermark),
        heading(
            _("Delivery report · {name}").format(name=report.name), soft=f"{report.company} · {report.company_rfc}"
        ),
        sentence(first, lead=True),
        *(sentence(other) for other in others),
        cards(
            [
                ("", report.documents_total.found, _("files read")),
                ("planned", sum(line.planned for line in report.deliveries_totals), _("planned deliveries")),
                *(entry for entry in buckets if entry[1]),
            ]
        ),
        Markup('<p class="soft">{}</p>').format(accepted_means()),
    ]


def report_balance(gathered: GatheredReport) -> Panel:
    """The balance of the report, its bars by channel and the curve of outcomes.

    Args:
        gathered: What `delivery_report` gave.
    """
    workspace_of(gathered.workspace)
    report = gathered.report
    lines = report.deliveries_totals
    drawings = Markup('<div class="two"><div>{}</div><div>{}</div></div>').format(
        bars_block(lines, title=_("Deliveries by channel and where they stand")),
        chart(time_columns(report.slots), title=_("Outcomes over time ({zone})").format(zone=report.zone)),
    )
    html = panel_html(
        mark(report.watermark),
        heading(_("Balance")),
        balance_block(report.balance_of_documents, lines),
        drawings,
    )
    return Panel(html=html, text=str(report.balance_of_documents))


def report_needs(gathered: GatheredReport) -> Table:
    """What needs a person, the gravest first.

    Args:
        gathered: What `delivery_report` gave.
    """
    workspace_of(gathered.workspace)
    needs = gathered.report.needs
    return Table(
        title=_("What needs a person"),
        headings=[_("What"), _("Document"), _("Client"), _("Why"), _("What to do")],
        rows=[
            Row(
                cells=[
                    need.title,
                    Markup("{} <small>{}</small>").format(row.document.label, row.document.word),
                    Markup("{} <small>{}</small>").format(row.party.key, row.party.name),
                    row.why or row.destination,
                    row.hint or need.hint,
                ],
                tags=frozenset({need.name}),
            )
            for need in needs
            for row in need.rows
        ],
        filters=[Filter(title=_("What"), choices={need.name: need.title for need in needs})],
        empty=_("Nothing waits for a person."),
    )


def report_clients(gathered: GatheredReport) -> Table:
    """What each client got.

    Args:
        gathered: What `delivery_report` gave.
    """
    workspace_of(gathered.workspace)
    totals = gathered.report.clients
    buckets = [bucket for bucket in Bucket if any(total.buckets.get(bucket, 0) for total in totals)]
    headings = [_("Client"), _("Name"), _("Documents"), _("Deliveries"), *(bucket_word(bucket) for bucket in buckets)]
    return Table(
        title=_("By client"),
        headings=headings,
        rows=[
            Row(
                cells=[
                    total.party.key,
                    total.party.name,
                    total.documents,
                    total.deliveries,
                    *(total.buckets.get(bucket, 0) or "" for bucket in buckets),
                ]
            )
            for total in totals
        ],
        numeric=frozenset(range(2, len(headings))),
    )


def report_deliveries(gathered: GatheredReport) -> Table:
    """Every delivery: what, to whom, by which channel, when, and the server's words.

    Args:
        gathered: What `delivery_report` gave.
    """
    workspace_of(gathered.workspace)
    lines = gathered.report.deliveries
    return Table(
        title=_("Every delivery"),
        soft=gathered.report.zone,
        headings=[_("Document"), _("Client"), _("Channel"), _("To"), _("Where it stands"), _("When"), _("Answer")],
        rows=[_delivery_row(line) for line in lines],
        filters=[
            Filter(title=_("Channel"), choices={name.value: channel_word(name) for name in ChannelName}),
            Filter(title=_("State"), choices={status.value: status_word(status) for status in Status}),
        ],
    )


def _delivery_row(line: DeliveryLine) -> Row:
    bucket = BUCKETS[line.status]
    generation = pill(_("resend {number}").format(number=line.generation - 1)) if line.generation > 1 else ""
    return Row(
        cells=[
            Markup('{} {} <small class="mono">{}</small>').format(
                line.document.label, generation, line.document.uuid
            ),
            Markup("{} <small>{}</small>").format(line.party.key, line.party.name),
            channel_word(line.channel),
            line.destination if line.channel is ChannelName.MAIL else "",
            pill(status_word(line.status, by_answer=line.by_answer), _TONES.get(bucket, "warning")),
            Markup('<span class="nowrap">{:%Y-%m-%d}</span> {:%H:%M:%S}').format(line.at, line.at) if line.at else "",
            Markup('<span class="break">{}</span>').format(" ".join(filter(None, (line.reply, line.answer)))),
        ],
        tags=frozenset({line.channel.value, line.status.value}),
    )
