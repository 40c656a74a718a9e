"""Calling off what a run has not sent; a new plan takes it up again."""

from emitlib.i18n import _
from emitlib.ledger import Event, Ledger
from emitlib.vocabulary import Status
from emitlib.workspace import Workspace, held_lock

__all__ = ["cancel_run"]

_CAN_BE_CANCELLED = frozenset({Status.PLANNED, Status.DEFERRED, Status.HELD})


def cancel_run(workspace: Workspace, ledger: Ledger, run: str, *, reason: str = "") -> int:
    """Cancel every delivery of `run` that has not left, and say how many.

    Raises:
        StoreError: ``LOCKED`` while the run is going on.
    """
    with held_lock(workspace.sender_lock, owner=_("This workspace")):
        waiting = [
            row.delivery
            for row in ledger.deliveries(run=run)
            if row.status in _CAN_BE_CANCELLED and row.run == run  # else a later run took it over
        ]
        if waiting:
            ledger.record(
                Event(
                    kind="cancelled",
                    run=run,
                    deliveries=tuple(waiting),
                    expect=_CAN_BE_CANCELLED,
                    data={"deliveries": waiting, "reason": "cancelled", "why": reason},
                )
            )
    return len(waiting)
