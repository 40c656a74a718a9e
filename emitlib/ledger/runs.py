"""Plans and runs, as the ledger knows them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from emitlib.ledger import tables
from emitlib.ledger.reading import moment
from emitlib.vocabulary import ChannelName

__all__ = ["PlanRow", "RunRow", "select_clients", "select_plans", "select_runs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One plan."""

    plan: str
    hash: str
    period: str
    found: int  #: documents found
    made_at: datetime | None
    made_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run: one channel of one plan."""

    run: str
    plan: str
    channel: ChannelName
    rehearsal: bool
    state: str  #: running, finished, stopped or failed
    reason: str
    started_at: datetime | None  #: the last start: a resume counts
    started_by: str
    ended_at: datetime | None


def select_plans(connection: Connection, *, plan: str | None = None, period: str | None = None) -> list[PlanRow]:
    """Plans, oldest first."""
    table = tables.plan.c
    query = select(tables.plan).order_by(table.made_at, table.plan)
    if plan is not None:
        query = query.where(table.plan == plan)
    if period is not None:
        query = query.where(table.period == period)
    return [_plan(row) for row in connection.execute(query)]


def select_clients(connection: Connection, period: str) -> set[str]:
    """Keys of the clients that a plan of `period` has a document for, planned or blocked."""
    plan, document = tables.plan.c, tables.plan_document
    query = select(document.c.client).distinct().join(tables.plan, plan.plan == document.c.plan)
    rows = connection.execute(query.where(plan.period == period, document.c.verdict != "excluded")).scalars()
    return {client for client in rows if client}


def _plan(row: Row[Any]) -> PlanRow:
    return PlanRow(
        plan=row.plan,
        hash=row.hash or "",
        period=row.period or "",
        found=row.found or 0,
        made_at=moment(row.made_at),
        made_by=row.made_by or "",
    )


def select_runs(connection: Connection, *, run: str | None = None, plan: str | None = None) -> list[RunRow]:
    """Runs, oldest start first."""
    table = tables.run.c
    query = select(tables.run).order_by(table.started_at, table.run)
    if run is not None:
        query = query.where(table.run == run)
    if plan is not None:
        query = query.where(table.plan == plan)
    return [_run(row) for row in connection.execute(query)]


def _run(row: Row[Any]) -> RunRow:
    return RunRow(
        run=row.run,
        plan=row.plan or "",
        channel=ChannelName(row.channel),
        rehearsal=bool(row.rehearsal),
        state=row.state or "",
        reason=row.reason or "",
        started_at=moment(row.started_at),
        started_by=row.started_by or "",
        ended_at=moment(row.ended_at),
    )
