"""A delivery report of a large run against bare writers of the same cells and the same text, in one run.

Run: ``uv run python benchmarks/report.py [DOCUMENTS] [ROUNDS] [WORKSPACE]``. Makes, plans and mails DOCUMENTS
(20,000) invoices to a sink, or takes a WORKSPACE of an earlier call (it is kept), and reports the run in processes of
their own: seconds by the clock and of the processor, peak memory, each step, and the ratio to bare openpyxl
(write-only) and to a bare join. On a busy machine the processor's seconds count.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from company import Company
from large_month import rfc_of
from month_end import plan_of, run_of
from run import sink

from emitlib.bootstrap import open_ledger
from emitlib.workspace import open_workspace

PER_CLIENT = 10  # invoices
LIMITS = {20_000: 20.0, 3_000: 15.0}  # seconds
PEAK = 500  # MB

_STEPS = """
import json, resource, sys, time
from pathlib import Path
from emitlib.bootstrap import open_ledger
from emitlib.ledger import verify
from emitlib.reports import Mask, gather_report
from emitlib.reports.coverage import cover_run
from emitlib.reports.html import render_html
from emitlib.reports.xlsx import write_xlsx
from emitlib.workspace import open_workspace, write_text
place, run, folder = open_workspace(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3])
laps = {}
start = time.perf_counter()
def lap(name):
    global start
    laps[name] = time.perf_counter() - start
    start = time.perf_counter()
with open_ledger(place, read_only=True) as ledger:
    coverage = cover_run(place, ledger, run)
    lap("plan read")
    checked = verify(ledger)
    lap("ledger verified")
    report = gather_report(place, ledger, coverage, mask=Mask(), verification=checked)
    lap("gathered")
    write_text(folder / "report.html", render_html(report))
    lap("HTML")
    write_xlsx(report, folder / "audit.xlsx")
    lap("XLSX")
laps["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps(laps))
"""
_BARE = """
import json, sys, time
from pathlib import Path
from openpyxl import Workbook, load_workbook
folder = Path(sys.argv[1])
sheets = {sheet.title: list(sheet.values) for sheet in load_workbook(folder / "audit.xlsx", read_only=True)}
page = (folder / "report.html").read_text(encoding="utf-8").split("</td>")
start = time.perf_counter()
book = Workbook(write_only=True)
for title, rows in sheets.items():
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
book.save(folder / "bare.xlsx")
xlsx = time.perf_counter() - start
start = time.perf_counter()
(folder / "bare.html").write_text("</td>".join(page), encoding="utf-8")
html = time.perf_counter() - start
cells = sum(len(row) for rows in sheets.values() for row in rows)
print(json.dumps({"XLSX": xlsx, "HTML": html, "cells": cells, "pieces": len(page)}))
"""


def made(root: Path, documents: int) -> str:
    """A company whose mails a sink took; the run's name."""
    with sink(root.parent) as port:
        company = Company(root)
        company.set(
            mail_transport="smtp", mail_smtp_host="127.0.0.1", mail_smtp_port=port, mail_smtp_security="plain"
        )
        clients = -(-documents // PER_CLIENT)
        for number in range(1, clients + 1):
            company.client(str(number), rfc_of(number), accounts=f"pagos{number}@example.mx", save=False)
        company.save_master()
        for number in range(1, documents + 1):
            company.invoice(number, rfc_of(1 + number % clients))
        return run_of(company, plan_of(company)).run


def newest_run(root: Path) -> str:
    with open_ledger(open_workspace(root), read_only=True) as ledger:
        return ledger.runs()[-1].run


def whole(root: Path, run: str) -> tuple[float, float, float]:
    """``emit report`` as a user starts it: seconds by the clock, of the processor, and peak memory in MB."""
    command = [sys.executable, "-m", "emitlib", "-w", str(root), "report", run, "--format", "html,xlsx"]
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)"
    )
    start = time.perf_counter()
    told = subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True, text=True)
    took = time.perf_counter() - start
    processor, peak = map(float, told.stdout.split())
    return took, processor, peak


def steps(root: Path, run: str) -> tuple[dict[str, float], dict[str, float]]:
    """Seconds of each step, and of the bare writers on what it wrote."""
    with tempfile.TemporaryDirectory() as folder:
        ours = subprocess.run(
            [sys.executable, "-c", _STEPS, str(root), run, folder], check=True, capture_output=True, text=True
        )
        bare = subprocess.run([sys.executable, "-c", _BARE, folder], check=True, capture_output=True, text=True)
    return json.loads(ours.stdout), json.loads(bare.stdout)


def measure(root: Path, run: str, rounds: int) -> None:
    pairs = [steps(root, run) for _round in range(rounds)]
    median = {name: statistics.median(ours[name] for ours, _bare in pairs) for name in pairs[0][0]}
    bare = {name: statistics.median(other[name] for _ours, other in pairs) for name in pairs[0][1]}
    print("  ".join(f"{name} {value:.2f} s" for name, value in median.items() if name != "peak"))
    for name, unit in (("XLSX", "cells"), ("HTML", "pieces")):
        print(
            f"{name}: {bare[unit]:,.0f} {unit} in {median[name]:.2f} s, bare writer {bare[name]:.2f} s, "
            f"time x{median[name] / bare[name]:.2f}"
        )


def main() -> None:
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as name:
        root = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(name) / "company"
        run = newest_run(root) if root.exists() else made(root, documents)
        for _round in range(rounds):
            took, processor, peak = whole(root, run)
            limit = f" (<= {LIMITS[documents]:.0f} s, <= {PEAK} MB)" if documents in LIMITS else ""
            told = f"{took:.2f} s by the clock, {processor:.2f} s of the processor, peak {peak:.0f} MB{limit}"
            print(f"emit report, {documents} documents: {told}", flush=True)
        measure(root, run, rounds)


if __name__ == "__main__":
    main()
