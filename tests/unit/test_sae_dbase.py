from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from dbf_fixtures import Cell, Field, short_names, write_dbf
from hypothesis import given
from hypothesis import strategies as st

from emitlib.errors import InputError
from emitlib.sae import RawTable, open_source
from emitlib.sae.client_columns import match_columns
from emitlib.sae.layout import read_layout
from emitlib.sae.mapping import map_clients

FIELDS: list[Field] = [("CCLIE", "C", 10), ("NOMBRE", "C", 40), ("RFC", "C", 15), ("SALDO", "N", 12)]
ROWS: list[list[Cell]] = [["         7", "Peña y Ñandú", "PEI010101AB1", "15000.10"], ["MOSTR", "Mostrador", "", ""]]
#: Signs that both cp1252 and cp850 have.
WORDS = st.text(alphabet="abcXYZ áéíóúñÑüÁÉ", min_size=1, max_size=20).map(str.strip).filter(bool)


def table(path: Path, **options: str) -> RawTable:
    with open_source(path, **options) as source:
        read = source.read(source.tables[0])
        return RawTable(
            name=read.name,
            columns=read.columns,
            rows=tuple(read.rows),
            encoding=read.encoding,
            origin=read.origin,
            findings=read.findings,
        )


def refused(path: Path) -> InputError:
    with pytest.raises(InputError) as caught, open_source(path) as source:
        list(source.read(source.tables[0]).rows)
    return caught.value


def test_an_old_table_of_clients(tmp_path: Path) -> None:
    path = write_dbf(tmp_path / "CLIE01.DBF", FIELDS, ROWS, version=0x03, encoding="cp850")
    with open_source(path) as source:
        facts = source.facts
        mapped = map_clients(source)
    assert (facts.kind, facts.version, facts.encoding) == ("dbase", "dBase III", "cp850")
    assert mapped.columns == ("CLAVE", "NOMBRE", "RFC", "SALDO")
    assert mapped.rows == (
        ("7", "Peña y Ñandú", "PEI010101AB1", Decimal("15000.10")),
        ("MOSTR", "Mostrador", None, None),
    )
    assert mapped.raw_keys == ("         7", "MOSTR")


@pytest.mark.parametrize(
    ("encoding", "flag", "code"),
    [
        ("cp1252", "cp850", "SAE_CODE_PAGE_WRONG"),
        ("cp850", "cp1252", "SAE_CODE_PAGE_WRONG"),
        ("cp850", "", "ENCODING_GUESSED"),
        ("cp1252", "", "ENCODING_GUESSED"),
    ],
)
def test_a_code_page_that_the_text_contradicts(tmp_path: Path, encoding: str, flag: str, code: str) -> None:
    read = table(write_dbf(tmp_path / "x.dbf", FIELDS, ROWS, encoding=encoding, flag=flag))
    assert next(iter(read.rows))[1] == "Peña y Ñandú"
    assert (read.encoding, [finding.code for finding in read.findings]) == (encoding, [code])


@pytest.mark.parametrize("encoding", ["cp1252", "cp850"])
def test_a_right_mark_is_believed(tmp_path: Path, encoding: str) -> None:
    read = table(write_dbf(tmp_path / "x.dbf", FIELDS, ROWS, encoding=encoding))
    assert (read.encoding, read.findings) == (encoding, ())


def test_a_named_code_page_goes_first(tmp_path: Path) -> None:
    path = write_dbf(tmp_path / "x.dbf", FIELDS, ROWS, encoding="cp850", flag="cp1252")
    assert next(iter(table(path, charset="cp850").rows))[1] == "Peña y Ñandú"


