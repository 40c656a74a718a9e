import io
import pickle
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
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

from emitlib.channels.printing import SpoolChannel, UnprintableError
from emitlib.errors import InputError, PrintError, StoreError
from emitlib.settings import Company
from emitlib.vocabulary import Carrier, ChannelName, Outcome, Parcel, Probe, Status

_STAMP = re.compile(rb"\((piece \d+ of \d+)\) Tj")


def _no_render(xml: Path) -> bytes:
    raise AssertionError(f"nothing is to be rendered: {xml}")


def _channel(*, rehearsal: bool = False, render: Callable[[Path], bytes] = _no_render) -> SpoolChannel:
    company = Company(rfc="EKU9003173C9", name="ESCUELA KEMPER URGATE")
    return SpoolChannel(company=company, language="en", render=render, fingerprint="AB:CD", rehearsal=rehearsal)


def _parcel(folder: Path, count: int) -> Parcel:
    """`count` pieces; every third has two pages."""
    documents = [
        make_document(folder, number, pdf=small_pdf(f"invoice {number}", pages=2 if number % 3 == 0 else 1))
        for number in range(1, count + 1)
    ]
    return make_parcel(ChannelName.PRINT, documents)


def _frozen(carrier: Carrier) -> Path:
    return carrier.folder / carrier.files[0].name


def _contents(page: pikepdf.Page) -> bytes:
    page.contents_coalesce()
    return page.obj.Contents.read_bytes()


def _stamps(pdf: pikepdf.Pdf) -> list[list[bytes]]:
    return [_STAMP.findall(_contents(page)) for page in pdf.pages]


def _encrypted_pdf(password: str) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.Pdf.open(io.BytesIO(small_pdf("secret"))) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="owner", user=password))
    return buffer.getvalue()


def _empty_pdf() -> bytes:
    buffer = io.BytesIO()
    with pikepdf.Pdf.new() as pdf:
        pdf.save(buffer)
    return buffer.getvalue()


def _broken_stream_pdf() -> bytes:
    """A sound file whose page content cannot be unpacked."""
    buffer = io.BytesIO()
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].Contents = pikepdf.Stream(pdf, b"not deflated", Filter=pikepdf.Name.FlateDecode)
        pdf.save(buffer, compress_streams=False)
    return buffer.getvalue()


def test_a_pack_of_200_pieces_has_its_pages_stamps_and_bookmarks(tmp_path: Path) -> None:
    parcel = _parcel(tmp_path / "documents", 200)
    carrier = _channel().freeze(parcel, tmp_path / "outbox")
    with pikepdf.Pdf.open(_frozen(carrier)) as pdf:
        pages = [number for number in range(1, 201) for _page in range(2 if number % 3 == 0 else 1)]
        expected = [[f"piece {number} of 200".encode()] for number in pages]
        assert len(pages) == 266
        assert _stamps(pdf) == [[]] * 5 + expected
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
            destination = outline.root[200].destination
        assert len(titles) == 201
        assert titles[:2] == ["Cover", "1 · A-1 · 7 CLIENTE DE PRUEBA"]
        assert titles[200] == "200 · A-200 · 7 CLIENTE DE PRUEBA"
        assert isinstance(destination, pikepdf.Array)
        assert pikepdf.Page(destination[0]).index == len(pdf.pages) - 1


def test_the_carrier_describes_the_pack(tmp_path: Path) -> None:
    parcel = _parcel(tmp_path / "documents", 2)
    carrier = _channel().freeze(parcel, tmp_path / "outbox")
    assert carrier.target == "packs/pack-c000001.pdf"
    assert carrier.client == "7"
    assert [item.delivery for item in carrier.items] == ["d1", "d2"]
    assert [file.name for file in carrier.files] == ["frozen/c000001.pdf"]
    assert carrier.files[0].size == _frozen(carrier).stat().st_size
    assert list_files(tmp_path / "outbox") == ["frozen/c000001.pdf"]


