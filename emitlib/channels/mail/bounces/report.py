"""What a piece of returned mail says, recipient by recipient."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["Action", "MailReport", "ReportKind", "ReportedRecipient"]


class ReportKind(StrEnum):
    """What a message turned out to be."""

    BOUNCE = "bounce"
    DELAY = "delay"
    DELIVERED = "delivered"
    AUTOREPLY = "autoreply"  #: somebody is away; says nothing of the delivery
    FEEDBACK = "feedback"  #: a complaint about unwanted mail (ARF, RFC 5965)
    OTHER = "other"


class Action(StrEnum):
    """What happened to one recipient's copy. Source: RFC 3464, 2.3.3."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    RELAYED = "relayed"  #: passed on to a system that sends no reports
    EXPANDED = "expanded"  #: passed on to a list


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedRecipient:
    """One recipient of a report.

    Attributes:
        address: The address as the report writes it.
        original: The address that was written to, where the report tells it apart; "" otherwise.
        action: What happened.
        status: Enhanced status code (RFC 3463), ``5.1.1``; "" where the report has none.
        diagnostic: The server's words on one line; "" where the report has none.
    """

    address: str
    original: str
    action: Action
    status: str
    diagnostic: str

    def as_json(self) -> dict[str, str]:
        """As `emit bounces read --json` shows it."""
        return {
            "address": self.address,
            "action": self.action.value,
            "status": self.status,
            "diagnostic": self.diagnostic,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class MailReport:
    """One message that came back.

    Attributes:
        file: The file it was read from.
        report: Names this report, 16 hex digits; the same message gives the same name wherever it lies.
        at: When it was written; None where its Date cannot be read.
        kind: What it is.
        recipients: Of whom it speaks; none for an automatic answer.
        message_id: Of the message that was sent, angle brackets included; "" where the report does not hold it.
        envelope_id: The ENVID given to the server (RFC 3461); "" where the report does not hold it.
    """

    file: str
    report: str
    at: datetime | None
    kind: ReportKind
    recipients: tuple[ReportedRecipient, ...] = ()
    message_id: str = ""
    envelope_id: str = ""

    @property
    def is_bounce(self) -> bool:
        """Whether something did not arrive, or not yet."""
        return self.kind in {ReportKind.BOUNCE, ReportKind.DELAY}

    def as_json(self) -> dict[str, object]:
        """As `emit bounces read --json` shows it."""
        return {
            "file": self.file,
            "is_bounce": self.is_bounce,
            "kind": self.kind.value,
            "recipients": [
                {
                    "address": one.address,
                    "action": one.action.value,
                    "status": one.status,
                    "diagnostic": one.diagnostic,
                }
                for one in self.recipients
            ],
            "original_message_id": self.message_id,
            "envelope_id": self.envelope_id,
        }
