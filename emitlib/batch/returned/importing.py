"""Delivery reports written into the ledger: each once, what it changes beside it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from emitlib.batch.returned.matching import MatchedBy, deliveries_of_report
from emitlib.channels.mail.bounces import Action, MailReport, ReportedRecipient
from emitlib.ledger import DeliveryRow, Event, Ledger, Personal
from emitlib.vocabulary import Status

__all__ = ["Imported", "Matched", "import_reports"]

_CODE = re.compile(r"\b([245]\d\d)\b")

#: What an action makes of a delivery, and in which status it must stand; anything else is only written down.
_CHANGES = {
    Action.FAILED: ("bounced", frozenset({Status.ACCEPTED, Status.DELIVERED})),
    Action.DELIVERED: ("delivered", frozenset({Status.ACCEPTED})),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """One recipient of a report and a delivery that it speaks of."""

    report: MailReport
    recipient: ReportedRecipient
    delivery: DeliveryRow  #: as it stood before
    by: MatchedBy
    became: Status | None  #: its new status; None where the report changes none
    known: bool  #: the report was imported before


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import found.

    Attributes:
        matched: Recipients whose delivery is known.
        unmatched: Recipients of whom this ledger knows no delivery.
        others: Automatic answers, complaints and mail that is no report.
    """

    matched: tuple[Matched, ...]
    unmatched: tuple[tuple[MailReport, ReportedRecipient], ...]
    others: tuple[MailReport, ...]


def import_reports(ledger: Ledger, reports: Iterable[MailReport]) -> Imported:
    """Match reports and write down what they say; a report that was imported before changes nothing.

    Failed becomes bounced, delivered becomes delivered; a delay, and what is said of an unknown delivery, is only
    written down: the unknown tray shows it as evidence.

    Args:
        ledger: Open for writing.
        reports: As `read_reports` gives them.
    """
    known = _known(ledger)
    matched: list[Matched] = []
    unmatched: list[tuple[MailReport, ReportedRecipient]] = []
    others: list[MailReport] = []
    for report in reports:
        if not report.recipients:
            others.append(report)
        for recipient in report.recipients:
            spoken = deliveries_of_report(ledger, report, recipient)
            if spoken is None:
                unmatched.append((report, recipient))
                continue
            for row in spoken.rows:
                pair = (row.delivery, report.report)
                matched.append(_matched(ledger, report, recipient, row, spoken.by, known=pair in known))
                known.add(pair)
    return Imported(matched=tuple(matched), unmatched=tuple(unmatched), others=tuple(others))


def _known(ledger: Ledger) -> set[tuple[str, str]]:
    """Delivery and report of everything imported before."""
    events = ledger.events(kinds={"report_read"})
    return {(event.delivery or "", str(event.data["report"])) for event in events}


def _matched(
    ledger: Ledger, report: MailReport, recipient: ReportedRecipient, row: DeliveryRow, by: MatchedBy, *, known: bool
) -> Matched:
    kind, wanted = _CHANGES.get(recipient.action, ("", frozenset()))
    changes = not known and row.status in wanted
    if not known:
        events = [_read(report, recipient, row, by)]
        if changes:
            events.append(_outcome(kind, recipient, row, wanted))
        ledger.record(*events)
    return Matched(
        report=report,
        recipient=recipient,
        delivery=row,
        by=by,
        became=Status(kind) if changes else None,
        known=known,
    )


def _read(report: MailReport, recipient: ReportedRecipient, row: DeliveryRow, by: MatchedBy) -> Event:
    return Event(
        "report_read",
        {
            "report": report.report,
            "action": recipient.action.value,
            "status": recipient.status,
            "diagnostic": Personal("reply", recipient.diagnostic),
            "matched_by": by,
            "file": report.file,
        },
        delivery=row.delivery,
    )


def _outcome(kind: str, recipient: ReportedRecipient, row: DeliveryRow, wanted: frozenset[Status]) -> Event:
    code = _CODE.search(recipient.diagnostic)
    return Event(
        kind,
        {
            "reply": Personal("reply", recipient.diagnostic),
            "code": int(code[1]) if code else None,
            "enhanced": recipient.status,
            "phase": "report",
        },
        delivery=row.delivery,
        expect=wanted,
    )
