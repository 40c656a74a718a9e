"""The SMTP transport: sessions that keep one connection each and send frozen messages over it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from emitlib.channels.mail.attachments import Sealer
from emitlib.channels.mail.connection import connect
from emitlib.channels.mail.envelope import Envelope
from emitlib.channels.mail.factory import MessageFactory
from emitlib.channels.mail.frozen import read_frozen
from emitlib.channels.mail.headers import mailbox
from emitlib.channels.mail.phases import Transaction, mail_from
from emitlib.channels.mail.replies import Reply
from emitlib.channels.mail.wire import Wire
from emitlib.i18n import Language
from emitlib.settings import Company, Mail
from emitlib.vocabulary import Carrier, ChannelName, Journal, Parcel, Probe, Session
from emitlib.workspace import Clock, utc_now

__all__ = ["SmtpChannel"]

_REUSE = 100  # messages a connection carries before it is made anew; some servers cut at such a number


class SmtpChannel:
    """Mail by an SMTP server.

    Args:
        settings: The mail settings; a relative ``ca_file`` is taken from the current folder.
        company: Whose messages.
        language: The language of the messages.
        folder_secret: Gives the password, read at the moment of each log-in.
        sealer: Encrypts for clients with high security.
        fingerprint: Of the certificate that signs inside the envelopes; "" = not shown.
        signer_certificate: That certificate, PEM or DER; travels with encrypted mail. Empty = no page goes with it.
        clock: The time that stands in the evidence.
        reuse: How many messages one connection carries before it is made anew.
    """

    name = ChannelName.MAIL
    rehearsal = False

    def __init__(
        self,
        *,
        settings: Mail,
        company: Company,
        language: Language,
        folder_secret: Callable[[], str],
        sealer: Sealer,
        fingerprint: str = "",
        signer_certificate: bytes = b"",
        clock: Clock = utc_now,
        reuse: int = _REUSE,
    ) -> None:
        self.workers = settings.pace.connections
        self._settings = settings
        self._secret = folder_secret
        self._clock = clock
        self._reuse = reuse
        self._factory = MessageFactory(
            settings=settings,
            company=company,
            language=language,
            sealer=sealer,
            fingerprint=fingerprint,
            signer_certificate=signer_certificate,
        )

    def unfit(self, parcel: Parcel) -> Mapping[str, str]:  # noqa: ARG002 - the protocol's shape
        """Nothing: a message that cannot be made is refused as a whole by `freeze`."""
        return {}

    def freeze(self, parcel: Parcel, folder: Path) -> Carrier:
        """Write the message of `parcel` once; see `MessageFactory.freeze`."""
        return self._factory.freeze(parcel, folder)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One worker's connection; made with its first message."""
        session = _SmtpSession(settings=self._settings, secret=self._secret, clock=self._clock, reuse=self._reuse)
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
