"""Reports that only a person was meant to read: which addresses failed, and the server's words about each."""

import re
from email import message_from_string
from email.message import Message
from html import unescape

from flufl.bounce import all_failures

from emitlib.channels.mail.bounces.delivery_status import action_of_status
from emitlib.channels.mail.bounces.original import original_recipients
from emitlib.channels.mail.bounces.report import Action, ReportedRecipient

__all__ = ["recipients_in_words", "text_of"]

_ADDRESS = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_LINE = re.compile(rf"^[ \t]*[<\"']?({_ADDRESS})[>\"']?(?=$|[\s:,;(<])(?:<mailto:[^>]*>)?[ \t]*:?[ \t]*(.*)$")
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.#])([45])\d\d(?= |-|$)")
_LONGEST = 1_000  # characters of a diagnostic that is a whole text
_LATER = re.compile(
    r"warning message only|has been delayed|will be retried|will keep trying|still trying|se ha retrasado"
    r"|se seguirá intentando",
    re.IGNORECASE,
)


def text_of(message: Message) -> str:
    """The first text of a message; of HTML only the words, of a message whose parts fell apart all of it."""
    if message.is_multipart() is False and message.get_content_maintype() == "multipart":
        return str(message.get_payload())
    html = ""
    for part in message.walk():
        if part.get_content_maintype() != "text":
            continue
        text = _decoded(part)
        if part.get_content_subtype() == "plain":
            return text
        html = html or text
    return unescape(re.sub(r"<[^>]*>", "", re.sub(r"(?i)<(?:br|/p|/div|/tr)[^>]*>", "\n", html)))


def recipients_in_words(message: Message, said: str, quoted: str) -> tuple[ReportedRecipient, ...]:
    """The recipients that a report names in its text.

    The header that Exim and Google write comes first, then addresses that begin a line, then what flufl.bounce knows
    of old mail systems, and last, if the text names nobody, to whom the quoted message went.

    Args:
        message: The report.
        said: What the mail system says in it.
        quoted: The message that it quotes below.
    """
    words = _words_by_address(said)
    named = re.findall(_ADDRESS, str(message.get("X-Failed-Recipients", "")))
    addresses = named or list(words) or _known_to_flufl(message, said) or original_recipients(quoted)
    later = bool(_LATER.search(said))
    whole = " ".join(said.split()) if len(addresses) == 1 else ""
    return tuple(
        _recipient(address, words.get(address, ""), whole, later=later) for address in dict.fromkeys(addresses)
    )


def _recipient(address: str, words: str, whole: str, *, later: bool) -> ReportedRecipient:
    """One recipient, from the words beside its address or, where it is the only one, from the whole text."""
    status = _status(words) or _status(whole)
    # a report that is final speaks of a temporary reply too: the server gave up after it
    delivered = action_of_status(status) is Action.DELIVERED
    action = Action.DELAYED if later else Action.DELIVERED if delivered else Action.FAILED
    diagnostic = (words or whole)[:_LONGEST]
    return ReportedRecipient(address=address, original="", action=action, status=status, diagnostic=diagnostic)


def _status(words: str) -> str:
    found, reply = _STATUS.search(words), _REPLY.search(words)
    return found[1] if found else f"{reply[1]}.0.0" if reply else ""


def _words_by_address(said: str) -> dict[str, str]:
    """Each address that begins a line, with what follows it up to an empty line or the next address."""
    words: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in said.splitlines():
        match = _LINE.match(line)
        if match:
            current = words.setdefault(match[1], [])
            current.append(match[2])
        elif not line.strip():
            current = current if current is not None and not any(part.strip() for part in current) else None
        elif current is not None:
            current.append(line)
    return {address: " ".join(" ".join(parts).split()) for address, parts in words.items()}


def _known_to_flufl(message: Message, said: str) -> list[str]:
    """Asked of a plain copy: its detectors stumble over headers that are no ASCII."""
    headers = "".join(f"{name}: {_ascii(str(message.get(name, '')))}\n" for name in ("From", "To", "Subject"))
    body = "".join(f"{_ascii(line)}\n" for line in said.splitlines())
    temporary, permanent = all_failures(message_from_string(f"{headers}\n{body}"))
    return sorted(address.decode("ascii", "replace") for address in {*temporary, *permanent})


def _ascii(text: str) -> str:
    """One line of ASCII; what is none becomes a question mark."""
    return re.sub(r"[\r\n]", " ", text.encode("ascii", "replace").decode())


def _decoded(part: Message) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    try:
        return data.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return data.decode("latin-1")
