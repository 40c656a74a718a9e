"""Ratios of the client master: `python benchmarks/clients.py [ROWS]` (default 20,000; 100,000 takes minutes).

One process, one run, medians of three: load to clients and DataFrame against a bare calamine read to a DataFrame;
one edit of the file, proof included, against openpyxl's load, edit and save (only with `--openpyxl`, which is slow).
"""

import gc
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from emitlib.clients import check_master, read_master
from emitlib.clients.columns import Column
from emitlib.clients.rewriting import rewritten

HEADINGS = [
    *("CLAVE", "STATUS", "NOMBRE", "RFC", "CALLE", "NUMINT", "NUMEXT", "COLONIA", "CODIGO", "LOCALIDAD"),
    *("MUNICIPIO", "ESTADO", "PAIS", "TELEFONO", "CLASIFIC", "CURP", "CVE_ZONA", "IMPRIR", "MAIL", "NIVELSEC"),
    *("ENVIOSILEN", "EMAILPRED", "DIAREV", "DIAPAGO", "CVE_VEND", "TIPO_EMPRESA", "MATRIZ", "USO_CFDI", "REG_FISC"),
    "NOMBRECOMERCIAL",
]


def client(number: int, dice: random.Random) -> list[str]:
    """One synthetic row of 30 texts."""
    domain = f"cliente{number % 5000}.example.mx"
    values = {
        "CLAVE": f"{number:>10}",
        "STATUS": "A",
        "NOMBRE": f"COMERCIALIZADORA NÚMERO {number} SA DE CV",
        "RFC": f"ABC{number % 300 + 1:06d}XY{number % 10}",
        "CALLE": "AVENIDA SIEMPRE VIVA",
        "NUMEXT": str(number % 99),
        "COLONIA": "CENTRO",
        "CODIGO": f"{number % 99999:05d}",
        "MUNICIPIO": "BENITO JUÁREZ",
        "ESTADO": "CDMX",
        "PAIS": "MÉXICO",
        "TELEFONO": f"55{number:08d}",
        "IMPRIR": dice.choice("SN"),
        "MAIL": "S",
        "NIVELSEC": "2" if number % 10 == 0 else "0",
        "ENVIOSILEN": dice.choice("SN"),
        "EMAILPRED": f"cobranza{number}@{domain};pagos{number}@{domain}",
        "TIPO_EMPRESA": "M",
        "USO_CFDI": "G03",
        "REG_FISC": "601",
        "NOMBRECOMERCIAL": f"TIENDA {number}",
    }
    return [values.get(heading, "") for heading in HEADINGS]


def generate(path: Path, rows: int) -> None:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Clientes")
    sheet.append(HEADINGS)
    dice = random.Random(7)
    for number in range(rows):
        sheet.append(client(number, dice))
    workbook.save(path)


def timed(work: Callable[[], object], *, times: int = 3) -> float:
    seconds = []
    for _ in range(times):
        gc.collect()
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def bare(path: Path) -> pd.DataFrame:
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return pd.DataFrame(rows[1:], columns=rows[0])


def one_edit(path: Path) -> None:
    master = read_master(path)
    path.with_suffix(".new").write_bytes(rewritten(master, path.read_bytes(), {("7", Column.MAILS): "N"}, columns={}))


def openpyxl_edit(path: Path) -> None:
    workbook = load_workbook(path)
    workbook["Clientes"]["S9"] = "N"
    workbook.save(path.with_suffix(".old"))


def main() -> None:
    rows = next((int(word) for word in sys.argv[1:] if word.isdigit()), 20_000)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clients.xlsx"
        generate(path, rows)
        print(f"{rows:,} clients x {len(HEADINGS)} columns, {path.stat().st_size / 1e6:.1f} MB")
        base = timed(lambda: bare(path))
        load = timed(lambda: read_master(path).frame())
        print(f"bare calamine to DataFrame  {base:7.2f} s  1.0")
        print(f"read_master(...).frame()    {load:7.2f} s  {load / base:.2f} x bare")
        master = read_master(path)
        print(f"check_master                {timed(lambda: check_master(master)):7.2f} s")
        edit = timed(lambda: one_edit(path))
        print(f"read, edit one cell, proof  {edit:7.2f} s")
        print(f"peak memory                 {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:7.0f} MB")
        if "--openpyxl" in sys.argv:
            slow = timed(lambda: openpyxl_edit(path), times=1)
            print(f"openpyxl load, edit, save   {slow:7.2f} s  {slow / edit:.1f} x ours")


if __name__ == "__main__":
    main()
