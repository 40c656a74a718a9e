"""Mail by Microsoft Graph: a draft from the frozen bytes, then sent; looked up where an answer is lost."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from email.parser import BytesHeaderParser
from email.policy import default

from emitlib.channels.mail.envelope import Envelope
from emitlib.channels.mail.factory import MessageFactory
from emitlib.channels.mail.frozen import read_frozen
from emitlib.channels.mail.graph_calls import GraphAnswer, GraphMailbox
from emitlib.channels.mail.graph_fate import fate, kept_draft, look_up
from emitlib.channels.mail.headers import mailbox
from emitlib.channels.mail.login import login_refused
from emitlib.channels.mail.replies import lost
from emitlib.channels.mail.tokens import TokenSource, shared
from emitlib.channels.mail.transport import MailTransport
from emitlib.channels.mail.web import WebSession
from emitlib.errors import MailError
from emitlib.i18n import _
from emitlib.vocabulary import Carrier, Journal, Outcome, Probe, Session, Status
from emitlib.workspace import Clock, utc_now

__all__ = ["GraphChannel"]

_HOST = "graph"
_SERVICE = "graph.microsoft.com"
_GONE = 404  # no such draft any more: an earlier question to send it may have been heard after all
_DENIED = frozenset({401, 403})
_SENT = 202  # Source: Microsoft Graph v1.0, "message: send"; any other success is somebody else's page


class GraphChannel(MailTransport):
    """Mail by the mailbox's own service, for tenants without SMTP log-ins.

    A message has one answer for all its addresses, so they share one outcome.

    Args:
        factory: Makes the messages; its settings name the service.
        tokens: Makes what gives access tokens, once and only when something is sent.
        clock: The time that stands in the evidence.
    """

    rehearsal = False

    def __init__(self, factory: MessageFactory, *, tokens: Callable[[], TokenSource], clock: Clock = utc_now) -> None:
        super().__init__(factory)
        self._source = shared(tokens)
        self._clock = clock

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One worker's line to the service."""
        with self._mailbox() as box:
            yield _GraphSession(box, sender=self._sender, settle=self._patience, clock=self._clock)

    def probe(self, carrier: Carrier) -> Probe:
        """Whether the mailbox holds the message as one that was sent; waits for one that may still be on its way."""
        with self._mailbox() as box:
            return fate(look_up(box, carrier.message_id, settle=self._patience))

    def was_sent(self, message_id: str) -> bool:
        """Whether the mailbox holds this message as one that was sent.

        Raises:
            MailError: ``MAIL_LOGIN_REFUSED``, or ``MAIL_UNREACHABLE`` where nobody can tell.
        """
        with self._mailbox() as box:
            found = _allowed(box, box.find(message_id))
        if not found.lists:
            raise MailError(
                "MAIL_UNREACHABLE",
                _("{host} cannot be used now: {reason}.").format(host=_SERVICE, reason=found.text.rstrip(".")),
                _("Ask again later; until then nobody can tell whether it was sent."),
            )
        return fate(found) is Probe.TAKEN

    def place_draft(self, message: bytes, *, message_id: str) -> None:
        """Put a message into the Drafts folder, for a person to send; one that lies there already is not doubled.

        Raises:
            MailError: ``MAIL_LOGIN_REFUSED``, or ``DRAFT_REFUSED`` with the service's words.
        """
        with self._mailbox() as box:
            found = _allowed(box, box.find(message_id))
            if kept_draft(found):
                return
            # where nobody can tell whether one lies there, a second one may be sent twice
            placed = _allowed(box, box.draft(message)) if found.lists else found
        if not (placed.ok and placed.body.get("id")):
            raise MailError(
                "DRAFT_REFUSED",
                _("The mailbox takes no draft: {reason}.").format(reason=placed.text),
                _("Nothing was exported from here on; try again."),
            )

    @property
    def _sender(self) -> str:
        return mailbox(self._factory.settings.from_address).addr_spec

    @property
    def _patience(self) -> float:
        """Seconds that a message may still show as a draft after it was sent."""
        return self._factory.settings.graph.settle

    @contextmanager
    def _mailbox(self) -> Iterator[GraphMailbox]:
        settings = self._factory.settings.graph
        with WebSession(ca_file=settings.ca_file, timeout=settings.timeout) as web:
            user = settings.mailbox or self._sender
            yield GraphMailbox(url=settings.url, user=user, tokens=self._source, web=web)


