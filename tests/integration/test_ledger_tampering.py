"""Whatever is done to a ledger behind its back is named: the first bad row and what was done to it."""

import hashlib
import hmac
import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from ledger_fixtures import begun, ledger, open_ledger, small_run, sqlite_url, url, whole_life

from emitlib.i18n import spoken
from emitlib.ledger import Event, Fault, JsonOrPersonal, Ledger, Verification, seal_run, verify
from emitlib.ledger.body import link_hash
from emitlib.ledger.tables import PROJECTIONS

__all__ = ["ledger", "url"]


class TestSigner:
    """A signer with a key that everybody knows."""

    __test__ = False
    fingerprint = "ab:cd"

    def __init__(self, key: bytes = b"k") -> None:
        self._key = key

    def sign(self, data: bytes) -> bytes:
        return hmac.digest(self._key, data, "sha256")

    def check(self, data: bytes, signature: bytes, fingerprint: str) -> bool:
        return fingerprint == self.fingerprint and hmac.compare_digest(self.sign(data), signature)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with spoken("en"):
        yield


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a whole life in a ledger, sealed, and its checkpoint."""
    folder = tmp_path_factory.mktemp("original")
    with open_ledger(sqlite_url(folder), folder / "checkpoints") as opened:
        whole_life(opened)
        seal_run(opened, "R1", signer=TestSigner())
    return folder


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """A copy to be tampered with."""
    return shutil.copytree(original, tmp_path / "copy")


class Hand:
    """Somebody with the database file and no scruples: triggers are gone."""

    def __init__(self, folder: Path) -> None:
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
    seq = dice.randint(1, hand.count - 1)  # the seal after it remembers too
    hand.edit(seq)
    hand.rehash(seq, hand.count)
    hand.follow()
    return Fault.ROLLED_BACK, hand.count


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
]


def checked(folder: Path) -> Verification:
    with open_ledger(sqlite_url(folder), folder / "checkpoints", read_only=True) as opened:
        return verify(opened, checker=TestSigner())


def test_an_honest_ledger_passes(folder: Path) -> None:
    result = checked(folder)
    assert (result.passed, result.first_bad, result.seals) == (True, None, 1)
    with closing(Hand(folder).db) as database:
        count, head = database.execute("SELECT count, hash FROM head").fetchone()
    assert (result.rows, result.head) == (count, head)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("tamper", TAMPERS, ids=lambda tamper: tamper.__name__)
def test_every_tamper_is_named(folder: Path, tamper: Tamper, seed: int) -> None:
    hand = Hand(folder)
    with closing(hand.db):
        kind, seq = tamper(hand, random.Random(f"{tamper.__name__} {seed}"))
    result = checked(folder)
    assert result.passed is False
    assert result.first_bad is not None
    assert result.first_bad.kind is kind, result.first_bad
    assert seq is None or result.first_bad.seq == seq


@pytest.mark.parametrize(
    ("statement", "detail"),
    [
        ("UPDATE personal SET value = 'x' WHERE kind = 'subject'", "Table personal"),
        ("UPDATE personal SET salt = 'x' WHERE kind = 'subject'", "Table personal"),
        ("UPDATE personal SET kind = 'x' WHERE kind = 'subject'", "Table personal"),
        ("UPDATE personal SET digest = 'x' WHERE kind = 'subject'", "Table personal"),
        ("UPDATE personal SET commitment = 'x' WHERE kind = 'subject'", "Table personal"),
        ("UPDATE run SET state = 'finished'", "Table run, row R1: column state was changed."),
        ("DELETE FROM run", "Table run, row R1: the row is gone."),
        ("INSERT INTO run (run) VALUES ('R7')", "Table run, row R7: no event made this row."),
    ],
)
def test_the_detail_names_table_row_and_column(folder: Path, statement: str, detail: str) -> None:
    hand = Hand(folder)
    with closing(hand.db):
        hand.run(statement)
    bad = checked(folder).first_bad
    assert bad is not None
    assert bad.kind is Fault.PROJECTION_EDITED
    assert bad.detail.startswith(detail)


def test_a_tampered_row_names_the_event_that_decided_it(folder: Path) -> None:
    hand = Hand(folder)
    with closing(hand.db):
        seq = int(hand.one("SELECT seq FROM event WHERE kind = 'run_ended'"))
        hand.run("UPDATE run SET state = 'finished'")
    bad = checked(folder).first_bad
    assert bad is not None
    assert bad.seq == seq


def test_a_body_that_is_no_text_is_named(folder: Path) -> None:
    hand = Hand(folder)
    with closing(hand.db):
        hand.run("UPDATE event SET body = x'00ff' WHERE seq = 7")
    bad = checked(folder).first_bad
    assert bad is not None
    assert (bad.kind, bad.seq) == (Fault.EDITED, 7)


def test_a_forged_last_event_that_means_nothing_is_named(folder: Path) -> None:
    hand = Hand(folder)
    with closing(hand.db):
        hand.forge(hand.count + 1, hand.one("SELECT hash FROM head"), kind="run_ended")
        hand.follow()
    bad = checked(folder).first_bad
    assert bad is not None
    assert (bad.kind, bad.seq) == (Fault.EDITED, hand.count + 1)


def test_a_database_rolled_back_is_noticed_by_its_checkpoint(folder: Path, tmp_path: Path) -> None:
    old = shutil.copy(folder / "audit.db", tmp_path / "old.db")
    with open_ledger(sqlite_url(folder), folder / "checkpoints") as opened:
        count = opened.head().count
        opened.record(Event("service_sent", {"purpose": "canary"}))
    shutil.copy(old, folder / "audit.db")
    bad = checked(folder).first_bad
    assert bad is not None
    assert (bad.kind, bad.seq) == (Fault.ROLLED_BACK, count + 1)


def test_a_database_rolled_back_and_gone_on_with_is_noticed(folder: Path, tmp_path: Path) -> None:
    old = shutil.copy(folder / "audit.db", tmp_path / "old.db")
    with open_ledger(sqlite_url(folder), folder / "checkpoints") as opened:
        count = opened.head().count
        opened.record(Event("service_sent", {"purpose": "canary"}))
    shutil.copy(old, folder / "audit.db")
    with open_ledger(sqlite_url(folder)) as opened:
        opened.record(Event("service_sent", {"purpose": "another"}))
        opened.record(Event("service_sent", {"purpose": "another"}))
    bad = checked(folder).first_bad
    assert bad is not None
    assert (bad.kind, bad.seq) == (Fault.ROLLED_BACK, count + 1)


def test_another_ledger_in_its_place_is_noticed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with open_ledger(sqlite_url(tmp_path / "other")) as other:
        small_run(other)
    shutil.copy(tmp_path / "other" / "audit.db", folder / "audit.db")
    bad = checked(folder).first_bad
    assert bad is not None
    assert (bad.kind, bad.seq) == (Fault.ROLLED_BACK, 1)


def test_a_checkpoint_kept_elsewhere_counts_alone(folder: Path, tmp_path: Path) -> None:
    (checkpoint,) = (folder / "checkpoints").glob("*.json")
    kept = tmp_path / "kept.json"
    shutil.copy(checkpoint, kept)
    values = json.loads(checkpoint.read_text())
    with open_ledger(sqlite_url(folder), read_only=True) as opened:
        assert verify(opened, checkpoint=kept).passed is True
        for change in ({"hash": "e" * 64}, {"count": values["count"] + 1}, {"chain": "x"}):
            kept.write_text(json.dumps({**values, **change}))
            bad = verify(opened, checkpoint=kept).first_bad
            assert bad is not None
            assert bad.kind is Fault.ROLLED_BACK


def test_a_seal_signed_by_another_key_is_noticed(folder: Path) -> None:
    with open_ledger(sqlite_url(folder), folder / "checkpoints") as opened:
        seal_run(opened, "R1", signer=TestSigner(b"another"))
        assert verify(opened).passed is True
        result = verify(opened, checker=TestSigner())
    assert result.first_bad is not None
    assert (result.first_bad.kind, result.seals) == (Fault.EDITED, 2)


def test_a_seal_that_remembers_another_chain_is_noticed(folder: Path) -> None:
    false: dict[str, JsonOrPersonal] = {
        "run": "R1",
        "count": 5,
        "head": "e" * 64,
        "totals": {},
        "signature": "",
        "signer": "",
    }
    with open_ledger(sqlite_url(folder), folder / "checkpoints") as opened:
        opened.record(Event("sealed", false, run="R1"))
        bad = verify(opened).first_bad
        assert bad is not None
        assert (bad.kind, bad.seq) == (Fault.ROLLED_BACK, opened.head().count)


def test_verifying_while_others_append_sees_one_moment(ledger: Ledger) -> None:
    ids = small_run(ledger, tuple(f"N{number}" for number in range(300)))
    tickets = [ledger.append(begun(name)) for name in ids]
    results = [verify(ledger) for _turn in range(3)]
    for ticket in tickets:
        ticket.wait()
    assert [result.passed for result in results] == [True, True, True]


def test_verification_says_how_far_it_is(ledger: Ledger) -> None:
    small_run(ledger)
    told: list[int] = []
    assert verify(ledger, told=told.append).passed is True
    assert told == [ledger.head().count]
