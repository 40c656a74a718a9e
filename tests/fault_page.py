"""The page of the fault matrix, made from what was seen: ``uv run python tests/fault_page.py`` writes it anew."""

import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path

from fault_cells import THREE, Cell, smtp_cells
from fault_graph import GraphCell, graph_cell, graph_cells
from fault_kills import KillCell, Killed, all_killed
from fault_rig import Rig, Seen, smtp_cell

from emitlib.ledger import verify
from emitlib.vocabulary import Status

__all__ = ["PAGE", "AnyCell", "all_seen", "page"]

PAGE = Path(__file__).parents[1] / "docs" / "fault-matrix.md"

AnyCell = Cell | GraphCell

_SIDE_BY_SIDE = 16  # cells at once: most of their time they wait for a server that hangs

_HEAD = """\
# Fault matrix

What becomes of each address when the mail server, or the way to it, fails. *Made from what the tests saw*: each
row was run against a real server on this machine, through the channel, the dispatch and the ledger of a run; the
page must equal what happened, or `tests/integration/test_fault_matrix.py` fails.
[When mail fails](when-mail-fails.md) says what to do.

{cells} cells, {addresses} addresses. By the servers' own count against the ledger:

| | |
|---|---|
| taken twice | {doubled} |
| recorded as accepted and never taken, or taken and not accounted for | {silent} |
| unknown, each in flight when its answer was lost | {unknown} |
| still waiting after the run was resumed with a server that works | {waiting} |

How to read it:

- each fault happens once; a second message, to another address, goes over the same connection (*the message
  beside it*);
- *a → b*: what the run left, and what became of it when the run was resumed with a server that works. One word: it
  stayed so. "not started" means that the run stopped and said why;
- *three addresses*: `a`, `b`, `c`; `b` has no mailbox (SMTP: 550 to its RCPT). A fault at RCPT meets `a`;
- *taken* is what the server took in the end, of one address and of three;
- a run tries again by itself what is deferred (`mail.retry`); here it tried once, so that each step shows.
"""
_TABLE = "| The server… | One address | Three addresses | The message beside it | Taken |\n|---|---|---|---|---|\n"
_KILLED = """
## The process is killed

`kill -9`, a machine that goes off: a process of its own mails one message and is killed while it waits for an answer;
then the run is resumed. A message that the server may hold is looked up where the way can tell (Graph); by SMTP it is
left to a person. An answer that arrived is durable within 0.1 s
([0035](decisions/0035-outcomes-wait-for-company.md)); a kill inside that moment counts as one before the answer.
At QUIT the process is killed once the ledger holds the answer.

| Killed while it waits for… | The ledger then | After the resume | Taken | Drafts left |
|---|---|---|---|---|
"""
_WORDS = {Status.PLANNED: "not started"}


def all_seen(folder: Path) -> dict[AnyCell, Seen]:
    """Run every cell, side by side."""
    rig = Rig(folder)
    try:
        with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
            mail, graph = list(smtp_cells()), list(graph_cells())
            results = [
                *pool.map(lambda cell: smtp_cell(rig, cell), mail),
                *pool.map(lambda cell: graph_cell(rig, cell), graph),
            ]
        assert verify(rig.ledger).passed
    finally:
        rig.ledger.close()
    return dict(zip([*mail, *graph], results, strict=True))


def page(seen: Mapping[AnyCell, Seen], killed: Mapping[KillCell, Killed]) -> str:
    """The whole page."""
    numbers = {
        "cells": len(seen),
        "addresses": sum(len(one.run) + 1 for one in seen.values()),
        "doubled": sum(one.doubled for one in seen.values()),
        "silent": sum(one.silent for one in seen.values()),
        "unknown": sum(one.unknown for one in seen.values()),
        "waiting": sum(status in _WAITING for one in seen.values() for status in (*one.resumed, one.other_resumed)),
    }
    smtp: dict[AnyCell, Seen] = {cell: one for cell, one in seen.items() if isinstance(cell, Cell)}
    graph: dict[AnyCell, Seen] = {cell: one for cell, one in seen.items() if isinstance(cell, GraphCell)}
    return "".join([
        _HEAD.format_map(numbers),
        "\n## SMTP\n\n*By turns* and *pipelined* are told apart where they differ.\n",
        *_sections(smtp),
        "\n## Microsoft Graph\n\nA message has one answer for all its addresses.\n",
        *_sections(graph),
        _KILLED,
        *_kill_rows(killed),
    ])  # fmt: skip


_WAITING = frozenset({Status.PLANNED, Status.BEGUN, Status.DEFERRED})


def _sections(seen: Mapping[AnyCell, Seen]) -> Iterator[str]:
    for phase, cells in groupby(seen, key=lambda cell: cell.phase):
        yield f"\n### {phase[0].upper()}{phase[1:]}\n\n{_TABLE}"
        yield from _rows(list(cells), seen)


def _kill_rows(killed: Mapping[KillCell, Killed]) -> Iterator[str]:
    twice = {(cell.way, cell.step) for cell in killed if cell.done}
    for cell, one in killed.items():
        done = f" ({'' if cell.done else 'not '}done)" if (cell.way, cell.step) in twice else ""
        ledger, resumed = (_WORDS.get(status, status.value) for status in (one.left, one.resumed))
        drafts = "" if cell.way == "SMTP" else str(one.drafts)
        yield f"| {cell.way}: {cell.waits_for}{done} | {ledger} | {resumed} | {one.taken} | {drafts} |\n"


def _rows(cells: Sequence[AnyCell], seen: Mapping[AnyCell, Seen]) -> Iterator[str]:
    for fault, group in groupby(cells, key=lambda cell: cell.fault):
        by_way: dict[bool, str] = {}
        for pipelining, pair in groupby(group, key=lambda cell: cell.pipelining):
            by_way[pipelining] = _cells([seen[cell] for cell in pair])
        if len(set(by_way.values())) == 1:
            yield f"| {fault} | {by_way[False]} |\n"
        else:
            for pipelining, text in by_way.items():
                yield f"| {fault} ({'pipelined' if pipelining else 'by turns'}) | {text} |\n"


def _cells(pair: Sequence[Seen]) -> str:
    one, three = pair
    assert len(three.run) == len(THREE)
    beside = {_change(seen.other, seen.other_resumed) for seen in pair}
    return " | ".join([
        _with_reason(one, _change(one.run[0], one.resumed[0])),
        ", ".join(_each(three)),
        " / ".join(sorted(beside)),
        f"{one.taken}, {three.taken}",
    ])  # fmt: skip


def _each(seen: Seen) -> Iterable[str]:
    changes = list(map(_change, seen.run, seen.resumed))
    return [f"`{address[0]}` {change}" for address, change in zip(THREE, changes, strict=True)]


def _with_reason(seen: Seen, text: str) -> str:
    return f"{text} (`{seen.stopped}`)" if seen.stopped else text


def _change(first: Status, last: Status) -> str:
    words = [_WORDS.get(status, status.value) for status in (first, last)]
    return words[0] if words[0] == words[1] else " → ".join(words)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        (kills := Path(name, "kills")).mkdir()
        PAGE.write_bytes(page(all_seen(Path(name)), all_killed(kills)).encode())
    sys.stdout.write(f"{PAGE}\n")
