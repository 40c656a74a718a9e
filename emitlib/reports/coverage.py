"""What a report covers: which plans, and of each channel which run."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from emitlib.batch.plan import Plan, load_plan
from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.ledger import Ledger, RunRow, tables
from emitlib.vocabulary import ChannelName
from emitlib.workspace import Workspace

__all__ = ["Coverage", "Scope", "cover_period", "cover_run"]

_PERIOD = re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One channel of one plan, with the run that took it."""

    plan: Plan
    channel: ChannelName
    run: RunRow | None  #: None before there is one

    @property
    def rehearsal(self) -> bool:
        """Whether nothing really left."""
        return self.run is not None and self.run.rehearsal


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """All that one report is about."""

    name: str  #: run or period
    period: str
    of_period: bool
    folder: Path  #: where the report goes
    scopes: tuple[Scope, ...]

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans, oldest first, each once."""
        return tuple({scope.plan.id: scope.plan for scope in self.scopes}.values())

    @property
    def channels(self) -> tuple[ChannelName, ...]:
        """The channels, in their own order."""
        covered = {scope.channel for scope in self.scopes}
        return tuple(channel for channel in ChannelName if channel in covered)


def cover_run(workspace: Workspace, ledger: Ledger, run: str) -> Coverage:
    """One run.

    Raises:
        InputError: ``RUN_UNKNOWN``, or what `load_plan` raises.
    """
    row = ledger.run(run)
    if row is None:
        raise InputError("RUN_UNKNOWN", _("There is no run {run}.").format(run=run), _("See `emit find`."))
    plan = load_plan(row.plan, plans=workspace.plans, root=workspace.root)
    return Coverage(
        name=run,
        period=plan.period,
        of_period=False,
        folder=workspace.run_folder(run),
        scopes=(Scope(plan=plan, channel=row.channel, run=row),),
    )


def cover_period(workspace: Workspace, ledger: Ledger, period: str) -> Coverage:
    """A month: of each channel the real runs of all its plans, or where nothing is real the newest rehearsal.

    A newest plan that was not run yet is covered too, so that what it leaves undone is seen.

    Args:
        workspace: Where the plans lie.
        ledger: What was planned and run.
        period: YYYY-MM.

    Raises:
        InputError: ``PERIOD_UNKNOWN`` if the ledger has no plan of it, or what `load_plan` raises.
    """
    names = _plans_of(ledger, period) if _PERIOD.fullmatch(period) else []
    if not names:
        raise InputError(
            "PERIOD_UNKNOWN",
            _("The ledger has no plan of the period {period}.").format(period=period),
            _("Write it as YYYY-MM, or make a plan with `emit plan`."),
        )
    plans = [load_plan(name, plans=workspace.plans, root=workspace.root) for name in names]
    runs = {plan.id: ledger.runs(plan=plan.id) for plan in plans}
    scopes = [scope for channel in ChannelName for scope in _of_channel(plans, runs, channel)]
    order = {name: place for place, name in enumerate(names)}
    return Coverage(
        name=period,
        period=period,
        of_period=True,
        folder=workspace.root / "runs" / f"{period}-report",
        scopes=tuple(sorted(scopes, key=lambda scope: order[scope.plan.id])),
    )


def _plans_of(ledger: Ledger, period: str) -> list[str]:
    """The plans of a period, oldest first."""
    plan = tables.plan.c
    with ledger.reading() as connection:
        query = select(plan.plan).where(plan.period == period).order_by(plan.made_at, plan.plan)
        return [str(name) for name in connection.execute(query).scalars()]


def _of_channel(plans: Sequence[Plan], runs: dict[str, list[RunRow]], channel: ChannelName) -> list[Scope]:
    planned = [plan for plan in plans if channel in plan.channels]
    taken = [(plan, run) for plan in planned for run in runs[plan.id] if run.channel is channel]
    real = {plan.id: Scope(plan=plan, channel=channel, run=run) for plan, run in taken if not run.rehearsal}
    if real:
        newest = planned[-1]
        if newest.id not in real and newest.of_channel(channel):
            return [*real.values(), Scope(plan=newest, channel=channel, run=None)]
        return list(real.values())
    if taken:
        plan, run = taken[-1]
        return [Scope(plan=plan, channel=channel, run=run)]
    return [Scope(plan=plan, channel=channel, run=None) for plan in planned[-1:]]
