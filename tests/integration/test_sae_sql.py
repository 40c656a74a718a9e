from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Column, DateTime, Double, Integer, LargeBinary, MetaData, String, Table, Text, create_engine
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.exc import SQLAlchemyError

from emitlib.errors import ConfigError, InputError
from emitlib.i18n import spoken
from emitlib.sae import Since, open_source
from emitlib.sae.document_rows import document_tables, read_documents
from emitlib.sae.sql_source import is_sql_url, table_query, wrapped
from emitlib.sae.stamp_rows import read_stamps

OCTOBER = date(2026, 10, 1)
METADATA = MetaData()
FACTF = Table(
    "FACTF01",
    METADATA,
    Column("CVE_DOC", String(20)),
    Column("CVE_CLPV", String(10)),
    Column("STATUS", String(1)),
    Column("FECHA_DOC", DateTime),
    Column("IMPORTE", Double),
    Column("NUM_MONED", Integer),
)
CFDI = Table(
    "cfdi01",
    METADATA,
    Column("TIPO_DOC", String(1)),
    Column("CVE_DOC", String(20)),
    Column("UUID", String(36)),
    Column("FECHA_CERT", String(30)),
    Column("FECHA_CANCELA", String(30)),
    Column("XML_DOC", LargeBinary),
)
UUID = "11111111-2222-3333-4444-55555555555{}"


def moment(month: int) -> datetime:
    return datetime(2026, month, 15)  # noqa: DTZ001 - SAE's moments have no zone


@pytest.fixture
def address(tmp_path: Path) -> str:
    url = f"sqlite:///{(tmp_path / 'SAE90Empre01.db').as_posix()}"
    engine = create_engine(url)
    METADATA.create_all(engine)
    with engine.begin() as connection:
        documents = [
            {"CVE_DOC": f"A{number:010}", "CVE_CLPV": "         7", "STATUS": "E", "FECHA_DOC": day, "IMPORTE": 116.1}
            for number, day in enumerate((moment(9), moment(10), None), start=1)
        ]
        connection.execute(FACTF.insert(), documents)
        days = (("2026-09-15T12:00:00", ""), ("2026-10-15", None), ("2026-09-01", "2026-10-02"), ("15/09/2026", ""))
        stamps = [
            {
                "TIPO_DOC": "F",
                "CVE_DOC": f"A{number:010}",
                "UUID": UUID.format(number).lower(),
                "FECHA_CERT": certified,
                "FECHA_CANCELA": cancelled,
                "XML_DOC": b"<x/>",
            }
            for number, (certified, cancelled) in enumerate(days, start=1)
        ]
        connection.execute(CFDI.insert(), stamps)
    engine.dispose()
    return url


def test_documents_and_stamps(address: str) -> None:
    with open_source(address) as source:
        assert (source.facts.kind, source.tables) == ("sqlserver", ("CFDI01", "FACTF01"))
        assert document_tables(source, "01") == ("FACTF01",)
        rows = list(read_documents(source, "FACTF01", since=OCTOBER))
        stamps = list(read_stamps(source, "01", since=OCTOBER))
        pushed = list(
            source.read("CFDI01", since=Since(column="FECHA_CERT", day=OCTOBER, others=("FECHA_CANCELA",))).rows
        )
    assert [(row.folio, row.date, row.amount, row.client) for row in rows] == [
        (2, date(2026, 10, 15), Decimal("116.1"), "7"),
        (3, None, Decimal("116.1"), "7"),
    ]
    assert [(stamp.uuid, stamp.xml) for stamp in stamps] == [(UUID.format(2), b"<x/>"), (UUID.format(3), b"<x/>")]
    assert [row[1] for row in pushed] == ["A0000000002", "A0000000003", "A0000000004"]  # the last is for the reader


def test_two_tables_at_once(address: str) -> None:
    with open_source(address) as source:
        both = list(zip(source.read("FACTF01").rows, source.read("CFDI01").rows, strict=False))
    assert [(one[0], other[1]) for one, other in both] == [(f"A000000000{number}",) * 2 for number in (1, 2, 3)]


def test_a_table_that_is_not_there(address: str) -> None:
    with open_source(address) as source, pytest.raises(InputError) as caught:
        source.read("CLIE01")
    assert caught.value.code == "TABLE_MISSING"


def compiled(table: Table, since: Since | None) -> str:
    return " ".join(str(table_query(table, since).compile(dialect=create_dialect())).split())


def create_dialect() -> Dialect:
    return make_url("mssql+pymssql://").get_dialect()()


def test_the_sql_that_sql_server_gets_for_a_date() -> None:
    assert compiled(FACTF, Since(column="FECHA_DOC", day=OCTOBER)).endswith(
        "FROM [FACTF01] WHERE [FACTF01].[FECHA_DOC] IS NULL OR [FACTF01].[FECHA_DOC] >= :FECHA_DOC_1"
    )


def test_the_sql_that_sql_server_gets_for_days_kept_as_text() -> None:
    text = compiled(CFDI, Since(column="FECHA_CERT", day=OCTOBER, others=("FECHA_CANCELA",)))
    _select, _where, condition = text.partition(" WHERE ")
    certified, cancelled = "cfdi01.[FECHA_CERT]", "cfdi01.[FECHA_CANCELA]"
    for part in (
        f"{certified} IS NULL OR substring({certified}, ",
        f" OR {certified} NOT LIKE ",
        f" OR substring({cancelled}, ",
        f" OR {cancelled} NOT LIKE ",
    ):
        assert part in condition
    assert "WHERE" not in compiled(CFDI, None)


def test_long_texts_are_not_compared() -> None:
    table = Table("X", MetaData(), Column("FECHA_CERT", Text))
    assert "WHERE" not in str(table_query(table, Since(column="FECHA_CERT", day=OCTOBER)))


def test_a_file_that_sqlite_would_make(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        open_source(f"sqlite:///{(tmp_path / 'no.db').as_posix()}")
    assert caught.value.code == "SOURCE_MISSING"
    assert list(tmp_path.iterdir()) == []


def test_a_driver_that_is_not_installed() -> None:
    with pytest.raises(ConfigError) as caught:
        open_source("mssql+pytds://sa@server/SAE90Empre01", password="s3cret")
    assert caught.value.code in {"SQL_ADDRESS", "SAE_DRIVER_MISSING"}
    assert "s3cret" not in str(caught.value)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "no-database.db"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(InputError) as caught:
        open_source(f"sqlite:///{path.as_posix()}")
    assert caught.value.code == "SQL_FAILED"


def test_what_a_driver_says_never_shows_the_password() -> None:
    with spoken("en"), pytest.raises(InputError) as caught, wrapped("server", secret="s3cret"):
        raise SQLAlchemyError("login failed for PWD=s3cret")
    assert caught.value.message == "server: the database says: login failed for PWD=***."


@pytest.mark.parametrize(
    ("text", "is_url"),
    [("mssql+pyodbc://h/db", True), ("sqlite:///x.db", True), ("C:/x.fdb", False), ("host:/x.fdb", False)],
)
def test_addresses(text: str, *, is_url: bool) -> None:
    assert is_sql_url(text) is is_url
