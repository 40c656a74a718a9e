"""One SMTP transaction, phase by phase, so that every delivery ends with what truly became of it.

Where it failed decides: before the final dot nothing was taken; after it only the server's reply tells.
"""

from collections.abc import Mapping
from typing import assert_never

from emitlib.channels.mail.envelope import Envelope, usable
from emitlib.channels.mail.login import login_refused
from emitlib.channels.mail.replies import Reply, Verdict
from emitlib.channels.mail.wire import Wire
from emitlib.i18n import _
from emitlib.vocabulary import Journal, Outcome, Status

__all__ = ["Transaction", "mail_from"]

_NOT_LOGGED_IN = frozenset({530, 535})
_LOGIN_CODES = frozenset({"5.7.30", "5.7.57"})  # Exchange Online: basic log-in is off; not logged in


def mail_from(wire: Wire, envelope: Envelope) -> Reply:
    """Open a transaction: MAIL FROM, with the size and SMTPUTF8 where the server knows them.

    Raises:
        MailError: ``MAIL_LOGIN_REFUSED`` if the server takes mail only after a log-in that it did not get.
    """
    parameters = ""
    if wire.offers("size"):
        parameters += f" SIZE={len(envelope.body)}"
    if envelope.needs_utf8 and wire.offers("smtputf8"):
        parameters += " SMTPUTF8"
    wire.transactions += 1
    reply = wire.ask(f"MAIL FROM:<{envelope.sender}>{parameters}")
    if reply.code in _NOT_LOGGED_IN or reply.enhanced in _LOGIN_CODES:
        raise login_refused(wire.host, reply.text)
    return reply


class Transaction:
    """What follows MAIL FROM: addresses, message, outcomes.

    Args:
        wire: The connection; closed here when it cannot be trusted any more.
        envelope: What goes to whom.
        journal: Told before the first byte of the message leaves, and of every outcome.
        final_timeout: Seconds to wait for the reply to the final dot.
        evidence: What `begun` keeps beside host and phase.
    """

    def __init__(
        self,
        *,
        wire: Wire,
        envelope: Envelope,
        journal: Journal,
        final_timeout: float,
        evidence: Mapping[str, str],
    ) -> None:
        self._wire = wire
        self._envelope = envelope
        self._journal = journal
        self._final_timeout = final_timeout
        self._evidence = evidence
        self._open = dict(envelope.recipients)  # deliveries without an outcome, by address

    def run(self, opened: Reply) -> bool:
        """Carry the transaction to its end; `opened` is the reply to MAIL FROM.

        Returns:
            Whether the connection is fit for another transaction.

        Raises:
            StoreError: From the journal. If `begun` raised it, nothing has left; the caller closes the connection.
        """
        if opened.verdict is not Verdict.YES:
            return self._give_up(opened, "mail")
        broken = self._name_receivers()
        if broken is not None:
            return self._give_up(broken, "rcpt")
        if not self._open:
            return self._reset()
        asked = self._wire.ask("DATA")
        if asked.verdict is not Verdict.GO_ON:
            return self._give_up(asked, "data")
        self._begin(asked)
        return self._send()

    def _name_receivers(self) -> Reply | None:
        """RCPT for each open address, settling those refused or put off; returns what broke it off, if anything."""
        for address in tuple(self._open):
            reply = self._name(address)
            if reply.ends_connection or reply.verdict is Verdict.GO_ON:
                return reply
            if reply.verdict is not Verdict.YES:
                self._settle(address, reply, _before_dot(reply), "rcpt")
        if not self._open:
            return None
        for copy in self._envelope.copies:  # outside the balance: a refused copy holds nobody up
            reply = self._name(copy)
            if reply.ends_connection:
                return reply
        return None

    def _name(self, address: str) -> Reply:
        if not usable(address):
            return Reply(verdict=Verdict.NO, text=_("This is no address that SMTP can carry."))
        if not address.isascii() and not self._wire.offers("smtputf8"):
            text = _("The server does not offer SMTPUTF8, without which it cannot take this address.")
            return Reply(verdict=Verdict.NO, text=text)
        return self._wire.ask(f"RCPT TO:<{address}>")

    def _begin(self, asked: Reply) -> None:
        deliveries = [delivery for group in self._open.values() for delivery in group]
        evidence = {**self._evidence, "host": self._wire.host, "phase": "data", "reply": asked.text}
        self._journal.begun(self._envelope.carrier, deliveries, evidence)

    def _send(self) -> bool:
        """The message, then the dot that makes it the server's, then the reply that alone tells the truth."""
        broken = self._wire.push(self._envelope.stuffed) or self._wire.interrupted()
        if broken is not None:
            self._wire.drop()  # without the dot nothing was taken
            self._settle_all(broken, _before_dot(broken), "body")
            return False
        # an error while the dot is written counts as written: only the server knows
        reply = self._wire.push(b"\r\n.\r\n") or self._wire.answer(timeout=self._final_timeout)
        status = _after_dot(reply)
        fit = status is not Status.UNKNOWN and not reply.ends_connection  # else the true reply may still come
        if not fit:
            self._wire.drop()
        self._settle_all(reply, status, "dot")
        return fit

    def _give_up(self, reply: Reply, phase: str) -> bool:
        """End the transaction before the message, settling what is open by `reply`."""
        refusal = reply.verdict in {Verdict.LATER, Verdict.NO} and not reply.ends_connection
        if not refusal:
            self._wire.drop()
        self._settle_all(reply, _before_dot(reply), phase)
        return refusal and self._reset()

    def _reset(self) -> bool:
        reply = self._wire.ask("RSET")
        if reply.verdict is not Verdict.YES:
            self._wire.drop()
        return reply.verdict is Verdict.YES

    def _settle_all(self, reply: Reply, status: Status, phase: str) -> None:
        for address in tuple(self._open):
            self._settle(address, reply, status, phase)

    def _settle(self, address: str, reply: Reply, status: Status, phase: str) -> None:
        for delivery in self._open.pop(address):
            self._journal.settled(
                Outcome(
                    delivery=delivery,
                    status=status,
                    reply=reply.text,
                    code=reply.code,
                    enhanced=reply.enhanced,
                    host=self._wire.host,
                    queue_id=reply.queue_id if status is Status.ACCEPTED else "",
                    phase=phase,
                )
            )


def _before_dot(reply: Reply) -> Status:
    """Nothing was taken: a permanent no is a refusal, all else may be tried again."""
    return Status.REFUSED if reply.verdict is Verdict.NO else Status.DEFERRED


def _after_dot(reply: Reply) -> Status:
    match reply.verdict:
        case Verdict.YES:
            return Status.ACCEPTED
        case Verdict.LATER:
            return Status.DEFERRED
        case Verdict.NO:
            return Status.REFUSED
        case Verdict.GO_ON | Verdict.GARBLED | Verdict.LOST:
            return Status.UNKNOWN
        case _:
            assert_never(reply.verdict)