def test_a_route_names_the_pack_and_several_clients_leave_it_without_one(tmp_path: Path) -> None:
    parcel = _parcel(tmp_path / "documents", 2)
    clients = (make_client("7", route="../Norte"), make_client("8", route="../Norte"))
    items = tuple(replace(item, client=client) for item, client in zip(parcel.items, clients, strict=True))
    carrier = _channel().freeze(replace(parcel, items=items), tmp_path / "outbox")
    assert carrier.target == "packs/pack-=2e=2e=2fN_orte-c000001.pdf"
    assert carrier.client == ""


def test_the_cover_names_company_pack_and_pieces(tmp_path: Path) -> None:
    carrier = _channel().freeze(_parcel(tmp_path / "documents", 3), tmp_path / "outbox")
    with pikepdf.Pdf.open(_frozen(carrier)) as pdf:
        drawn = re.findall(rb"\((.*?)\) Tj", _contents(pdf.pages[0]))
    facts = (b"ESCUELA KEMPER URGATE", b"pack-c000001.pdf", b"r1", b"A-3", b"00000000-0000-4000-8000-000000000003")
    assert [fact for fact in facts if fact not in drawn] == []
    assert MADE_AT.isoformat(sep=" ", timespec="minutes").encode() in drawn
    assert b"Cover 1 of 1" in drawn


def test_the_same_parcel_gives_the_same_bytes(tmp_path: Path) -> None:
    parcel = _parcel(tmp_path / "documents", 3)
    first = _channel().freeze(parcel, tmp_path / "one")
    second = _channel().freeze(parcel, tmp_path / "two")
    assert first.files == second.files


def test_a_pack_is_printed_on_one_side(tmp_path: Path) -> None:
    carrier = _channel().freeze(_parcel(tmp_path / "documents", 1), tmp_path / "outbox")
    with pikepdf.Pdf.open(_frozen(carrier)) as pdf:
        assert pdf.Root.ViewerPreferences.Duplex == pikepdf.Name.Simplex


def test_only_a_rehearsal_is_watermarked_on_every_page(tmp_path: Path) -> None:
    parcel = _parcel(tmp_path / "documents", 3)
    mark = b"(REHEARSAL: NOTHING LEFT) Tj"
    rehearsal = _channel(rehearsal=True).freeze(parcel, tmp_path / "rehearsal")
    real = _channel().freeze(parcel, tmp_path / "real")
    assert rehearsal.target == "rehearsal-packs/pack-c000001.pdf"
    with pikepdf.Pdf.open(_frozen(rehearsal)) as pdf:
        assert [_contents(page).count(mark) for page in pdf.pages] == [1, 1, 1, 1, 1]
    with pikepdf.Pdf.open(_frozen(real)) as pdf:
        assert [_contents(page).count(mark) for page in pdf.pages] == [0, 0, 0, 0, 0]


def test_emit_begins_before_the_pack_appears_then_settles_each_piece(tmp_path: Path) -> None:
    channel = _channel()
    carrier = channel.freeze(_parcel(tmp_path / "documents", 2), tmp_path / "outbox")
    journal = RememberingJournal(watched=tmp_path / "outbox" / "packs")
    assert channel.probe(carrier) is Probe.NOT_TAKEN
    with channel.session() as session:
        session.emit(carrier, ["d1", "d2"], journal)
    sha256 = carrier.files[0].sha256
    assert journal.begun_for == [("c000001", "d1", "d2")]
    assert journal.evidence == [{"target": "packs/pack-c000001.pdf", "sha256": sha256}]
    assert journal.files_at_begun == []
    assert list_files(tmp_path / "outbox" / "packs") == ["pack-c000001.pdf"]
    assert journal.outcomes == [
        Outcome(delivery=delivery, status=Status.SPOOLED, reply=f"sha256 {sha256}", host="packs/pack-c000001.pdf")
        for delivery in ("d1", "d2")
    ]
    assert channel.probe(carrier) is Probe.TAKEN


