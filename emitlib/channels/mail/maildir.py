"""The rehearsal: messages go into a Maildir of the run's outbox, and nothing leaves."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from emitlib.channels.mail.attachments import Sealer
from emitlib.channels.mail.factory import MessageFactory
from emitlib.channels.mail.frozen import read_frozen
from emitlib.errors import StoreError
from emitlib.i18n import Language, _
from emitlib.settings import Company, Mail
from emitlib.vocabulary import Carrier, ChannelName, Journal, Outcome, Parcel, Probe, Session, Status
from emitlib.workspace import write_bytes

__all__ = ["MaildirChannel"]

_FOLDER = "maildir"


class MaildirChannel:
    """Mail that only looks as if it left: ``outbox/RUN/maildir``, readable with any mail reader.

    Args:
        settings: The mail settings.
        company: Whose messages.
        language: The language of the messages.
        sealer: Encrypts for clients with high security.
        fingerprint: Of the certificate that signs inside the envelopes; "" = not shown.
        signer_certificate: That certificate, PEM or DER; travels with encrypted mail. Empty = no page goes with it.
    """

    name = ChannelName.MAIL
    rehearsal = True

    def __init__(
        self,
        *,
        settings: Mail,
        company: Company,
        language: Language,
        sealer: Sealer,
        fingerprint: str = "",
        signer_certificate: bytes = b"",
    ) -> None:
        self.workers = settings.pace.connections
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
        """A worker's way into the Maildir; nothing is connected."""
        yield _MaildirSession()

    def probe(self, carrier: Carrier) -> Probe:
        """Whether the message lies in the Maildir."""
        return Probe.TAKEN if _arrived(carrier) else Probe.NOT_TAKEN


@dataclass(frozen=True, slots=True)
class _MaildirSession:
    def emit(self, carrier: Carrier, deliveries: Sequence[str], journal: Journal) -> None:
        data = read_frozen(carrier)
        evidence: Mapping[str, str] = {"host": _FOLDER, "phase": "write", "message_id": carrier.message_id}
        journal.begun(carrier, deliveries, evidence)
        status, reply = Status.REHEARSED, f"{_FOLDER}/new/{_file_name(carrier)}"
        try:
            if not _arrived(carrier):
                _deliver(carrier, data)
        except StoreError as err:
            if not _arrived(carrier):
                status, reply = Status.DEFERRED, err.message
        for delivery in deliveries:
            journal.settled(Outcome(delivery=delivery, status=status, reply=reply, host=_FOLDER, phase="write"))


def _file_name(carrier: Carrier) -> str:
    return f"{carrier.id}.emitlib"


def _deliver(carrier: Carrier, data: bytes) -> None:
    """By the Maildir rule: whole into ``tmp``, then one rename into ``new``."""
    maildir = carrier.folder / _FOLDER
    name = _file_name(carrier)
    write_bytes(maildir / "tmp" / name, data)
    try:
        for folder in ("new", "cur"):
            (maildir / folder).mkdir(exist_ok=True)
        (maildir / "tmp" / name).replace(maildir / "new" / name)
    except OSError as err:
        raise StoreError(
            "WRITE_FAILED",
            _("Could not write {path}: {reason}.").format(path=maildir / "new" / name, reason=err.strerror or err),
            _("Free some space or check the permissions, then try again; nothing was half-written."),
        ) from err


def _arrived(carrier: Carrier) -> bool:
    """Whether the message is in ``new``, or in ``cur`` where a reader put it with its flags after the name."""
    maildir = carrier.folder / _FOLDER
    name = _file_name(carrier)
    if (maildir / "new" / name).is_file():
        return True
    cur = maildir / "cur"
    if not cur.is_dir():
        return False
    with os.scandir(cur) as entries:
        return any(entry.name.startswith(name) for entry in entries)
