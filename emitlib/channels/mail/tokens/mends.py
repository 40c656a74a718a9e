"""What to look at where a log-in by token is refused, by who logs in and what the token opens."""

from emitlib.channels.mail.tokens.resource import Resource
from emitlib.i18n import N_, _

__all__ = ["refused_by_google", "refused_by_microsoft"]

_PERSON = {
    Resource.SMTP: N_(
        "Log in with `emit mail login` as the mailbox in mail.smtp.username, or as a person with full access to it; "
        "the mailbox must be open for SMTP (SmtpClientAuthenticationDisabled is $false)."
    ),
    Resource.IMAP: N_(
        "Log in with `emit mail login` as the mailbox in mail.imap.username; the application needs "
        "IMAP.AccessAsUser.All, delegated and consented to."
    ),
    Resource.GRAPH: N_(
        "Log in with `emit mail login` as the mailbox that sends (mail.graph.mailbox, else mail.from_address); the "
        "application needs Mail.Send and Mail.ReadWrite, delegated and consented to."
    ),
}
_APPLICATION = {
    Resource.SMTP: N_(
        "The application needs SMTP.SendAsApp with the administrator's consent, and in Exchange a service principal "
        "with full access to the mailbox in mail.smtp.username; the mailbox must be open for SMTP "
        "(SmtpClientAuthenticationDisabled is $false)."
    ),
    Resource.IMAP: N_(
        "The application needs IMAP.AccessAsApp with the administrator's consent, and in Exchange a service "
        "principal with full access to the mailbox in mail.imap.username."
    ),
    Resource.GRAPH: N_(
        "The application needs Mail.Send and Mail.ReadWrite with the administrator's consent, and the right to the "
        "mailbox that sends (mail.graph.mailbox, else mail.from_address)."
    ),
}


def refused_by_microsoft(resource: Resource, *, person: bool) -> str:
    """For a server of Microsoft's that refuses a fresh token of a person's, or of an application's."""
    return _((_PERSON if person else _APPLICATION)[resource])


def refused_by_google() -> str:
    """For Google, where it gives no token or its server refuses a fresh one."""
    return _(
        "A service account in mail.oauth.key_file must be allowed to act for the mailbox (domain-wide delegation, "
        "scope https://mail.google.com/); a person's key file must be of that mailbox."
    )
