from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from firebird_fixtures import SaeDatabase, build_sae, client, client_key, driver, fiscal_uuid

from emitlib.sae import Since, open_source
from emitlib.sae.companies import companies
from emitlib.sae.document_rows import document_tables, read_documents
from emitlib.sae.mapping import map_clients
from emitlib.sae.stamp_rows import read_stamps

OCTOBER = date(2026, 10, 1)


@pytest.fixture(scope="module")
def sae(tmp_path_factory: pytest.TempPathFactory) -> SaeDatabase:
    driver()
    folder = tmp_path_factory.mktemp("sae")
    return build_sae(folder / "SAE90EMPRE01.FDB", clients=60, invoices=130, credit_notes=15, payments=15)


def test_what_the_database_is(sae: SaeDatabase) -> None:
    with open_source(sae.path) as source:
        assert (source.facts.kind, source.facts.origin, source.facts.encoding) == (
            "firebird",
            str(sae.path),
            "cp1252",
        )
        assert source.facts.version.startswith("ODS 12")
        assert companies(source) == ("01",)
        assert {"CLIE01", "CLIE_CLIB01", "CONTAC01", "FACTF01", "CFDI01"} <= set(source.tables)


def test_raw_rows_as_they_lie_there(sae: SaeDatabase) -> None:
    with open_source(sae.path) as source:
        table = source.read("CLIE01")
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    assert len(table.columns) == 95
    assert rows[0]["CLAVE"] == "         1"
    assert rows[0]["NOMBRE"] == "Ferretería Ñandú 1 S.A. de C.V."
    assert [row["CALLE"] for row in rows[2:4]] == ["Peña y Peña 3", None]
    assert rows[49]["UBICACION_R"] == "Ubicación 50: salida a la carretera".encode("iso8859_1")


def test_clients_by_sae_names(sae: SaeDatabase) -> None:
    with open_source(sae.path) as source:
        mapped = map_clients(source)
    assert (mapped.version, mapped.rows_in, len(mapped.rows), mapped.rejects) == ("9.0", 60, 60, ())
    assert mapped.raw_keys == tuple(str(row["CLAVE"]) for row in sae.clients)
    assert mapped.columns[95:] == ("CAMPLIB1", "CAMPLIB2", "CAMPLIB3")
    assert mapped.free_fields[0].label == "Línea de negocio"
    first = dict(zip(mapped.columns, mapped.rows[0], strict=True))
    assert (first["CLAVE"], first["MATRIZ"], first["LIMCRED"]) == ("1", "1", Decimal("1000.5"))
    fiftieth = dict(zip(mapped.columns, mapped.rows[49], strict=True))
    assert fiftieth["UBICACION_R"] == "Ubicación 50: salida a la carretera"
    assert fiftieth["CAMPLIB1"] is None  # every tenth has no row in CLIE_CLIB01


def test_contacts_are_proposed_and_never_merged(sae: SaeDatabase) -> None:
    with open_source(sae.path) as source:
        mapped = map_clients(source)
    proposals = {proposal.key: proposal for proposal in mapped.proposals}
    assert "1" not in proposals  # has a list of its own
    assert "24" not in proposals  # its contact was dropped
    third = proposals["3"]
    assert (third.current, third.reason, third.proposed) == ("", "empty", "contacto3@cliente.example.mx")
    at = mapped.columns.index("EMAILPRED")
    assert mapped.rows[2][at] is None


def test_documents_since_a_day_are_filtered_in_the_database(sae: SaeDatabase) -> None:
    with open_source(sae.path) as source:
        assert document_tables(source, "01") == ("FACTE01", "FACTF01", "FACTG01")
        rows = list(read_documents(source, "FACTF01", since=OCTOBER))
        pushed = list(source.read("FACTF01", since=Since(column="FECHA_DOC", day=OCTOBER)).rows)
    listed = [row for row in sae.invoices if str(row["FECHA_DOC"]) >= "2026-10-01"]
    assert len(pushed) == len(rows) == len(listed) > 0
    assert {(row.series, row.folio) for row in rows} == {(row["SERIE"], row["FOLIO"]) for row in listed}
    assert sum(row.amount or 0 for row in rows) == sum(Decimal(str(row["IMPORTE"])) for row in listed)
    assert {row.currency for row in rows} == {"MXN", "USD"}
    assert {row.formaenvio for row in rows} == {"", "I", "C", "A"}
    assert {row.raw_client for row in rows} == {row["CVE_CLPV"] for row in listed}