class _GraphSession:
    def __init__(self, box: GraphMailbox, *, sender: str, settle: float, clock: Clock) -> None:
        self._box = box
        self._sender = sender
        self._patience = settle
        self._clock = clock

    def emit(self, carrier: Carrier, deliveries: Sequence[str], journal: Journal) -> None:
        """Draft, say to whom, then send; see `Session.emit`."""
        envelope = Envelope.of(carrier, deliveries, sender=self._sender, body=read_frozen(carrier))
        drafted = self._drafted(envelope, journal)
        if not drafted:
            return
        self._begin(envelope, journal, "send")
        try:
            sent = self._box.send(drafted)
        except MailError as err:  # no token: it was not asked
            _settle(journal, envelope, _unasked(err), Status.DEFERRED, "send")
            raise
        _settle(journal, envelope, sent, self._after(sent, carrier), "send")
        _allowed(self._box, sent)

    def _begin(self, envelope: Envelope, journal: Journal, phase: str) -> None:
        carrier = envelope.carrier
        evidence = {"message_id": carrier.message_id, "at": self._clock().isoformat(), "host": _HOST, "phase": phase}
        journal.begun(carrier, [one for group in envelope.recipients.values() for one in group], evidence)

    def _after(self, sent: GraphAnswer, carrier: Carrier) -> Status:
        """What the answer to "send" means; one that is lost or no answer of the service's is looked up."""
        if sent.status == _SENT:
            return Status.ACCEPTED
        if sent.ok or sent.status in {None, _GONE} or sent.status >= 500:  # noqa: PLR2004 - HTTP: it stumbled over it
            found = look_up(self._box, carrier.message_id, settle=self._patience)
            return Status.ACCEPTED if fate(found) is Probe.TAKEN else Status.UNKNOWN
        return _before(sent)

    def _drafted(self, envelope: Envelope, journal: Journal) -> str:
        """The id of the draft, addressed to what is open; "" if there is none and the deliveries are settled.

        A draft of an earlier try that never left is used again; one that shows as sent left with that try, later than
        anybody waited for it, or was sent by a person; what is open now was among its receivers. Where nobody can
        tell whether there is one, no second one is made: it would stay in the folder, for a person to send.
        """
        found = _allowed(self._box, self._box.find(envelope.carrier.message_id))
        if not found.lists:
            _settle(journal, envelope, found, Status.DEFERRED, "find")
            return ""
        if fate(found) is Probe.TAKEN:
            self._begin(envelope, journal, "find")
            _settle(journal, envelope, found, Status.ACCEPTED, "find")
            return ""
        kept = kept_draft(found)
        drafted = GraphAnswer(status=200, text="", body={"id": kept}) if kept else self._box.draft(envelope.body)
        name = str(_allowed(self._box, drafted).body.get("id", ""))
        if not drafted.ok or not name:
            _settle(journal, envelope, drafted, _before(drafted), "draft")
            return ""
        shown, blind = _copies(envelope)
        addressed = _allowed(
            self._box, self._box.address(name, to=list(envelope.recipients), shown=shown, blind=blind)
        )
        if not addressed.ok or "id" not in addressed.body:
            gone = addressed.status == _GONE  # it moved just now: the next try finds it where it is
            _settle(journal, envelope, addressed, Status.DEFERRED if gone else _before(addressed), "address")
            return ""
        return name


def _copies(envelope: Envelope) -> tuple[list[str], list[str]]:
    """The copies of this transaction: those that the message's own Cc shows, and the blind ones."""
    headers = BytesHeaderParser(policy=default).parsebytes(envelope.body.partition(b"\r\n\r\n")[0])
    cc = {one.addr_spec.casefold() for field in headers.get_all("Cc", []) for one in field.addresses}
    shown = [copy for copy in envelope.copies if copy.casefold() in cc]
    return shown, [copy for copy in envelope.copies if copy not in shown]


def _allowed(box: GraphMailbox, answer: GraphAnswer) -> GraphAnswer:
    """The answer, unless it says that this log-in may not: that stops the run."""
    if answer.status in _DENIED:
        raise login_refused(_SERVICE, lost(answer.text), mend=box.mend)
    return answer


def _before(answer: GraphAnswer) -> Status:
    """Nothing was taken: a permanent no to this message is a refusal, all else may be tried again."""
    return Status.DEFERRED if answer.later or answer.ok or answer.status in _DENIED else Status.REFUSED


def _unasked(error: MailError) -> GraphAnswer:
    return GraphAnswer(status=None, text=error.message, body={})


def _settle(journal: Journal, envelope: Envelope, answer: GraphAnswer, status: Status, phase: str) -> None:
    for group in envelope.recipients.values():
        for delivery in group:
            journal.settled(
                Outcome(
                    delivery=delivery,
                    status=status,
                    reply=answer.text,
                    code=answer.status,
                    host=_HOST,
                    queue_id=answer.request_id if status is Status.ACCEPTED else "",
                    phase=phase,
                    wait=answer.wait,
                )
            )
