"""Whatever is done to a ledger behind its back is named: the first bad row and what was done to it."""

import json
import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from ledger_fixtures import begun, execute, ledger, open_ledger, small_run, sqlite_url, url, whole_life
from ledger_tampering import TAMPERS, Hand, OpenSigner, Tamper, make_original, strip_seal

from emitlib.i18n import spoken
from emitlib.ledger import BadRow, Event, Fault, JsonOrPersonal, Ledger, Scope, Verification, seal_run, sweep, verify
from emitlib.ledger.body import canonical_text

__all__ = ["ledger", "url"]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with spoken("en"):
        yield


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a whole life in a ledger, sealed, and its checkpoint."""
    return make_original(tmp_path_factory.mktemp("original"))


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """A copy to be tampered with."""
    return shutil.copytree(original, tmp_path / "copy")


def checked(folder: Path) -> Verification:
    with open_ledger(sqlite_url(folder), folder / "checkpoints", read_only=True) as opened:
        return verify(opened, checker=OpenSigner())


def test_an_honest_ledger_passes(folder: Path) -> None:
    result = checked(folder)
    assert (result.passed, result.first_bad, result.seals) == (True, None, 4)
    with closing(Hand(folder).db) as database:
        count, head = database.execute("SELECT count, hash FROM head").fetchone()
    assert (result.rows, result.head) == (count, head)


def tampered(folder: Path, tamper: Tamper, seed: str) -> None:
    """Do one thing to the ledger in `folder`; what `verify` says of it must be that."""
    hand = Hand(folder)
    with closing(hand.db):
        kind, seq = tamper(hand, random.Random(seed))
    bad = checked(folder).first_bad
    assert bad is not None, f"{tamper.__name__}, seed {seed}: not noticed"
    assert bad.kind is kind, f"{tamper.__name__}, seed {seed}: {bad}"
    assert seq is None or bad.seq == seq, f"{tamper.__name__}, seed {seed}: {bad}"


@pytest.mark.parametrize("seed", range(8))
def test_a_stripped_seal_is_named_without_any_checkpoint(folder: Path, seed: int) -> None:
    hand = Hand(folder)
    with closing(hand.db):
        _kind, seq = strip_seal(hand, random.Random(seed))
    shutil.rmtree(folder / "checkpoints")
    bad = checked(folder).first_bad
    assert bad == BadRow(seq=seq or 0, kind=Fault.EDITED, detail="The seal of run R1 is not signed.")
    with open_ledger(sqlite_url(folder), read_only=True) as opened:
        assert verify(opened).passed is True  # without a checker nobody looks at signatures


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("gone", ["signature", "signer", "root", "totals", "count"])
def test_a_seal_without_one_of_its_fields_is_named(folder: Path, gone: str, scope: Scope) -> None:
    hand = Hand(folder)
    with closing(hand.db):
        seq = int(hand.one("SELECT max(seq) FROM event WHERE kind = 'sealed'"))
        body = json.loads(hand.one("SELECT body FROM event WHERE seq = ?", seq))
        del body["data"][gone]
        hand.run("UPDATE event SET body = ? WHERE seq = ?", canonical_text(body), seq)
        hand.rehash(seq, hand.count)
        hand.follow()
    with open_ledger(sqlite_url(folder), read_only=True) as opened:
        bad = verify(opened, checker=OpenSigner(), scope=scope).first_bad
    assert bad is not None
    assert (bad.kind, bad.seq) == (Fault.EDITED, seq)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("tamper", TAMPERS, ids=lambda tamper: tamper.__name__)
def test_every_tamper_is_named(folder: Path, tamper: Tamper, seed: int) -> None:
    tampered(folder, tamper, f"{tamper.__name__} {seed}")


def test_five_hundred_changes_at_random_are_all_named(original: Path, tmp_path: Path) -> None:
    """Single changes, each to a fresh copy of a ledger that passes."""
    assert checked(original).passed is True
    for number in range(500):
        copy = shutil.copytree(original, tmp_path / f"{number}")
        tampered(copy, random.Random(number).choice(TAMPERS), f"change {number}")
        shutil.rmtree(copy)


@pytest.mark.parametrize(
    "tamper",
    [None, TAMPERS[0], TAMPERS[3], TAMPERS[17], TAMPERS[-2]],
    ids=["none", "deleted", "edited", "table", "personal"],
)
def test_a_ledger_shared_out_among_processes_says_the_same(
    folder: Path, tamper: Tamper | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "_WORTH_IT", 10)
    if tamper is not None:
        hand = Hand(folder)
        with closing(hand.db):
            tamper(hand, random.Random("shared"))
    with open_ledger(sqlite_url(folder), folder / "checkpoints", read_only=True) as opened:
        shared = verify(opened, checker=OpenSigner(), processes=3)
    assert shared == checked(folder)
    assert shared.passed is (tamper is None)


def test_the_processes_answer_for_every_part(url: str, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "_WORTH_IT", 10)
    whole_life(ledger)
    seal_run(ledger, "R1", signer=None)
    head = ledger.head()
    with ledger.reading() as connection:
        swept = sweep.sweep(connection, counts=[7], full=True, processes=2)
    assert swept is not None
    assert swept.head == head
    assert (len(swept.sealed), swept.recorded, swept.clock) == (1, {7: ledger.event_hash(7)}, ())
    execute(url, "UPDATE carrier SET message_id = 'x'")
    with ledger.reading() as connection:
        assert sweep.sweep(connection, counts=[], full=True, processes=2) is None
        assert sweep.sweep(connection, counts=[], full=False, processes=2) is not None


@pytest.mark.parametrize(
    ("statement", "detail"),
    [
        ("UPDATE personal SET value = 'x' WHERE kind = 'subject'", "Table personal"),
        ("UPDATE personal SET salt = 'x' WHERE kind = 'subject'", "Table personal"),
        ("UPDATE personal SET kind = 'x' WHERE kind = 'subject'", "Table personal"),
        ("UPDATE personal SET digest = 'x' WHERE kind = 'subject'", "Table personal"),
        ("UPDATE personal SET commitment = 'x' WHERE kind = 'subject'", "Table personal"),
        ("DELETE FROM personal WHERE kind = 'subject'", "Table personal: a value is gone, and no event erased it."),
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


def test_an_older_checkpoint_kept_elsewhere_hides_no_newer_one(folder: Path, tmp_path: Path) -> None:
    old = shutil.copy(folder / "audit.db", tmp_path / "old.db")
    (checkpoint,) = (folder / "checkpoints").glob("*.json")
    kept = Path(shutil.copy(checkpoint, tmp_path / "kept.json"))
    with open_ledger(sqlite_url(folder), folder / "checkpoints") as opened:
        count = opened.head().count
        opened.record(Event("service_sent", {"purpose": "canary"}))
    shutil.copy(old, folder / "audit.db")
    with open_ledger(sqlite_url(folder), folder / "checkpoints", read_only=True) as opened:
        bad = verify(opened, checkpoint=kept).first_bad
    assert bad is not None
    assert (bad.kind, bad.seq) == (Fault.ROLLED_BACK, count + 1)


def test_a_checkpoint_of_its_own_does_not_make_another_ledger_the_one_that_stood_here(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    with open_ledger(sqlite_url(tmp_path / "other"), tmp_path / "other" / "checkpoints") as other:
        small_run(other)
    shutil.copy(tmp_path / "other" / "audit.db", folder / "audit.db")
    (kept,) = (tmp_path / "other" / "checkpoints").glob("*.json")
    with open_ledger(sqlite_url(folder), folder / "checkpoints", read_only=True) as opened:
        bad = verify(opened, checkpoint=kept).first_bad
    assert bad is not None
    assert (bad.kind, bad.seq) == (Fault.ROLLED_BACK, 1)


def test_a_seal_signed_by_another_key_is_noticed(folder: Path) -> None:
    with open_ledger(sqlite_url(folder), folder / "checkpoints") as opened:
        seal_run(opened, "R1", signer=OpenSigner(b"another"))
        assert verify(opened).passed is True
        result = verify(opened, checker=OpenSigner())
    assert result.first_bad is not None
    assert (result.first_bad.kind, result.seals) == (Fault.EDITED, 5)


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
