"""The workbook of a report in another program: LibreOffice shows the data, and computes none of it."""

import shutil
import subprocess
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import missing
from lxml import etree

from emitlib.reports.sheets import Column, Kind, SheetBook

DATA = ["=cmd|' /C calc'!A0", "@SUM(1;1)", "+1", "-1+2", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "=HYPERLINK(A1)"]
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


@pytest.fixture
def opened(tmp_path: Path) -> etree._Element:
    """A workbook of hostile texts and typed values, as LibreOffice holds it."""
    soffice = shutil.which("soffice")
    if soffice is None:
        missing("LibreOffice", "apt-get install libreoffice-calc")
    columns = [
        Column(title="=title"),
        Column(title="when", kind=Kind.TIME),
        Column(title="day", kind=Kind.DAY),
        Column(title="total", kind=Kind.MONEY),
        Column(title="count", kind=Kind.COUNT),
    ]
    typed = (datetime(2026, 10, 31, 18, 5, tzinfo=UTC), date(2026, 10, 5), Decimal("1116.50"), 1234)
    with SheetBook(tmp_path / "a.xlsx") as book:
        book.add("Hoja", columns, [[text, *typed] for text in DATA], note="=1+1")
    command = [soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "fods", "--outdir", str(tmp_path), str(tmp_path / "a.xlsx")]
    subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    return etree.parse(tmp_path / "a.fods").getroot()


def test_no_text_from_data_is_a_formula(opened: etree._Element) -> None:
    cells = list(opened.iter(f"{TABLE}table-cell"))
    assert [cell.attrib for cell in cells if cell.get(f"{TABLE}formula") is not None] == []
    shown = ["\n".join("".join(map(str, line.itertext())) for line in cell.iter(f"{TEXT}p")) for cell in cells]
    for text in DATA:
        assert any(value.startswith("'") and text.strip() in value for value in shown), text


def test_dates_and_numbers_are_typed_and_filtered(opened: etree._Element) -> None:
    rows = list(opened.iter(f"{TABLE}table-row"))
    cells = list(rows[2].iter(f"{TABLE}table-cell"))[1:5]
    assert [cell.get(f"{OFFICE}value-type") for cell in cells] == ["date", "date", "float", "float"]
    assert cells[0].get(f"{OFFICE}date-value") == "2026-10-31T18:05:00"
    assert cells[1].get(f"{OFFICE}date-value") == "2026-10-05"
    assert [cell.get(f"{OFFICE}value") for cell in cells[2:]] == ["1116.5", "1234"]
    (area,) = opened.iter(f"{TABLE}database-range")
    assert area.get(f"{TABLE}display-filter-buttons") == "true"
    assert str(area.get(f"{TABLE}target-range-address")).endswith("A2:Hoja.E11")
