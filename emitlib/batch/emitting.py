"""A run under way: what is open is compared with the plan, dispatched, given up or sealed; under the run's lock."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from emitlib.batch.balance import balance_of
from emitlib.batch.breaker import Breaker
from emitlib.batch.dispatch import Dispatcher
from emitlib.batch.drift import drifted, planned_anew, unsealed
from emitlib.batch.executors import Freezer, freezer_for
from emitlib.batch.giving_up import give_up
from emitlib.batch.jobs import Worklist
from emitlib.batch.order import RunResult
from emitlib.batch.pacing import pacer_for
from emitlib.batch.plan import Plan
from emitlib.batch.progress import Progress
from emitlib.batch.reconcile import settle_begun
from emitlib.batch.refusals import plan_drifted
from emitlib.batch.run_deliveries import RunDeliveries
from emitlib.batch.running import STOP_FILE, announce
from emitlib.batch.seal_desk import SealDesk, Sealing
from emitlib.batch.states import beside_states, windows
from emitlib.errors import EmitError, MailError
from emitlib.ledger import DeliveryRow, Event, Ledger, document_balance
from emitlib.settings import Retry
from emitlib.vocabulary import Channel, ChannelName, Status
from emitlib.workspace import Workspace, held_lock

__all__ = ["ChannelFactory", "Emitter", "UnderWay", "progress_file"]

#: Makes the channel that a run needs; the composition root's business.
ChannelFactory = Callable[[ChannelName, bool], Channel]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """A run under way: its id, its deliveries under their own ids, its channel."""

    id: str
    plan: Plan
    channel: Channel
    deliveries: RunDeliveries

    @property
    def rehearsal(self) -> bool:
        """Whether nothing really leaves."""
        return self.channel.rehearsal


def progress_file(workspace: Workspace, run: str) -> Path:
    """Written by whoever emits, before anything is begun."""
    return workspace.run_folder(run) / "progress.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Emitter:
    """Emits what is open of one run, from the look at what a dead process left to the seal.

    Args:
        run: The run; the caller holds the sender lock.
        workspace: Where everything lies.
        ledger: Where everything is written down.
        channel_for: Makes the channel anew in another process.
        seals: Seals the run at its end.
        warnings: What a person should know of this machine while it emits.
    """

    run: UnderWay
    workspace: Workspace
    ledger: Ledger
    channel_for: ChannelFactory
    seals: SealDesk
    warnings: tuple[str, ...] = ()

    def emit(self, *, limit: int, skip_changed: bool) -> RunResult:
        """Emit.

        Args:
            limit: Deliveries at most; 0 = all.
            skip_changed: Go on without what changed since the plan.

        Raises:
            EmitError: What keeps it from starting; what stops it later stands in the result.
        """
        run = self.run
        with held_lock(self.workspace.run_lock(run.id), owner=run.id):
            self._stop_file.unlink(missing_ok=True)
            announce(self.workspace, run.id)
            self._settle()
            work = Worklist.of(run.deliveries, ledger=self.ledger, workspace=self.workspace)
            # processes that freeze start while the plan is compared with what lies here
            with self._freezer(deliveries=limit or len(work.unfrozen)) as freezer:
                changed = self._changed(work)
                if changed and not skip_changed:
                    raise plan_drifted(run.plan, run.deliveries, changed)
                return self._dispatch(work.without(changed), limit=limit, freezer=freezer)

    @property
    def _stop_file(self) -> Path:
        return self.workspace.run_folder(self.run.id) / STOP_FILE

    def _freezer(self, *, deliveries: int) -> AbstractContextManager[Freezer | None]:
        run = self.run
        recipe = partial(self.channel_for, run.channel.name, run.rehearsal)
        return freezer_for(run.channel, recipe, deliveries=deliveries, folder=self.workspace.outbox(run.id))

    def _settle(self) -> None:
        """Settle what a dead process left begun; only here, under the lock."""
        run = self.run
        begun = self.ledger.deliveries(run=run.id, statuses=[Status.BEGUN], namespace=None)
        settle_begun(begun, run=run.id, channel=run.channel, ledger=self.ledger, workspace=self.workspace)

    def _changed(self, work: Worklist) -> dict[str, str]:
        """What must not leave as the plan has it: drifted, planned anew, or sealed for a certificate that fails."""
        changed = unsealed(self._frozen_rows(work), workspace=self.workspace)
        if work.unfrozen:
            changed |= drifted(work.unfrozen, plan=self.run.plan, workspace=self.workspace, ledger=self.ledger)
            changed |= planned_anew(work.unfrozen, ledger=self.ledger)
        return changed

    def _frozen_rows(self, work: Worklist) -> Iterator[DeliveryRow]:
        for window in windows(name for frozen in work.frozen for name in frozen.deliveries):
            yield from self.ledger.deliveries(ids=window, namespace=None)

    def _progress(self) -> Progress:
        run = self.run
        states = beside_states(run.deliveries, ledger=self.ledger)
        return Progress(
            progress_file(self.workspace, run.id),
            run=run.id,
            channel=run.channel.name,
            rehearsal=run.rehearsal,
            documents=document_balance(self.ledger, run.plan.id),
            warnings=self.warnings,
            statuses=((delivery.delivery, state.status) for delivery, state in states if state is not None),
        )

    def _dispatch(self, work: Worklist, *, limit: int, freezer: Freezer | None) -> RunResult:
        run = self.run
        progress = self._progress()
        error: EmitError | None = None
        began = self.workspace.clock()
        jobs = work.jobs(plan=run.plan, run=run.id, ledger=self.ledger, workspace=self.workspace, limit=limit)
        try:
            self._dispatcher(progress, freezer).dispatch(jobs)
        except EmitError as err:
            error = err
        if not run.rehearsal:
            days = self.workspace.settings.mail.retry.days
            give_up(run.id, days=days, tried_since=began, ledger=self.ledger, progress=progress)
        state = "failed" if error else "stopped" if self._stop_file.exists() else "finished"
        sealing = self._end(state, error)
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
            changed=work.left_out,
            lost=work.lost,
            warnings=self.warnings,
            error=error,
            seal=sealing.as_json(),
        )

    def _dispatcher(self, progress: Progress, freezer: Freezer | None) -> Dispatcher:
        run, stop_file = self.run, self._stop_file
        mails = run.channel.name is ChannelName.MAIL
        retry = self.workspace.settings.mail.retry if mails else Retry(attempts=1, equal_refusals=0)
        pacer = pacer_for(run.channel, self.workspace, self.ledger, run=run.id, stopped=stop_file.exists)
        if pacer is not None:
            progress.keep_pace(pacer)
        return Dispatcher(
            run=run.id,
            channel=run.channel,
            ledger=self.ledger,
            progress=progress,
            outbox=self.workspace.outbox(run.id),
            stop_file=stop_file,
            retry=retry,
            freezer=freezer,
            pacer=pacer,
            breaker=Breaker(retry.equal_refusals),
        )

    def _end(self, state: str, error: EmitError | None) -> Sealing:
        """Sealed, and mailed to the auditor, unless it is a rehearsal or mail is what just failed."""
        run = self.run
        reason = error.code if error else ""
        self.ledger.record(Event(kind="run_ended", run=run.id, data={"state": state, "reason": reason}))
        return self.seals.seal(run.id, mails=not run.rehearsal and not isinstance(error, MailError))