def test_stamps_bring_their_bytes_back(sae: SaeDatabase) -> None:
    with open_source(sae.path) as source:
        stamps = list(read_stamps(source, "01"))
    assert [(row.letter, row.uuid, row.xml) for row in stamps] == [
        (row["TIPO_DOC"], row["UUID"], row["XML_DOC"]) for row in sae.stamps
    ]
    cancelled = [row for row in stamps if row.cancelled]
    assert [row.motive for row in cancelled] == ["01"] * 3
    assert cancelled[0].substitute == fiscal_uuid(41)
    assert cancelled[0].cancellation.startswith(b"<?xml")


def test_stamps_since_a_day_are_those_stamped_or_cancelled_since(sae: SaeDatabase) -> None:
    with open_source(sae.path) as source:
        pushed = list(
            source.read("CFDI01", since=Since(column="FECHA_CERT", day=OCTOBER, others=("FECHA_CANCELA",))).rows
        )
        stamps = list(read_stamps(source, "01", since=OCTOBER))
    listed = [row for row in sae.stamps if str(row["FECHA_CERT"]) >= "2026-10-01"]
    assert len(pushed) == len(stamps) == len(listed) > 0


def test_the_file_itself_keeps_every_byte(sae: SaeDatabase) -> None:
    before = sae.path.read_bytes()
    with open_source(sae.path) as source:
        map_clients(source)
    assert sae.path.read_bytes() == before


@pytest.mark.parametrize(
    ("layout", "columns", "version"), [("sae7", 86, "7.0"), ("sae8", 91, "8.0"), ("sae9-late", 98, "9.0+")]
)
def test_the_versions_of_sae(tmp_path: Path, layout: str, columns: int, version: str) -> None:
    build_sae(tmp_path / "old.fdb", clients=3, layout=layout, company="02", extra_clients=[late(layout)])
    with open_source(tmp_path / "old.fdb") as source:
        mapped = map_clients(source, "02")
    assert (len(mapped.source_columns), mapped.version) == (columns, version)
    assert [row[0] for row in mapped.rows] == ["1", "2", "3", "4"]


def late(layout: str) -> dict[str, object]:
    return {**client(4), **({"STATUS_RFC_LN": "S"} if layout == "sae9-late" else {})}


def test_keys_are_padded_as_sae_pads_them() -> None:
    assert (client_key(1), client_key(7)) == ("         1", "A00007")


def test_a_folder_with_the_databases_of_two_companies(tmp_path: Path) -> None:
    driver()
    for company in ("01", "02"):
        build_sae(tmp_path / f"SAE90EMPRE{company}.FDB", clients=int(company) + 1, company=company)
    (tmp_path / "leeme.txt").write_text("Notas\n", encoding="utf-8")
    with open_source(tmp_path) as source:
        assert companies(source) == ("01", "02")
        assert [len(map_clients(source, company).rows) for company in ("01", "2")] == [2, 3]


@pytest.mark.parametrize(
    ("charset", "encoding"), [("ISO8859_1", "cp1252"), ("WIN1252", "cp1252"), ("NONE", "cp1252"), ("UTF8", "utf_8")]
)
def test_character_sets_of_the_database(tmp_path: Path, charset: str, encoding: str) -> None:
    driver()
    build_sae(tmp_path / "sae.fdb", clients=50, charset=charset)
    with open_source(tmp_path / "sae.fdb") as source:
        mapped = map_clients(source)
    assert mapped.encoding == encoding
    assert mapped.rows[0][2] == "Ferretería Ñandú 1 S.A. de C.V."
    assert mapped.rows[49][mapped.columns.index("UBICACION_R")] == "Ubicación 50: salida a la carretera"
