"""Who speaks in a message: a mail system, somebody's automatic answer, a complaint, or a person."""

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

__all__ = ["is_autoreply", "is_feedback", "is_mail_system"]

_DAEMONS = re.compile(r"^(?:mailer-daemon|mail-daemon|postmaster|mdaemon|mailerdaemon|daemon|mail)\b", re.IGNORECASE)
_RETURNED = re.compile(
    r"undeliver|returned mail|failure notice|delivery (?:status|failure|has failed|problem)|mail (?:delivery )?fail"
    r"|could not be delivered|no se (?:puede|pudo|ha podido) entregar|no entregad|error de entrega|devuelto"
    r"|fallo en la entrega|no se entregó",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"^(?:auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|respuesta automática|fuera de (?:la )?oficina"
    r"|ausente|vacation)",
    re.IGNORECASE,
)


def is_feedback(message: Message) -> bool:
    """Whether it is a complaint about unwanted mail. Source: RFC 5965."""
    return any(part.get_content_type() == "message/feedback-report" for part in message.walk()) or (
        str(message.get_param("report-type", "")) == "feedback-report"
    )


def is_mail_system(message: Message) -> bool:
    """Whether a mail system speaks of a message that it was given."""
    if message.get("X-Failed-Recipients") or "X-MS-Exchange-Message-Is-Ndr" in message:
        return True
    if message.get_content_type() == "multipart/report":
        return True
    sender = parseaddr(_shown(message, "From"))[1] or _shown(message, "From")
    return bool(_DAEMONS.match(sender)) or bool(_RETURNED.search(_shown(message, "Subject")))


def is_autoreply(message: Message) -> bool:
    """Whether a person's mailbox answered by itself. Source: RFC 3834, 5, and what programs did before it."""
    submitted = _shown(message, "Auto-Submitted").lower()
    if submitted.startswith("auto-") or _shown(message, "Precedence").lower() == "auto_reply":
        return True
    if any(name in message for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder")):
        return True
    return bool(_AWAY.match(_shown(message, "Subject")))


def _shown(message: Message, name: str) -> str:
    """A header as a person reads it."""
    raw = str(message.get(name, ""))
    try:
        text = str(make_header(decode_header(raw)))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        text = raw
    return " ".join(text.split())
