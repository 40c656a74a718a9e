"""What one transaction is to carry: a frozen message and the addresses that are still open for it."""

import re
from collections.abc import Sequence

from msgspec import Struct

from emitlib.vocabulary import Carrier

__all__ = ["Envelope", "usable"]

_USABLE = re.compile(r"[^\s<>\x00-\x1f\x7f]+@[!-;=?-~]+")


class Envelope(Struct, frozen=True, kw_only=True, gc=False):
    """Sender, receivers and body of one SMTP transaction."""

    carrier: Carrier
    sender: str
    recipients: dict[str, tuple[str, ...]]  #: deliveries by open address, in the carrier's order
    copies: tuple[str, ...]  #: blind copies; empty after the first transaction
    body: bytes  #: the frozen message, CRLF line ends
    eight_bit: bool  #: whether there is more in it than ASCII
    notify: str = ""  #: what the server shall report: "FAILURE,DELAY"…; "" = its own way. Source: RFC 3461

    @classmethod
    def of(
        cls, carrier: Carrier, deliveries: Sequence[str], *, sender: str, body: bytes, notify: str = ""
    ) -> "Envelope":
        """The envelope for the open `deliveries` of `carrier`.

        Copies go only while every delivery is open: later transactions would repeat them.
        """
        wanted = set(deliveries)
        recipients: dict[str, tuple[str, ...]] = {}
        for item in carrier.items:
            if item.delivery in wanted:
                recipients[item.destination] = (*recipients.get(item.destination, ()), item.delivery)
        first = len(wanted) == len(carrier.items)
        return cls(
            carrier=carrier,
            sender=sender,
            recipients=recipients,
            copies=tuple(copy for copy in carrier.copies if copy.casefold() not in recipients) if first else (),
            body=body,
            eight_bit=not body.isascii(),
            notify=notify,
        )

    @property
    def needs_utf8(self) -> bool:
        """Whether an address can only be named with SMTPUTF8."""
        return not all(address.isascii() for address in self.recipients)

    @property
    def stuffed(self) -> memoryview:
        """The body as DATA carries it, without its last line end: that one comes with the final dot.

        Source: RFC 5321, 4.5.2.
        """
        body = self.body
        if _has_dotted_line(body):
            body = body.replace(b"\r\n.", b"\r\n..")
        if body.startswith(b"."):
            body = b"." + body
        return memoryview(body)[: len(body) - len(b"\r\n") * body.endswith(b"\r\n")]


def _has_dotted_line(body: bytes) -> bool:
    """Whether a line after the first begins with a dot.

    Dots are rare where files travel in base64: to look at each is twenty times as fast as to search for the line end.
    """
    at = body.find(b".")
    while at >= 0 and body[at - 2 : at] != b"\r\n":
        at = body.find(b".", at + 1)
    return at >= 0


def usable(address: str) -> bool:
    """Whether `address` can stand in a command without becoming another one."""
    return _USABLE.fullmatch(address) is not None
