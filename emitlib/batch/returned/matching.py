"""Whose deliveries a delivery report speaks of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from emitlib.channels.mail.bounces import MailReport, ReportedRecipient
from emitlib.ledger import DeliveryRow, Ledger
from emitlib.vocabulary import ChannelName, Status, mail_destination

__all__ = ["MatchedBy", "Spoken", "deliveries_of_report"]

MatchedBy = Literal["envelope_id", "message_id", "address"]

#: How long servers try before they give up is a week at most; a report by address alone is not believed beyond.
_ADDRESS_DAYS = timedelta(days=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """The deliveries that a recipient of a report stands for: all documents of one message to one address."""

    rows: tuple[DeliveryRow, ...]
    by: MatchedBy


def deliveries_of_report(ledger: Ledger, report: MailReport, recipient: ReportedRecipient) -> Spoken | None:
    """Match by ENVID, then by Message-ID, then by the address alone where that leaves no doubt.

    A message to one address that was forwarded comes back under another address: the message decides then. By address
    alone a report is matched to the one message that went there in the ten days before it.

    Args:
        ledger: What was sent.
        report: What came back.
        recipient: One of its recipients.
    """
    destinations = {_destination(text) for text in (recipient.original, recipient.address) if text} - {""}
    named = _of_carrier(ledger, report.envelope_id)
    if named and (rows := _to(named, destinations)):
        return Spoken(rows=rows, by="envelope_id")
    named = _of_message(ledger, report.message_id)
    if named:
        rows = _to(named, destinations)
        return Spoken(rows=rows, by="message_id") if rows else None
    rows = _by_address(ledger, destinations, report.at or datetime.now(UTC))
    return Spoken(rows=rows, by="address") if rows else None


def _destination(text: str) -> str:
    try:
        return mail_destination(text)
    except ValueError:
        return ""


def _of_carrier(ledger: Ledger, envelope_id: str) -> list[DeliveryRow]:
    carriers = ledger.carriers(ids=[envelope_id]) if envelope_id else []
    return _of_message(ledger, carriers[0].message_id) if carriers else []


def _of_message(ledger: Ledger, message_id: str) -> list[DeliveryRow]:
    return [row for row in ledger.find(message_id) if row.message_id == message_id] if message_id else []


def _to(rows: Sequence[DeliveryRow], destinations: set[str]) -> tuple[DeliveryRow, ...]:
    """Those of a message that went to the address; all of them where the message had one address only."""
    exact = tuple(row for row in rows if row.destination in destinations)
    alone = len({row.destination for row in rows}) == 1
    return exact or (tuple(rows) if alone else ())


def _by_address(ledger: Ledger, destinations: set[str], at: datetime) -> tuple[DeliveryRow, ...]:
    recent = [
        row
        for destination in destinations
        for row in ledger.find(destination)
        if row.channel is ChannelName.MAIL
        and row.namespace == ""
        and row.status in {Status.ACCEPTED, Status.UNKNOWN}
        and row.begun_at is not None
        and timedelta(0) <= at - row.begun_at <= _ADDRESS_DAYS
    ]
    return tuple(recent) if len({row.carrier for row in recent}) == 1 else ()
