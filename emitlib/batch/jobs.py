"""What a run has to do: which deliveries are open, which are frozen already, up to which limit."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from emitlib.batch.dispatch import FrozenJob, Job, ParcelJob
from emitlib.batch.parcels import make_parcel, parcel_groups
from emitlib.batch.plan import Plan, PlanDelivery
from emitlib.ledger import DeliveryRow, Ledger
from emitlib.vocabulary import OPEN, Carrier, ChannelName, Status, sha256_hex
from emitlib.workspace import Workspace

__all__ = ["Worklist"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklist:
    """The open deliveries of a run.

    Frozen ones leave with the bytes they have, unless these hold more than is to leave. What never left and lost its
    bytes is frozen again; what was deferred and lost them stays deferred and is named.
    """

    frozen: list[FrozenJob] = field(default_factory=list)
    unfrozen: list[PlanDelivery] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)  #: deferred deliveries whose frozen bytes are gone

    @classmethod
    def of(
        cls,
        deliveries: Sequence[PlanDelivery],
        *,
        rows: Mapping[str, DeliveryRow],
        ledger: Ledger,
        workspace: Workspace,
    ) -> "Worklist":
        """The work left among `deliveries`, in plan order."""
        found = cls()
        by_carrier: dict[str, list[PlanDelivery]] = defaultdict(list)
        for delivery in deliveries:
            row = rows.get(delivery.delivery)
            if row is not None and row.status in OPEN:
                by_carrier[row.carrier or ""].append(delivery)
        names = [name for name in by_carrier if name]
        frozen = {row.carrier: row for row in ledger.carriers(ids=names)} if names else {}
        for name, members in by_carrier.items():
            row_of = frozen.get(name)
            carrier = row_of.as_carrier(workspace.outbox(row_of.run)) if row_of else None
            found._sort(members, carrier if carrier and _intact(carrier) else None, rows, was_frozen=bool(name))
        position = {delivery.delivery: number for number, delivery in enumerate(deliveries)}
        found.unfrozen.sort(key=lambda delivery: position[delivery.delivery])
        return found

    def _sort(
        self,
        members: Sequence[PlanDelivery],
        carrier: Carrier | None,
        rows: Mapping[str, DeliveryRow],
        *,
        was_frozen: bool,
    ) -> None:
        """Deliveries that were frozen together: what goes with those bytes, what is frozen again, what cannot."""
        ready = carrier.complete([member.delivery for member in members]) if carrier else ()
        if carrier and ready:
            self.frozen.append(FrozenJob(carrier, ready))
        for member in members:
            if member.delivery in ready:
                continue
            never_tried = rows[member.delivery].status is Status.PLANNED
            if carrier or never_tried or not was_frozen:
                self.unfrozen.append(member)
            else:
                self.lost.append(member.delivery)

    def without(self, deliveries: Mapping[str, str]) -> "Worklist":
        """The work without some deliveries (those that changed, those whose certificate fails)."""
        unfrozen = [delivery for delivery in self.unfrozen if delivery.delivery not in deliveries]
        frozen = [
            FrozenJob(job.carrier, kept)
            for job in self.frozen
            if (kept := job.carrier.complete([name for name in job.deliveries if name not in deliveries]))
        ]
        return Worklist(frozen=frozen, unfrozen=unfrozen, lost=self.lost)

    def jobs(
        self, *, plan: Plan, run: str, rows: Mapping[str, DeliveryRow], workspace: Workspace, limit: int = 0
    ) -> Iterator[Job]:
        """The jobs, made one by one so that memory stays flat.

        Args:
            plan: Documents and clients.
            run: The run's id.
            rows: How the ledger knows the deliveries.
            workspace: Settings and clock.
            limit: Deliveries at most, 0 = all; a message is never split for it, so the first one always goes.
        """
        left = limit or len(rows)
        first = True
        for job in self.frozen:
            left -= len(job.deliveries)
            if left < 0 and not first:
                return
            yield job
            first = False
        # what a person released is reviewed; what travels beside it may not be
        chosen = [replace(d, held=d.held and not rows[d.delivery].released) for d in self.unfrozen]
        if chosen and chosen[0].channel is ChannelName.PRINT:
            chosen = chosen[: max(left, 0)]  # a pack takes any number of pieces
        files = plan.file_of()
        for group in parcel_groups(chosen, plan=plan, settings=workspace.settings):
            left -= len(group.deliveries)
            if left < 0 and not first:
                return
            first = False
            released = any(rows[delivery.delivery].released for delivery in group.deliveries)
            parcel = make_parcel(
                group,
                files=files,
                clients=plan.clients,
                run=run,
                made_at=workspace.clock(),
                mark="released" if released else "",
            )
            yield ParcelJob(parcel, held=group.deliveries[0].held)


def _intact(carrier: Carrier) -> bool:
    """Whether the frozen bytes lie where they were left, unchanged."""
    for file in carrier.files:
        path = carrier.folder / file.name
        if not path.is_file() or sha256_hex(path.read_bytes()) != file.sha256:
            return False
    return True
