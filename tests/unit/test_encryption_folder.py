import ssl
from datetime import datetime
from pathlib import Path

import pytest
from channel_fixtures import (
    MADE_AT,
    RememberingJournal,
    list_files,
    make_client,
    make_document,
    make_parcel,
    small_pdf,
)
from msgspec.structs import replace

from emitlib.channels.encryption import FolderChannel
from emitlib.channels.opening import SIGNER_FILE
from emitlib.errors import CertificateError, InputError, StoreError
from emitlib.i18n import Language
from emitlib.vocabulary import Carrier, ChannelName, Outcome, Parcel, ParcelClient, Probe, Status, sha256_hex

_CERTIFICATE = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
_UUID = "00000000-0000-4000-8000-000000000001"
_XML, _PDF = f"A-1_{_UUID}.xml.p7m", f"A-1_{_UUID}.pdf.p7m"


def _inverted(data: bytes, client: ParcelClient, at: datetime) -> bytes:
    """A sealer that can be told from the plain bytes."""
    assert at == MADE_AT
    return client.key.encode() + b"|" + bytes(255 - byte for byte in data)


def _channel(*, rehearsal: bool = False, language: Language = "en") -> FolderChannel:
    return FolderChannel(
        sealer=_inverted, workers=3, rehearsal=rehearsal, signer_certificate=_CERTIFICATE, language=language
    )


def _parcel(folder: Path, *, client: ParcelClient | None = None, generation: int = 1) -> Parcel:
    document = make_document(folder, 1, pdf=small_pdf("invoice 1"))
    return make_parcel(ChannelName.ENCRYPT, [document], client=client, generation=generation)


def _emit(channel: FolderChannel, carrier: Carrier, journal: RememberingJournal) -> None:
    with channel.session() as session:
        session.emit(carrier, ["d1"], journal)


def test_freeze_encrypts_xml_and_pdf_and_writes_no_plain_byte(tmp_path: Path) -> None:
    parcel = _parcel(tmp_path / "documents")
    carrier = _channel().freeze(parcel, tmp_path / "outbox")
    xml = _inverted((tmp_path / "documents" / "1.xml").read_bytes(), parcel.client, MADE_AT)
    assert [file.name for file in carrier.files] == [f"frozen/c000001.{_XML}", f"frozen/c000001.{_PDF}"]
    assert carrier.files[0].sha256 == sha256_hex(xml)
    assert (carrier.target, carrier.client) == ("encrypted/7", "7")
    assert list_files(tmp_path / "outbox") == sorted(file.name for file in carrier.files)


def test_a_document_without_pdf_goes_alone(tmp_path: Path) -> None:
    parcel = make_parcel(ChannelName.ENCRYPT, [make_document(tmp_path / "documents", 1)])
    carrier = _channel().freeze(parcel, tmp_path / "outbox")
    assert [file.name for file in carrier.files] == [f"frozen/c000001.{_XML}"]


def test_emit_begins_before_any_file_appears_then_settles(tmp_path: Path) -> None:
    channel = _channel()
    carrier = channel.freeze(_parcel(tmp_path / "documents"), tmp_path / "outbox")
    journal = RememberingJournal(watched=tmp_path / "outbox" / "encrypted")
    assert channel.probe(carrier) is Probe.NOT_TAKEN
    _emit(channel, carrier, journal)
    xml, pdf = (file.sha256 for file in carrier.files)
    assert journal.begun_for == [("c000001", "d1")]
    assert journal.evidence == [{"target": "encrypted/7", _XML: xml, _PDF: pdf}]
    assert journal.files_at_begun == []
    assert list_files(tmp_path / "outbox" / "encrypted") == sorted(
        [f"7/{_XML}", f"7/{_PDF}", "7/README.txt", f"7/{SIGNER_FILE}"]
    )
    reply = f"{_XML} sha256 {xml}, {_PDF} sha256 {pdf}"
    assert journal.outcomes == [Outcome(delivery="d1", status=Status.WRITTEN, reply=reply, host="encrypted/7")]
    assert channel.probe(carrier) is Probe.TAKEN


