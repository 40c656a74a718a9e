"""The SMTP transport: sessions that keep one connection each and send frozen messages over it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from emitlib.channels.mail.connection import connect
from emitlib.channels.mail.envelope import Envelope
from emitlib.channels.mail.factory import MessageFactory
from emitlib.channels.mail.frozen import read_frozen
from emitlib.channels.mail.headers import mailbox
from emitlib.channels.mail.phases import Transaction, mail_from
from emitlib.channels.mail.replies import Reply
from emitlib.channels.mail.transport import MailTransport
from emitlib.channels.mail.wire import Wire
from emitlib.settings import Mail
from emitlib.vocabulary import Carrier, Journal, Probe, Session
from emitlib.workspace import Clock, utc_now

__all__ = ["SmtpChannel"]

_REUSE = 100  # messages a connection carries before it is made anew; some servers cut at such a number


class SmtpChannel(MailTransport):
    """Mail by an SMTP server.

    Args:
        factory: Makes the messages; its settings name the server. A relative ``ca_file`` is taken from the current
            folder.
        secret: Gives the password, read at the moment of each log-in.
        clock: The time that stands in the evidence.
        reuse: How many messages one connection carries before it is made anew.
    """

    rehearsal = False

    def __init__(
        self, factory: MessageFactory, *, secret: Callable[[], str], clock: Clock = utc_now, reuse: int = _REUSE
    ) -> None:
        super().__init__(factory)
        self._secret = secret
        self._clock = clock
        self._reuse = reuse

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One worker's connection; made with its first message."""
        session = _SmtpSession(
            settings=self._factory.settings, secret=self._secret, clock=self._clock, reuse=self._reuse
        )
        try:
            yield session
        finally:
            session.close()

    def probe(self, carrier: Carrier) -> Probe:  # noqa: ARG002 - the protocol's shape
        """SMTP has no way to ask what a server took."""
        return Probe.CANNOT_TELL


class _SmtpSession:
    def __init__(self, *, settings: Mail, secret: Callable[[], str], clock: Clock, reuse: int) -> None:
        self._settings = settings
        self._secret = secret
        self._clock = clock
        self._reuse = reuse
        self._sender = mailbox(settings.from_address).addr_spec
        self._wire: Wire | None = None

    def emit(self, carrier: Carrier, deliveries: Sequence[str], journal: Journal) -> None:
        """Send the frozen message for `deliveries`, settling each; see `Session.emit`."""
        if not deliveries:
            return
        envelope = Envelope.of(carrier, deliveries, sender=self._sender, body=read_frozen(carrier))
        with ExitStack() as undo:
            undo.callback(self._drop)  # after an error nobody knows what the connection is in the middle of
            wire, opened = self._opened(envelope)
            fit = Transaction(
                wire=wire,
                envelope=envelope,
                journal=journal,
                final_timeout=self._settings.smtp.final_timeout,
                evidence={"message_id": carrier.message_id, "at": self._clock().isoformat()},
            ).run(opened)
            undo.pop_all()
        if not fit:
            self._drop()
        elif wire.transactions >= self._reuse:
            self.close()

    def close(self) -> None:
        """Take leave of the server."""
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.leave()

    def _opened(self, envelope: Envelope) -> tuple[Wire, Reply]:
        """A connection and its reply to MAIL FROM.

        A connection that the server closed since the last message is replaced once: nothing has left yet.
        """
        if self._wire is not None:
            opened = mail_from(self._wire, envelope)
            if not opened.ends_connection:
                return self._wire, opened
            self._drop()
        self._wire = connect(self._settings.smtp, secret=self._secret)
        return self._wire, mail_from(self._wire, envelope)

    def _drop(self) -> None:
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.drop()
