"""The rehearsal: messages go into a Maildir of the run's outbox, and nothing leaves."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from emitlib.channels.mail.frozen import read_frozen
from emitlib.channels.mail.transport import MailTransport
from emitlib.errors import StoreError
from emitlib.i18n import _
from emitlib.vocabulary import Carrier, Journal, Outcome, Probe, Session, Status
from emitlib.workspace import write_bytes

__all__ = ["MaildirChannel"]

_FOLDER = "maildir"


class MaildirChannel(MailTransport):
    """Mail that only looks as if it left: ``outbox/RUN/maildir``, readable with any mail reader."""

    rehearsal = True

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
