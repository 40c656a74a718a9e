import io
import zipfile
from pathlib import Path

import pytest
from clients_fixtures import good, write_master, write_rows

from emitlib.clients import container, read_master, table
from emitlib.errors import InputError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_master(path)
    assert str(path) in caught.value.message
    assert caught.value.hint != ""
    return caught.value.code


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def repacked(source: Path, target: Path, **changes: bytes) -> Path:
    with zipfile.ZipFile(source) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return packed(target, {name: changes.get(Path(name).stem, content) for name, content in parts.items()})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "MASTER_EMPTY"),
        (b" \r\n", "MASTER_EMPTY"),
        (b"<html><table><tr><td>CLAVE</td></tr></table></html>", "MASTER_IS_HTML"),
        (b'\xef\xbb\xbf  <?xml version="1.0"?><Workbook/>', "MASTER_IS_HTML"),
        (b"%PDF-1.7\n", "MASTER_NOT_A_WORKBOOK"),
        (b"\x00\x01\x02\x03" * 50, "MASTER_NOT_A_WORKBOOK"),
        (b"PK\x03\x04 and no more", "MASTER_DAMAGED"),
        (OLE + b"\0" * 600, "MASTER_DAMAGED"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "MASTER_PASSWORD"),
        (b"just,some,text\n1,2,3\n", "MASTER_NO_HEADINGS"),
        (b"\xff\xfeC", "MASTER_DAMAGED"),
    ],
)
def test_files_that_are_no_master(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "clients.xlsx"
    path.write_bytes(content)
    assert refused(path) == code


def test_missing_and_unreadable_files(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.xlsx") == "MASTER_MISSING"
    assert refused(tmp_path) == "MASTER_UNREADABLE"


def test_other_packages(tmp_path: Path) -> None:
    assert refused(packed(tmp_path / "a.xlsx", {"xl/workbook.bin": b"x"})) == "MASTER_XLSB"
    assert refused(packed(tmp_path / "b.xlsx", {"word/document.xml": b"<w/>"})) == "MASTER_NOT_A_WORKBOOK"


@pytest.mark.parametrize("kept", [0.3, 0.7, 0.98])
def test_truncated_workbooks(tmp_path: Path, kept: float) -> None:
    path = write_master(tmp_path / "c.xlsx", *(good(CLAVE=str(number)) for number in range(200)))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    assert refused(path) == "MASTER_DAMAGED"


def test_a_broken_part_is_damage(tmp_path: Path) -> None:
    path = write_master(tmp_path / "c.xlsx", good())
    assert refused(repacked(path, tmp_path / "d.xlsx", workbook=b"<workbook><sheets>")) == "MASTER_DAMAGED"
    assert refused(repacked(path, tmp_path / "e.xlsx", sheet1=b"<worksheet><sheetData><row")) == "MASTER_DAMAGED"


def test_a_bomb_is_refused_unopened(tmp_path: Path) -> None:
    path = packed(tmp_path / "bomb.xlsx", {"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"0" * 70_000_000})
    assert path.stat().st_size < 200_000
    assert refused(path) == "MASTER_TOO_LARGE"


def test_a_false_size_is_damage(tmp_path: Path) -> None:
    path = repacked(
        write_master(tmp_path / "c.xlsx", good()), tmp_path / "d.xlsx", app=b"<a>" + b" " * 5000 + b"</a>"
    )
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entry = package.getinfo("docProps/app.xml")
    central = data.rindex(b"docProps/app.xml") - 46
    size = (entry.file_size).to_bytes(4, "little")
    for start in (entry.header_offset + 22, central + 24):
        assert data[start : start + 4] == size
        data[start : start + 4] = (100).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    assert refused(path) == "MASTER_DAMAGED"


def test_a_stray_far_cell_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "c.xlsx", [["CLAVE", "NOMBRE"], ["1", "Uno"]])
    far = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>CLAVE</t></is></c></row>'
        b'<row r="1048576"><c r="XFD1048576"%b</row></sheetData></worksheet>'
    )
    assert refused(repacked(path, tmp_path / "d.xlsx", sheet1=far % b"><v>1</v></c>")) == "MASTER_TOO_LARGE"
    # a format without a value spans nothing
    assert refused(repacked(path, tmp_path / "e.xlsx", sheet1=far % b' s="0"/>')) == "MASTER_NO_HEADINGS"


def test_the_same_part_twice(tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", "<a/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            package.writestr("xl/workbook.xml", "<b/>")
    assert refused(path) == "MASTER_DAMAGED"


def test_limits_leave_room_for_real_masters() -> None:
    assert table.LARGEST_SHEET >= 200_000 * 100
    assert container.LARGEST_CONTENT >= 1_000_000_000
