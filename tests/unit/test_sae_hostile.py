"""Whatever bytes come: tables, or an error of ours with a road; never another exception."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from dbf_fixtures import write_dbf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emitlib.errors import EmitError
from emitlib.sae import open_source
from emitlib.sae.mapping import map_clients

_STARTS = (
    b"",
    b"\x03",
    b"\x30",
    b"\x83",
    b"\xf5",
    b"\x01\x00",
    b"\x00\x02\x04",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"CLAVE|NOMBRE\r\n",
)
_FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_all(path: Path) -> None:
    with suppress(EmitError), open_source(path) as source:
        for table in source.tables:
            with suppress(EmitError):
                read = source.read(table)
                assert all(len(row) == len(read.columns) for row in read.rows)
        map_clients(source)


@_FEW
@given(start=st.sampled_from(_STARTS), data=st.binary(max_size=300))
def test_any_bytes(tmp_path: Path, start: bytes, data: bytes) -> None:
    path = tmp_path / "x.dat"
    path.write_bytes(start + data)
    read_all(path)


@_FEW
@given(place=st.integers(0, 10_000), value=st.integers(0, 255))
def test_a_dbase_table_with_a_wrong_byte(tmp_path: Path, place: int, value: int) -> None:
    fields = [("CLAVE", "C", 10), ("NOMBRE", "C", 20), ("ALTA", "D", 8), ("NOTA", "M", 4)]
    path = write_dbf(
        tmp_path / "CLIE01.dbf", fields, [["7", "Peña", date(2026, 10, 31), "larga"], ["8", "Díaz", None, ""]]
    )
    data = bytearray(path.read_bytes())
    data[place % len(data)] = value
    path.write_bytes(bytes(data))
    read_all(path)


@_FEW
@given(text=st.text(max_size=400), separator=st.sampled_from("|;,\t"))
def test_any_text_below_headings(tmp_path: Path, text: str, separator: str) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(
        (separator.join(("CLAVE", "NOMBRE", "RFC", "DIASCRED")) + "\n" + text).encode("utf-8", "replace")
    )
    read_all(path)


@pytest.mark.parametrize("name", ["CLIE01.txt", "con espacios [1].txt", "ñandú.txt"])
def test_names_of_files(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"CLAVE|NOMBRE\r\n7|Pe\xf1a\r\n")
    with open_source(path) as source:
        assert map_clients(source).rows == (("7", "Peña"),)
