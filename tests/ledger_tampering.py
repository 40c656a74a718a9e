"""What somebody with a ledger's file and no scruples does to it, one change at a time, and what that is called."""

import base64
import hashlib
import hmac
import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from ledger_fixtures import open_ledger, sqlite_url, whole_life

from emitlib.ledger import Event, Fault, seal_run
from emitlib.ledger.body import canonical_text, link_hash
from emitlib.ledger.sealed import sealed_bytes
from emitlib.ledger.tables import PROJECTIONS

__all__ = ["TAMPERS", "Hand", "OpenSigner", "Tamper", "make_original", "strip_seal"]


class OpenSigner:
    """A signer with a key that everybody knows."""

    fingerprint = "ab:cd"

    def __init__(self, key: bytes = b"k") -> None:
        self._key = key

    def sign(self, data: bytes) -> bytes:
        return hmac.digest(self._key, data, "sha256")

    def check(self, data: bytes, signature: bytes, fingerprint: str) -> bool:
        return fingerprint == self.fingerprint and hmac.compare_digest(self.sign(data), signature)


def make_original(folder: Path) -> Path:
    """A sealed ledger with something of every kind of event, its checkpoints, and older copies of its file."""
    for stage in range(4):
        with open_ledger(sqlite_url(folder), folder / "checkpoints") as opened:
            if stage == 0:
                whole_life(opened)
            else:
                opened.record(Event("service_sent", {"purpose": f"stage {stage}"}))
            seal_run(opened, "R1", signer=OpenSigner())
        if stage < 3:
            shutil.copy(folder / "audit.db", folder / f"older-{stage}.db")
    return folder


