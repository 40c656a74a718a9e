"""How a run starts: one channel of one confirmed plan, under a lock, begun or gone on with."""

from dataclasses import dataclass

from emitlib.batch.balance import balance_of
from emitlib.batch.canary import send_canary
from emitlib.batch.emitting import ChannelFactory, Emitter, UnderWay, progress_file
from emitlib.batch.order import RunOrder, RunResult
from emitlib.batch.plan import Plan, open_plan
from emitlib.batch.recording import planned_events, record_plan
from emitlib.batch.refusals import channel_not_planned, not_confirmed, run_elsewhere, run_unknown, transport_changed
from emitlib.batch.run_deliveries import RunDeliveries
from emitlib.batch.seal_desk import SealDesk
from emitlib.i18n import _
from emitlib.ledger import Event, Ledger, Signer
from emitlib.vocabulary import Channel, ChannelName
from emitlib.workspace import Workspace, held_lock

__all__ = ["ChannelFactory", "Emission"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Emission:
    """Emits: the only road by which anything leaves.

    Args:
        workspace: Where everything lies.
        ledger: Where everything is written down.
        channel_for: Makes a channel; its second argument asks for a rehearsal.
        signer: The workspace's key; marks its runs where several workspaces share a ledger.
        seals: Seals the run at its end.
        warnings: What a person should know of this machine while it emits.
    """

    workspace: Workspace
    ledger: Ledger
    channel_for: ChannelFactory
    signer: Signer
    seals: SealDesk
    warnings: tuple[str, ...] = ()

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
            return self._emitter(run).emit(limit=order.limit, skip_changed=order.skip_changed)

    def resume(self, run: str) -> RunResult:
        """Go on with a run that was stopped or died; what is frozen leaves as it is.

        Raises:
            InputError: ``RUN_UNKNOWN``, ``RUN_ELSEWHERE`` for one of another workspace, or what `start` raises.
        """
        row = self.ledger.run(run)
        if row is None:
            raise run_unknown(run)
        if not self.workspace.owns_ledger and not progress_file(self.workspace, run).is_file():
            raise run_elsewhere(run, plan=row.plan)
        plan = open_plan(row.plan, plans=self.workspace.plans, root=self.workspace.root)
        with held_lock(self.workspace.sender_lock, owner=_("This workspace")):
            channel = self.channel_for(row.channel, row.rehearsal)
            if channel.rehearsal != row.rehearsal:
                raise transport_changed(run, plan=row.plan)
            deliveries = self._named(plan, row.channel, run=run, rehearsal=row.rehearsal)
            going_on = UnderWay(id=run, plan=plan, channel=channel, deliveries=deliveries)
            return self._emitter(going_on).emit(limit=0, skip_changed=True)

    # -- starting

    def _confirmed(self, order: RunOrder) -> Plan:
        plan = open_plan(order.plan, plans=self.workspace.plans, root=self.workspace.root)
        if order.confirm and order.confirm != plan.hash:
            raise not_confirmed(plan)
        if order.channel not in plan.channels:
            raise channel_not_planned(plan, order.channel)
        return plan

    def _begin(self, plan: Plan, channel: Channel) -> UnderWay:
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
        return UnderWay(id=run, plan=plan, channel=channel, deliveries=deliveries)

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

    def _named(self, plan: Plan, channel: ChannelName, *, run: str, rehearsal: bool) -> RunDeliveries:
        """The plan's deliveries of the channel; a rehearsal's have ids of their own namespace."""
        if rehearsal:
            return RunDeliveries.rehearsed(plan, channel, run=run, ledger=self.ledger)
        return RunDeliveries(plan, channel)

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

    def _emitter(self, run: UnderWay) -> Emitter:
        return Emitter(
            run=run,
            workspace=self.workspace,
            ledger=self.ledger,
            channel_for=self.channel_for,
            seals=self.seals,
            warnings=self.warnings,
        )