def test_a_rehearsal_has_its_own_folder_says_so_and_ends_as_rehearsed(tmp_path: Path) -> None:
    channel = _channel(rehearsal=True)
    carrier = channel.freeze(_parcel(tmp_path / "documents"), tmp_path / "outbox")
    journal = RememberingJournal(watched=tmp_path)
    _emit(channel, carrier, journal)
    assert carrier.target == "rehearsal-encrypted/7"
    assert [outcome.status for outcome in journal.outcomes] == [Status.REHEARSED]
    text = (tmp_path / "outbox" / carrier.target / "README.txt").read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "REHEARSAL: NOTHING LEFT"


def test_nothing_leaves_when_begun_cannot_be_recorded(tmp_path: Path) -> None:
    channel = _channel()
    carrier = channel.freeze(_parcel(tmp_path / "documents"), tmp_path / "outbox")
    journal = RememberingJournal(watched=tmp_path, refuse=True)
    with pytest.raises(StoreError):
        _emit(channel, carrier, journal)
    assert list_files(tmp_path / "outbox" / "encrypted") == []
    assert journal.outcomes == []


def test_a_death_between_the_files_was_not_taken_and_the_next_emit_completes_it(tmp_path: Path) -> None:
    channel = _channel()
    carrier = channel.freeze(_parcel(tmp_path / "documents"), tmp_path / "outbox")
    folder = tmp_path / "outbox" / "encrypted" / "7"
    folder.mkdir(parents=True)
    (folder / _XML).write_bytes((tmp_path / "outbox" / carrier.files[0].name).read_bytes())
    written = (folder / _XML).stat().st_mtime_ns
    assert channel.probe(carrier) is Probe.NOT_TAKEN
    for _time in range(2):
        _emit(channel, carrier, RememberingJournal(watched=tmp_path))
        assert channel.probe(carrier) is Probe.TAKEN
    assert list_files(folder) == sorted([_XML, _PDF, "README.txt", SIGNER_FILE])
    assert (folder / _XML).stat().st_mtime_ns == written


def test_a_changed_final_file_was_not_taken(tmp_path: Path) -> None:
    channel = _channel()
    carrier = channel.freeze(_parcel(tmp_path / "documents"), tmp_path / "outbox")
    _emit(channel, carrier, RememberingJournal(watched=tmp_path))
    (tmp_path / "outbox" / "encrypted" / "7" / _PDF).write_bytes(b"cut")
    assert channel.probe(carrier) is Probe.NOT_TAKEN


def test_a_changed_frozen_file_is_refused_before_begun(tmp_path: Path) -> None:
    channel = _channel()
    carrier = channel.freeze(_parcel(tmp_path / "documents"), tmp_path / "outbox")
    (tmp_path / "outbox" / carrier.files[1].name).unlink()
    journal = RememberingJournal(watched=tmp_path)
    with pytest.raises(StoreError) as caught:
        _emit(channel, carrier, journal)
    assert caught.value.code == "FROZEN_CHANGED"
    assert journal.begun_for == []


def test_a_changed_document_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    parcel = _parcel(tmp_path / "documents")
    (tmp_path / "documents" / "1.pdf").write_bytes(b"other")
    with pytest.raises(InputError) as caught:
        _channel().freeze(parcel, tmp_path / "outbox")
    assert caught.value.code == "DOCUMENT_CHANGED"
    assert list_files(tmp_path / "outbox") == []
    assert _channel().unfit(parcel) == {}  # `freeze` says it, of a parcel of one


def test_of_several_documents_the_changed_one_is_unfit(tmp_path: Path) -> None:
    parcel = make_parcel(ChannelName.ENCRYPT, [make_document(tmp_path, 1), make_document(tmp_path, 2)])
    assert _channel().unfit(parcel) == {}
    (tmp_path / "2.xml").write_bytes(b"other")
    reasons = _channel().unfit(parcel)
    assert list(reasons) == ["d2"]
    assert reasons["d2"].startswith(f"{tmp_path / '2.xml'} ")


