"""Edits go back into SAE's own database through the exported SQL, and only where SAE still holds what it held."""

import shutil
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from acceptance_fixtures import Answer, call
from conftest import missing
from firebird_fixtures import HOW, build_sae, driver

from emitlib.sae import open_source
from emitlib.sae.layout import read_layout

Clients = dict[str, dict[str, Any]]


@pytest.fixture
def isql() -> str:
    """Firebird's own tool for scripts."""
    found = shutil.which("isql-fb") or shutil.which("isql")
    if found is None:
        missing("Firebird's isql", HOW)
    return found


@pytest.fixture
def sae(tmp_path: Path) -> Path:
    path = tmp_path / "SAE90EMPRE01.FDB"
    extra: dict[str, object] = {
        "CLAVE": "ÑU",
        "STATUS": "A",
        "NOMBRE": "Ñu",
        "RFC": "CACX7605101P8",
        "IMPRIR": "S",
        "MAIL": "N",
    }
    build_sae(path, clients=10, invoices=3, extra_clients=[extra])
    return path


@pytest.fixture
def house(sae: Path, tmp_path: Path) -> Path:
    done = call(tmp_path, "migrate", str(sae), "--to", str(tmp_path / "house"), "--lang", "en")
    assert done.code == 0, done.out + done.err
    return tmp_path / "house"


def clients(sae: Path) -> Clients:
    """CLIE01 as it lies in the database, by raw key."""
    with open_source(sae) as source:
        table = source.read("CLIE01")
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return {str(row["CLAVE"]): row for row in rows}


def edit(house: Path, clave: str, *words: str) -> None:
    done = call(house, "clients", "set", clave, *words, "--reason", "cambio")
    assert done.code == 0, done.out + done.err


def export(house: Path) -> Answer:
    return call(house, "clients", "export", "--layout", "sae9", "--folder", str(house / "to-sae"))


def apply(isql: str, script: str, sae: Path) -> subprocess.CompletedProcess[str]:
    line = [isql, "-q", "-user", "SYSDBA", "-i", script, str(sae)]
    return subprocess.run(line, capture_output=True, text=True, check=False, errors="replace")


def statement(sae: Path, sql: str) -> None:
    """What somebody does in SAE meanwhile."""
    found = driver()
    with closing(found.connect(str(sae), user="SYSDBA", charset="ISO8859_1")) as connection:
        connection.execute_immediate(sql)
        connection.commit()


def test_edits_go_back_and_read_as_wanted(isql: str, sae: Path, house: Path) -> None:
    before = clients(sae)
    edit(house, "1", "--accounts", "o'neil@example.mx;pagos@example.mx", "--silent")
    edit(house, "A00007", "--security", "high")
    edit(house, "ÑU", "--email", "--accounts", "nu@example.mx", "--no-print")
    told = export(house).json
    assert [(e["clave"], e["column"]) for e in told["edits"]] == [
        ("1", "EMAILPRED"), ("1", "ENVIOSILEN"), ("A00007", "NIVELSEC"),
        ("ÑU", "IMPRIR"), ("ÑU", "MAIL"), ("ÑU", "EMAILPRED"),
    ]  # fmt: skip
    script, other = told["sql"]
    assert (Path(script).name.endswith("-firebird.sql"), Path(other).name.endswith("-sqlserver.sql")) == (True, True)
    assert Path(script).read_bytes().isascii()

    done = apply(isql, script, sae)

    assert (done.returncode, done.stderr, "NOT_CHANGED" in done.stdout) == (0, "", False)
    after = clients(sae)
    assert after["         1"]["EMAILPRED"] == "o'neil@example.mx;pagos@example.mx"
    assert after["         1"]["ENVIOSILEN"] == "S"
    assert after["A00007"]["NIVELSEC"] == 2
    assert (after["ÑU"]["MAIL"], after["ÑU"]["EMAILPRED"], after["ÑU"]["IMPRIR"]) == ("S", "nu@example.mx", "N")
    edited = {("         1", "EMAILPRED"), ("         1", "ENVIOSILEN"), ("A00007", "NIVELSEC")}
    edited |= {("ÑU", column) for column in ("MAIL", "EMAILPRED", "IMPRIR")}
    changed = {(key, name) for key, row in before.items() for name in row if after[key][name] != row[name]}
    assert changed == edited
    again = apply(isql, script, sae)  # the same script once more: everything holds already, nothing is missed
    assert ("NOT_CHANGED" in again.stdout, clients(sae)) == (False, after)


def test_what_sae_changed_meanwhile_stays_and_is_seen(isql: str, sae: Path, house: Path) -> None:
    edit(house, "1", "--accounts", "nueva@example.mx")
    edit(house, "2", "--accounts", "otra@example.mx")
    edit(house, "4", "--no-email")
    told = export(house).json
    statement(sae, "UPDATE CLIE01 SET EMAILPRED = 'de.sae@example.mx' WHERE CLAVE = '         1'")
    statement(sae, "DELETE FROM CLIE01 WHERE CLAVE = '         4'")

    done = apply(isql, told["sql"][0], sae)

    shown = [line.strip() for line in done.stdout.splitlines() if line.strip() in {"1", "2", "4"}]
    assert (done.returncode, shown) == (0, ["1", "4"])
    after = clients(sae)
    assert after["         1"]["EMAILPRED"] == "de.sae@example.mx"
    assert after["         2"]["EMAILPRED"] == "otra@example.mx"


def test_an_error_changes_nothing(isql: str, sae: Path, house: Path) -> None:
    edit(house, "1", "--accounts", "nueva@example.mx")
    edit(house, "2", "--accounts", "otra@example.mx")
    script = Path(export(house).json["sql"][0])
    lines = script.read_text(encoding="ascii").splitlines()
    place = next(number for number, line in enumerate(lines) if "'         2'" in line)
    script.write_text(
        "\n".join([*lines[:place], "UPDATE NO_SUCH_TABLE SET A = 1;", *lines[place:]]), encoding="ascii"
    )
    before = clients(sae)

    done = apply(isql, str(script), sae)

    assert done.returncode != 0
    assert clients(sae) == before


def test_the_workbook_has_saes_columns_first(sae: Path, house: Path) -> None:
    edit(house, "1", "--accounts", "nueva@example.mx")
    told = export(house).json
    book = openpyxl.load_workbook(told["workbook"], read_only=True)
    rows = list(book["CLIE01"].values)
    names = read_layout("sae9").names
    assert rows[0][: len(names)] == names
    assert rows[0][len(names) :] == ("CAMPLIB1", "CAMPLIB2", "CAMPLIB3")
    assert (told["clients"], len(rows)) == (11, 12)
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["CLAVE"], first["EMAILPRED"], first["UUID"]) == ("         1", "nueva@example.mx", None)
    assert list(book["Edits"].values)[1] == (
        "1", "EMAILPRED", "pagos1@cliente.example.mx;caja1@cliente.example.mx", "nueva@example.mx",
    )  # fmt: skip


def test_without_edits_there_is_no_sql(house: Path) -> None:
    told = export(house).json
    assert (told["edits"], told["sql"], told["findings"]) == ([], [], [])
    assert call(house, "clients", "export", "--company", "1").error == "COMPANY_NUMBER"
    assert call(house, "clients", "export", "--layout", "sae5").error == "LAYOUT_UNKNOWN"
