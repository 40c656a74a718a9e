"""What a run has to do: which deliveries are open, which are frozen already, up to which limit."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from emitlib.batch.job import FrozenJob, Job, ParcelJob
from emitlib.batch.parcels import make_parcel, parcel_groups
from emitlib.batch.plan import Plan
from emitlib.batch.run_deliveries import Picked, RunDeliveries
from emitlib.batch.states import beside_states, windows
from emitlib.channels.outbox import is_frozen
from emitlib.ledger import Ledger
from emitlib.vocabulary import OPEN, Carrier, ChannelName, Status
from emitlib.workspace import Workspace

__all__ = ["FrozenNames", "Worklist"]


class _Member(NamedTuple):
    """An open delivery that was frozen."""

    number: int  #: in the run
    delivery: str
    status: Status


class FrozenNames(NamedTuple):
    """A carrier and those of its deliveries that are to leave."""

    carrier: str
    deliveries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklist:
    """The open deliveries of a run.

    Frozen ones leave with the bytes they have, unless these hold more than is to leave. What never left and lost its
    bytes is frozen again; what was deferred and lost them stays deferred and is named. Deliveries and carriers are
    read anew when their turn comes: here stand numbers and names.
    """

    known: int  #: deliveries of the run that the ledger knows, open or not
    frozen: Sequence[FrozenNames]
    unfrozen: Picked
    lost: tuple[str, ...] = ()  #: deferred deliveries whose frozen bytes are gone
    left_out: Mapping[str, str] = field(default_factory=dict)  #: deliveries that must not leave: why

    @classmethod
    def of(cls, deliveries: RunDeliveries, *, ledger: Ledger, workspace: Workspace) -> "Worklist":
        """The work left among `deliveries`, in plan order."""
        known, numbers, released = 0, array("I"), set()
        by_carrier: dict[str, list[_Member]] = defaultdict(list)
        for number, (delivery, state) in enumerate(beside_states(deliveries, ledger=ledger)):
            known += state is not None
            if state is None or state.status not in OPEN:
                continue
            if state.released:
                released.add(delivery.delivery)
            if state.carrier:
                by_carrier[state.carrier].append(_Member(number, delivery.delivery, state.status))
            else:
                numbers.append(number)
        frozen: list[FrozenNames] = []
        lost: list[str] = []
        for name, carrier in _carriers(by_carrier, ledger, workspace):
            usable = carrier if carrier and is_frozen(carrier) else None
            members = by_carrier[name]
            ready = usable.complete([member.delivery for member in members]) if usable else ()
            if ready:
                frozen.append(FrozenNames(name, ready))
            for member in members:
                if member.delivery in ready:
                    continue
                if usable or member.status is Status.PLANNED:
                    numbers.append(member.number)
                else:
                    lost.append(member.delivery)
        unfrozen = Picked(deliveries, array("I", sorted(numbers)), released=frozenset(released))
        return cls(known=known, frozen=frozen, unfrozen=unfrozen, lost=tuple(lost))

    def without(self, deliveries: Mapping[str, str]) -> "Worklist":
        """The work without some deliveries (those that changed, those whose certificate fails)."""
        if not deliveries:
            return self
        return replace(self, unfrozen=self.unfrozen.without(deliveries), left_out=deliveries)

    def jobs(self, *, plan: Plan, run: str, ledger: Ledger, workspace: Workspace, limit: int = 0) -> Iterator[Job]:
        """The jobs, made one by one so that memory stays flat.

        Args:
            plan: Documents and clients.
            run: The run's id.
            ledger: Knows what is frozen.
            workspace: Settings and clock.
            limit: Deliveries at most, 0 = all; a message is never split for it, so the first one always goes.
        """
        left = limit or self.known
        first = True
        for job in self._frozen_jobs(ledger, workspace):
            left -= len(job.deliveries)
            if left < 0 and not first:
                return
            yield job
            first = False
        chosen = self.unfrozen
        if chosen and chosen[0].channel is ChannelName.PRINT:
            chosen = chosen.first(max(left, 0))  # a pack takes any number of pieces
        files = plan.file_of()
        for group in parcel_groups(chosen, plan=plan, settings=workspace.settings):
            left -= len(group.deliveries)
            if left < 0 and not first:
                return
            first = False
            released = any(delivery.delivery in chosen.released for delivery in group.deliveries)
            parcel = make_parcel(
                group,
                files=files,
                clients=plan.clients,
                run=run,
                made_at=workspace.clock(),
                mark="released" if released else "",
            )
            yield ParcelJob(parcel, held=group.deliveries[0].held)

    def _frozen_jobs(self, ledger: Ledger, workspace: Workspace) -> Iterator[FrozenJob]:
        names = {frozen.carrier: frozen.deliveries for frozen in self.frozen}
        for name, carrier in _carriers(names, ledger, workspace):
            kept = carrier.complete([one for one in names[name] if one not in self.left_out]) if carrier else ()
            if carrier and kept:
                yield FrozenJob(carrier, kept)


def _carriers(names: Iterable[str], ledger: Ledger, workspace: Workspace) -> Iterator[tuple[str, Carrier | None]]:
    """Each carrier as its frozen event describes it, in the order of `names`; None where there is no such event."""
    for window in windows(names):
        rows = {row.carrier: row for row in ledger.carriers(ids=window)}
        for name in window:
            row = rows.get(name)
            yield name, row.as_carrier(workspace.outbox(row.run)) if row else None
