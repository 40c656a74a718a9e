"""A sweep: a long ledger verified in parts, by several processes at once.

It answers only "all of this is clean". At any doubt the ledger is walked again by one process, which names the fault.
"""

import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from queue import Empty, SimpleQueue
from typing import Any

from sqlalchemy import Connection, func, select

from emitlib.ledger import tables
from emitlib.ledger.body import ZERO_HASH
from emitlib.ledger.clock_steps import ClockStep
from emitlib.ledger.queries import Head, read_heads

__all__ = ["Sweep", "sweep"]

#: Below so many events, starting processes costs more than it brings.
_WORTH_IT = 100_000

_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows only: no console flashes up


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """A ledger in which every part is clean and fits the next."""

    head: Head
    sealed: tuple[str, ...]  #: bodies of the seals, oldest first: whoever asked checks them
    recorded: Mapping[int, str]  #: the hash at each count asked for
    clock: tuple[ClockStep, ...]


@dataclass(slots=True)
class _Work:
    """Tasks still to do, and the answers so far."""

    tasks: SimpleQueue[dict[str, Any]]
    answers: list[dict[str, Any]] = field(default_factory=list)


def sweep(connection: Connection, *, counts: Collection[int], full: bool, processes: int) -> Sweep | None:
    """Verify in parts; None where that is not worth it, or not everything is clean.

    Args:
        connection: Inside the snapshot that is verified; the parts must see the same head, or nothing is said.
        counts: Places of the chain whose hash is asked for.
        full: The tables too, not the chain alone.
        processes: How many at once.
    """
    heads = read_heads(connection)
    if processes <= 1 or len(heads) != 1 or heads[0].count < _WORTH_IT or not sys.executable:
        return None
    (head,) = heads
    if connection.execute(select(func.count()).select_from(tables.event)).scalar() != head.count:
        return None
    address = connection.engine.url.render_as_string(hide_password=False)
    work = _Work(SimpleQueue())
    wanted = list(_tasks(head.count, counts, full=full, processes=processes))
    for task in wanted:
        work.tasks.put(task)
    with ThreadPoolExecutor(processes) as pool:
        done = [pool.submit(_process, address, work) for _n in range(processes)]
        if not all(one.result() for one in done) or len(work.answers) != len(wanted):
            return None
    return _joined(head, work.answers)


def _tasks(count: int, counts: Collection[int], *, full: bool, processes: int) -> Iterator[dict[str, Any]]:
    """The longest first, so that the short ones fill up what is left."""
    if full:
        yield {"do": "tables", "names": ["delivery"]}
        yield {"do": "tables", "names": [name for name in tables.PROJECTIONS if name != "delivery"]}
    edges = [count * n // processes for n in range(processes + 1)]
    for after, until in pairwise(edges):
        asked = [n for n in counts if after < n <= until]
        yield {"do": "chain", "after": after, "until": until, "counts": asked, "personal": full}
    if full:
        yield {"do": "personal"}


def _process(address: str, work: _Work) -> bool:
    """Let one process do tasks until none is left; whether it answered all that it was given."""
    command = [sys.executable, "-m", "emitlib.ledger.part"]
    try:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONUTF8": "1"},
            creationflags=_NO_WINDOW,
        )
    except OSError:
        return False
    with child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            _say(child, address)  # by the pipe, not the command line: it may hold a password
            while True:
                task = work.tasks.get_nowait()
                _say(child, task)
                answer = json.loads(child.stdout.readline() or b"{}")
                if not answer.get("clean"):
                    return False
                work.answers.append({**task, **answer})
        except Empty:
            return True
        except (OSError, ValueError):
            return False
        finally:
            child.kill()


def _say(child: subprocess.Popen[bytes], value: object) -> None:
    assert child.stdin is not None
    child.stdin.write(json.dumps(value).encode() + b"\n")
    child.stdin.flush()


def _joined(head: Head, answers: list[dict[str, Any]]) -> Sweep | None:
    """The parts as one, where each saw the same head and begins where the one before it ends."""
    if any((answer["head"], answer["count"]) != (head.hash, head.count) for answer in answers):
        return None
    ranges = sorted((answer for answer in answers if answer["do"] == "chain"), key=lambda answer: answer["after"])
    last = ZERO_HASH
    for one in ranges:
        if one["first"] != last or one["chain"] != head.chain:
            return None
        last = one["last"]
    if last != head.hash:
        return None
    return Sweep(
        head=head,
        sealed=tuple(text for one in ranges for text in one["sealed"]),
        recorded={int(count): text for one in ranges for count, text in one["recorded"].items()},
        clock=tuple(ClockStep(*step) for one in ranges for step in one["clock"]),
    )
