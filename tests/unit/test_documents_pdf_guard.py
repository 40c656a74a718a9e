"""The wrong-envelope guard: which UUID a PDF shows, in text or in its QR code."""

import io
from contextlib import closing
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.pdfgen.canvas import Canvas

from emitlib.documents import PdfAnswer, PdfCheck, PdfQuestion, check_new_pdfs, check_pdf, check_pdfs, read_document
from emitlib.documents.shown_uuids import find_uuids, shows_uuid
from emitlib.vocabulary import sha256_hex

SAMPLES = Path(__file__).parents[2] / "data" / "samples" / "documents" / "2026-10"
OWN = "22C0C9B2-B174-4EB5-8D22-1B6745181E2A"
OTHER = "B546B5D5-353F-4A64-9690-4F858480572E"
THIRD = "051E268D-3FCE-43A0-8B1D-177554B4A79C"

UUIDS = st.uuids().map(lambda value: str(value).upper())


def pdf(*pages: str, qr: str = "", rotate: int = 0) -> bytes:
    """A PDF with a line of text a page, and a QR code drawn on the last one as a scan would show it."""
    data = io.BytesIO()
    canvas = Canvas(data, invariant=1)
    for number, text in enumerate(pages, start=1):
        for line, part in enumerate(text.split("\n")):
            canvas.drawString(72, 720 - 14 * line, part)
        if qr and number == len(pages):
            code = QrCodeWidget(_address(qr), barWidth=100, barHeight=100)
            drawing = Drawing(100, 100)
            drawing.add(code)
            renderPDF.draw(drawing, canvas, 72, 300)
        if rotate:
            canvas.setPageRotation(rotate)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def _address(uuid: str) -> str:
    return (
        f"https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx?id={uuid}"
        "&re=EKU9003173C9&rr=XAXX010101000&tt=0000001160.00&fe=c2VsbG8="
    )


@pytest.mark.parametrize(
    "text",
    [
        OWN,
        OWN.lower(),
        f"Folio fiscal: {OWN} Fecha 2026-10-31",
        "22C0C9B2-B174-4EB5-\n8D22-1B6745181E2A",
        "22C0C9B2-B174-\n4EB58D22-1B6745181E2A",
        "2 2 C 0 C 9 B 2 - B 1 7 4 - 4 E B 5 - 8 D 2 2 - 1 B 6 7 4 5 1 8 1 E 2 A",
        "22C0C9B2B1744EB58D221B6745181E2A",
        f"{OWN} relacionado con {OTHER}",
    ],
)
def test_a_pdf_that_shows_the_uuid_matches(text: str) -> None:
    assert check_pdf(pdf(text), uuids={OWN}).answer is PdfAnswer.MATCHES


def test_further_uuids_are_told() -> None:
    check = check_pdf(pdf(f"{OTHER} {OWN}", THIRD), uuids={OWN})
    assert check == PdfCheck(answer=PdfAnswer.MATCHES, pages=2, others=(OTHER, THIRD))


def test_a_uuid_on_the_last_of_many_pages_is_found() -> None:
    check = check_pdf(pdf(*["Concepto"] * 30, OWN), uuids={OWN})
    assert (check.answer, check.pages) == (PdfAnswer.MATCHES, 31)


def test_a_turned_page_is_read() -> None:
    assert check_pdf(pdf(OWN, rotate=90), uuids={OWN}).answer is PdfAnswer.MATCHES


def test_a_pdf_of_another_document_is_different() -> None:
    check = check_pdf(pdf(f"Folio fiscal {OTHER}"), uuids={OWN})
    assert check == PdfCheck(answer=PdfAnswer.DIFFERENT, pages=1, others=(OTHER,))


def test_a_scan_is_known_by_its_qr_code() -> None:
    scan = pdf("", qr=OWN)
    assert check_pdf(scan, uuids={OWN}).answer is PdfAnswer.MATCHES
    assert check_pdf(scan, uuids={OTHER}) == PdfCheck(answer=PdfAnswer.DIFFERENT, pages=1, others=(OWN,))


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_a_scanned_sheet_is_known_by_its_qr_code(dpi: int) -> None:
    sample = SAMPLES / "FA0001001.pdf"
    uuid = str(read_document(sample.with_suffix(".xml")).uuid)
    with closing(pypdfium2.PdfDocument(sample)) as printed, closing(printed[0]) as page:
        picture = page.render(scale=dpi / 72, grayscale=True).to_pil()
    scan = io.BytesIO()
    picture.save(scan, "PDF", resolution=dpi)
    assert check_pdf(scan.getvalue(), uuids={uuid}).answer is PdfAnswer.MATCHES


def test_the_qr_code_decides_where_the_text_shows_related_uuids_only() -> None:
    assert check_pdf(pdf(f"UUID relacionado {OTHER}", qr=OWN), uuids={OWN}).answer is PdfAnswer.MATCHES


def test_a_scan_of_two_pages_has_its_code_on_the_last() -> None:
    assert check_pdf(pdf("", "", qr=OWN), uuids={OWN}).answer is PdfAnswer.MATCHES


