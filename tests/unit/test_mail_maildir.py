"""The rehearsal transport: deterministic, idempotent, and read by an ordinary Maildir reader."""

import mailbox
from pathlib import Path

import pytest
from mail_fixtures import MemoryJournal, document, factory, parcel

from emitlib.channels.mail import MaildirChannel
from emitlib.errors import StoreError
from emitlib.settings import Mail
from emitlib.vocabulary import Carrier, Channel, ChannelName, Probe, Status

BOTH = ["1>a@example.mx", "1>b@example.mx"]


def channel() -> MaildirChannel:
    return MaildirChannel(factory(settings=Mail()))


def frozen(folder: Path) -> Carrier:
    whole = parcel(document(folder), to=("a@example.mx", "b@example.mx"))
    return channel().freeze(whole, folder / "outbox" / "r1")


def emit(carrier: Carrier, journal: MemoryJournal) -> None:
    with channel().session() as session:
        session.emit(carrier, BOTH, journal)


def test_message_lands_whole_and_every_delivery_is_rehearsed(tmp_path: Path) -> None:
    made: Channel = channel()
    assert (made.name, made.rehearsal, made.workers) == (ChannelName.MAIL, True, 4)
    carrier = frozen(tmp_path)
    assert made.probe(carrier) is Probe.NOT_TAKEN
    journal = MemoryJournal()
    emit(carrier, journal)
    assert journal.begins == [tuple(BOTH)]
    assert journal.statuses == dict.fromkeys(BOTH, Status.REHEARSED)
    assert made.probe(carrier) is Probe.TAKEN
    reader = mailbox.Maildir(carrier.folder / "maildir", create=False)
    assert [message["Message-ID"] for message in reader] == ["<c1.r1@example.mx>"]
    new = carrier.folder / "maildir" / "new" / "c1.emitlib"
    assert new.read_bytes() == (carrier.folder / "frozen" / "c1.eml").read_bytes()
    assert list((carrier.folder / "maildir" / "tmp").iterdir()) == []


def test_second_time_and_after_a_reader_moved_it_there_is_still_one(tmp_path: Path) -> None:
    carrier = frozen(tmp_path)
    emit(carrier, MemoryJournal())
    emit(carrier, MemoryJournal())
    maildir = carrier.folder / "maildir"
    assert [path.name for path in (maildir / "new").iterdir()] == ["c1.emitlib"]
    (maildir / "new" / "c1.emitlib").rename(maildir / "cur" / "c1.emitlib;2,S")
    assert channel().probe(carrier) is Probe.TAKEN
    emit(carrier, MemoryJournal())
    assert list((maildir / "new").iterdir()) == []


def test_nothing_lands_when_begun_cannot_be_made_durable(tmp_path: Path) -> None:
    carrier = frozen(tmp_path)
    journal = MemoryJournal(refuses=True)
    with pytest.raises(StoreError):
        emit(carrier, journal)
    assert channel().probe(carrier) is Probe.NOT_TAKEN
    assert journal.outcomes == {}


def test_what_cannot_be_written_is_deferred(tmp_path: Path) -> None:
    carrier = frozen(tmp_path)
    (carrier.folder / "maildir").write_bytes(b"a file in the way")
    journal = MemoryJournal()
    emit(carrier, journal)
    assert journal.statuses == dict.fromkeys(BOTH, Status.DEFERRED)


def test_changed_frozen_bytes_do_not_leave(tmp_path: Path) -> None:
    carrier = frozen(tmp_path)
    (carrier.folder / "frozen" / "c1.eml").write_bytes(b"changed")
    journal = MemoryJournal()
    with pytest.raises(StoreError) as caught:
        emit(carrier, journal)
    assert caught.value.code == "FROZEN_CHANGED"
    assert journal.begins == []
