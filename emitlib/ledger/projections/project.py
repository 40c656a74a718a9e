"""The projector: from the body of an event to the changes that it makes; reads nothing else."""

from collections.abc import Callable, Mapping
from typing import Any

from emitlib.ledger.events import OUTCOMES
from emitlib.ledger.projections import clients, deliveries, plans
from emitlib.ledger.projections.change import Change, Fact

__all__ = ["project"]


def _nothing(_fact: Fact) -> list[Change]:
    """The event stands in the chain only."""
    return []


_PROJECTIONS: dict[str, Callable[[Fact], list[Change]]] = {
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
    "bundle_made": _nothing,
    "report_read": _nothing,
    "report_made": _nothing,
    "legacy_claimed": _nothing,
    "migrated": _nothing,
    "pulled": _nothing,
}


def project(body: Mapping[str, Any]) -> tuple[Change, ...]:
    """The changes that the event with this body makes, in order.

    Pure: the same body gives the same changes, whatever the tables hold.

    Args:
        body: The parsed body of one event.

    Raises:
        KeyError: If the kind is unknown or the data lacks something the kind needs.
        TypeError: If a part of the data has another shape than the kind wants.
    """
    fact = Fact(
        seq=body["seq"],
        at=body["at"],
        by=body["by"],
        kind=body["kind"],
        run=body["run"],
        delivery=body["delivery"],
        carrier=body["carrier"],
        data=body["data"],
    )
    return tuple(_PROJECTIONS[fact.kind](fact))
