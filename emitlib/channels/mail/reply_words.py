"""What well-known replies of mail servers mean, in words, with the mend."""

import re
from typing import NamedTuple

from emitlib.channels.mail.replies import Reply
from emitlib.i18n import N_, _

__all__ = ["ReplyWords", "explain"]


class ReplyWords(NamedTuple):
    """A reply in a person's words."""

    meaning: str
    hint: str


class _Known(NamedTuple):
    enhanced: str  #: pattern of the enhanced status code
    text: str  #: pattern that the server's words must hold; "" = any
    meaning: str
    hint: str


# the first one that fits counts: from the provider's own words to what the code alone says. Source: RFC 3463, the
# providers' lists of replies
_KNOWN = (
    _Known(
        r"5\.7\.30|5\.7\.139|5\.7\.3",
        r"basic auth|SmtpClientAuth|5\.7\.30|5\.7\.139",
        N_("Microsoft 365 has turned log-in by password off for this mailbox or for the whole company."),
        N_("Log in by OAuth (XOAUTH2), or send by Microsoft Graph; the administrator can tell which one is open."),
    ),
    _Known(
        r"5\.7\.57",
        "",
        N_("The server takes mail only after a log-in, and this connection has none."),
        N_("Set mail.smtp.username and mail.smtp.password, or log in by OAuth."),
    ),
    _Known(
        r"5\.7\.9|5\.7\.14",
        "",
        N_("Google wants an app password or a log-in by OAuth in place of the account's own password."),
        N_("Make an app password for this account and put it where mail.smtp.password points."),
    ),
    _Known(
        r"5\.7\.8",
        "",
        N_("User name and password do not fit, or the provider no longer takes passwords."),
        N_("Check mail.smtp.username and mail.smtp.password; the provider may want an app password or OAuth."),
    ),
    _Known(
        r"5\.7\.60|5\.2\.252",
        "",
        N_("The account may not send as the address in mail.from_address."),
        N_("Send from the account's own address, or ask the administrator for the right to send as it."),
    ),
    _Known(
        r"5\.7\.26|5\.7\.509",
        "",
        N_("The receiver refuses mail of this domain that SPF, DKIM and DMARC do not prove."),
        N_("Ask who runs the domain to let this server send for it (SPF, DKIM)."),
    ),
    _Known(
        r"5\.7\.5\d\d|5\.7\.606|5\.7\.1",
        r"spam|block(ed|list)|blacklist|spamhaus|barracuda|reputation|banned",
        N_("The receiver takes this server or this message for spam."),
        N_("Look the server's address up in the named list and ask to be removed, or send by another server."),
    ),
    _Known(
        r"5\.7\.1",
        r"relay",
        N_("The server does not pass mail on for this sender or from this address."),
        N_("Log in (mail.smtp.username), or use the server that the sender's domain belongs to."),
    ),
    _Known(
        r"5\.1\.1|5\.1\.10|5\.5\.0",
        r"user|recipient|mailbox|address|exist|5\.1\.1",
        N_("The server knows no such mailbox."),
        N_("Ask the client for its address, correct it, and send again."),
    ),
    _Known(
        r"5\.1\.2|5\.4\.4|5\.4\.310",
        "",
        N_("The address' domain has no mail server."),
        N_("Correct what stands behind the @, and send again."),
    ),
    _Known(r"5\.2\.1", "", N_("The mailbox is turned off."), N_("Ask the client for another address.")),
    _Known(
        r"[45]\.2\.2|5\.5\.0",
        r"quota|full|over|storage|4\.2\.2|5\.2\.2",
        N_("The client's mailbox is full."),
        N_("Tell the client, or send to another address of its; a full mailbox may be emptied by tomorrow."),
    ),
    _Known(
        r"5\.3\.4|5\.2\.3|5\.7\.0",
        r"size|large|big|5\.3\.4|5\.2\.3",
        N_("The message is larger than this server or the client's takes."),
        N_("Make the PDF smaller, or set mail.max_bytes to what the server takes: larger groups are split then."),
    ),
    _Known(
        r"5\.7\.0|5\.7\.1|5\.6\.\d",
        r"attachment|file type|virus|content",
        N_("The receiver does not take one of the attached files."),
        N_("Ask the client's administrator to take XML, PDF, zip or .p7m files from this sender."),
    ),
    _Known(
        r"5\.2\.120|5\.4\.5|5\.7\.705|4\.2\.120",
        "",
        N_("The account has sent all that the provider lets it send today."),
        N_("Go on tomorrow with `emit resume`: what was taken is not sent again."),
    ),
    _Known(
        r"4\.3\.2|4\.4\.2|4\.5\.\d|4\.7\.\d+|4\.2\.1",
        r"thrott|rate|too many|slow|try again later|grey|concurrent|exceeded",
        N_("The server wants mail more slowly, or this message later."),
        N_("Nothing to do: it is tried again; a lower pace in mail.pace avoids it."),
    ),
)


def explain(reply: Reply) -> ReplyWords | None:
    """What a well-known reply means; None for any other.

    >>> from emitlib.channels.mail.replies import parse_reply
    >>> explain(parse_reply([b"250 2.0.0 Ok"])) is None
    True
    """
    for known in _KNOWN:
        if re.fullmatch(known.enhanced, reply.enhanced) and re.search(known.text, reply.text, re.IGNORECASE):
            return ReplyWords(_(known.meaning), _(known.hint))
    return None
