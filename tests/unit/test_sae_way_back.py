"""Edits as SQL: what goes back, what does not and why, and that no text can break out of its literal."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from emitlib.clients import Master, read_master
from emitlib.i18n import spoken
from emitlib.ledger import ClientChange
from emitlib.sae.edited_clients import EditedCell, EditedClient, edited_clients
from emitlib.sae.layout import read_layout
from emitlib.sae.sql_dialect import Dialect, holds, literal
from emitlib.sae.sql_updates import update_script

if TYPE_CHECKING:
    from emitlib.vocabulary import Finding

SAE9 = read_layout("sae9")
COLUMNS = {column.name: column for column in SAE9.columns}


def master(folder: Path, *keys: str) -> Master:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["CLAVE", "NOMBRE", "RFC", "IMPRIR", "MAIL", "EMAILPRED"])
    for key in keys:
        sheet.append([key, "x", "CACX7605101P8", "S", "S", "a@b.mx"])
    book.save(folder / "clients.xlsx")
    return read_master(folder / "clients.xlsx")


def change(clave: str, column: str, before: str, after: str, *, day: int = 1, state: str = "applied") -> ClientChange:
    return ClientChange(
        edit=f"{clave}{column}{day}", at=datetime(2026, 11, day, tzinfo=UTC), by="Ana", workbook="w", clave=clave,
        column=column, before=before, after=after, reason="", source="emitlib", state=state,
    )  # fmt: skip


def cell(column: str, before: str, after: str) -> EditedCell:
    return EditedCell(column=COLUMNS[column], before=before, after=after)


def test_edits_are_net(tmp_path: Path) -> None:
    found: list[Finding] = []
    changes = [
        change("7", "EMAILPRED", "a@b.mx", "c@d.mx"),
        change("7", "MAIL", "S", "N"),
        change("7", "EMAILPRED", "c@d.mx", "e@f.mx", day=2),
        change("7", "MAIL", "N", "S", day=3),
        change("8", "IMPRIR", "S", "N", state="abandoned"),
    ]
    edited = edited_clients(changes, master(tmp_path, "7", "8"), SAE9, findings=found)
    assert edited == [
        EditedClient(key="7", raw_key="         7", cells=(cell("EMAILPRED", "a@b.mx", "e@f.mx"),)),
    ]
    assert found == []
    since = edited_clients(changes, master(tmp_path, "7"), SAE9, since=date(2026, 11, 3), findings=found)
    assert since == [EditedClient(key="7", raw_key="         7", cells=(cell("MAIL", "N", "S"),))]


def test_keys_go_back_as_sae_stores_them(tmp_path: Path) -> None:
    keys = ("7", "00123", "MOSTR", "      4711")
    changes = [change(key.strip(), "MAIL", "S", "N") for key in keys]
    edited = edited_clients(changes, master(tmp_path, *keys), SAE9, findings=[])
    assert [client.raw_key for client in edited] == ["         7", "00123", "MOSTR", "      4711"]


def test_what_cannot_go_back_is_named(tmp_path: Path) -> None:
    found: list[Finding] = []
    changes = [
        change("1", "RUTA", "", "NORTE"),
        change("2", "EMAILPRED", "a@b.mx", "x" * 513),
        change("3", "NIVELSEC", "0", "alta"),
        change("4", "EMAILPRED", "", "€@b.mx"),
        change("gone", "MAIL", "S", "N"),
    ]
    assert edited_clients(changes, master(tmp_path, "1", "2", "3", "4"), SAE9, findings=found) == []
    assert [(f.code, f.where["clave"]) for f in found] == [
        ("WAY_BACK_NOT_IN_SAE", "1"),
        ("WAY_BACK_DOES_NOT_FIT", "2"),
        ("WAY_BACK_DOES_NOT_FIT", "3"),
        ("WAY_BACK_DOES_NOT_FIT", "4"),
        ("WAY_BACK_CLIENT_GONE", "gone"),
    ]


def test_a_condition_meets_null_and_blanks() -> None:
    assert holds("MAIL", "S", Dialect.FIREBIRD) == "TRIM(MAIL) = 'S'"
    assert holds("MAIL", "", Dialect.FIREBIRD) == "(MAIL IS NULL OR TRIM(MAIL) = '')"
    assert holds("NIVELSEC", "", Dialect.SQLSERVER, number=True) == "NIVELSEC IS NULL"
    assert holds("NIVELSEC", "2", Dialect.SQLSERVER, number=True) == "NIVELSEC = 2"
    assert holds("MAIL", "", Dialect.SQLSERVER) == (
        "(MAIL IS NULL OR LTRIM(RTRIM(MAIL)) COLLATE Latin1_General_BIN2 = N'')"
    )


@given(st.text(st.characters(max_codepoint=255)), st.sampled_from(Dialect))
def test_a_literal_is_ascii_and_closed(text: str, dialect: Dialect) -> None:
    sql = literal(text, dialect)
    assert sql.isascii()
    assert sql.isprintable()
    assert sql.count("'") % 2 == 0


def test_the_script_of_sql_server() -> None:
    client = EditedClient(
        key="7", raw_key="         7", cells=(cell("EMAILPRED", "", "peña@o'neil.mx"), cell("NIVELSEC", "0", ""))
    )
    with spoken("en"):
        lines = update_script([client], table="CLIE01", dialect=Dialect.SQLSERVER).splitlines()
    new = "(N'pe' + NCHAR(241) + N'a@o''neil.mx')"
    trimmed = "LTRIM(RTRIM(EMAILPRED)) COLLATE Latin1_General_BIN2"
    key = "CLAVE = N'         7'"
    assert [line for line in lines if not line.startswith("--")] == [
        "SET XACT_ABORT ON;",
        "SET NOCOUNT ON;",
        "BEGIN TRANSACTION;",
        (
            f"UPDATE CLIE01 SET EMAILPRED = {new}, NIVELSEC = NULL "
            f"WHERE {key} AND (EMAILPRED IS NULL OR {trimmed} = N'') AND NIVELSEC = 0;"
        ),
        (
            "SELECT N'7' AS NOT_CHANGED WHERE NOT EXISTS "
            f"(SELECT 1 FROM CLIE01 WHERE {key} AND {trimmed} = {new} AND NIVELSEC IS NULL);"
        ),
        "COMMIT TRANSACTION;",
    ]
    assert lines[0].startswith("-- BEFORE YOU RUN THIS: make a backup")


def test_the_script_of_firebird_is_one_transaction() -> None:
    client = EditedClient(key="7", raw_key="7", cells=(cell("MAIL", "S", "N"),))
    text = update_script([client, client], table="CLIE02", dialect=Dialect.FIREBIRD)
    assert text.count("UPDATE CLIE02 ") == 2
    assert [line for line in text.splitlines() if "COMMIT" in line or "TRANSACTION " in line][-3:] == [
        "COMMIT;",
        "SET TRANSACTION READ WRITE NO WAIT ISOLATION LEVEL SNAPSHOT;",
        "COMMIT;",
    ]
    assert text.isascii()
