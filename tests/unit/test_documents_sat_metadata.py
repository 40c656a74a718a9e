"""SAT's metadata: text and ZIP, damaged and hostile ones."""

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from documents_fixtures import UUID_A, UUID_B, write

from emitlib.documents import SatRow, read_sat_metadata
from emitlib.documents.archives import open_archive, read_member
from emitlib.documents.text_files import MAX_TEXT_BYTES
from emitlib.errors import InputError
from emitlib.vocabulary import CfdiType, Finding

HEADING = (
    "Uuid~RfcEmisor~NombreEmisor~RfcReceptor~NombreReceptor~RfcPac~FechaEmision~FechaCertificacionSat~Monto~"
    "EfectoComprobante~Estatus~FechaCancelacion"
)


def line(uuid: str = UUID_A, *, status: str = "1", cancelled: str = "", name: str = "UNO") -> str:
    return (
        f"{uuid.lower()}~EKU9003173C9~{name}~XAXX010101000~DOS~PAC010101AA1~2026-10-01 07:10:23~"
        f"2026-10-01 07:10:51~1124.11~I~{status}~{cancelled}"
    )


def text(*lines: str) -> str:
    return "\r\n".join([HEADING, *lines]) + "\r\n"


def zipped(members: dict[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return output.getvalue()


def test_a_row_gives_all_its_facts(tmp_path: Path) -> None:
    path = write(tmp_path, "m.txt", text(line(status="0", cancelled="2026-10-02 10:00:00")))
    assert read_sat_metadata(path) == [
        SatRow(
            uuid=UUID_A,
            emitter_rfc="EKU9003173C9",
            emitter_name="UNO",
            receiver_rfc="XAXX010101000",
            receiver_name="DOS",
            issued_at="2026-10-01 07:10:23",
            stamped_at="2026-10-01 07:10:51",
            total=Decimal("1124.11"),
            cfdi_type=CfdiType.INGRESO,
            cancelled=True,
            cancelled_at="2026-10-02 10:00:00",
        )
    ]


def test_a_zip_with_several_files_is_read_whole(tmp_path: Path) -> None:
    data = zipped(
        {
            "a_01.txt": text(line()).encode(),
            "b_02.txt": text(line(UUID_B)).encode("cp1252"),
            "otro.txt": b"nada",
            "__MACOSX/._a_01.txt": text(line()).encode(),
        }
    )
    rows = read_sat_metadata(write(tmp_path, "m.zip", data))
    assert [row.uuid for row in rows] == [UUID_A, UUID_B]


def test_a_line_feed_inside_a_name_does_not_break_the_row(tmp_path: Path) -> None:
    path = write(tmp_path, "m.txt", text(line(name="UNO\nDOS")))
    assert [row.emitter_name for row in read_sat_metadata(path)] == ["UNO DOS"]


def test_a_missing_last_column_is_an_empty_one(tmp_path: Path) -> None:
    path = write(tmp_path, "m.txt", text(line().removesuffix("~")))
    assert [(row.cancelled, row.cancelled_at) for row in read_sat_metadata(path)] == [(False, "")]


def test_a_malformed_line_is_a_finding_where_findings_are_taken(tmp_path: Path) -> None:
    path = write(tmp_path, "m.txt", text("basura", line(), line(status="9")))
    findings: list[Finding] = []
    assert [row.uuid for row in read_sat_metadata(path, findings=findings)] == [UUID_A]
    assert [(finding.code, finding.where["line"]) for finding in findings] == [
        ("SAT_ROW_MALFORMED", 2),
        ("SAT_ROW_MALFORMED", 4),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (text("basura").encode(), "SAT_METADATA_MALFORMED"),
        (b"<html>", "SAT_METADATA_MALFORMED"),
        (b"", "SAT_METADATA_MALFORMED"),
        (zipped({"a.txt": b"nada"}), "SAT_METADATA_MALFORMED"),
        (zipped({"a.txt": text(line()).encode() * 50})[:200], "ARCHIVE_BROKEN"),
    ],
)
def test_what_cannot_be_read_is_an_error(tmp_path: Path, data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_sat_metadata(write(tmp_path, "m.zip", data))
    assert caught.value.code == code


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_sat_metadata(tmp_path / "no.zip")
    assert caught.value.code == "INPUT_UNREADABLE"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = write(tmp_path, "bomba.zip", zipped({"a.txt": b"0" * (MAX_TEXT_BYTES + 1)}))
    with pytest.raises(InputError) as caught:
        read_sat_metadata(path)
    assert caught.value.code == "ARCHIVE_TOO_LARGE"


def test_a_member_that_lies_about_its_size_is_cut_short(tmp_path: Path) -> None:
    path = write(tmp_path, "a.zip", zipped({"a.txt": b"0" * 5000}))
    with open_archive(path, max_bytes=10_000) as archive, pytest.raises(InputError) as caught:
        read_member(archive, archive.infolist()[0], max_bytes=1000)
    assert caught.value.code == "ARCHIVE_TOO_LARGE"


def test_a_damaged_member_is_an_error(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": text(line(), line(UUID_B)).encode()}))
    data[80] ^= 0xFF
    with pytest.raises(InputError) as caught:
        read_sat_metadata(write(tmp_path, "m.zip", bytes(data)))
    assert caught.value.code == "ARCHIVE_BROKEN"
