"""A run: one channel of one confirmed plan, under a lock, from the first look at the facts to the seal."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from emitlib.batch.balance import balance_of
from emitlib.batch.breaker import Breaker
from emitlib.batch.canary import send_canary
from emitlib.batch.dispatch import Dispatcher
from emitlib.batch.drift import drifted, planned_anew, unsealed
from emitlib.batch.executors import Freezer, freezer_for
from emitlib.batch.giving_up import give_up
from emitlib.batch.jobs import Worklist
from emitlib.batch.order import RunOrder, RunResult
from emitlib.batch.pacing import pacer_for
from emitlib.batch.plan import Plan, PlanDelivery, load_plan
from emitlib.batch.progress import Progress
from emitlib.batch.reconcile import settle_begun
from emitlib.batch.recording import planned_events, record_plan
from emitlib.batch.refusals import (
    channel_not_planned,
    not_confirmed,
    plan_drifted,
    run_elsewhere,
    run_unknown,
    transport_changed,
)
from emitlib.batch.running import STOP_FILE, announce
from emitlib.batch.seal_desk import SealDesk, Sealing
from emitlib.errors import EmitError, MailError
from emitlib.i18n import _
from emitlib.ledger import DeliveryRow, Event, Ledger, Signer, document_balance
from emitlib.settings import Retry
from emitlib.vocabulary import Channel, ChannelName, Delivery
from emitlib.workspace import Workspace, held_lock

__all__ = ["ChannelFactory", "Emission"]

#: Makes the channel that a run needs; the composition root's business.
ChannelFactory = Callable[[ChannelName, bool], Channel]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """A run under way: its id, its deliveries under their own ids, its channel."""

    id: str
    plan: Plan
    channel: Channel
    deliveries: list[PlanDelivery]

    @property
    def rehearsal(self) -> bool:
        return self.channel.rehearsal


@dataclass(frozen=True, slots=True, kw_only=True)
class Emission:
    """Emits: the only road by which anything leaves.

    Args:
        workspace: Where everything lies.
        ledger: Where everything is written down.
        channel_for: Makes a channel; its second argument asks for a rehearsal.
        signer: The workspace's key; marks its runs where several workspaces share a ledger.
        seals: Seals the run at its end.
    """

    workspace: Workspace
    ledger: Ledger
    channel_for: ChannelFactory
    signer: Signer
    seals: SealDesk

    def start(self, order: RunOrder) -> RunResult:
        """Begin a run, or go on with the real one of the same plan and channel.

        Raises:
            EmitError: What keeps it from starting: the plan is unknown, not confirmed, changed, or another run holds
                the lock. What stops it later stands in the result.
        """
        plan = self._confirmed(order)
        with held_lock(self.workspace.sender_lock, owner=_("This workspace")):
            channel = self.channel_for(order.channel, order.dry_run)
            if not channel.rehearsal and order.confirm != plan.hash:
                raise not_confirmed(plan)
            if self.ledger.plan(plan.id) is None:
                record_plan(plan, self.ledger)
            if order.canary:
                return self._canary(plan, channel, order)
            run = self._begin(plan, channel)
            return self._emit(run, limit=order.limit, skip_changed=order.skip_changed)

    def resume(self, run: str) -> RunResult:
        """Go on with a run that was stopped or died; what is frozen leaves as it is.

        Raises:
            InputError: ``RUN_UNKNOWN``, ``RUN_ELSEWHERE`` for one of another workspace, or what `start` raises.
        """
        row = self.ledger.run(run)
        if row is None:
            raise run_unknown(run)
        if not self.workspace.owns_ledger and not self._progress_file(run).is_file():
            raise run_elsewhere(run, plan=row.plan)
        plan = load_plan(row.plan, plans=self.workspace.plans, root=self.workspace.root)
        with held_lock(self.workspace.sender_lock, owner=_("This workspace")):
            channel = self.channel_for(row.channel, row.rehearsal)
            if channel.rehearsal != row.rehearsal:
                raise transport_changed(run, plan=row.plan)
            deliveries = self._named(plan, row.channel, run=run, rehearsal=row.rehearsal)
            going_on = _Run(id=run, plan=plan, channel=channel, deliveries=deliveries)
            return self._emit(going_on, limit=0, skip_changed=True)

    # -- starting

    def _confirmed(self, order: RunOrder) -> Plan:
        plan = load_plan(order.plan, plans=self.workspace.plans, root=self.workspace.root)
        if order.confirm and order.confirm != plan.hash:
            raise not_confirmed(plan)
        if order.channel not in plan.channels:
            raise channel_not_planned(plan, order.channel)
        return plan

    def _begin(self, plan: Plan, channel: Channel) -> _Run:
        run = self._run_id(plan, channel)
        deliveries = self._named(plan, channel.name, run=run, rehearsal=channel.rehearsal)
        events = planned_events(deliveries, plan=plan, namespace=run) if channel.rehearsal else []
        started = Event(
            kind="run_started",
            run=run,
            data={
                "plan": plan.id,
                "channel": channel.name.value,
                "rehearsal": channel.rehearsal,
                "deliveries": [delivery.delivery for delivery in deliveries],
            },
        )
        self.ledger.record(*events, started)
        return _Run(id=run, plan=plan, channel=channel, deliveries=deliveries)

    def _run_id(self, plan: Plan, channel: Channel) -> str:
        """One real run per plan and channel, so that running again goes on; rehearsals are numbered.

        Where workspaces share a ledger their plans may be the same, but only who began a transaction can settle it:
        each has runs of its own, marked with its key.
        """
        name = f"{plan.id}-{channel.name.value}"
        if not self.workspace.owns_ledger:
            name += f"-{self.signer.fingerprint[:6].lower()}"
        if not channel.rehearsal:
            return name
        name += "-rehearsal-"
        rehearsals = [row for row in self.ledger.runs(plan=plan.id) if row.run.startswith(name)]
        return f"{name}{len(rehearsals) + 1}"

    def _named(self, plan: Plan, channel: ChannelName, *, run: str, rehearsal: bool) -> list[PlanDelivery]:
        """The plan's deliveries of the channel; a rehearsal's have ids of their own namespace."""
        deliveries = plan.of_channel(channel)
        if not rehearsal:
            return deliveries
        identities = [
            Delivery(document=d.document, channel=d.channel, destination=d.destination, generation=d.generation)
            for d in deliveries
        ]
        names = self.ledger.identify(identities, namespace=run)
        return [replace(delivery, delivery=name) for delivery, name in zip(deliveries, names, strict=True)]

    def _canary(self, plan: Plan, channel: Channel, order: RunOrder) -> RunResult:
        run = send_canary(
            plan,
            address=order.canary,
            count=order.limit or 1,
            channel=channel,
            ledger=self.ledger,
            workspace=self.workspace,
        )
        return RunResult(
            run=run,
            plan=plan.id,
            channel=channel.name,
            rehearsal=channel.rehearsal,
            state="finished",
            balance=balance_of(self.ledger, plan.id, channels=(channel.name,)),
        )

    # -- emitting

    def _emit(self, run: _Run, *, limit: int, skip_changed: bool) -> RunResult:
        with held_lock(self.workspace.run_lock(run.id), owner=run.id):
            stop_file = self.workspace.run_folder(run.id) / STOP_FILE
            stop_file.unlink(missing_ok=True)
            announce(self.workspace, run.id)
            self._settle(run)
            rows = self._rows(run)
            work = Worklist.of(run.deliveries, rows=rows, ledger=self.ledger, workspace=self.workspace)
            # processes that freeze start while the plan is compared with what lies here
            with self._freezer(run, deliveries=limit or len(work.unfrozen)) as freezer:
                changed = self._changed(run, work, rows)
                if changed and not skip_changed:
                    raise plan_drifted(run.plan, run.deliveries, changed)
                left = work.without(changed)
                return self._dispatch(run, rows, left, changed, limit=limit, stop_file=stop_file, freezer=freezer)

    def _freezer(self, run: _Run, *, deliveries: int) -> AbstractContextManager[Freezer | None]:
        recipe = partial(self.channel_for, run.channel.name, run.rehearsal)
        return freezer_for(run.channel, recipe, deliveries=deliveries, folder=self.workspace.outbox(run.id))

    def _changed(self, run: _Run, work: Worklist, rows: dict[str, DeliveryRow]) -> dict[str, str]:
        """What must not leave as the plan has it: drifted, planned anew, or sealed for a certificate that fails."""
        frozen = [rows[name] for job in work.frozen for name in job.deliveries]
        changed = unsealed(frozen, workspace=self.workspace)
        if work.unfrozen:
            changed |= drifted(work.unfrozen, plan=run.plan, workspace=self.workspace, ledger=self.ledger)
            changed |= planned_anew(work.unfrozen, rows=rows)
        return changed

    def _settle(self, run: _Run) -> None:
        """Settle what a dead process left begun; only here, under the lock."""
        settle_begun(
            list(self._rows(run).values()),
            run=run.id,
            channel=run.channel,
            ledger=self.ledger,
            workspace=self.workspace,
        )

    def _rows(self, run: _Run) -> dict[str, DeliveryRow]:
        ids = [delivery.delivery for delivery in run.deliveries]
        return {row.delivery: row for row in self.ledger.deliveries(ids=ids, namespace=None)}

    def _dispatch(
        self,
        run: _Run,
        rows: dict[str, DeliveryRow],
        work: Worklist,
        changed: dict[str, str],
        *,
        limit: int,
        stop_file: Path,
        freezer: Freezer | None,
    ) -> RunResult:
        statuses = {name: row.status for name, row in rows.items()}
        progress = Progress(
            self._progress_file(run.id),
            run=run.id,
            channel=run.channel.name,
            rehearsal=run.rehearsal,
            documents=document_balance(self.ledger, run.plan.id),
            statuses=statuses,
        )
        error: EmitError | None = None
        began = self.workspace.clock()
        jobs = work.jobs(plan=run.plan, run=run.id, rows=rows, workspace=self.workspace, limit=limit)
        retry = self._retry(run.channel)
        try:
            Dispatcher(
                run=run.id,
                channel=run.channel,
                ledger=self.ledger,
                progress=progress,
                outbox=self.workspace.outbox(run.id),
                stop_file=stop_file,
                retry=retry,
                freezer=freezer,
                pacer=pacer_for(run.channel, self.workspace, self.ledger, run=run.id, stopped=stop_file.exists),
                breaker=Breaker(retry.equal_refusals),
            ).dispatch(jobs)
        except EmitError as err:
            error = err
        if not run.rehearsal:
            days = self.workspace.settings.mail.retry.days
            give_up(run.id, days=days, tried_since=began, ledger=self.ledger, progress=progress)
        state = "failed" if error else "stopped" if stop_file.exists() else "finished"
        sealing = self._end(run, state, error)
        progress.end(state)
        return RunResult(
            run=run.id,
            plan=run.plan.id,
            channel=run.channel.name,
            rehearsal=run.rehearsal,
            state=state,
            balance=balance_of(
                self.ledger, run.plan.id, channels=(run.channel.name,), run=run.id, rehearsal=run.rehearsal
            ),
            rate=progress.rate,
            changed=changed,
            lost=tuple(work.lost),
            error=error,
            seal=sealing.as_json(),
        )

    def _retry(self, channel: Channel) -> Retry:
        return (
            self.workspace.settings.mail.retry
            if channel.name is ChannelName.MAIL
            else Retry(attempts=1, equal_refusals=0)
        )

    def _progress_file(self, run: str) -> Path:
        """Written by whoever emits, before anything is begun."""
        return self.workspace.run_folder(run) / "progress.json"

    def _end(self, run: _Run, state: str, error: EmitError | None) -> Sealing:
        """Sealed, and mailed to the auditor, unless it is a rehearsal or mail is what just failed."""
        reason = error.code if error else ""
        self.ledger.record(Event(kind="run_ended", run=run.id, data={"state": state, "reason": reason}))
        return self.seals.seal(run.id, mails=not run.rehearsal and not isinstance(error, MailError))
