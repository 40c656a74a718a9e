"""Reading returned mail: each message named for what it is, each recipient with what happened."""

from collections.abc import Iterator
from email.message import Message
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
    if is_feedback(message):
        return MailReport(file=file, kind=ReportKind.FEEDBACK)
    status = delivery_status(message)
    if not status.recipients and not is_mail_system(message):
        kind = ReportKind.AUTOREPLY if is_autoreply(message) else ReportKind.OTHER
        return MailReport(file=file, kind=kind)
    said, quoted = said_and_quoted(text_of(message))
    recipients = status.recipients or recipients_in_words(message, said, quoted)
    return MailReport(
        file=file,
        kind=_kind(recipients),
        recipients=recipients,
        message_id=original_id(message, quoted),
        envelope_id=status.envelope_id,
    )


def _kind(recipients: tuple[ReportedRecipient, ...]) -> ReportKind:
    """The worst of what happened; a report that names nobody is none."""
    actions = {one.action for one in recipients}
    if Action.FAILED in actions:
        return ReportKind.BOUNCE
    if Action.DELAYED in actions:
        return ReportKind.DELAY
    return ReportKind.DELIVERED if actions else ReportKind.OTHER
