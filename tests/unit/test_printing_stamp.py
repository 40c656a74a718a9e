import re

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from emitlib.channels.printing.stamp import Stamp, sheet_of

_MATRIX = re.compile(rb"q ([-\d. ]+) cm BT")


def _page(*, box: list[int], rotate: int, crop: list[int] | None = None) -> tuple[pikepdf.Pdf, pikepdf.Page]:
    pdf = pikepdf.Pdf.new()
    page = pdf.add_blank_page()
    page.obj.MediaBox = Array(box)
    page.obj.Rotate = rotate
    if crop:
        page.obj.CropBox = Array(crop)
    return pdf, page


@pytest.mark.parametrize(
    ("rotate", "size", "matrix"),
    [
        (0, (300, 500), b"1 0 0 1 10 20"),
        (90, (500, 300), b"0 1 -1 0 310 20"),
        (180, (300, 500), b"-1 0 0 -1 310 520"),
        (270, (500, 300), b"0 -1 1 0 10 520"),
        (-90, (500, 300), b"0 -1 1 0 10 520"),
        (450, (500, 300), b"0 1 -1 0 310 20"),
    ],
)
def test_a_stamp_stands_at_the_bottom_as_the_reader_sees_it(
    rotate: int, size: tuple[float, float], matrix: bytes
) -> None:
    pdf, page = _page(box=[10, 20, 310, 520], rotate=rotate)
    sheet = sheet_of(page)
    Stamp(pdf).apply(page, "piece 1 of 1")
    page.contents_coalesce()
    assert (sheet.width, sheet.height) == size
    assert _MATRIX.findall(page.obj.Contents.read_bytes()) == [matrix]


def test_the_crop_box_is_what_the_reader_sees() -> None:
    _pdf, page = _page(box=[0, 0, 612, 792], crop=[100, 100, 400, 500], rotate=0)
    assert sheet_of(page).matrix == (1, 0, 0, 1, 100, 100)


def test_pages_that_share_resources_keep_them() -> None:
    pdf = pikepdf.Pdf.new()
    shared = pdf.make_indirect(Dictionary(Font=Dictionary(F1=Dictionary(Type=Name.Font))))
    stamp = Stamp(pdf)
    for number in (1, 2):
        page = pdf.add_blank_page()
        page.obj.Resources = shared
        stamp.apply(page, f"piece {number} of 2")
    assert [sorted(page.obj.Resources.Font.keys()) for page in pdf.pages] == [["/EmitlibText", "/F1"]] * 2


def test_signs_of_pdf_strings_are_escaped() -> None:
    pdf, page = _page(box=[0, 0, 612, 792], rotate=0)
    Stamp(pdf).apply(page, "a (b) \\ ñ 中")
    page.contents_coalesce()
    assert b"(a \\(b\\) \\\\ \xf1 ?) Tj" in page.obj.Contents.read_bytes()