class Hand:
    """Somebody with the database file and no scruples: triggers are gone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.db = sqlite3.connect(folder / "audit.db", isolation_level=None)
        for name in ("update", "delete"):
            self.db.execute(f"DROP TRIGGER event_no_{name}")
        self.count = int(self.one("SELECT count(*) FROM event"))

    def one(self, query: str, *values: object) -> str:
        return str(self.db.execute(query, values).fetchone()[0])

    def run(self, statement: str, *values: object) -> None:
        assert self.db.execute(statement, values).rowcount == 1

    def renumber(self, start: int, step: int) -> None:
        """Move every event from `start` on, without two ever having one number."""
        self.db.execute("UPDATE event SET seq = -seq WHERE seq >= ?", (start,))
        self.db.execute("UPDATE event SET seq = -seq + ? WHERE seq < 0", (step,))

    def forge(self, seq: int, prev_hash: str, *, kind: str = "service_sent") -> None:
        columns = {"seq": seq, "chain": self.one("SELECT chain FROM head"), "at": "2026-10-30T18:00:00.000000+00:00"}
        columns |= {"kind": kind, "run": None, "delivery": None, "carrier": None}
        body = {"v": 1, **columns, "by": "Eva", "account": "eva", "host": "pc", "data": {}}
        text = json.dumps(body, sort_keys=True, separators=(",", ":"))
        row = {**columns, "body": text, "prev_hash": prev_hash, "hash": link_hash(prev_hash, text)}
        names = ", ".join(row)
        self.run(f"INSERT INTO event ({names}) VALUES ({', '.join('?' * len(row))})", *row.values())

    def edit(self, seq: int) -> None:
        self.run('UPDATE event SET body = replace(body, \'"by":"Ana"\', \'"by":"Eva"\') WHERE seq = ?', seq)

    def rehash(self, start: int, end: int) -> None:
        """Make links and hashes anew from `start` to `end`."""
        for seq in range(start, end + 1):
            prev = self.one("SELECT hash FROM event WHERE seq = ?", seq - 1) if seq > 1 else "0" * 64
            text = self.one("SELECT body FROM event WHERE seq = ?", seq)
            self.run("UPDATE event SET prev_hash = ?, hash = ? WHERE seq = ?", prev, link_hash(prev, text), seq)

    def follow(self) -> None:
        """Make the head row follow the last event."""
        self.run("UPDATE head SET count = (SELECT max(seq) FROM event)")
        self.run("UPDATE head SET hash = (SELECT hash FROM event ORDER BY seq DESC LIMIT 1)")


Tamper = Callable[[Hand, random.Random], tuple[Fault, int | None]]


def middle(hand: Hand, dice: random.Random) -> int:
    return dice.randint(2, hand.count - 1)


def delete(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    seq = dice.randint(1, hand.count - 1)
    hand.run("DELETE FROM event WHERE seq = ?", seq)
    return Fault.DELETED, seq


def delete_and_renumber(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    seq = middle(hand, dice)
    hand.run("DELETE FROM event WHERE seq = ?", seq)
    hand.renumber(seq, -1)
    return Fault.DELETED, seq


def delete_and_link_anew(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    seq = middle(hand, dice)
    hand.run("DELETE FROM event WHERE seq = ?", seq)
    hand.renumber(seq, -1)
    hand.rehash(seq, hand.count - 1)
    hand.follow()
    return Fault.DELETED, seq


def edit(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    seq = dice.randint(1, hand.count)
    hand.edit(seq)
    return Fault.EDITED, seq


def edit_and_rehash_it(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    seq = dice.randint(1, hand.count)
    hand.edit(seq)
    hand.rehash(seq, seq)
    return Fault.EDITED, seq


def edit_and_rehash_all(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    seq = dice.randint(1, hand.count - 1)
    hand.edit(seq)
    hand.rehash(seq, hand.count)
    hand.follow()
    # the next seal remembers
    return Fault.ROLLED_BACK, int(hand.one("SELECT min(seq) FROM seal WHERE count >= ?", seq))


def edit_hash(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    seq = dice.randint(1, hand.count)
    hand.run("UPDATE event SET hash = ? WHERE seq = ?", "e" * 64, seq)
    return Fault.EDITED, seq


def edit_column(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    seq = dice.randint(1, hand.count)
    column = dice.choice(["chain", "at", "kind", "run", "delivery", "carrier", "prev_hash"])
    hand.run(f"UPDATE event SET {column} = 'x' WHERE seq = ?", seq)
    return Fault.COLUMN_EDITED, seq


def edit_last_seq(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    hand.run("UPDATE event SET seq = seq + ? WHERE seq = ?", dice.randint(1, 9), hand.count)
    return Fault.COLUMN_EDITED, hand.count


def swap(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    one, two = sorted(dice.sample(range(1, hand.count + 1), 2))
    for before, after in ((one, -1), (two, one), (-1, two)):
        hand.run("UPDATE event SET seq = ? WHERE seq = ?", after, before)
    return Fault.REORDERED, one


def insert_at_end(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    hand.forge(hand.count + 1, hand.one("SELECT hash FROM head"))
    return Fault.INSERTED, hand.count + 1


def insert_between(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    seq = middle(hand, dice)
    hand.renumber(seq, 1)
    hand.forge(seq, hashlib.sha256(dice.randbytes(8)).hexdigest())
    return Fault.INSERTED, seq


def insert_and_link_anew(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    seq = middle(hand, dice)
    hand.renumber(seq, 1)
    hand.forge(seq, "f" * 64)
    for place in range(hand.count + 1, seq - 1, -1):  # free every link first: they are unique
        hand.run("UPDATE event SET prev_hash = ? WHERE seq = ?", f"free{place}", place)
    hand.rehash(seq, hand.count + 1)
    hand.follow()
    return Fault.INSERTED, seq


def cut_tail(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    seq = middle(hand, dice)
    hand.db.execute("DELETE FROM event WHERE seq > ?", (seq,))
    return Fault.TRUNCATED, seq + 1


def cut_tail_and_head(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    seq = middle(hand, dice)
    hand.db.execute("DELETE FROM event WHERE seq > ?", (seq,))
    hand.follow()
    return Fault.ROLLED_BACK, seq + 1


def empty_chain(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    hand.db.execute("DELETE FROM event")
    return Fault.TRUNCATED, 1


def edit_head(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    change = dice.choice(
        [
            "UPDATE head SET count = count - 3",
            "UPDATE head SET count = count + 3",
            f"UPDATE head SET hash = '{'e' * 64}'",
            "UPDATE head SET chain = 'x'",
            "DELETE FROM head",
            "INSERT INTO head (chain, count, hash) VALUES ('x', 1, 'x')",
        ]
    )
    hand.run(change)
    return Fault.EDITED, hand.count


def edit_projection(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    table = PROJECTIONS[dice.choice(sorted(PROJECTIONS))]
    free = [column.name for column in table.columns if not column.primary_key]
    if not free:  # a table of keys alone
        return delete_projection(hand, dice)
    row = dice.choice(hand.db.execute(f"SELECT rowid FROM {table.name}").fetchall())[0]
    column = dice.choice(free)
    value = "x" if table.c[column].type.python_type is str else hand.count + 7
    if table.c[column].type.python_type is bool:
        value = not hand.db.execute(f'SELECT "{column}" FROM {table.name} WHERE rowid = ?', (row,)).fetchone()[0]
    hand.run(f'UPDATE {table.name} SET "{column}" = ? WHERE rowid = ?', value, row)
    return Fault.PROJECTION_EDITED, None


def delete_projection(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    table = dice.choice(sorted(PROJECTIONS))
    row = dice.choice(hand.db.execute(f"SELECT rowid FROM {table}").fetchall())[0]
    hand.run(f"DELETE FROM {table} WHERE rowid = ?", row)
    return Fault.PROJECTION_EDITED, None


def insert_projection(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    table = PROJECTIONS[dice.choice(sorted(PROJECTIONS))]
    values = {c.name: "x" if c.type.python_type is str else 999 for c in table.primary_key}
    names = ", ".join(values)
    hand.run(f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(values))})", *values.values())
    return Fault.PROJECTION_EDITED, 0


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to every single value in a body."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if parts is None:
        yield path
        return
    for name, part in parts:
        yield from leaves(part, (*path, name))


def other(value: Any, dice: random.Random) -> Any:
    """A value of the same kind that is not the same."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + dice.choice([-1, 1, 1_000])
    if value is None:
        return dice.choice(["x", 0])
    place = dice.randint(0, len(value))
    return f"{value[:place]}{dice.choice('xñ0')}{value[place:]}"


