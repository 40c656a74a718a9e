"""Who writes, and who is answered, as every message says it."""

from emitlib.channels.mail.headers import clean
from emitlib.settings import Company, Mail

__all__ = ["reply_address", "sender_name"]


def sender_name(settings: Mail, company: Company) -> str:
    """Who writes, as the receiver reads it.

    Raises:
        MailError: ``HEADER_INJECTION``.
    """
    return clean("From", settings.from_name or company.name or company.rfc)


def reply_address(settings: Mail) -> str:
    """Where answers go."""
    return settings.reply_to or settings.from_address
