from pathlib import Path

import pytest
from clients_fixtures import write_rows
from dbf_fixtures import write_dbf

from emitlib.errors import InputError
from emitlib.sae import RawTable, open_source
from emitlib.sae.companies import companies
from emitlib.sae.contacts import propose_addresses
from emitlib.sae.document_rows import document_tables, read_documents
from emitlib.sae.mapping import map_clients


def text(path: Path, *lines: str) -> Path:
    path.write_bytes("\r\n".join((*lines, "")).encode("cp1252"))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    text(
        tmp_path / "CLIE01.txt",
        "CLAVE|NOMBRE|RFC|MAIL|EMAILPRED",
        "         7|Peña|PEI010101AB1|S|",
        "8|Díaz|DIA010101AB1|S|",
    )
    write_dbf(tmp_path / "CLIE02.DBF", [("CCLIE", "C", 10), ("NOMBRE", "C", 20)], [["9", "Muñoz"]])
    text(tmp_path / "CLIE_CLIB01.csv", "CVE_CLIE,CAMPLIB1", "7,Norte", "99,nadie")
    write_rows(
        tmp_path / "contactos.xlsx",
        [
            ["NCONTACTO", "CVE_CLIE", "NOMBRE", "EMAIL", "TIPOCONTAC", "STATUS"],
            [1, "7", "Iñigo", "i@b.example.mx", "V", "A"],
        ],
        title="CONTAC01",
    )
    text(
        tmp_path / "FACTF01.txt",
        "CVE_DOC\tCVE_CLPV\tFECHA_DOC\tIMPORTE\tNUM_MONED\tSTATUS\tFORMAENVIO",
        "A0000000123\t         7\t31/10/2026\t1,116.50\t1\tE\tC",
        "sin folio\t8\t\t\t3\tC\t",
    )
    return tmp_path


def test_a_folder_of_tables(folder: Path) -> None:
    with open_source(folder) as source:
        assert (source.facts.kind, companies(source)) == ("folder", ("01", "02"))
        assert source.tables == ("CLIE01", "CLIE02", "CLIE_CLIB01", "CONTAC01", "FACTF01")
        first, second = map_clients(source, "01"), map_clients(source, "02")
        assert document_tables(source, "01") == ("FACTF01",)
        documents = list(read_documents(source, "FACTF01"))
    assert first.columns[-1] == "CAMPLIB1"
    assert [row[-1] for row in first.rows] == ["Norte", None]
    assert [proposal.proposed for proposal in first.proposals] == ["i@b.example.mx"]
    codes = [finding.code for finding in first.findings]
    assert {"SAE_OTHER_COMPANIES", "SAE_SIDE_ROWS_UNMATCHED", "SAE_ADDRESSES_PROPOSED"} <= set(codes)
    assert (second.version, [row[0] for row in second.rows]) == ("4.6 or older", ["9"])
    assert [(row.series, row.folio, str(row.amount), row.currency, row.formaenvio) for row in documents] == [
        ("A", 123, "1116.50", "MXN", "C"),
        ("", None, "None", "#3", ""),
    ]


def test_a_company_that_is_not_there(folder: Path) -> None:
    with open_source(folder) as source, pytest.raises(InputError) as caught:
        map_clients(source, "03")
    assert (caught.value.code, "01, 02" in caught.value.hint) == ("SAE_COMPANY_MISSING", True)