def edit_value(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    seq = dice.randint(1, hand.count)
    body = json.loads(hand.one("SELECT body FROM event WHERE seq = ?", seq))
    *path, last = dice.choice(list(leaves(body)))
    part = body
    for name in path:
        part = part[name]
    part[last] = other(part[last], dice)
    hand.run("UPDATE event SET body = ? WHERE seq = ?", canonical_text(body), seq)
    return Fault.EDITED, seq


def edit_personal(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    column = dice.choice(["value", "salt", "kind", "digest", "commitment"])
    row, text = dice.choice(hand.db.execute(f"SELECT rowid, {column} FROM personal").fetchall())
    hand.run(f"UPDATE personal SET {column} = ? WHERE rowid = ?", other(text, dice), row)
    return Fault.PROJECTION_EDITED, None


def delete_personal(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    """A value that an event committed to taken away, as an erasure does, but no event says so."""
    held = "SELECT commitment FROM personal WHERE EXISTS (SELECT 1 FROM event WHERE instr(body, commitment))"
    (commitment,) = dice.choice(hand.db.execute(f"{held} ORDER BY value").fetchall())
    seq = int(hand.one("SELECT min(seq) FROM event WHERE instr(body, ?)", commitment))
    hand.run("DELETE FROM personal WHERE commitment = ?", commitment)
    return Fault.PROJECTION_EDITED, seq


def replace_seal(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    """The last seal made anew with other totals, signed by another key, and everything linked to it."""
    seq = int(hand.one("SELECT max(seq) FROM event WHERE kind = 'sealed'"))
    body = json.loads(hand.one("SELECT body FROM event WHERE seq = ?", seq))
    data = body["data"]
    data["totals"] = {"accepted": dice.randint(1, 99)}
    covered = sealed_bytes(body["chain"], data)
    data["signature"] = base64.b64encode(OpenSigner(dice.randbytes(8)).sign(covered)).decode()
    hand.run("UPDATE event SET body = ? WHERE seq = ?", canonical_text(body), seq)
    hand.rehash(seq, hand.count)
    hand.follow()
    return Fault.EDITED, seq


def strip_seal(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    """The last seal's totals made anew and its signature taken away, as if nobody had signed it; all linked to it."""
    seq = int(hand.one("SELECT max(seq) FROM event WHERE kind = 'sealed'"))
    body = json.loads(hand.one("SELECT body FROM event WHERE seq = ?", seq))
    totals, signer = {"accepted": dice.randint(1, 99)}, dice.choice(["", OpenSigner.fingerprint])
    body["data"] |= {"totals": totals, "signature": "", "signer": signer}
    if dice.random() < 0.5:  # or as if an older version had made it
        for name in ("v", "at", "root", "previous", "peaks"):
            del body["data"][name]
    hand.run("UPDATE event SET body = ? WHERE seq = ?", canonical_text(body), seq)
    row = canonical_text(dict(totals)), signer, seq
    hand.run("UPDATE seal SET totals = ?, signature = '', signer = ? WHERE seq = ?", *row)
    hand.rehash(seq, hand.count)
    hand.follow()
    return Fault.EDITED, seq


def move_seal(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    """A seal of another place in the chain put where one stands, unsigned."""
    seq = int(dice.choice(hand.db.execute("SELECT seq FROM event WHERE kind = 'sealed'").fetchall())[0])
    body = json.loads(hand.one("SELECT body FROM event WHERE seq = ?", seq))
    body["data"] |= {"count": dice.randint(1, seq - 2), "signature": ""}
    hand.run("UPDATE event SET body = ? WHERE seq = ?", canonical_text(body), seq)
    hand.rehash(seq, seq)
    return Fault.ROLLED_BACK, seq


def edit_seal_row(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    row, totals = dice.choice(hand.db.execute("SELECT seq, totals FROM seal").fetchall())
    hand.run("UPDATE seal SET totals = ? WHERE seq = ?", other(totals, dice), row)
    return Fault.PROJECTION_EDITED, row


def roll_back(hand: Hand, dice: random.Random) -> tuple[Fault, int | None]:
    """An older copy of the file in its place."""
    older = dice.choice(sorted(hand.folder.glob("older-*.db")))
    hand.db.close()
    for left in hand.folder.glob("audit.db*"):
        left.unlink()
    shutil.copy(older, hand.folder / "audit.db")
    with closing(sqlite3.connect(older)) as database:
        (count,) = database.execute("SELECT count FROM head").fetchone()
    return Fault.ROLLED_BACK, count + 1


TAMPERS: list[Tamper] = [
    delete,
    delete_and_renumber,
    delete_and_link_anew,
    edit,
    edit_and_rehash_it,
    edit_and_rehash_all,
    edit_hash,
    edit_column,
    edit_last_seq,
    swap,
    insert_at_end,
    insert_between,
    insert_and_link_anew,
    cut_tail,
    cut_tail_and_head,
    empty_chain,
    edit_head,
    edit_projection,
    delete_projection,
    insert_projection,
    edit_value,
    edit_personal,
    replace_seal,
    move_seal,
    edit_seal_row,
    roll_back,
    delete_personal,
    strip_seal,
]
