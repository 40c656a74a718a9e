"""One SMTP transaction, phase by phase, so that every delivery ends with what truly became of it.

Where it failed decides: before the final dot nothing was taken; after it only the server's reply tells.
"""

from collections.abc import Mapping
from typing import assert_never

from emitlib.channels.mail.commands import mail_command, rcpt_command, unable, unable_for
from emitlib.channels.mail.dialogue import Dialogue
from emitlib.channels.mail.envelope import Envelope
from emitlib.channels.mail.login import login_refused
from emitlib.channels.mail.replies import Reply, Verdict
from emitlib.channels.mail.wire import Wire
from emitlib.vocabulary import Journal, Outcome, Status

__all__ = ["Transaction", "begin"]

_NOT_LOGGED_IN = frozenset({530, 535})
_LOGIN_CODES = frozenset({"5.7.30", "5.7.57"})  # Exchange Online: basic log-in is off; not logged in


def begin(wire: Wire, envelope: Envelope) -> tuple[Dialogue, Reply]:
    """Open a transaction: the commands before the message, and the server's reply to the first one, MAIL FROM.

    Raises:
        MailError: ``MAIL_LOGIN_REFUSED`` if the server takes mail only after a log-in that it did not get.
    """
    unasked = {address for address, _reason in unable_for(wire, envelope)}
    asked = [address for address in (*envelope.recipients, *envelope.copies) if address not in unasked]
    commands = [mail_command(wire, envelope), *(rcpt_command(wire, envelope, to) for to in asked), "DATA"]
    wire.transactions += 1
    dialogue = Dialogue(wire, commands)
    reply = dialogue.reply()
    if reply.code in _NOT_LOGGED_IN or reply.enhanced in _LOGIN_CODES:
        raise login_refused(wire.host, reply)
    return dialogue, reply


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

    def refused_here(self) -> bool:
        """Settle what the server need not be asked about; returns whether that was all."""
        refusal = unable(self._wire, self._envelope)
        if refusal is not None:
            self._settle_all(refusal, Status.REFUSED, "mail")
        for address, reason in unable_for(self._wire, self._envelope):
            if address in self._open:
                self._settle(address, reason, Status.REFUSED, "rcpt")
        return not self._open

    def run(self, dialogue: Dialogue, opened: Reply) -> bool:
        """Carry the transaction to its end.

        Args:
            dialogue: The commands before the message; see `begin`.
            opened: The reply to the first of them.

        Returns:
            Whether the connection is fit for another transaction.

        Raises:
            StoreError: From the journal. If `begun` raised it, nothing has left; the caller closes the connection.
        """
        if opened.verdict is not Verdict.YES:
            return self._give_up(dialogue, opened, "mail")
        broken = self._name_receivers(dialogue)
        if broken is not None:
            return self._give_up(dialogue, broken, "rcpt")
        if not self._open:
            return self._reset(dialogue)
        asked = dialogue.reply()
        if asked.verdict is not Verdict.GO_ON:
            return self._give_up(dialogue, asked, "data")
        self._begin(asked)
        return self._send()

    def _name_receivers(self, dialogue: Dialogue) -> Reply | None:
        """RCPT for each open address, settling those refused or put off; returns what broke it off, if anything."""
        for address in tuple(self._open):
            reply = dialogue.reply()
            if reply.ends_connection or reply.verdict is Verdict.GO_ON:
                return reply
            if reply.verdict is not Verdict.YES:
                self._settle(address, reply, _before_dot(reply), "rcpt")
        if not self._open:
            return None
        for _copy in self._envelope.copies:  # outside the balance: a refused copy holds nobody up
            reply = dialogue.reply()
            if reply.ends_connection or reply.verdict is Verdict.GO_ON:
                return reply
        return None

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

    def _give_up(self, dialogue: Dialogue, reply: Reply, phase: str) -> bool:
        """End the transaction before the message, settling what is open by `reply`."""
        refusal = reply.verdict in {Verdict.LATER, Verdict.NO} and not reply.ends_connection
        fit = refusal and self._reset(dialogue)
        if not refusal:
            self._wire.drop()
        self._settle_all(reply, _before_dot(reply), phase)
        return fit

    def _reset(self, dialogue: Dialogue) -> bool:
        """Make the connection fit for the next message, or close it: a message that it waits for is never sent."""
        fit = dialogue.ends() and self._wire.ask("RSET").verdict is Verdict.YES
        if not fit:
            self._wire.drop()
        return fit

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
