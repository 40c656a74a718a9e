"""One process of a sweep: ``python -m emitlib.ledger.part``.

Reads the ledger's address and then tasks, a line of JSON each, and answers each with a line.
"""

import gc
import json
import sys
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from emitlib.errors import EmitError
from emitlib.ledger import tables
from emitlib.ledger.body import ZERO_HASH
from emitlib.ledger.chain_walk import ChainWalk, Link, links, note
from emitlib.ledger.engine import make_engine
from emitlib.ledger.personal_check import PersonalWalk, changed_personal
from emitlib.ledger.projections import read_fact
from emitlib.ledger.queries import read_head
from emitlib.ledger.reading import in_bulk, snapshot
from emitlib.ledger.replay import Replay

__all__ = ["main"]

_PATIENCE = 30.0


def main() -> None:
    """Do what stands on the standard input."""
    gc.disable()  # millions of short-lived values, and no cycles among them
    lines = iter(sys.stdin)
    engine = make_engine(json.loads(next(lines)), read_only=True, patience=_PATIENCE)
    try:
        with snapshot(engine) as connection:
            head = read_head(connection)
            for line in lines:
                answer = {**_done(connection, json.loads(line)), "head": head.hash, "count": head.count}
                sys.stdout.write(json.dumps(answer) + "\n")
                sys.stdout.flush()
    finally:
        engine.dispose()


def _done(connection: Connection, task: Mapping[str, Any]) -> dict[str, Any]:
    if task["do"] == "chain":
        personal = PersonalWalk(connection) if task["personal"] else None
        return _chain(connection, personal, after=task["after"], until=task["until"], counts=task["counts"])
    if task["do"] == "personal":
        return {"clean": changed_personal(connection) is None}
    return {"clean": _tables(connection, task["names"])}


def _chain(
    connection: Connection, personal: PersonalWalk | None, *, after: int, until: int, counts: Iterable[int]
) -> dict[str, Any]:
    """Walk from one event to another; the hash before the first is taken on trust, and told."""
    event = tables.event.c
    first = connection.execute(select(event.prev_hash).where(event.seq == after + 1)).scalar() or ZERO_HASH
    at = connection.execute(select(event.at).where(event.seq == after)).scalar() or ""
    walk = ChainWalk(connection, count=after, last=first, at=at)
    recorded = dict.fromkeys(counts, "")
    sealed: list[str] = []
    for rows in links(connection, after=after, until=until):
        before = walk.count
        bodies, bad = walk.take(rows)
        if bad is not None:
            return {"clean": False}
        if personal is not None:
            personal.take(rows)
        sealed += [Link(*rows[body.seq - before - 1]).body for body in bodies if body.kind == "sealed"]
        note(recorded, rows, before=before, until=walk.count)
    return {
        "clean": walk.count == until and (personal is None or personal.gone() is None),
        "first": first,
        "last": walk.hash,
        "chain": walk.chain,
        "sealed": sealed,
        "recorded": recorded,
        "clock": walk.clock.told,
    }


def _tables(connection: Connection, names: Collection[str]) -> bool:
    """Whether these tables say what the events say."""
    replay = Replay(connection, names)
    event = tables.event.c
    # Concatenated so that no index is taken: the events are wanted in the order in which they lie.
    query = select(event.body).where((event.kind + "").in_(sorted(replay.kinds))).order_by(event.seq)
    try:
        for rows in in_bulk(connection, query):
            for (text,) in rows:
                replay.project(read_fact(text))
        return replay.compare() is None
    except (KeyError, TypeError, ValueError, AttributeError):
        return False  # a body that means nothing
    finally:
        replay.close()


if __name__ == "__main__":
    try:
        main()
    except (EmitError, ValueError, TypeError):
        sys.exit(1)  # whoever asked looks for itself then
