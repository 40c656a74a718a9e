"""Client masters for tests: synthetic, written by openpyxl or as text."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook

#: What a cell of a test may hold.
Value = str | float | bool | date | None

HEADINGS = (
    "CLAVE",
    "STATUS",
    "NOMBRE",
    "RFC",
    "IMPRIR",
    "MAIL",
    "NIVELSEC",
    "ENVIOSILEN",
    "EMAILPRED",
    "TIPO_EMPRESA",
    "MATRIZ",
    "MEDIO",
    "MEDIO_FECHA",
    "RUTA",
)

#: A client without any finding.
GOOD: dict[str, Value] = {
    "CLAVE": "         7",
    "STATUS": "A",
    "NOMBRE": "Ferretería Ñandú SA de CV",
    "RFC": "FNA010101AB1",
    "IMPRIR": "S",
    "MAIL": "S",
    "NIVELSEC": 0,
    "ENVIOSILEN": "N",
    "EMAILPRED": "pagos@nandu.example.mx;caja@nandu.example.mx",
}


def good(**changes: Value) -> dict[str, Value]:
    """A client like `GOOD`, but for `changes`."""
    return {**GOOD, **changes}


def write_rows(path: Path, rows: Sequence[Sequence[Value]], *, title: str = "Clientes") -> Path:
    """A workbook of one sheet with these rows, from A1."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = title
    for number, row in enumerate(rows, start=1):
        for position, value in enumerate(row, start=1):
            if value is not None:
                sheet.cell(number, position, value)
    workbook.save(path)
    workbook.close()
    return path


def write_master(path: Path, *clients: dict[str, Value], headings: Sequence[str] = HEADINGS) -> Path:
    """A master with these clients below the raw SAE headings."""
    return write_rows(path, [headings, *([client.get(name) for name in headings] for client in clients)])
