"""What a durable sender in Python can reach at all: bare sockets and bare sqlite3, no MIME, no ledger, no checks.

Run by ``benchmarks/mail.py``. ``python benchmarks/mail_floor.py PORT MESSAGES CONNECTIONS FOLDER`` prints, line by
line, the messages per second of ready bytes over pipelined connections; the same with one durable commit before each
message, shared by whoever waits; and that with the bytes written durably to a file of their own before.
"""

import os
import socket
import sqlite3
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

BODY = b"Subject: x\r\n\r\n" + (b"A" * 76 + b"\r\n") * 1_280  # 100 kB
HELLO = b"EHLO localhost\r\n"
ENVELOPE = b"MAIL FROM:<facturas@example.mx>\r\nRCPT TO:<ana@example.mx>\r\nDATA\r\n"


class Commits:
    """One thread that commits a row for each message, as many at once as wait."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: list[threading.Event] = []
        self._changed = threading.Condition()
        self._closed = False
        self.count = 0
        self._thread = threading.Thread(target=self._work)
        self._thread.start()

    def begun(self) -> None:
        done = threading.Event()
        with self._changed:
            self._waiting.append(done)
            self._changed.notify()
        done.wait()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _work(self) -> None:
        base = sqlite3.connect(self._path, isolation_level=None)
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = FULL")
        base.execute("CREATE TABLE event (seq INTEGER PRIMARY KEY, body TEXT)")
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                batch, self._waiting = self._waiting, []
            if not batch:
                return
            base.execute("BEGIN IMMEDIATE")
            base.executemany("INSERT INTO event (body) VALUES (?)", [("x" * 500,)] * len(batch))
            base.execute("COMMIT")
            self.count += 1
            for done in batch:
                done.set()


def nothing(_number: int) -> None:
    pass


def rate(
    port: int, messages: int, connections: int, *, freeze: Callable[[int], None], begun: Callable[[], None]
) -> float:
    numbers = iter(range(messages))
    lock = threading.Lock()

    def work() -> None:
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            replies = line.makefile("rb")
            replies.readline()
            line.sendall(HELLO)
            while replies.readline()[3:4] == b"-":
                pass
            while True:
                with lock:
                    number = next(numbers, None)
                if number is None:
                    return
                freeze(number)
                line.sendall(ENVELOPE)
                answers = [replies.readline() for _command in range(3)]
                assert answers[-1].startswith(b"354"), answers
                begun()
                line.sendall(BODY + b".\r\n")
                assert replies.readline().startswith(b"250")

    threads = [threading.Thread(target=work) for _number in range(connections)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return messages / (time.perf_counter() - start)


def main() -> None:
    port, messages, connections = (int(word) for word in sys.argv[1:4])
    folder = Path(sys.argv[4])

    def freeze(number: int) -> None:
        handle = os.open(folder / f"{number}.eml", os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        os.write(handle, BODY)
        os.fsync(handle)
        os.close(handle)

    print(rate(port, messages, connections, freeze=nothing, begun=lambda: None))
    for name, frozen in (("commits.db", nothing), ("both.db", freeze)):
        commits = Commits(folder / name)
        print(rate(port, messages, connections, freeze=frozen, begun=commits.begun))
        commits.close()


if __name__ == "__main__":
    main()