def test_a_sealer_that_gives_plain_bytes_is_refused(tmp_path: Path) -> None:
    channel = FolderChannel(
        sealer=lambda data, _client, _at: b"envelope:" + data,
        workers=1,
        rehearsal=False,
        signer_certificate=_CERTIFICATE,
        language="en",
    )
    document = make_document(tmp_path / "documents", 1)
    document.xml.write_bytes(b"<Comprobante>" + b" " * 40 + b"</Comprobante>")
    document = replace(document, xml_sha256=sha256_hex(document.xml.read_bytes()))
    with pytest.raises(CertificateError) as caught:
        channel.freeze(make_parcel(ChannelName.ENCRYPT, [document]), tmp_path / "outbox")
    assert caught.value.code == "NOT_ENCRYPTED"
    assert list_files(tmp_path / "outbox") == []


def test_documents_of_two_clients_never_share_a_parcel(tmp_path: Path) -> None:
    documents = [make_document(tmp_path, 1), make_document(tmp_path, 2)]
    parcel = make_parcel(ChannelName.ENCRYPT, documents)
    other = replace(parcel.items[1], client=make_client("8"))
    with pytest.raises(CertificateError) as caught:
        _channel().freeze(replace(parcel, items=(parcel.items[0], other)), tmp_path / "outbox")
    assert caught.value.code == "PARCEL_OF_SEVERAL"


def test_a_resend_never_takes_the_place_of_the_first(tmp_path: Path) -> None:
    channel = _channel()
    for generation in (1, 2):
        parcel = _parcel(tmp_path / "documents", generation=generation)
        carrier = channel.freeze(replace(parcel, id=f"c{generation}"), tmp_path / "outbox")
        _emit(channel, carrier, RememberingJournal(watched=tmp_path))
    resent = [f"A-1_{_UUID}_R2.{suffix}.p7m" for suffix in ("xml", "pdf")]
    folder = tmp_path / "outbox" / "encrypted" / "7"
    assert list_files(folder) == sorted([_XML, _PDF, *resent, "README.txt", SIGNER_FILE])


def test_hostile_client_keys_have_folders_of_their_own_inside_the_outbox(tmp_path: Path) -> None:
    channel = _channel()
    targets = []
    for number, key in enumerate(("../../x", "CON", "abc", "ABC", "a\r\nb", "/etc", "C:\\x")):
        parcel = _parcel(tmp_path / "documents", client=make_client(key))
        carrier = channel.freeze(replace(parcel, id=f"c{number}"), tmp_path / "outbox")
        _emit(channel, carrier, RememberingJournal(watched=tmp_path))
        targets.append(carrier.target.casefold())
    assert len(set(targets)) == 7
    folders = [path for path in (tmp_path / "outbox" / "encrypted").iterdir() if path.is_dir()]
    assert [len(list_files(folder)) for folder in folders] == [4] * 7
    assert sorted(path.name for path in tmp_path.iterdir()) == ["documents", "outbox"]


def test_a_der_certificate_lies_there_as_pem(tmp_path: Path) -> None:
    der = ssl.PEM_cert_to_DER_cert(_CERTIFICATE.decode())
    channel = FolderChannel(sealer=_inverted, workers=1, rehearsal=False, signer_certificate=der, language="en")
    carrier = channel.freeze(_parcel(tmp_path / "documents"), tmp_path / "outbox")
    _emit(channel, carrier, RememberingJournal(watched=tmp_path))
    assert (tmp_path / "outbox" / carrier.target / SIGNER_FILE).read_bytes() == _CERTIFICATE


def test_the_spanish_instructions_have_a_spanish_name(tmp_path: Path) -> None:
    channel = _channel(language="es")
    carrier = channel.freeze(_parcel(tmp_path / "documents"), tmp_path / "outbox")
    _emit(channel, carrier, RememberingJournal(watched=tmp_path))
    assert "LEEME.txt" in list_files(tmp_path / "outbox" / carrier.target)
