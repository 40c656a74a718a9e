"""The SMTP transport: sessions that keep one connection each and send frozen messages over it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from emitlib.channels.mail.connection import connect
from emitlib.channels.mail.envelope import Envelope
from emitlib.channels.mail.factory import MessageFactory
from emitlib.channels.mail.frozen import read_frozen
from emitlib.channels.mail.headers import mailbox
from emitlib.channels.mail.phases import Transaction, begin
from emitlib.channels.mail.tokens import TokenSource, shared
from emitlib.channels.mail.transport import MailTransport
from emitlib.channels.mail.wire import Wire
from emitlib.errors import MailError
from emitlib.settings import Mail
from emitlib.vocabulary import Carrier, Journal, Probe, Session
from emitlib.workspace import Clock, utc_now

__all__ = ["SmtpChannel"]

_NOTIFY = {"none": "", "failure": "FAILURE,DELAY", "success": "SUCCESS,FAILURE,DELAY"}


class SmtpChannel(MailTransport):
    """Mail by an SMTP server.

    Args:
        factory: Makes the messages; its settings name the server. A relative ``ca_file`` is taken from the current
            folder.
        secret: Gives the password, read at the moment of each log-in.
        tokens: Makes what gives access tokens in place of the password; None logs in by password.
        clock: The time that stands in the evidence.
    """

    rehearsal = False

    def __init__(
        self,
        factory: MessageFactory,
        *,
        secret: Callable[[], str],
        tokens: Callable[[], TokenSource] | None = None,
        clock: Clock = utc_now,
    ) -> None:
        super().__init__(factory)
        source = shared(tokens) if tokens is not None else None
        self._reach = partial(connect, factory.settings.smtp, secret=secret, tokens=source)
        self._clock = clock

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One worker's connection; made with its first message."""
        session = _SmtpSession(settings=self._factory.settings, reach=self._reach, clock=self._clock)
        try:
            yield session
        finally:
            session.close()

    def probe(self, carrier: Carrier) -> Probe:  # noqa: ARG002 - the protocol's shape
        """SMTP has no way to ask what a server took."""
        return Probe.CANNOT_TELL


class _SmtpSession:
    def __init__(self, *, settings: Mail, reach: Callable[[], Wire], clock: Clock) -> None:
        self._settings = settings
        self._reach = reach
        self._clock = clock
        self._sender = mailbox(settings.from_address).addr_spec
        self._wire: Wire | None = None

    def emit(self, carrier: Carrier, deliveries: Sequence[str], journal: Journal) -> None:
        """Send the frozen message for `deliveries`, settling each; see `Session.emit`."""
        if not deliveries:
            return
        envelope = Envelope.of(
            carrier,
            deliveries,
            sender=self._sender,
            body=read_frozen(carrier),
            notify=_NOTIFY[self._settings.smtp.reports],
        )
        try:
            fit = self._transact(envelope, journal)
        except BaseException:
            self._drop()  # nobody knows what the connection is in the middle of
            raise
        if not fit:
            self._drop()
        elif self._wire is not None and self._wire.transactions >= self._settings.smtp.reuse:
            self.close()

    def close(self) -> None:
        """Take leave of the server."""
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.leave()

    def _transact(self, envelope: Envelope, journal: Journal) -> bool:
        """One transaction; returns whether the connection is fit for another.

        A connection that the server closed since the last message is replaced once: nothing has left yet.
        """
        used = self._wire is not None
        wire = self._wire = self._wire or self._reach()
        transaction = self._transaction(wire, envelope, journal)
        if transaction.refused_here():
            return True
        try:
            dialogue, opened = begin(wire, envelope)
            worn_out = opened.ends_connection
        except MailError:  # the log-in of a connection may end before the connection does
            if not used:
                raise
            worn_out = True
        if used and worn_out:
            self._drop()
            return self._transact(envelope, journal)
        return transaction.run(dialogue, opened)

    def _transaction(self, wire: Wire, envelope: Envelope, journal: Journal) -> Transaction:
        message_id, at = envelope.carrier.message_id, self._clock().isoformat()
        return Transaction(
            wire=wire,
            envelope=envelope,
            journal=journal,
            final_timeout=self._settings.smtp.final_timeout,
            evidence={"message_id": message_id, "at": at},
        )

    def _drop(self) -> None:
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.drop()
