"""Reading returned mail: each message named for what it is, each recipient with what happened."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path

from emitlib.channels.mail.bounces.delivery_status import delivery_status
from emitlib.channels.mail.bounces.mailboxes import read_mailbox
from emitlib.channels.mail.bounces.original import original_id, said_and_quoted
from emitlib.channels.mail.bounces.plain_words import recipients_in_words, text_of
from emitlib.channels.mail.bounces.report import Action, MailReport, ReportedRecipient, ReportKind
from emitlib.channels.mail.bounces.senders import is_autoreply, is_feedback, is_mail_system

__all__ = ["read_report", "read_reports"]


def read_reports(source: Path) -> Iterator[MailReport]:
    """Every message of a file, an mbox, a Maildir or a folder, read; see `read_mailbox` for what it raises."""
    for mail in read_mailbox(source):
        yield read_report(mail.message, file=mail.file)


def read_report(message: Message, *, file: str) -> MailReport:
    """What one message says. Whatever it holds, it gives a report; ``OTHER`` where it is none.

    Args:
        message: As it came.
        file: Where it was found, for the report.
    """
    told = partial(MailReport, file=file, report=_name(message), at=_date(message))
    if is_feedback(message):
        return told(kind=ReportKind.FEEDBACK)
    status = delivery_status(message)
    if not status.recipients and not is_mail_system(message):
        return told(kind=ReportKind.AUTOREPLY if is_autoreply(message) else ReportKind.OTHER)
    said, quoted = said_and_quoted(text_of(message))
    recipients = status.recipients or recipients_in_words(message, said, quoted)
    return told(
        kind=_kind(recipients),
        recipients=recipients,
        message_id=original_id(message, quoted),
        envelope_id=status.envelope_id,
    )


def _name(message: Message) -> str:
    """From the headers that a mailbox neither adds nor changes, and the body."""
    headers = [str(message.get(name, "")) for name in ("Message-ID", "Date", "From", "Subject")]
    inner = [f"{part.items()}" for part in message.walk() if part is not message]
    words = [str(part.get_payload()) for part in message.walk() if not part.is_multipart()]
    return hashlib.sha256("\0".join([*headers, *inner, *words]).encode("utf-8", "replace")).hexdigest()[:16]


def _date(message: Message) -> datetime | None:
    try:
        at = parsedate_to_datetime(str(message.get("Date", "")))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _kind(recipients: tuple[ReportedRecipient, ...]) -> ReportKind:
    """The worst of what happened; a report that names nobody is none."""
    actions = {one.action for one in recipients}
    if Action.FAILED in actions:
        return ReportKind.BOUNCE
    if Action.DELAYED in actions:
        return ReportKind.DELAY
    return ReportKind.DELIVERED if actions else ReportKind.OTHER
