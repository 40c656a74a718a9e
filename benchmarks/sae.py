"""A migration out of Firebird against the bare driver's fetch of the same tables, and its peak memory.

uv run python benchmarks/sae.py [CLIENTS INVOICES CFDI]
"""

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import date
from pathlib import Path

from emitlib.bootstrap import open_ledger
from emitlib.sae import open_source
from emitlib.sae.migration import migrate

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from firebird_fixtures import build_sae, driver

TABLES = ("CLIE01", "CLIE_CLIB01", "CONTAC01", "FACTE01", "FACTF01", "FACTG01", "CFDI01", "MONED01")


def fetch(path: Path) -> None:
    """Every row of every table by the driver alone, blobs included, as a program would that throws them away."""
    with closing(driver().connect(str(path), user="SYSDBA", charset="ISO8859_1")) as connection:
        for table in TABLES:
            cursor = connection.cursor()
            cursor.execute(f"SELECT * FROM {table}")
            while cursor.fetchmany(500):
                pass


def read(path: Path) -> None:
    """The same tables as raw rows of a source."""
    with open_source(path) as source:
        for table in TABLES:
            for _row in source.read(table).rows:
                pass


def move(path: Path) -> None:
    """The whole migration."""
    with open_source(path) as source:
        done = migrate(source, path.parent / "workspace", open_ledger=open_ledger, opening=date(2026, 10, 1))
    assert done.balances


STEPS = {"fetch": fetch, "read": read, "migrate": move}


def measured(step: str, path: Path) -> tuple[float, float]:
    """Seconds of processor and peak memory in MB of one step, in a process of its own."""
    line = [sys.executable, __file__, "--step", step, "--database", str(path)]
    told = json.loads(subprocess.run(line, check=True, capture_output=True, text=True).stdout)
    return told["seconds"], told["megabytes"]


def _peak() -> float:
    """Peak memory of this process in MB; ru_maxrss would count the one that started it as well."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[100_000, 50_000, 40_000])
    parser.add_argument("--step", choices=STEPS)
    parser.add_argument("--database", type=Path)
    given = parser.parse_args()
    if given.step:
        driver()
        begun = time.process_time()  # other programs of the machine play no part
        STEPS[given.step](given.database)
        seconds = time.process_time() - begun
        print(json.dumps({"seconds": seconds, "megabytes": _peak()}))
        return
    clients, invoices, stamps = given.counts
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "SAE90EMPRE01.FDB"
        build_sae(path, clients=clients, invoices=invoices, stamps=stamps)
        bare, _memory = measured("fetch", path)
        for step in ("read", "migrate"):
            seconds, peak = measured(step, path)
            print(f"{step:8} {seconds:7.1f} s  {peak:5.0f} MB  {bare / seconds:.2f} x the bare fetch ({bare:.1f} s)")


if __name__ == "__main__":
    main()