def test_a_page_of_the_size_of_a_wall_is_drawn_smaller() -> None:
    with pikepdf.open(io.BytesIO(pdf("", qr=OWN))) as large:
        large.pages[0].obj.MediaBox = pikepdf.Array([0, 0, 14_400, 14_400])
        data = io.BytesIO()
        large.save(data)
    assert check_pdf(data.getvalue(), uuids={OWN}).pages == 1


def test_what_shows_nothing_is_unreadable() -> None:
    assert check_pdf(pdf("Factura A-1 de octubre"), uuids={OWN}) == PdfCheck(answer=PdfAnswer.UNREADABLE, pages=1)


def test_a_pdf_behind_a_password_is_unreadable() -> None:
    with pikepdf.open(io.BytesIO(pdf(OWN))) as open_pdf:
        data = io.BytesIO()
        open_pdf.save(data, encryption=pikepdf.Encryption(owner="dueño", user="secreto"))
    assert check_pdf(data.getvalue(), uuids={OWN}) == PdfCheck(answer=PdfAnswer.UNREADABLE)


def test_a_pdf_that_may_only_not_be_changed_is_read() -> None:
    with pikepdf.open(io.BytesIO(pdf(OWN))) as open_pdf:
        data = io.BytesIO()
        open_pdf.save(data, encryption=pikepdf.Encryption(owner="dueño", user=""))
    assert check_pdf(data.getvalue(), uuids={OWN}).answer is PdfAnswer.MATCHES


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"<html>Error 500</html>", pdf(OWN)[:200]])
def test_a_damaged_pdf_is_unreadable(data: bytes) -> None:
    assert check_pdf(data, uuids={OWN}) == PdfCheck(answer=PdfAnswer.UNREADABLE)


def test_an_acuse_must_show_all_that_it_answers_for() -> None:
    assert check_pdf(pdf(f"{OWN} {OTHER}"), uuids={OWN, OTHER}).answer is PdfAnswer.MATCHES
    assert check_pdf(pdf(OWN), uuids={OWN, OTHER}).answer is PdfAnswer.DIFFERENT


def test_numbers_and_seals_are_no_uuids() -> None:
    text = "Certificado 30001000000500003416 CLABE 002010077777777771 " + "0123456789ABCDEF" * 6 + "=="
    assert find_uuids(text) == []


@pytest.mark.parametrize("mark", ["\u00ad", "\u2010", "\u2011", "\u2013", "\u2212", "\ufffe", "\x02", "-\r\n", " - "])
def test_other_hyphens_are_hyphens(mark: str) -> None:
    text = OWN.replace("-", mark)
    assert (shows_uuid(text, OWN), find_uuids(text)) == (True, [OWN])


@given(UUIDS, st.lists(st.sampled_from(["", "\n", " ", "\r\n", "\u200b"]), min_size=36, max_size=36))
def test_blanks_anywhere_do_not_hide_a_uuid(uuid: str, gaps: list[str]) -> None:
    text = "".join(mark + gap for mark, gap in zip(uuid, gaps, strict=True))
    assert (shows_uuid(text, uuid), find_uuids(text)) == (True, [uuid])


@given(UUIDS, UUIDS)
def test_one_uuid_is_not_taken_for_another(shown: str, asked: str) -> None:
    assert shows_uuid(f"UUID {shown}.", asked) is (shown == asked)


def _question(path: Path, data: bytes, uuid: str = OWN) -> PdfQuestion:
    path.write_bytes(data)
    return PdfQuestion(path, sha256_hex(data), frozenset({uuid}))


def test_a_pdf_changed_since_the_index_is_not_looked_at(tmp_path: Path) -> None:
    question = _question(tmp_path / "a.pdf", pdf(OWN))
    question.path.write_bytes(pdf(f"{OWN} otra"))
    assert check_pdfs([question]) == [PdfCheck(answer=PdfAnswer.UNREADABLE)]


def test_what_was_seen_once_is_not_opened_again(tmp_path: Path) -> None:
    question = _question(tmp_path / "a.pdf", pdf(f"{OWN} {OTHER}"))
    cache = tmp_path / "plans" / ".pdf-guard.json"
    first = check_new_pdfs([question], cache=cache)
    question.path.unlink()
    assert check_new_pdfs([question, question], cache=cache) == first * 2
    assert first == [PdfCheck(answer=PdfAnswer.MATCHES, pages=1, others=(OTHER,))]


def test_the_same_pdf_beside_another_xml_is_another_question(tmp_path: Path) -> None:
    cache = tmp_path / "seen.json"
    data = pdf(OWN)
    check_new_pdfs([_question(tmp_path / "a.pdf", data)], cache=cache)
    (check,) = check_new_pdfs([_question(tmp_path / "a.pdf", data, OTHER)], cache=cache)
    assert check.answer is PdfAnswer.DIFFERENT


@pytest.mark.parametrize(
    "damage", ["", "[]", '{"version": 0, "pdfs": {}}', '{"version": 1, "pdfs": {"x": 3}}', "\x00"]
)
def test_a_damaged_memory_is_made_anew(tmp_path: Path, damage: str) -> None:
    cache = tmp_path / "seen.json"
    cache.write_text(damage, encoding="utf-8")
    (check,) = check_new_pdfs([_question(tmp_path / "a.pdf", pdf(OWN))], cache=cache)
    assert check.answer is PdfAnswer.MATCHES
