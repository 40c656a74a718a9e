"""The commands before a message: what is asked of a server, and what it need not be asked because it cannot do it."""

import re
from collections.abc import Iterator

from emitlib.channels.mail.envelope import Envelope, usable
from emitlib.channels.mail.replies import Reply, Verdict
from emitlib.channels.mail.wire import Wire
from emitlib.i18n import _

__all__ = ["mail_command", "rcpt_command", "unable", "unable_for"]

_ODD = re.compile(rb"[^!-~]|[+=]")


def mail_command(wire: Wire, envelope: Envelope) -> str:
    """MAIL FROM with the parameters that the server knows and the message needs.

    Source: RFC 1870 (SIZE), RFC 6152 (8BITMIME), RFC 6531 (SMTPUTF8), RFC 3461 (DSN).
    """
    words = [f"MAIL FROM:<{envelope.sender}>"]
    if wire.offers("size"):
        words.append(f"SIZE={len(envelope.body)}")
    if envelope.eight_bit:
        words.append("BODY=8BITMIME")
    if envelope.needs_utf8 and wire.offers("smtputf8"):
        words.append("SMTPUTF8")
    if envelope.notify and wire.offers("dsn"):
        words.append(f"RET=HDRS ENVID={_xtext(envelope.carrier.id)}")
    return " ".join(words)


def rcpt_command(wire: Wire, envelope: Envelope, address: str) -> str:
    """RCPT TO; where the server reports on deliveries it is asked to, with the address as we know it."""
    command = f"RCPT TO:<{address}>"
    if not envelope.notify or not wire.offers("dsn"):
        return command
    command += f" NOTIFY={envelope.notify}"
    return f"{command} ORCPT=rfc822;{_xtext(address)}" if address.isascii() else command


def unable(wire: Wire, envelope: Envelope) -> Reply | None:
    """Why the server cannot take this message at all; None if it can."""
    size, limit = len(envelope.body), wire.size_limit
    if limit and size > limit:
        text = _("The server takes messages of at most {limit} bytes; this one has {size}.")
        return _no(text.format(limit=limit, size=size), enhanced="5.3.4")
    if envelope.eight_bit and not wire.offers("8bitmime"):
        return _no(_("The server does not offer 8BITMIME, without which it cannot take this message."))
    return None


def unable_for(wire: Wire, envelope: Envelope) -> Iterator[tuple[str, Reply]]:
    """The open addresses that the server cannot be asked for, with the reason."""
    for address in envelope.recipients:
        if not usable(address):
            yield address, _no(_("This is no address that SMTP can carry."))
        elif not address.isascii() and not wire.offers("smtputf8"):
            text = _("The server does not offer SMTPUTF8, without which it cannot take this address.")
            yield address, _no(text)


def _no(text: str, *, enhanced: str = "") -> Reply:
    return Reply(verdict=Verdict.NO, text=text, enhanced=enhanced)


def _xtext(text: str) -> str:
    """Source: RFC 3461, 4."""
    return _ODD.sub(lambda found: b"+%02X" % ord(found[0]), text.encode()).decode()
