"""What the ledger costs above bare sqlite3 and a bare hashing loop, measured side by side in one run.

Run: ``uv run python benchmarks/ledger.py [--events 1000000] [--folder KEPT]``.

Ratios are bare time / our time: 1.0 is as fast as bare, 0.5 half as fast. "cpu" is the same by processor time, which
other programs on the machine disturb less; several processes add theirs up.
"""

import argparse
import hashlib
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from ledger_life import live

from emitlib.batch.finding_decisions import find_decisions
from emitlib.batch.finding_deliveries import find_deliveries
from emitlib.batch.legacy_claims import find_claims
from emitlib.ledger import Event, Ledger, Scope, answered_by, outcome_proofs, verify
from emitlib.workspace import Actor, utc_now

THREADS = 4
ROUNDS = 5
APPENDS = 500
BODY = 440  # characters, as of `begun`


def opened(folder: Path, *, read_only: bool = False) -> Ledger:
    url = f"sqlite:///{(folder / 'audit.db').as_posix()}"
    checkpoints = folder / "checkpoints"
    actor = Actor("bench", "bench", "bench")
    return Ledger.open(url, actor=actor, clock=utc_now, checkpoints=checkpoints, read_only=read_only)


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def show(name: str, ours: float, base: float, count: int) -> None:
    print(
        f"{name:<38} {count / ours:>10,.0f}/s   bare {count / base:>10,.0f}/s   ratio {base / ours:.2f}", flush=True
    )


class Bare:
    """Rows into bare sqlite3 under the ledger's pragmas, by one thread that commits for all who wait."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("CREATE TABLE row (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)")
        self._waiting: list[tuple[str, threading.Event]] = []
        self._changed = threading.Condition()
        self._open = True
        self._thread = threading.Thread(target=self._work)
        self._thread.start()

    def record(self, body: str) -> None:
        done = threading.Event()
        with self._changed:
            self._waiting.append((body, done))
            self._changed.notify()
        done.wait()

    def close(self) -> None:
        with self._changed:
            self._open = False
            self._changed.notify()
        self._thread.join()
        self._db.close()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or not self._open)
                batch, self._waiting = self._waiting, []
            if not batch:
                return
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("INSERT INTO row (body) VALUES (?)", [(body,) for body, _done in batch])
            self._db.execute("COMMIT")
            for _body, done in batch:
                done.set()


def in_threads(work: Callable[[], object], count: int) -> None:
    """`work` so many times, by `THREADS` at once, each waiting until its own is durable."""

    def some() -> None:
        for _n in range(count // THREADS):
            work()

    threads = [threading.Thread(target=some) for _n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def appends(folder: Path) -> None:
    """Durable appends: the same group commit, the same threads, the same pragmas, rows of the same size."""
    note = Event("service_sent", {"text": "x" * (BODY - 260)})
    ours, base = [], []
    with opened(folder) as ledger, closing(Bare(folder / "bare.db")) as bare:
        for _turn in range(ROUNDS):
            ours.append(timed(lambda: in_threads(lambda: ledger.record(note), APPENDS)))
            base.append(timed(lambda: in_threads(lambda: bare.record("x" * BODY), APPENDS)))
    show(f"append, {THREADS} threads, each durable", statistics.median(ours), statistics.median(base), APPENDS)


def hashing(database: Path) -> None:
    """The bare loop: read the bodies, hash them in a chain."""
    last = "0" * 64
    with closing(sqlite3.connect(database)) as connection:
        for (body,) in connection.execute("SELECT body FROM event ORDER BY seq"):
            last = hashlib.sha256((last + body).encode()).hexdigest()


def spent() -> float:
    """Seconds of processor time of this process and of those that it waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def verification(folder: Path, scope: Scope, processes: int) -> None:
    before = spent()
    base = timed(lambda: hashing(folder / "audit.db"))
    base_cpu = spent() - before
    with opened(folder, read_only=True) as ledger:
        before, start = spent(), time.perf_counter()
        result = verify(ledger, scope=scope, processes=processes)
        ours, cpu = time.perf_counter() - start, spent() - before
    if not result.passed:
        raise SystemExit(f"verification failed: {result.first_bad}")
    base = (base + timed(lambda: hashing(folder / "audit.db"))) / 2
    show(f"verify {scope}, {processes} process(es), cpu", cpu, base_cpu, result.rows)
    show(f"verify {scope}, {processes} process(es)", ours, base, result.rows)


def memory(folder: Path, scope: Scope) -> None:
    """The most memory that a verification takes, in a process of its own."""
    script = (
        "import resource, sys; sys.path.insert(0, sys.argv[3])\n"
        "from pathlib import Path; from ledger import opened; from emitlib.ledger import Scope, verify\n"
        "with opened(Path(sys.argv[1]), read_only=True) as ledger: verify(ledger, scope=Scope(sys.argv[2]))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    line = [sys.executable, "-c", script, str(folder), scope.value, str(Path(__file__).parent)]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    print(f"verify {scope}, memory at most{'':<13} {done.stdout.strip()} MB", flush=True)


def finding(folder: Path, uuid: str) -> None:
    with opened(folder, read_only=True) as ledger:
        first = timed(lambda: ledger.find(uuid))
        again = statistics.median(timed(lambda: ledger.find(uuid)) for _n in range(20))
        folio = statistics.median(timed(lambda: ledger.find("A-1")) for _n in range(5))
        if len(ledger.find(uuid)) != 1:
            raise SystemExit(f"{uuid} was not found")
    print(f"find UUID: first {first * 1000:.1f} ms, then {again * 1000:.1f} ms; by folio {folio * 1000:.1f} ms")
    with opened(folder, read_only=True) as ledger:
        first = timed(lambda: whole_answer(ledger, uuid))
        again = statistics.median(timed(lambda: whole_answer(ledger, uuid)) for _n in range(5))
    print(f"all that `emit find` says of it: first {first * 1000:.1f} ms, then {again * 1000:.1f} ms (<= 50)")


def whole_answer(ledger: Ledger, uuid: str) -> None:
    """Deliveries with their proofs, what plans decided, what SAE claims."""
    rows = find_deliveries(ledger, uuid)
    answered_by(ledger, rows)
    outcome_proofs(ledger, rows)
    find_decisions(ledger, uuid, delivered=bool(rows))
    list(find_claims(ledger, uuid))


def measured(folder: Path, uuid: str) -> None:
    finding(folder, uuid)
    processes = os.cpu_count() or 1
    for scope in (Scope.CHAIN, Scope.FULL):
        for count in dict.fromkeys((1, processes)):
            verification(folder, scope, count)
        if os.name != "nt":
            memory(folder, scope)
    with tempfile.TemporaryDirectory() as name:
        appends(Path(name))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="make the ledger here, or take the one that is here")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = given.folder or Path(name)
        folder.mkdir(exist_ok=True)
        made = folder / "uuid.txt"
        if not made.exists():
            with opened(folder) as ledger:
                spent = timed(lambda: made.write_text(live(ledger, given.events), encoding="utf-8"))
                print(f"made {ledger.head().count:,} events in {spent:.0f} s")
        measured(folder, made.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
