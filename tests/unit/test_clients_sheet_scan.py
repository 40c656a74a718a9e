from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emitlib.clients.sheet_scan import OddCell, cell_styles, odd_cells, row_windows, scan_sheet, used_extent

PLAIN = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>t="e" &lt;f></t></is></c><c r="AC1" s="4"/></row>'
    '<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2"><f>1+1</f><v>2</v></c><c r="C2"><f>1+1</f></c></row>'
    '<row r="30"><c s="7" r="A30"><f>"x"</f><v></v></c><c r="B30" t="str"><f>""</f><v></v></c>'
    '<c r="C30" t="e"><f>NA()</f><v>#REF!</v></c></row></sheetData></worksheet>'
)
PREFIXED = PLAIN.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:").replace("xmlns=", "xmlns:x=")
ODD = [
    OddCell(row=2, column=0, error="#N/A"),
    OddCell(row=2, column=2, error=""),
    OddCell(row=30, column=0, error=""),
    OddCell(row=30, column=2, error="#REF!"),
]


@pytest.mark.parametrize("sheet", [PLAIN, PREFIXED])
def test_one_pass_finds_the_extent_and_the_odd_cells(sheet: str) -> None:
    scan = scan_sheet(BytesIO(sheet.encode()))
    assert (scan.rows, scan.columns, scan.suspect, scan.regular) == (30, 29, True, True)
    assert scan.odd == ODD
    assert list(odd_cells(BytesIO(sheet.encode()))) == ODD
    assert used_extent(BytesIO(sheet.encode())) == (30, 3)


@pytest.mark.parametrize("regular", [True, False])
def test_styles_of_a_column(regular: bool) -> None:
    assert cell_styles(BytesIO(PLAIN.encode()), letters="A", regular=regular) == {1: 0, 2: 0, 30: 7}
    assert cell_styles(BytesIO(PLAIN.encode()), letters="AC", regular=regular) == {1: 4}


def test_cells_without_references_are_left_to_the_slow_pass() -> None:
    sheet = b'<worksheet xmlns="x"><sheetData><row><c t="e"><v>#N/A</v></c></row></sheetData></worksheet>'
    scan = scan_sheet(BytesIO(sheet))
    assert (scan.suspect, scan.regular, scan.odd) == (True, False, [])
    assert list(odd_cells(BytesIO(sheet))) == [OddCell(row=1, column=0, error="#N/A")]


class Dribble(BytesIO):
    """Gives a few bytes at a time, as a slow disk does."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 0, 7))


@given(st.lists(st.sampled_from(["<row>", "</row>", "<c>", "text", "row>"]), max_size=60))
def test_windows_lose_no_byte_and_end_with_rows(pieces: list[str]) -> None:
    sheet = "".join(["<worksheet>", *pieces]).encode()
    windows = list(row_windows(Dribble(sheet)))
    assert b"".join(windows) == sheet
    assert all(window.endswith(b"</row>") for window in windows[:-1])
