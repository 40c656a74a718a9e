"""The same clients in every form give the same master, field by field."""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from clients_fixtures import Value, write_rows
from conftest import missing
from dbf_fixtures import Cell, Field, short_names, write_dbf
from firebird_fixtures import build_sae, client, driver
from sqlalchemy import Column, Double, Integer, LargeBinary, MetaData, String, Table, create_engine
from sqlalchemy.types import DateTime

from emitlib.sae import open_source
from emitlib.sae.layout import LayoutColumn, read_layout
from emitlib.sae.mapping import MappedClients, map_clients

COLUMNS = read_layout("sae9").columns
CLIENTS = [client(number) for number in range(1, 61)]


def as_text(value: object) -> str:
    return "" if value is None else f"{value:%d/%m/%Y %H:%M:%S}" if isinstance(value, datetime) else str(value)


def text(folder: Path, encoding: str) -> Path:
    lines = ["\t".join(as_text(row.get(column.name)) for column in COLUMNS) for row in CLIENTS]
    path = folder / f"{encoding}.txt"
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return path


def cp1252_text(folder: Path) -> Path:
    return text(folder, "cp1252")


def cp850_text(folder: Path) -> Path:
    return text(folder, "cp850")


def xlsx(folder: Path) -> Path:
    rows: list[Sequence[Value]] = [[column.name for column in COLUMNS]]
    rows += [[row.get(column.name) for column in COLUMNS] for row in CLIENTS]  # type: ignore[misc]
    return write_rows(folder / "clientes.xlsx", rows)


def xls(folder: Path) -> Path:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        missing("LibreOffice", "apt-get install libreoffice-calc")
    made = xlsx(folder)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "xls", "--outdir", str(folder), str(made)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / "clientes.xls"


def foxpro(folder: Path) -> Path:
    return dbf(folder, "cp1252")


def foxpro_of_dos(folder: Path) -> Path:
    return dbf(folder, "cp850")


def dbf(folder: Path, encoding: str) -> Path:
    names = short_names([column.name for column in COLUMNS])
    fields = [field(name, column) for name, column in zip(names, COLUMNS, strict=True)]
    rows: list[list[Cell]] = [[row.get(column.name) for column in COLUMNS] for row in CLIENTS]  # type: ignore[misc]
    return write_dbf(folder / "CLIE01.DBF", fields, rows, encoding=encoding)


def field(name: str, column: LayoutColumn) -> Field:
    kinds = {
        "INTEGER": ("N", 10),
        "DOUBLE PRECISION": ("N", 18),
        "TIMESTAMP": ("T", 8),
        "BLOB SUB_TYPE TEXT": ("M", 4),
    }
    kind, length = kinds.get(column.type, ("C", min(column.length, 254)))
    return name, kind, length


def firebird(folder: Path) -> Path:
    driver()
    return build_sae(folder / "SAE90EMPRE01.FDB", clients=len(CLIENTS)).path


def sql(folder: Path) -> str:
    types = {"INTEGER": Integer, "DOUBLE PRECISION": Double, "TIMESTAMP": DateTime, "BLOB SUB_TYPE TEXT": LargeBinary}
    path = folder / "sae.db"
    engine = create_engine(f"sqlite:///{path.as_posix()}")
    metadata = MetaData()
    table = Table("CLIE01", metadata, *(Column(column.name, types.get(column.type, String)) for column in COLUMNS))
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(
            table.insert(), [{column.name: stored(row, column) for column in COLUMNS} for row in CLIENTS]
        )
    engine.dispose()
    return f"sqlite:///{path.as_posix()}"


def stored(row: dict[str, object], column: LayoutColumn) -> object:
    value = row.get(column.name)
    return value.encode() if isinstance(value, str) and column.type.startswith("BLOB") else value


def mapped(source: str | Path) -> MappedClients:
    with open_source(source) as opened:
        return map_clients(opened)


def expected() -> list[dict[str, str]]:
    found = []
    for row in CLIENTS:
        cells = {name: "" if value is None else str(value).strip() for name, value in row.items()}
        found.append({name: value for name, value in cells.items() if value})
    return found


def shown(clients: MappedClients) -> list[dict[str, str]]:
    names = [column.name for column in COLUMNS]
    cells = [dict(zip(clients.columns, row, strict=True)) for row in clients.rows]
    return [
        {
            name: str(float(value)) if column.type == "DOUBLE PRECISION" else str(value)  # type: ignore[arg-type]
            for name, column in zip(names, COLUMNS, strict=True)
            if (value := row[name]) is not None
        }
        for row in cells
    ]


@pytest.mark.parametrize(
    "make", [cp1252_text, cp850_text, xlsx, xls, foxpro, foxpro_of_dos, firebird, sql], ids=lambda make: make.__name__
)
def test_the_same_master_field_by_field(tmp_path: Path, make: Callable[[Path], str | Path]) -> None:
    clients = mapped(make(tmp_path))
    assert (clients.rows_in, clients.rejects, clients.unknown) == (60, (), ())
    assert shown(clients) == expected()
    assert [finding.code for finding in clients.findings if finding.severity.value == "error"] == []