def test_every_type(tmp_path: Path) -> None:
    fields: list[Field] = [("D", "D", 8), ("L", "L", 1), ("T", "T", 8), ("N", "N", 8), ("M", "M", 4)]
    moment = datetime(2026, 10, 31, 12, 30)  # noqa: DTZ001 - SAE's moments have no zone
    rows: list[list[Cell]] = [[date(2026, 10, 31), True, moment, "1.50", "Nota larga: Ñ"], [None] * 5]
    read = table(write_dbf(tmp_path / "x.dbf", fields, rows))
    assert list(read.rows) == [
        (date(2026, 10, 31), True, moment, Decimal("1.50"), "Nota larga: Ñ"),
        (None, None, None, None, None),
    ]


def test_cells_that_hold_what_they_must_not_stay_text(tmp_path: Path) -> None:
    path = write_dbf(tmp_path / "x.dbf", [("D", "C", 8), ("L", "C", 1), ("N", "C", 4)], [["20261399", "x", "1O"]])
    data = bytearray(path.read_bytes())
    for place, kind in enumerate(b"DLN"):
        data[32 + 32 * place + 11] = kind
    path.write_bytes(bytes(data))
    assert list(table(path).rows) == [("20261399", "x", "1O")]


def test_rows_marked_as_deleted(tmp_path: Path) -> None:
    read = table(write_dbf(tmp_path / "x.dbf", FIELDS, ROWS, deleted=[0]))
    assert [row[0] for row in read.rows] == ["MOSTR"]
    assert [(finding.code, finding.values["count"]) for finding in read.findings] == [("SAE_ROWS_DELETED", 1)]


def test_a_memo_file_that_is_missing(tmp_path: Path) -> None:
    path = write_dbf(tmp_path / "x.dbf", [("CLAVE", "C", 5), ("NOTA", "M", 4)], [["7", "larga"]])
    path.with_suffix(".fpt").unlink()
    read = table(path)
    assert list(read.rows) == [("7", None)]
    assert [finding.code for finding in read.findings] == ["SAE_MEMO_MISSING"]


def test_a_memo_file_in_capitals_in_a_folder_with_brackets(tmp_path: Path) -> None:
    folder = tmp_path / "SAE [2009]"
    folder.mkdir()
    path = write_dbf(folder / "x.dbf", [("NOTA", "M", 4)], [["larga"]])
    path.with_suffix(".fpt").rename(folder / "X.FPT")
    assert list(table(path).rows) == [("larga",)]


def test_a_memo_file_that_is_cut(tmp_path: Path) -> None:
    path = write_dbf(tmp_path / "x.dbf", [("NOTA", "M", 4)], [["larga"]])
    path.with_suffix(".fpt").write_bytes(path.with_suffix(".fpt").read_bytes()[:514])
    assert refused(path).code == "DBASE_BROKEN"


@pytest.mark.parametrize("kept", [0.97, 0.6, 0.2])
def test_a_cut_table_is_refused(tmp_path: Path, kept: float) -> None:
    path = write_dbf(tmp_path / "x.dbf", FIELDS, ROWS * 20)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    assert refused(path).code == "DBASE_CUT"


def test_a_header_that_does_not_add_up(tmp_path: Path) -> None:
    path = write_dbf(tmp_path / "x.dbf", FIELDS, ROWS)
    data = bytearray(path.read_bytes())
    data[32 + 16] += 1
    path.write_bytes(bytes(data))
    assert refused(path).code == "DBASE_BROKEN"


def test_names_that_dbase_cut_at_ten_letters() -> None:
    whole = read_layout("sae9").names
    matched = match_columns(short_names(whole))
    assert (matched.names, matched.unknown, matched.places) == (whole, (), tuple(range(95)))


@given(names=st.lists(WORDS, min_size=1, max_size=20), encoding=st.sampled_from(["cp1252", "cp850"]))
def test_texts_come_back(tmp_path_factory: pytest.TempPathFactory, names: list[str], encoding: str) -> None:
    rows: list[list[Cell]] = [[name] for name in names]
    path = write_dbf(tmp_path_factory.mktemp("dbf") / "x.dbf", [("NOMBRE", "C", 40)], rows, encoding=encoding)
    assert [row[0] for row in table(path).rows] == names
