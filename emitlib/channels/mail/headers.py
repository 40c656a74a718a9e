"""Header values of a message: no line end may hide in one, and addresses that need no SMTPUTF8."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from emitlib.errors import MailError
from emitlib.i18n import _
from emitlib.vocabulary import mail_destination

__all__ = ["NOBODY", "Mailbox", "ascii_mailboxes", "clean", "mailbox", "message_id"]

#: To of a message whose receivers cannot stand in an ASCII header. Source: RFC 5322, section A.1.3.
NOBODY = "undisclosed-recipients:;"

# control characters, the Unicode line ends that some receivers take for line breaks, and halves of characters
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One address with the name that people see."""

    name: str
    local: str
    domain: str  #: IDNA, lower case

    @property
    def addr_spec(self) -> str:
        """The bare address."""
        return f"{self.local}@{self.domain}"


def clean(name: str, value: str) -> str:
    """The header value as it is.

    Args:
        name: The header's name, for the message.
        value: What it is to hold.

    Raises:
        MailError: ``HEADER_INJECTION`` if a line end or another control character is inside.
    """
    if _FORBIDDEN.search(value):
        raise MailError(
            "HEADER_INJECTION",
            _("The header {name} would hold a line break or a control character: {value!r}.").format(
                name=name, value=value[:80]
            ),
            _("Mend the name, the series or the address that brings it; nothing was sent."),
        )
    return value


@lru_cache(maxsize=1_000)
def mailbox(address: str, *, display_name: str = "") -> Mailbox:
    """An address for a header, its domain in ASCII.

    Raises:
        MailError: ``HEADER_INJECTION``; ``MAIL_ADDRESS_INVALID`` if it is no address or its local part is not ASCII.
    """
    clean("address", address)
    clean("name", display_name)
    try:
        domain = mail_destination(address).rpartition("@")[2]
    except ValueError as err:
        raise _no_address(address) from err
    local = address.strip().rpartition("@")[0]
    if not _LOCAL.fullmatch(local):
        raise _no_address(address)
    return Mailbox(display_name, local, domain)


def ascii_mailboxes(destinations: Iterable[str]) -> list[Mailbox]:
    """The destinations that an ASCII header can show; the others travel in the envelope only."""
    return [mailbox(address) for address in destinations if clean("To", address).isascii()]


def message_id(carrier: str, *, run: str, domain: str) -> str:
    """The Message-ID that this carrier of this run always has; holds no personal data.

    Raises:
        MailError: ``HEADER_INJECTION``.
    """
    return clean("Message-ID", f"<{carrier}.{run}@{domain}>")


def _no_address(address: str) -> MailError:
    return MailError(
        "MAIL_ADDRESS_INVALID",
        _("{address!r} cannot stand in a message header.").format(address=address),
        _("Mend the address in the settings or in the client's accounts."),
    )
