"""The end of a run in a notebook: counts, balance, the curve of its outcomes, what needs a person."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from emitlib.batch.order import RunResult
from emitlib.bootstrap import open_ledger
from emitlib.errors import EmitError
from emitlib.forms.balance_block import balance_block, bars_block, lines_of
from emitlib.forms.blocks import cards, chart, error_notice, heading, mark, notice
from emitlib.forms.opened import workspace_of
from emitlib.forms.panel import Panel, panel_html
from emitlib.i18n import _
from emitlib.ledger import DeliveryRow
from emitlib.reports.charts import time_columns
from emitlib.reports.over_time import slots_of
from emitlib.reports.report import DeliveriesLine
from emitlib.reports.words import bucket_word, channel_word, run_state_word
from emitlib.runner.inside import RunView
from emitlib.vocabulary import BUCKETS, Bucket
from emitlib.workspace import Workspace

__all__ = ["run_result"]

#: Where a delivery may stand that a person or another run must move.
_WAITING = (
    Bucket.HELD,
    Bucket.NOT_STARTED,
    Bucket.DEFERRED,
    Bucket.REFUSED,
    Bucket.UNKNOWN,
    Bucket.IN_FLIGHT,
)


def run_result(workspace: str | Path | Workspace, run: RunView) -> Panel:
    """What came of a run. Never raises an `EmitError`: the run's own result must not hang on a picture of it.

    Args:
        workspace: The folder of the workspace.
        run: What `emit` gave.
    """
    result = run.result
    parts = [mark(_("REHEARSAL: NOTHING LEFT") if result.rehearsal else "")]
    if result.error is not None:
        parts.append(error_notice(result.error))
    if result.balance:
        try:
            parts += _account(workspace_of(workspace), result)
        except EmitError as err:
            parts.append(error_notice(err))
    return Panel(html=panel_html(*parts), text=f"{result.run}: {run_state_word(result.state)}")


def _account(place: Workspace, result: RunResult) -> list[Markup]:
    with open_ledger(place) as ledger:
        rows = ledger.deliveries(run=result.run)
    balance: dict[str, dict[str, int]] = dict(result.balance)  # type: ignore[arg-type]
    lines = lines_of(balance, rehearsal=result.rehearsal)
    pace = _("{rate} deliveries a second").format(rate=f"{result.rate:,.1f}")
    parts = [
        heading(f"{channel_word(result.channel)} · {run_state_word(result.state)}", soft=f"{result.run} · {pace}"),
        cards(_counts(lines)),
        bars_block(lines),
        chart(_curve(rows), title=_("Outcomes over time")),
        Markup("<h4>{}</h4>").format(_("Balance")),
        balance_block(balance["documents"], lines),
    ]
    if result.changed:
        title = _("{count} deliveries were left out: they changed since the plan.").format(count=len(result.changed))
        parts.append(notice(title, _("Make the plan again."), tone="warning"))
    waiting = Counter(BUCKETS[row.status] for row in rows)
    if any(waiting[bucket] for bucket in _WAITING):
        told = ", ".join(f"{bucket_word(bucket)}: {waiting[bucket]:,}" for bucket in _WAITING if waiting[bucket])
        parts.append(
            notice(_("Not done yet: {told}.").format(told=told), _("Notebook 60 shows each."), tone="warning")
        )
    return parts


def _counts(lines: Sequence[DeliveriesLine]) -> list[tuple[str, object, str]]:
    planned = ("planned", sum(line.planned for line in lines), _("planned"))
    sums = {bucket: sum(line.buckets[bucket] for line in lines) for bucket in Bucket}
    always = (Bucket.DONE,)
    return [
        planned,
        *((bucket.value, count, bucket_word(bucket)) for bucket, count in sums.items() if count or bucket in always),
    ]


def _curve(rows: Sequence[DeliveryRow]) -> Markup:
    """The curve of outcomes; nothing where all fell on one moment."""
    settled = [(row.settled_at.astimezone(), row.status) for row in rows if row.settled_at is not None]
    slots = slots_of(settled)
    return time_columns(slots) if len(slots) > 1 else Markup("")
