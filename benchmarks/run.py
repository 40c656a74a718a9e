"""A run against what it is made of: the start of `emit`, ten mails through papermill, and many mails to a sink.

Run: ``uv run python benchmarks/run.py [DOCUMENTS] [ROUNDS]``. Prints ratios, deliveries per second and the worker's
peak memory at a quarter of DOCUMENTS and at all of them. Mail goes to Postfix's ``smtp-sink`` where it is on PATH
(``apt-get install postfix``), else to the tests' server.
"""

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests"
sys.path.insert(0, str(TESTS))

from company import Company, uuid_of  # noqa: E402 - the tests' made-up company
from month_end import plan_of  # noqa: E402

RFC = "CACX7605101P8"
PDF = 100_000  # bytes

_TRIVIAL = {
    "cells": [
        {
            "cell_type": "code",
            "id": "a",
            "metadata": {"tags": ["parameters"]},
            "source": "x = 1",
            "outputs": [],
            "execution_count": None,
        },
        {"cell_type": "code", "id": "b", "metadata": {}, "source": "x + 1", "outputs": [], "execution_count": None},
    ],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}
_PAPERMILL = """
import sys, papermill
papermill.execute_notebook(sys.argv[1], sys.argv[2], parameters={"x": 2}, progress_bar=False)
"""
_WORKER = """
import json, resource, sys, time
from pathlib import Path
from emitlib.batch.order import RunOrder
from emitlib.bootstrap import emission, open_ledger
from emitlib.vocabulary import ChannelName
from emitlib.workspace import open_workspace
place = open_workspace(Path(sys.argv[1]))
start = time.perf_counter()
with open_ledger(place) as ledger:
    order = RunOrder(plan=sys.argv[2], confirm=sys.argv[3], channel=ChannelName.MAIL, dry_run=False)
    result = emission(place, ledger).start(order)
took = time.perf_counter() - start
counts = result.balance["deliveries"]["mail"]
assert counts["done"] == counts["planned"] and counts["remainder"] == 0, result
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"seconds": took, "done": counts["done"], "peak": peak / 1024}))
"""


@contextmanager
def sink(folder: Path) -> Iterator[int]:
    """The port of a server that takes everything."""
    command = shutil.which("smtp-sink")
    if command is None:
        port_file = folder / "port"
        line = [
            sys.executable,
            str(TESTS / "smtp_server.py"),
            "--port-file",
            port_file,
            "--journal",
            folder / "taken",
        ]
        process = subprocess.Popen([str(word) for word in line])
        while not port_file.exists():
            time.sleep(0.02)
        port = int(port_file.read_text(encoding="utf-8"))
    else:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        user = ["-u", "nobody"] if os.geteuid() == 0 else []
        process = subprocess.Popen([command, *user, f"127.0.0.1:{port}", "64"])
        time.sleep(0.5)
    try:
        yield port
    finally:
        process.kill()
        process.wait()
        (folder / "port").unlink(missing_ok=True)


def timed(line: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(line, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def side_by_side(one: Callable[[], float], other: Callable[[], float], rounds: int) -> tuple[float, float]:
    """Medians of two things measured in turns."""
    pairs = [(one(), other()) for _round in range(rounds)]
    return statistics.median(a for a, _b in pairs), statistics.median(b for _a, b in pairs)


def company(folder: Path, documents: int, port: int) -> Company:
    made = Company(folder)
    made.set(mail_transport="smtp", mail_smtp_host="127.0.0.1", mail_smtp_port=port, mail_smtp_security="plain")
    made.client("1", RFC, accounts="ana@example.mx")
    for number in range(1, documents + 1):
        made.invoice(number, RFC)
        pdf = made.folder() / f"A{number}.pdf"
        made.pdf(pdf, uuid_of(number))
        with pdf.open("ab") as file:
            file.write(b"\n%" + os.urandom((PDF - pdf.stat().st_size) // 2 - 2).hex().encode() + b"\n")
    return made


def help_ratio(rounds: int) -> None:
    ours, theirs = side_by_side(
        lambda: timed([sys.executable, "-m", "emitlib", "--help"]),
        lambda: timed([sys.executable, "-c", "import typer, rich"]),
        rounds,
    )
    print(
        f"emit --help             {ours:6.2f} s   import typer, rich  {theirs:6.2f} s   {ours / theirs:.2f}x (<= 2.5)"
    )


def ten_documents(folder: Path, port: int, rounds: int) -> None:
    notebook = folder / "trivial.ipynb"
    notebook.write_text(json.dumps(_TRIVIAL), encoding="utf-8")
    made = iter([company(folder / f"ten{number}", 10, port) for number in range(rounds)])

    def ours() -> float:
        one = next(made)
        plan = plan_of(one)
        return timed([sys.executable, "-m", "emitlib", "-w", str(one.root), "run", plan.id, "--confirm", plan.hash])

    def theirs() -> float:
        return timed([sys.executable, "-c", _PAPERMILL, str(notebook), str(folder / "out.ipynb")])

    mine, bare = side_by_side(ours, theirs, rounds)
    print(f"emit run, 10 documents  {mine:6.2f} s   trivial notebook    {bare:6.2f} s   (<= {2 * bare + 2:.2f} s)")


def many_documents(folder: Path, port: int, documents: int) -> float:
    made = company(folder / f"many{documents}", documents, port)
    start = time.perf_counter()
    plan = plan_of(made)
    planned = time.perf_counter() - start
    line = [sys.executable, "-c", _WORKER, str(made.root), plan.id, plan.hash]
    result = json.loads(subprocess.run(line, check=True, capture_output=True, text=True).stdout)
    rate, peak = result["done"] / result["seconds"], float(result["peak"])
    print(f"{documents:5} documents  plan {planned:6.2f} s  {rate:6.1f} deliveries/s  peak {peak:.0f} MB", flush=True)
    shutil.rmtree(made.root)
    return peak


def main() -> None:
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as name, sink(Path(name)) as port:
        folder = Path(name)
        help_ratio(rounds)
        ten_documents(folder, port, min(rounds, 3))
        few = many_documents(folder, port, documents // 4)
        many = many_documents(folder, port, documents)
    print(f"peak memory {many / few:.2f}x from {documents // 4} to {documents} documents")


if __name__ == "__main__":
    main()
