"""Mail that came back: delivery reports and automatic answers, read and named; knows nothing of the ledger."""

from emitlib.channels.mail.bounces.mailboxes import ReceivedMail, read_mailbox
from emitlib.channels.mail.bounces.reading import read_report, read_reports
from emitlib.channels.mail.bounces.report import Action, MailReport, ReportedRecipient, ReportKind

__all__ = [
    "Action",
    "MailReport",
    "ReceivedMail",
    "ReportKind",
    "ReportedRecipient",
    "read_mailbox",
    "read_report",
    "read_reports",
]
