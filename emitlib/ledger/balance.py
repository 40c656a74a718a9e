"""The balance (es: cuadre): two lines, each side counted on its own, never by subtraction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from emitlib.ledger import tables
from emitlib.ledger.queries import Queries
from emitlib.vocabulary import BUCKETS, Bucket, ChannelName, Status

__all__ = ["BalanceLine", "counted_by", "delivery_balance", "document_balance"]

_VERDICTS = ("planned", "excluded", "blocked")


def document_balance(ledger: Queries, plan: str) -> dict[str, int]:
    """The documents of a plan: ``found``, ``planned``, ``excluded``, ``blocked`` and ``remainder``.

    ``found`` was counted by the folder index when the plan was made; the others are counted now, row by row. An
    unknown plan has nothing but zeros.

    Args:
        ledger: The ledger.
        plan: Plan id.
    """
    document = tables.plan_document.c
    query = select(document.verdict, func.count()).where(document.plan == plan).group_by(document.verdict)
    with ledger.reading() as connection:
        found = connection.execute(select(tables.plan.c.found).where(tables.plan.c.plan == plan)).scalar() or 0
        counts = _counted(connection, query)
    verdicts = {verdict: counts.get(verdict, 0) for verdict in _VERDICTS}
    return {"found": found, **verdicts, "remainder": found - sum(verdicts.values())}


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceLine:
    """One line of the balance: a channel of a plan, as one of its runs took it."""

    plan: str
    channel: ChannelName
    run: str | None = None  #: None before there is one
    rehearsal: bool = False  #: whether that run is a rehearsal


def delivery_balance(
    ledger: Queries, *, plan: str, channel: ChannelName, run: str | None, rehearsal: bool
) -> dict[str, int]:
    """The deliveries of one channel of a plan: ``planned``, every bucket, ``remainder`` and ``bounced``.

    ``planned`` is counted in the plan's own table. The buckets are counted in the deliveries themselves: those
    that the run took, those of its rehearsal, or, where there is no run yet, those that are this plan's. So a row
    missing on either side leaves a remainder. ``bounced`` is shown alone and is part of ``done``.

    Args:
        ledger: The ledger.
        plan: Plan id.
        channel: One channel.
        run: A run of that plan and channel; None before there is one.
        rehearsal: Whether that run is a rehearsal.
    """
    line = BalanceLine(plan=plan, channel=channel, run=run, rehearsal=rehearsal)
    planned = tables.plan_delivery.c
    query = select(func.count()).where(planned.plan == plan).where(planned.channel == channel.value)
    with ledger.reading() as connection:
        expected = connection.execute(query).scalar() or 0
        statuses = _counted(connection, _statuses(line))
    buckets = dict.fromkeys((bucket.value for bucket in Bucket), 0)
    for status, bucket in BUCKETS.items():
        buckets[bucket.value] += statuses.get(status.value, 0)
    return {
        "planned": expected,
        **buckets,
        "remainder": expected - sum(buckets.values()),
        "bounced": statuses.get(Status.BOUNCED.value, 0),
    }


def counted_by(line: BalanceLine) -> ColumnElement[bool]:
    """The condition that a delivery is counted by a line of the balance.

    Args:
        line: The line.
    """
    delivery = tables.delivery.c
    own = delivery.channel == line.channel.value
    if line.run is None:
        # A delivery that a later plan took over still counts for this one.
        listed = select(tables.plan_delivery.c.delivery).where(tables.plan_delivery.c.plan == line.plan)
        return and_(own, delivery.namespace == "", or_(delivery.plan == line.plan, delivery.delivery.in_(listed)))
    if line.rehearsal:
        return and_(own, delivery.namespace == line.run)
    taken = tables.run_delivery.c
    return and_(own, delivery.delivery.in_(select(taken.delivery).where(taken.run == line.run)))


def _statuses(line: BalanceLine) -> Select[Any]:
    """Deliveries by status, counted from their own rows."""
    delivery = tables.delivery.c
    return select(delivery.status, func.count()).where(counted_by(line)).group_by(delivery.status)


def _counted(connection: Connection, query: Select[Any]) -> Mapping[str, int]:
    return {str(name): int(count) for name, count in connection.execute(query)}
