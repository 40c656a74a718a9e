"""The projector: from an event to the changes that it makes; reads nothing else."""

from collections.abc import Callable, Iterable, Iterator

from emitlib.ledger.events import OUTCOMES
from emitlib.ledger.projections import clients, deliveries, plans
from emitlib.ledger.projections.change import Change, Fact

__all__ = ["FEEDS", "changes_of", "project"]


def _nothing(_fact: Fact) -> list[Change]:
    """The event stands in the chain only."""
    return []


_PROJECTIONS: dict[str, Callable[[Fact], Iterable[Change]]] = {
    "genesis": _nothing,
    "plan_made": plans.plan_made,
    "planned": deliveries.planned,
    "run_started": plans.run_started,
    "run_ended": plans.run_ended,
    "frozen": deliveries.frozen,
    "held": deliveries.held,
    "begun": deliveries.begun,
    **{status.value: deliveries.settled for status in OUTCOMES},
    "released": deliveries.released,
    "rejected": deliveries.rejected,
    "cancelled": deliveries.cancelled,
    "exported": deliveries.exported,
    "resolved": deliveries.resolved,
    "resend_requested": deliveries.resend_requested,
    "edit_intended": clients.edit_intended,
    "edit_applied": clients.edit_applied,
    "edit_abandoned": clients.edit_abandoned,
    "changed_outside": clients.changed_outside,
    "master_seen": clients.master_seen,
    "assigned": clients.assigned,
    "unassigned": clients.unassigned,
    "certificate_added": clients.certificate_added,
    "certificate_proved": clients.certificate_proved,
    "sealed": plans.sealed,
    "service_sent": _nothing,
    "signing_key_made": _nothing,
    "bundle_made": _nothing,
    "report_read": _nothing,
    "report_made": _nothing,
    "legacy_claimed": _nothing,
    "migrated": _nothing,
    "pulled": _nothing,
    "erased": _nothing,
    "archived": _nothing,
}


_DELIVERY = frozenset({"delivery"})
_EDIT = frozenset({"edit", "client_change"})

#: The tables that each kind of event may change; a kind that is not here stands in the chain only.
FEEDS: dict[str, frozenset[str]] = {
    "plan_made": frozenset({"plan", "plan_document", "plan_delivery"}),
    "planned": _DELIVERY,
    "run_started": frozenset({"run", "run_delivery", "delivery"}),
    "run_ended": frozenset({"run"}),
    "frozen": frozenset({"carrier", "carrier_item", "delivery"}),
    "held": _DELIVERY,
    "begun": _DELIVERY,
    **{status.value: _DELIVERY for status in OUTCOMES},
    "released": _DELIVERY,
    "rejected": _DELIVERY,
    "cancelled": _DELIVERY,
    "exported": _DELIVERY,
    "resolved": _DELIVERY,
    "resend_requested": _DELIVERY,
    "edit_intended": _EDIT,
    "edit_applied": frozenset({"edit"}),
    "edit_abandoned": frozenset({"edit"}),
    "changed_outside": _EDIT,
    "master_seen": frozenset({"master"}),
    "assigned": frozenset({"assignment"}),
    "unassigned": frozenset({"assignment"}),
    "certificate_added": frozenset({"certificate"}),
    "certificate_proved": frozenset({"certificate"}),
    "sealed": frozenset({"seal"}),
}


def project(fact: Fact) -> tuple[Change, ...]:
    """All changes that an event makes; see `changes_of`."""
    return tuple(changes_of(fact))


def changes_of(fact: Fact) -> Iterator[Change]:
    """The changes that an event makes, in order; those of a large run are made one by one.

    Pure: the same event makes the same changes, whatever the tables hold.

    Args:
        fact: The event, as its own body tells it.

    Raises:
        KeyError: If the kind is unknown or the data lacks something the kind needs.
        TypeError: If a part of the data has another shape than the kind wants.
    """
    return iter(_PROJECTIONS[fact.kind](fact))