def test_files_that_cannot_be_read_are_named(folder: Path) -> None:
    (folder / "foto.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    text(folder / "CLIE01.csv", "CLAVE,NOMBRE", "1,Otra")
    with open_source(folder) as source:
        findings = [(finding.code, finding.where["path"]) for finding in source.facts.findings]
        assert [row[0] for row in map_clients(source).rows] == ["1"]
    assert findings == [("SAE_TABLE_TWICE", "CLIE01.txt"), ("SAE_FILE_SKIPPED", "foto.png")]


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        open_source(tmp_path)
    assert caught.value.code == "SOURCE_EMPTY"


def test_a_folder_of_nothing_readable(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(b"%PDF-1.7")
    with pytest.raises(InputError) as caught:
        open_source(tmp_path)
    assert caught.value.code == "SOURCE_NO_TABLES"


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (b"TAPE" + b"\0" * 200, "SQL Server"),
        (b"\x01\x0f\x00\x00" + b"\0" * 200, "SQL Server"),
        (b"\0\x01\0\0Standard Jet DB" + b"\0" * 200, "Access"),
        (b"SQLite format 3\0" + b"\0" * 200, "sqlite:///"),
        (b"\x40\0\0\x08\0\x04" + b"\0" * 200, "Paradox"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
    ],
)
def test_forms_that_are_named_with_their_road(tmp_path: Path, start: bytes, words: str) -> None:
    path = tmp_path / "clie01.db"
    path.write_bytes(start)
    with pytest.raises(InputError) as caught:
        open_source(path)
    assert caught.value.code == "SOURCE_NOT_READ"
    assert words in str(caught.value)


def test_a_workbook_without_headings_by_its_layout(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('columns = ["CLAVE", "NOMBRE", "CODIGO"]', encoding="utf-8")
    path = write_rows(tmp_path / "c.xlsx", [[7, "Peña", "01000"], ["00123", "Díaz", None]])
    with open_source(path, layout=str(own)) as source:
        assert (source.facts.kind, source.tables) == ("workbook", ("C",))
        mapped = map_clients(source)
    assert mapped.rows == (("7", "Peña", "01000"), ("00123", "Díaz", None))


def test_a_damaged_workbook(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "c.xlsx", [["CLAVE", "NOMBRE"], ["7", "Peña"]])
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(InputError) as caught:
        open_source(path)
    assert caught.value.code == "MASTER_DAMAGED"


def contacts() -> RawTable:
    columns = ("CVE_CLIE", "NOMBRE", "EMAIL", "TIPOCONTAC", "STATUS")
    rows = [
        ("         7", "A", "compras@empresa.example.mx", "V", "A"),
        ("         7", "B", "b@b.example.mx", "C", "A"),
        ("         7", "B otra vez", "B@b.example.mx", "C", "A"),
        ("         7", "de baja", "baja@b.example.mx", "C", "B"),
        ("         7", "sin correo", "b@", "C", "A"),
    ]
    return RawTable(name="CONTAC01", columns=columns, rows=rows, encoding="", origin="")


@pytest.mark.parametrize(
    ("current", "reason", "proposed"),
    [
        ("", "empty", "compras@empresa.example.mx;b@b.example.mx"),
        ("pagos@a.example.mx;compras@empr", "cut", "pagos@a.example.mx;compras@empresa.example.mx;b@b.example.mx"),
        ("B@b.example.mx;x@", "cut", "B@b.example.mx;compras@empresa.example.mx"),
        (("p@a.example.mx;" * 4)[:41] + "compras@empresa.exa", "cut", None),
        ("pagos@a.example.mx", "", None),
    ],
)
def test_proposals_side_by_side(current: str, reason: str, proposed: str | None) -> None:
    proposals = propose_addresses([("7", current), ("8", "")], contacts())
    if not reason:
        assert proposals == ()
        return
    assert [(proposal.key, proposal.current, proposal.reason) for proposal in proposals] == [("7", current, reason)]
    if proposed is not None:
        assert proposals[0].proposed == proposed


def test_an_address_that_was_cut_and_still_looks_whole() -> None:
    whole = "compras@empresa.example.mx"
    current = (
        "a@a.example.mx;" + "x" * (60 - 15 - len("@b.example.mx;") - len(whole[:-3])) + "@b.example.mx;" + whole[:-3]
    )
    assert len(current) == 60
    (proposal,) = propose_addresses([("7", current)], contacts())
    assert whole[:-3] not in proposal.proposed.split(";")
    assert proposal.proposed.split(";")[-2:] == [whole, "b@b.example.mx"]