def test_a_rehearsal_ends_as_rehearsed(tmp_path: Path) -> None:
    channel = _channel(rehearsal=True)
    carrier = channel.freeze(_parcel(tmp_path / "documents", 1), tmp_path / "outbox")
    journal = RememberingJournal(watched=tmp_path / "outbox")
    with channel.session() as session:
        session.emit(carrier, ["d1"], journal)
    assert [outcome.status for outcome in journal.outcomes] == [Status.REHEARSED]
    assert list_files(tmp_path / "outbox") == ["frozen/c000001.pdf", "rehearsal-packs/pack-c000001.pdf"]


def test_nothing_leaves_when_begun_cannot_be_recorded(tmp_path: Path) -> None:
    channel = _channel()
    carrier = channel.freeze(_parcel(tmp_path / "documents", 1), tmp_path / "outbox")
    journal = RememberingJournal(watched=tmp_path / "outbox", refuse=True)
    with channel.session() as session, pytest.raises(StoreError):
        session.emit(carrier, ["d1"], journal)
    assert list_files(tmp_path / "outbox") == ["frozen/c000001.pdf"]
    assert journal.outcomes == []


def test_a_cut_copy_was_not_taken_and_is_mended_by_the_next_emit(tmp_path: Path) -> None:
    channel = _channel()
    carrier = channel.freeze(_parcel(tmp_path / "documents", 1), tmp_path / "outbox")
    final = tmp_path / "outbox" / carrier.target
    final.parent.mkdir()
    final.write_bytes(_frozen(carrier).read_bytes()[:100])
    assert channel.probe(carrier) is Probe.NOT_TAKEN
    for _time in range(2):
        with channel.session() as session:
            session.emit(carrier, ["d1"], RememberingJournal(watched=tmp_path))
    assert final.read_bytes() == _frozen(carrier).read_bytes()
    assert list_files(final.parent) == ["pack-c000001.pdf"]


def test_a_changed_frozen_pack_is_refused_before_begun(tmp_path: Path) -> None:
    channel = _channel()
    carrier = channel.freeze(_parcel(tmp_path / "documents", 1), tmp_path / "outbox")
    _frozen(carrier).write_bytes(b"other")
    journal = RememberingJournal(watched=tmp_path)
    with channel.session() as session, pytest.raises(StoreError) as caught:
        session.emit(carrier, ["d1"], journal)
    assert caught.value.code == "FROZEN_CHANGED"
    assert journal.begun_for == []


def test_a_pack_with_a_piece_that_is_no_longer_open_is_refused_before_begun(tmp_path: Path) -> None:
    channel = _channel()
    carrier = channel.freeze(_parcel(tmp_path / "documents", 2), tmp_path / "outbox")
    journal = RememberingJournal(watched=tmp_path)
    with channel.session() as session, pytest.raises(PrintError) as caught:
        session.emit(carrier, ["d1"], journal)
    assert caught.value.code == "PACK_OF_OTHERS"
    assert journal.begun_for == []


@pytest.mark.parametrize(
    ("pdf", "reason"),
    [
        (b"", "it is damaged"),
        (b"<html>not a PDF</html>", "it is damaged"),
        (small_pdf("cut")[:-200], "it is damaged"),
        (_broken_stream_pdf(), "it is damaged"),
        (_encrypted_pdf("secret"), "it is protected by a password"),
        (_empty_pdf(), "it has no pages"),
    ],
    ids=["empty file", "html", "cut", "broken stream", "password", "no pages"],
)
def test_a_pdf_that_cannot_be_printed_is_named_and_the_others_print(tmp_path: Path, pdf: bytes, reason: str) -> None:
    channel = _channel()
    good = make_document(tmp_path / "documents", 1, pdf=small_pdf("good"))
    bad = make_document(tmp_path / "documents", 2, pdf=pdf)
    parcel = make_parcel(ChannelName.PRINT, [good, bad])
    with pytest.raises(UnprintableError) as caught:
        channel.freeze(parcel, tmp_path / "outbox")
    assert (caught.value.code, caught.value.delivery) == ("PDF_UNREADABLE", "d2")
    assert f"The PDF of A-2 cannot be printed: {reason} ({bad.pdf})." == caught.value.message
    assert list_files(tmp_path / "outbox") == []
    assert channel.unfit(parcel) == {"d2": str(caught.value)}
    rest = replace(parcel, items=parcel.items[:1])
    assert channel.unfit(rest) == {}
    assert len(channel.freeze(rest, tmp_path / "outbox").items) == 1


