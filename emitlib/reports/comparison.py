"""A month beside the one before it, both counted in the ledger alone."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from emitlib.ledger import Ledger, tables
from emitlib.reports.answers import Compared, Comparison
from emitlib.vocabulary import BUCKETS, Bucket, ChannelName, Status

__all__ = ["compared_with_last"]

_VERDICTS = ("planned", "blocked")  # of several plans of a month the first of these stands
_Figures = Counter[tuple[str, ChannelName | None]]


def compared_with_last(ledger: Ledger, period: str) -> Comparison | None:
    """The figures of a month and of the month before; None where the ledger has no plan of that one.

    Args:
        ledger: What was planned and delivered; rehearsals do not count.
        period: YYYY-MM.
    """
    before = _month_before(period)
    plans = {month: [row.plan for row in ledger.plans(period=month)] for month in (before, period)}
    if not plans[before]:
        return None
    then, now = (_figures(ledger, plans[month]) for month in (before, period))
    names: list[tuple[str, ChannelName | None]] = [(name, None) for name in ("planned", "blocked", "clients")]
    names += [
        (name, channel)
        for channel in ChannelName
        if now["deliveries", channel] or then["deliveries", channel]
        for name in ("deliveries", "done", "refused", "bounced")
    ]
    lines = tuple(
        Compared(name=name, channel=channel, now=now[name, channel], before=then[name, channel])
        for name, channel in names
    )
    return Comparison(period=period, before=before, lines=lines)


def _month_before(period: str) -> str:
    year, month = int(period[:4]), int(period[5:])
    return f"{year - 1:04}-12" if month == 1 else f"{year:04}-{month - 1:02}"


def _figures(ledger: Ledger, plans: Sequence[str]) -> _Figures:
    figures: _Figures = Counter()
    _count_documents(ledger, plans, figures)
    _count_deliveries(ledger, plans, figures)
    return figures


def _count_documents(ledger: Ledger, plans: Sequence[str], figures: _Figures) -> None:
    """A document that several plans read counts once, as planned if any of them planned it.

    Those left out do not count: among them are the earlier months' that a plan sweeps.
    """
    row = tables.plan_document.c
    verdicts: dict[str, set[str]] = defaultdict(set)
    query = select(row.document, row.verdict).where(row.plan.in_(plans), row.verdict.in_(_VERDICTS))
    with ledger.reading() as connection:
        for document, verdict in connection.execute(query):
            verdicts[document].add(verdict)
    for decided in verdicts.values():
        figures[next(verdict for verdict in _VERDICTS if verdict in decided), None] += 1


def _count_deliveries(ledger: Ledger, plans: Sequence[str], figures: _Figures) -> None:
    """Deliveries that a real run took, each once; one status may count in two figures."""
    delivery, taken, run = tables.delivery, tables.run_delivery, tables.run
    query = (
        select(delivery.c.delivery, delivery.c.channel, delivery.c.status, delivery.c.client)
        .distinct()
        .join(taken, taken.c.delivery == delivery.c.delivery)
        .join(run, run.c.run == taken.c.run)
        .where(run.c.plan.in_(plans), run.c.rehearsal.is_(False))
    )
    clients = set()
    with ledger.reading() as connection:
        for _id, word, status, client in connection.execute(query):
            channel, bucket = ChannelName(word), BUCKETS[Status(status)]
            clients.add(client)
            figures["deliveries", channel] += 1
            figures["done", channel] += bucket is Bucket.DONE
            figures["refused", channel] += bucket is Bucket.REFUSED
            figures["bounced", channel] += status == Status.BOUNCED
    figures["clients", None] = len(clients)
