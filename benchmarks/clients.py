"""Ratios of the client master: `python benchmarks/clients.py [ROWS] [--without-openpyxl]` (default 100,000 rows).

One run; each measure in a process of its own, with its peak memory and no import that it does not need: load to the
`Master` against a bare calamine read to a DataFrame; one edit, proved, against openpyxl's load, edit and save, which
takes minutes; one edit with history, in a workspace that never saw the file and in one that did.
"""

import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from emitlib.clients import check_master, edit_client, read_master
from emitlib.clients.columns import Column
from emitlib.clients.rewriting import rewritten
from emitlib.ledger import Ledger
from emitlib.settings import Settings
from emitlib.workspace import Actor, Workspace, write_bytes

ROUNDS = 3
ACTOR = Actor(by="benchmark", account="benchmark", host="benchmark")
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
    from openpyxl import Workbook  # noqa: PLC0415 - only where it is measured

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Clientes")
    sheet.append(HEADINGS)
    dice = random.Random(7)
    for number in range(rows):
        sheet.append(client(number, dice))
    workbook.save(path)


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)


# --- what is measured, each in a process of its own


def bare(path: Path) -> None:
    """The workbook to a DataFrame by calamine and pandas alone."""
    import pandas as pd  # noqa: PLC0415 - only where it is measured
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - only where it is measured

    begin()
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    pd.DataFrame(rows[1:], columns=rows[0])


def load(path: Path) -> None:
    """The workbook to the `Master`, every row judged, as all commands and forms load it."""
    begin()
    read_master(path)


def frame(path: Path) -> None:
    """The same, and every client made and put into a table."""
    from emitlib.clients.frame import client_frame  # noqa: PLC0415 - only where it is measured

    begin()
    client_frame(read_master(path).clients.values())


def check(path: Path) -> None:
    """The same without the table, with the checks."""
    begin()
    check_master(read_master(path))


def edit(path: Path) -> None:
    """One cell changed and saved: read, patched, proved, fsync, rename."""
    begin()
    master, data = read_master(path), path.read_bytes()
    new = rewritten(master, data, {("7", Column.MAILS): "N"}, columns={})
    write_bytes(path.with_name("edited.xlsx"), new)


def edit_openpyxl(path: Path) -> None:
    """One cell changed and saved by openpyxl."""
    from openpyxl import load_workbook  # noqa: PLC0415 - only where it is measured

    begin()
    workbook = load_workbook(path)
    workbook["Clientes"]["S9"] = "N"
    workbook.save(path.with_name("openpyxl.xlsx"))


def edit_history(path: Path) -> None:
    """One edit as `emit clients set` makes it: with ledger, backup, lock and pending journal."""
    begin()
    workspace = Workspace(root=path.parent, settings=Settings(clients=path.name), actor=ACTOR, clock=now)
    url = f"sqlite:///{(path.parent / 'audit.db').as_posix()}"
    with Ledger.open(url, actor=ACTOR, clock=now, checkpoints=None) as ledger:
        edit_client(workspace, ledger, "8", {"MAIL": "N"}, reason="benchmark")


MEASURES = {work.__name__: work for work in (bare, load, frame, check, edit, edit_history, edit_openpyxl)}


class Taken(NamedTuple):
    """What one measure took, imports apart."""

    seconds: float
    processor: float  #: seconds; steadier than the clock where others use the machine too
    memory: float  #: peak, MB

    def line(self, name: str, ratio: float, unit: str) -> str:
        """One line of the table."""
        times = f"{self.seconds:7.2f} s {self.processor:7.2f} s CPU"
        return f"{name:14} {times}  {ratio:6.2f} x {unit}  {self.memory:6.0f} MB"


def measured(name: str, path: Path) -> Taken:
    """One measure in a process of its own."""
    done = subprocess.run([sys.executable, __file__, name, str(path)], capture_output=True, text=True, check=True)
    return Taken(*map(float, done.stdout.split()))


def begin() -> None:
    """Start the clocks: what was done by now is imports."""
    clocks[:] = time.perf_counter(), time.process_time()


clocks: list[float] = [0.0, 0.0]


def measure(name: str, path: Path) -> None:
    """One measure in this process."""
    MEASURES[name](path)
    seconds, processor = time.perf_counter() - clocks[0], time.process_time() - clocks[1]
    print(seconds, processor, peak())


def peak() -> float:
    """Peak memory of this process in MB; ru_maxrss would count the one that started it as well."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def main() -> None:
    """Print the ratios of one run; ratios are those of the processor's time."""
    rows = next((int(word) for word in sys.argv[1:] if word.isdigit()), 100_000)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clients.xlsx"
        generate(path, rows)
        print(f"{rows:,} clients x {len(HEADINGS)} columns, {path.stat().st_size / 1e6:.1f} MB; medians of {ROUNDS}")
        taken: dict[str, Taken] = {}
        for name in ("bare", "load", "frame", "check", "edit"):
            columns = zip(*(measured(name, path) for _ in range(ROUNDS)), strict=True)
            taken[name] = Taken(*map(statistics.median, columns))
            print(taken[name].line(name, taken[name].processor / taken["bare"].processor, "bare"))
        bare_time = taken["bare"].processor
        first = measured("edit_history", path)  # records the whole master in the ledger
        print(first.line("edit_first", first.processor / bare_time, "bare"))
        path.write_bytes((Path(folder) / "edited.xlsx").read_bytes())
        history = measured("edit_history", path)
        print(history.line("edit_history", history.processor / bare_time, "bare"))
        if "--without-openpyxl" not in sys.argv:
            slow = measured("edit_openpyxl", path)
            print(slow.line("edit_openpyxl", slow.processor / taken["edit"].processor, "edit"))


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] in MEASURES:
        measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