def test_an_owner_password_alone_does_not_stop_the_print(tmp_path: Path) -> None:
    parcel = make_parcel(ChannelName.PRINT, [make_document(tmp_path, 1, pdf=_encrypted_pdf(""))])
    assert _channel().unfit(parcel) == {}


def test_a_changed_or_missing_document_is_refused(tmp_path: Path) -> None:
    parcel = _parcel(tmp_path / "documents", 2)
    (tmp_path / "documents" / "1.pdf").write_bytes(small_pdf("another invoice"))
    (tmp_path / "documents" / "2.pdf").unlink()
    codes = {}
    for item in parcel.items:
        with pytest.raises(UnprintableError) as caught:
            _channel().freeze(replace(parcel, items=(item,)), tmp_path / "outbox")
        codes[caught.value.delivery] = caught.value.code
    assert codes == {"d1": "DOCUMENT_CHANGED", "d2": "DOCUMENT_MISSING"}
    assert sorted(_channel().unfit(parcel)) == ["d1", "d2"]


def test_a_document_without_pdf_is_rendered_once_from_its_checked_xml(tmp_path: Path) -> None:
    rendered: list[Path] = []

    def render(xml: Path) -> bytes:
        rendered.append(xml)
        return small_pdf(xml.stem, pages=3)

    channel = _channel(render=render)
    document = make_document(tmp_path / "documents", 1)
    parcel = make_parcel(ChannelName.PRINT, [document])
    assert channel.unfit(parcel) == {}
    carrier = channel.freeze(parcel, tmp_path / "outbox")
    assert rendered == [document.xml]
    with pikepdf.Pdf.open(_frozen(carrier)) as pdf:
        assert _stamps(pdf) == [[], [b"piece 1 of 1"], [b"piece 1 of 1"], [b"piece 1 of 1"]]
    document.xml.write_bytes(b"<other/>")
    with pytest.raises(UnprintableError) as caught:
        channel.freeze(parcel, tmp_path / "outbox")
    assert caught.value.code == "DOCUMENT_CHANGED"


def test_a_document_that_cannot_be_rendered_is_named(tmp_path: Path) -> None:
    def render(xml: Path) -> bytes:
        raise InputError("NO_FORM", f"{xml.name} has no printed form.")

    parcel = make_parcel(ChannelName.PRINT, [make_document(tmp_path, 1)])
    with pytest.raises(UnprintableError) as caught:
        _channel(render=render).freeze(parcel, tmp_path / "outbox")
    assert (caught.value.code, caught.value.delivery) == ("NO_FORM", "d1")


def test_201_pieces_are_too_many(tmp_path: Path) -> None:
    parcel = make_parcel(ChannelName.PRINT, [make_document(tmp_path, 1)] * 201)
    with pytest.raises(PrintError) as caught:
        _channel().freeze(parcel, tmp_path / "outbox")
    assert caught.value.code == "PACK_TOO_LARGE"


def test_an_unprintable_error_travels_between_processes() -> None:
    error = pickle.loads(pickle.dumps(UnprintableError("PDF_UNREADABLE", "what", "do", "d9")))
    assert (error.code, error.message, error.hint, error.delivery) == ("PDF_UNREADABLE", "what", "do", "d9")
    assert error.args == ("PDF_UNREADABLE", "what", "do", "d9")
