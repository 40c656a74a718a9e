"""Where returned mail is read from: files, or the mailbox of the settings."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from emitlib.channels.mail.bounces import MailReport, ReceivedMail, read_report, read_reports
from emitlib.workspace import Workspace

__all__ = ["IMAP", "returned_mail"]

#: The source that is no path: the mailbox of ``mail.imap``.
IMAP = "imap"


def returned_mail(
    workspace: Workspace, source: str, *, received_since: Callable[[date], Iterator[ReceivedMail]]
) -> Iterator[MailReport]:
    """What came back, message by message; nothing of it is changed.

    Args:
        workspace: Says how many days back the mailbox is read.
        source: A message, an mbox, a Maildir or a folder of them; or `IMAP`.
        received_since: What the mailbox received on a day or later; asked for `IMAP` only.

    Raises:
        InputError: ``BOUNCES_MISSING`` or ``BOUNCES_UNREADABLE``.
        MailError: What the mailbox raises.
    """
    if source != IMAP:
        yield from read_reports(Path(source))
        return
    day = workspace.clock() - timedelta(days=workspace.settings.mail.imap.days)
    for mail in received_since(day.date()):
        yield read_report(mail.message, file=mail.file)
