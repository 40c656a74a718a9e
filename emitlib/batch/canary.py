"""A canary: the first messages of a plan to an internal mailbox, outside identities and balance."""

from itertools import islice

from msgspec.structs import replace

from emitlib.batch.frozen_data import frozen_data
from emitlib.batch.parcels import make_parcel, parcel_groups
from emitlib.batch.plan import Plan, PlanDelivery
from emitlib.batch.service_journal import ServiceJournal
from emitlib.errors import ConfigError, MailError
from emitlib.i18n import _
from emitlib.ledger import Ledger
from emitlib.vocabulary import Channel, ChannelName, Status, mail_destination
from emitlib.workspace import Workspace

__all__ = ["send_canary"]

_ARRIVED = frozenset({Status.ACCEPTED, Status.REHEARSED})


def send_canary(
    plan: Plan, *, address: str, count: int, channel: Channel, ledger: Ledger, workspace: Workspace
) -> str:
    """Send the plan's first messages to `address` alone; security high stays encrypted to the client's certificate.

    Args:
        plan: Whose messages.
        address: The internal mailbox.
        count: Messages at most.
        channel: The mail transport.
        ledger: Where service events go.
        workspace: Settings and clock.

    Returns:
        The name under which the canary's events and frozen bytes stand.

    Raises:
        ConfigError: ``CANARY_MAIL_ONLY``.
        MailError: ``CANARY_REFUSED`` with the server's words.
    """
    if channel.name is not ChannelName.MAIL:
        raise ConfigError("CANARY_MAIL_ONLY", _("A canary is a mail."), _("Use it with --channel mail."))
    run = f"{plan.id}-canary-{workspace.clock():%Y%m%d%H%M%S}"
    journal = ServiceJournal(ledger, run, service="canary")
    parcels = parcel_groups(_one_address(plan, mail_destination(address)), plan=plan, settings=workspace.settings)
    files = plan.file_of()
    with channel.session() as session:
        for group in islice(parcels, count):
            parcel = make_parcel(group, files=files, clients=plan.clients, run=run, made_at=workspace.clock())
            carrier = replace(channel.freeze(parcel, workspace.outbox(run)), copies=())
            journal.frozen(carrier, frozen_data(carrier, made_at=parcel.made_at))
            session.emit(carrier, [item.delivery for item in carrier.items], journal)
    refused = [outcome for outcome in journal.outcomes if outcome.status not in _ARRIVED]
    if refused:
        raise MailError(
            "CANARY_REFUSED",
            _("The server did not take the canary: {reply}").format(reply=refused[0].reply),
            _("Nothing went to a client. Mend this before the run."),
        )
    return run


def _one_address(plan: Plan, destination: str) -> list[PlanDelivery]:
    """Each document once, for the canary's address, under names that are no deliveries."""
    first = {delivery.document: delivery for delivery in reversed(plan.of_channel(ChannelName.MAIL))}
    return [
        replace(delivery, delivery=f"canary-{number}", destination=destination, held=False)
        for number, delivery in enumerate(reversed(first.values()), start=1)
    ]
