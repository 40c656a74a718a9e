"""Giving up: what a server has put off for longer than the settings allow becomes a person's business."""

from datetime import datetime, timedelta

from emitlib.batch.journal import outcome_event
from emitlib.batch.progress import Progress
from emitlib.i18n import _
from emitlib.ledger import DeliveryRow, Ledger
from emitlib.vocabulary import ChannelName, Outcome, Status

__all__ = ["give_up"]


def give_up(run: str, *, days: int, tried_since: datetime, ledger: Ledger, progress: Progress) -> None:
    """Refuse the mail of a run that was put off again just now and was frozen more than `days` ago.

    The deadline and the server's last words are the reason. What was not tried now, or never frozen, is not given up:
    nobody asked the server again.

    Args:
        run: The run's id; a real one.
        days: The deadline; 0 = there is none.
        tried_since: When the run began, or was taken up again.
        ledger: Where it is written down.
        progress: What other windows see.
    """
    rows = _overdue(run, days=days, tried_since=tried_since, ledger=ledger) if days else []
    if rows:
        ledger.record(*(outcome_event(_outcome(row, days), run=run, carrier=row.carrier or "") for row in rows))
        progress.moved([row.delivery for row in rows], Status.REFUSED)


def _overdue(run: str, *, days: int, tried_since: datetime, ledger: Ledger) -> list[DeliveryRow]:
    put_off = ledger.deliveries(run=run, statuses=[Status.DEFERRED], channel=ChannelName.MAIL)
    tried = [row for row in put_off if row.carrier and row.settled_at and row.settled_at >= tried_since]
    made = {row.carrier: row.made_at for row in ledger.carriers(ids={row.carrier or "" for row in tried})}
    latest = tried_since - timedelta(days=days)
    return [row for row in tried if (at := made.get(row.carrier or "")) is not None and at <= latest]


def _outcome(row: DeliveryRow, days: int) -> Outcome:
    reply = _("Given up after {days} days of trying; last answer: {reply}").format(days=days, reply=row.reply)
    return Outcome(
        delivery=row.delivery,
        status=Status.REFUSED,
        reply=reply,
        code=row.code,
        enhanced=row.enhanced,
        host=row.host,
        phase="deadline",
    )
