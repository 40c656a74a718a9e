"""How much the ledger costs above bare sqlite3 and a bare hashing loop, measured side by side in one run.

Run: ``uv run python benchmarks/ledger.py [COUNT]``
"""

import hashlib
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from emitlib.ledger import Event, Ledger, Personal, verify
from emitlib.vocabulary import ChannelName, Delivery
from emitlib.workspace import Actor, utc_now

BATCH = 3_000
THREADS = 4
ROUNDS = 5


def opened(folder: Path) -> Ledger:
    url = f"sqlite:///{folder / 'audit.db'}"
    return Ledger.open(url, actor=Actor("bench", "bench", "bench"), clock=utc_now, checkpoints=folder / "checkpoints")


def identities(count: int, mark: str) -> list[Delivery]:
    return [
        Delivery(document=f"cfdi:{mark}-{n}", channel=ChannelName.MAIL, destination=f"c{n}@example.mx")
        for n in range(count)
    ]


def planned(ids: list[str], deliveries: list[Delivery]) -> list[Event]:
    return [
        Event(
            "planned",
            {
                "namespace": "",
                "plan": "P1",
                "document": delivery.document,
                "channel": "mail",
                "destination": Personal("address", delivery.destination),
                "generation": 1,
                "client": "7",
                "fingerprint": "f" * 64,
                "rule": {"accounts": [Personal("address", delivery.destination)], "silent": True},
                "files": [{"name": "a.xml", "sha256": "0" * 64}],
                "replaces": None,
            },
            delivery=name,
        )
        for name, delivery in zip(ids, deliveries, strict=True)
    ]


def begun(delivery: str) -> Event:
    return Event("begun", {"deliveries": [delivery], "evidence": {"host": "mx"}}, run="R1")


def bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS row (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    return connection


def bare_rows(connection: sqlite3.Connection, body: str, count: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO row (body) VALUES (?)", [(body,)] * count)
    connection.execute("COMMIT")


def bare_one_by_one(connection: sqlite3.Connection, body: str, count: int) -> None:
    for _n in range(count):
        bare_rows(connection, body, 1)


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_threads(work: Callable[[list[str]], None], ids: list[str]) -> None:
    threads = [threading.Thread(target=work, args=(ids[n::THREADS],)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def show(name: str, ours: float, base: float, count: int) -> None:
    print(f"{name:<34} {count / ours:>10,.0f}/s   bare {count / base:>10,.0f}/s   time x{ours / base:.2f}")


def appends(ledger: Ledger, connection: sqlite3.Connection, count: int) -> None:
    body = "x" * 400

    def one_by_one(ids: list[str]) -> None:
        for name in ids:
            ledger.record(begun(name))

    figures: dict[str, list[tuple[float, float]]] = {"one": [], "four": [], "batch": []}
    for turn in range(ROUNDS):
        deliveries = identities(max(BATCH, 2 * count), f"r{turn}")
        ids = ledger.identify(deliveries)
        events = planned(ids, deliveries)[:BATCH]
        figures["batch"].append(
            (timed(lambda: ledger.record(*events)), timed(lambda: bare_rows(connection, body, BATCH)))  # noqa: B023
        )
        ledger.record(*planned(ids[BATCH:], deliveries[BATCH:]))
        alone, shared = ids[:count], ids[count : 2 * count]
        base = timed(lambda: bare_one_by_one(connection, body, count))
        figures["one"].append((timed(lambda: one_by_one(alone)), base))  # noqa: B023
        figures["four"].append((timed(lambda: in_threads(one_by_one, shared)), base))  # noqa: B023
    for name, label, size in (
        ("one", "begun, one thread, each durable", count),
        ("four", f"begun, {THREADS} threads, each durable", count),
        ("batch", f"planned, {BATCH} in one append", BATCH),
    ):
        ours = statistics.median(pair[0] for pair in figures[name])
        base = statistics.median(pair[1] for pair in figures[name])
        show(label, ours, base, size)


def verification(ledger: Ledger, database: Path) -> None:
    def hashing() -> None:
        last = "0" * 64
        with closing(sqlite3.connect(database)) as connection:
            for (body,) in connection.execute("SELECT body FROM event ORDER BY seq"):
                last = hashlib.sha256((last + body).encode()).hexdigest()

    base = min(timed(hashing) for _n in range(3))
    start = time.perf_counter()
    result = verify(ledger)
    ours = time.perf_counter() - start
    if not result.passed:
        raise SystemExit(f"verification failed: {result.first_bad}")
    show(f"verify, {result.rows} events", ours, base, result.rows)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with opened(folder) as ledger, closing(bare(folder / "bare.db")) as connection:
            appends(ledger, connection, count)
            verification(ledger, folder / "audit.db")


if __name__ == "__main__":
    main()
