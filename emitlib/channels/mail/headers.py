"""Header values of a message: no line end may hide in one, and addresses that need no SMTPUTF8."""

from collections.abc import Iterable
from email.headerregistry import Address

from emitlib.errors import MailError
from emitlib.i18n import _
from emitlib.vocabulary import mail_destination

__all__ = ["NOBODY", "ascii_addresses", "clean", "mailbox", "message_id"]

#: To of a message whose receivers cannot stand in an ASCII header. Source: RFC 5322, section A.1.3.
NOBODY = "undisclosed-recipients:;"


def clean(name: str, value: str) -> str:
    """The header value as it is.

    Args:
        name: The header's name, for the message.
        value: What it is to hold.

    Raises:
        MailError: ``HEADER_INJECTION`` if a line end or another control character is inside.
    """
    # splitlines knows the Unicode line ends that some receivers take for line breaks
    if len(value.splitlines()) > 1 or any(ord(char) < ord(" ") or ord(char) == 0x7F for char in value):  # noqa: PLR2004 - DEL
        raise MailError(
            "HEADER_INJECTION",
            _("The header {name} would hold a line break or a control character: {value!r}.").format(
                name=name, value=value[:80]
            ),
            _("Mend the name, the series or the address that brings it; nothing was sent."),
        )
    return value


def mailbox(address: str, *, display_name: str = "") -> Address:
    """An address for a header, its domain in ASCII.

    Raises:
        MailError: ``HEADER_INJECTION``; ``MAIL_ADDRESS_INVALID`` if it is no address or its local part is not ASCII.
    """
    clean("address", address)
    clean("name", display_name)
    try:
        domain = mail_destination(address).rpartition("@")[2]
        local = address.strip().rpartition("@")[0]
        local.encode("ascii")
        return Address(display_name=display_name, addr_spec=f"{local}@{domain}")
    except (ValueError, IndexError) as err:  # IndexError: how the parser of the stdlib fails on some addresses
        raise MailError(
            "MAIL_ADDRESS_INVALID",
            _("{address!r} cannot stand in a message header.").format(address=address),
            _("Mend the address in the settings or in the client's accounts."),
        ) from err


def ascii_addresses(destinations: Iterable[str]) -> list[Address]:
    """The destinations that an ASCII header can show; the others travel in the envelope only."""
    return [mailbox(address) for address in destinations if clean("To", address).isascii()]


def message_id(carrier: str, *, run: str, domain: str) -> str:
    """The Message-ID that this carrier of this run always has; holds no personal data.

    Raises:
        MailError: ``HEADER_INJECTION``.
    """
    return clean("Message-ID", f"<{carrier}.{run}@{domain}>")
