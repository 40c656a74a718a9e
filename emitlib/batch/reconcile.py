"""What a dead process left begun: probed by the lock holder, and only where nothing can tell, unknown."""

from collections import defaultdict

from emitlib.batch.journal import outcome_event
from emitlib.ledger import DeliveryRow, Event, Ledger
from emitlib.vocabulary import Carrier, Channel, ChannelName, Outcome, Probe, Status
from emitlib.workspace import Workspace

__all__ = ["carrier_of", "probed_status", "settle_begun", "taken_status"]


def taken_status(channel: ChannelName, *, rehearsal: bool) -> Status:
    """What a carrier that was taken counts as."""
    if rehearsal:
        return Status.REHEARSED
    return {
        ChannelName.MAIL: Status.ACCEPTED,
        ChannelName.PRINT: Status.SPOOLED,
        ChannelName.ENCRYPT: Status.WRITTEN,
    }[channel]


def carrier_of(ledger: Ledger, workspace: Workspace, carrier: str) -> Carrier | None:
    """The carrier as its frozen event describes it."""
    rows = ledger.carriers(ids=[carrier])
    return rows[0].as_carrier(workspace.outbox(rows[0].run)) if rows else None


def settle_begun(
    rows: list[DeliveryRow], *, run: str, channel: Channel, ledger: Ledger, workspace: Workspace
) -> None:
    """Settle the deliveries that `run` began and never finished. The caller holds the run's lock.

    Args:
        rows: The run's deliveries.
        run: The run's id; what another run began is that run's to settle.
        channel: The transport to ask.
        ledger: Where the answers go.
        workspace: Where the frozen bytes lie.
    """
    begun: dict[str, list[DeliveryRow]] = defaultdict(list)
    for row in rows:
        if row.status is Status.BEGUN and row.run == run and row.carrier:
            begun[row.carrier].append(row)
    events: list[Event] = []
    for name, deliveries in begun.items():
        carrier = carrier_of(ledger, workspace, name)
        answer = channel.probe(carrier) if carrier else Probe.CANNOT_TELL
        events += [_settled(row, answer, run=run, carrier=name, channel=channel) for row in deliveries]
    if events:
        ledger.record(*events)


def probed_status(answer: Probe, channel: Channel) -> Status:
    """What a begun delivery becomes by the transport's answer."""
    return {
        Probe.TAKEN: taken_status(channel.name, rehearsal=channel.rehearsal),
        Probe.NOT_TAKEN: Status.DEFERRED,
        Probe.CANNOT_TELL: Status.UNKNOWN,
    }[answer]


def _settled(row: DeliveryRow, answer: Probe, *, run: str, carrier: str, channel: Channel) -> Event:
    status = probed_status(answer, channel)
    outcome = Outcome(delivery=row.delivery, status=status, reply=f"probe: {answer.value}", phase="probe")
    return outcome_event(outcome, run=run, carrier=carrier)
