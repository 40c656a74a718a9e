"""The unknown tray: evidence, and three answers by a named person; exported drafts are closed by the same answers."""

from collections.abc import Callable
from typing import Any, Literal

from emitlib.errors import InputError
from emitlib.i18n import _
from emitlib.ledger import DeliveryRow, Event, Ledger
from emitlib.vocabulary import Status

__all__ = ["Answer", "resolve_unknown", "unknown_deliveries", "unknown_json"]

Answer = Literal["arrived", "not_arrived", "resend"]

_ANSWERED = frozenset({Status.UNKNOWN, Status.EXPORTED})


def unknown_deliveries(ledger: Ledger) -> list[DeliveryRow]:
    """Deliveries that may have left; never sent again by themselves."""
    return ledger.deliveries(statuses={Status.UNKNOWN}, namespace="")


def unknown_json(ledger: Ledger, row: DeliveryRow, *, look_up: Callable[[str], bool] | None = None) -> dict[str, Any]:
    """The contract's form: the delivery, what is known of its last moment, and what came to light since.

    Args:
        ledger: Knows the reports that speak of it.
        row: The delivery.
        look_up: Whether the sent folder holds a Message-ID; None asks nobody.
    """
    evidence: dict[str, object] = {**row.evidence, "phase": row.phase, "reply": row.reply, "run": row.run}
    evidence["host"] = row.host or row.evidence.get("host", "")
    reports = [
        {"at": event.at.isoformat(), **{name: event.data[name] for name in ("action", "status", "diagnostic")}}
        for event in ledger.events(kinds={"report_read"}, delivery=row.delivery)
    ]
    if reports:
        evidence["reports"] = reports
    if look_up is not None and row.message_id:
        evidence["in_sent_folder"] = look_up(row.message_id)
    return {
        "delivery": row.delivery,
        "clave": row.client,
        "document": row.document,
        "destination": row.destination,
        "message_id": row.message_id,
        "begun_at": row.begun_at.isoformat() if row.begun_at else "",
        "evidence": evidence,
    }


def resolve_unknown(ledger: Ledger, delivery: str, *, answer: Answer, reason: str) -> None:
    """Write a person's answer about an unknown or an exported draft down: arrived, not arrived, or send it once more.

    Raises:
        InputError: ``NOT_UNKNOWN`` if the delivery is neither.
        StoreError: ``DELIVERY_NOT_OPEN`` if somebody answered meanwhile.
    """
    if not ledger.deliveries(ids=[delivery], statuses=_ANSWERED, namespace=""):
        raise InputError(
            "NOT_UNKNOWN",
            _("{delivery} is neither in the unknown tray nor an exported draft.").format(delivery=delivery),
            _("See `emit unknown list` and `emit review drafts`."),
        )
    ledger.record(
        Event(
            kind="resolved",
            delivery=delivery,
            expect=_ANSWERED,
            data={"answer": answer, "reason": reason},
        )
    )
