"""Somebody with the files and no scruples: `emit audit verify` names the row, the balance shows the gap."""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from acceptance_fixtures import ANA, BEN, call, emit
from company import Company
from month_end import deliveries, plan_of, resume, run_of, send_month, use_server
from smtp_server import SmtpServer, reply

from emitlib.runner.inside import emit as emit_inside
from emitlib.vocabulary import Status

RUN = "run"

#: What was done, as `audit verify` says it in Spanish.
_SPANISH = {
    "edited": "editado",
    "deleted": "borrado",
    "inserted": "insertado",
    "truncated": "cortado al final",
    "rolled_back": "regresado a una copia anterior",
    "projection_edited": "se editó una tabla",
}


@dataclass(frozen=True, slots=True)
class Office:
    """A workspace after its month-end, with the name of its run."""

    root: Path
    run: str


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Three mails accepted, one that waits for review; `before` is the database before the run."""
    company = Company(tmp_path_factory.mktemp("office") / "empresa")
    company.client("1", ANA, accounts="ana@example.mx;pagos@example.mx")
    company.client("2", BEN, accounts="ben@example.mx", silent="N")
    for number, rfc in ((1, ANA), (2, BEN)):
        company.invoice(number, rfc)
    with SmtpServer() as server:
        use_server(company, server)
        plan = plan_of(company)
        shutil.copy(company.root / "audit.db", company.root / "before.db")
        run = run_of(company, plan).run
    return Office(company.root, run)


@pytest.fixture
def office(original: Office, tmp_path: Path) -> Office:
    """A copy to be tampered with."""
    return Office(shutil.copytree(original.root, tmp_path / "empresa"), original.run)


class Attacker:
    """Writes straight into the database; the triggers are dropped first."""

    def __init__(self, root: Path) -> None:
        self.db = sqlite3.connect(root / "audit.db", isolation_level=None)
        for (name,) in self.db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            self.db.execute(f"DROP TRIGGER {name}")
        self.last = int(self.one("SELECT max(seq) FROM event"))

    def one(self, query: str, *values: object) -> str:
        return str(self.db.execute(query, values).fetchone()[0])

    def run(self, statement: str, *values: object) -> None:
        assert self.db.execute(statement, values).rowcount == 1

    def seq_of(self, kind: str) -> int:
        """The first event of a kind."""
        return int(self.one("SELECT min(seq) FROM event WHERE kind = ?", kind))

    def edit(self, seq: int) -> None:
        body = self.one("SELECT body FROM event WHERE seq = ?", seq)
        assert '"code":250' in body
        self.run("UPDATE event SET body = ? WHERE seq = ?", body.replace('"code":250', '"code":550'), seq)

    def rehash(self, start: int) -> None:
        """Link the chain anew from `start`, the head too."""
        for seq in range(start, self.last + 1):
            before = self.one("SELECT hash FROM event WHERE seq = ?", seq - 1)
            body = self.one("SELECT body FROM event WHERE seq = ?", seq)
            digest = hashlib.sha256(f"{before}{body}".encode()).hexdigest()
            self.run("UPDATE event SET prev_hash = ?, hash = ? WHERE seq = ?", before, digest, seq)
        self.run("UPDATE head SET hash = (SELECT hash FROM event ORDER BY seq DESC LIMIT 1)")


@dataclass(frozen=True, slots=True)
class Named:
    """What `verify` must name."""

    kind: str
    seq: int


def event_deleted(hand: Attacker) -> Named:
    seq = hand.seq_of("accepted")
    hand.run("DELETE FROM event WHERE seq = ?", seq)
    return Named("deleted", seq)


def event_edited(hand: Attacker) -> Named:
    seq = hand.seq_of("accepted")
    hand.edit(seq)
    return Named("edited", seq)


def event_edited_and_chain_made_anew(hand: Attacker) -> Named:
    seq = hand.seq_of("accepted")
    hand.edit(seq)
    hand.rehash(seq)
    # the seal of the run remembers the chain as it was
    return Named("rolled_back", hand.seq_of("sealed"))


def event_inserted(hand: Attacker) -> Named:
    row = dict(
        zip(("seq", "chain", "at"), hand.db.execute("SELECT seq, chain, at FROM event").fetchone(), strict=True)
    )
    row |= {"seq": hand.last + 1, "kind": "accepted", "run": RUN, "delivery": "D1", "carrier": None}
    body = json.dumps({"v": 1, **row, "by": "Ana", "account": "ana", "host": "pc", "data": {}}, sort_keys=True)
    before = hand.one("SELECT hash FROM event WHERE seq = ?", hand.last)
    row |= {"body": body, "prev_hash": before, "hash": hashlib.sha256(f"{before}{body}".encode()).hexdigest()}
    hand.run(f"INSERT INTO event ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", *row.values())
    return Named("inserted", hand.last + 1)


def tail_cut(hand: Attacker) -> Named:
    seq = hand.seq_of("accepted")
    hand.db.execute("DELETE FROM event WHERE seq >= ?", (seq,))
    return Named("truncated", seq)


def tail_and_head_cut(hand: Attacker) -> Named:
    seq = hand.seq_of("accepted")
    hand.db.execute("DELETE FROM event WHERE seq >= ?", (seq,))
    hand.run("UPDATE head SET count = ?, hash = (SELECT hash FROM event ORDER BY seq DESC LIMIT 1)", seq - 1)
    return Named("rolled_back", seq)


def status_edited(hand: Attacker) -> Named:
    hand.run("UPDATE delivery SET status = 'accepted' WHERE status = 'held'")
    return Named("projection_edited", hand.seq_of("held"))


def delivery_row_deleted(hand: Attacker) -> Named:
    hand.run("DELETE FROM delivery WHERE status = 'held'")
    return Named("projection_edited", hand.seq_of("held"))


def address_replaced(hand: Attacker) -> Named:
    hand.run("UPDATE personal SET value = 'eve@example.mx' WHERE value = 'ben@example.mx' AND kind = 'address'")
    commitment = hand.one("SELECT commitment FROM personal WHERE value = 'eve@example.mx'")
    first = "SELECT min(seq) FROM event WHERE body LIKE '%' || ? || '%'"
    return Named("projection_edited", int(hand.one(first, commitment)))


def seal_deleted(hand: Attacker) -> Named:
    hand.run("DELETE FROM seal")
    return Named("projection_edited", hand.seq_of("sealed"))


def seal_stripped(hand: Attacker) -> Named:
    seq = hand.seq_of("sealed")
    body = json.loads(hand.one("SELECT body FROM event WHERE seq = ?", seq))
    body["data"] |= {"signature": "", "signer": "", "totals": {"accepted": 3}}
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    hand.run("UPDATE event SET body = ? WHERE seq = ?", text, seq)
    hand.run("UPDATE seal SET signature = '', signer = '', totals = '{\"accepted\":3}' WHERE seq = ?", seq)
    hand.rehash(seq)
    return Named("edited", seq)


ATTACKS = [
    event_deleted,
    event_edited,
    event_edited_and_chain_made_anew,
    event_inserted,
    tail_cut,
    tail_and_head_cut,
    status_edited,
    delivery_row_deleted,
    address_replaced,
    seal_deleted,
    seal_stripped,
]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_verify_names_the_row_and_what_was_done(attack: Callable[[Attacker], Named], office: Office) -> None:
    hand = Attacker(office.root)
    with closing(hand.db):
        named = attack(hand)

    answer = call(office.root, "audit", "verify")
    told = call(office.root, "audit", "verify", plain=True)
    spanish = call(office.root, "--lang", "es", "audit", "verify", plain=True)

    first_bad = answer.json["first_bad"]
    assert (answer.code, answer.json["pass"]) == (1, False)
    assert (first_bad["kind"], first_bad["seq"]) == (named.kind, named.seq)
    assert first_bad["detail"]
    assert told.out.startswith("FAIL\n")
    assert str(named.seq) in told.out
    assert spanish.out.startswith("FALLA\n")
    assert f"{named.seq}, {_SPANISH[named.kind]}: " in spanish.out


def test_an_untouched_copy_passes(office: Office) -> None:
    answer = emit(office.root, "audit", "verify")

    assert (answer.code, answer.json["pass"], answer.json["first_bad"]) == (0, True, None)
    assert answer.json["seals"] == 1


@pytest.mark.parametrize(
    "statement", ["DELETE FROM event WHERE seq = 3", "UPDATE event SET body = '{}' WHERE seq = 3"]
)
def test_the_database_itself_refuses_the_careless(statement: str, office: Office) -> None:
    with closing(sqlite3.connect(office.root / "audit.db")) as db, pytest.raises(sqlite3.DatabaseError):
        db.execute(statement)


def test_an_older_copy_of_the_database_is_noticed_and_sends_nothing(office: Office) -> None:
    count = events_in(office.root)
    for left in office.root.glob("audit.db-*"):
        left.unlink()
    shutil.copy(office.root / "before.db", office.root / "audit.db")
    older = events_in(office.root)

    verified = call(office.root, "audit", "verify")
    resumed = call(office.root, "cancel", office.run)
    planned = call(office.root, "plan", "--period", "2026-10")

    assert older < count
    assert verified.code == 1
    assert (verified.json["first_bad"]["kind"], verified.json["first_bad"]["seq"]) == ("rolled_back", older + 1)
    assert (resumed.code, resumed.error) == (1, "RUN_UNKNOWN")
    assert (planned.code, planned.error) == (1, "LEDGER_ROLLED_BACK")
    plan = office.run.removesuffix("-mail")
    confirm = json.loads((office.root / "plans" / f"{plan}.json").read_text(encoding="utf-8"))["hash"]
    ran = emit_inside(workspace=str(office.root), plan=plan, confirm=confirm, channel="mail", dry_run=False).result
    assert ran.error is not None
    assert ran.error.code == "LEDGER_ROLLED_BACK"


def events_in(root: Path) -> int:
    with closing(sqlite3.connect(root / "audit.db")) as db:
        return int(db.execute("SELECT count(*) FROM event").fetchone()[0])


@dataclass(frozen=True, slots=True)
class Gap:
    statement: str
    documents: int
    deliveries: int


GAPS = {
    "a delivery": Gap("DELETE FROM delivery WHERE status = 'held'", 0, 1),
    "a delivery of the run": Gap(
        "DELETE FROM run_delivery WHERE rowid = (SELECT min(rowid) FROM run_delivery)", 0, 1
    ),
    "a delivery of the plan": Gap("DELETE FROM plan_delivery WHERE position = 0", 0, -1),
    "a document": Gap("DELETE FROM plan_document WHERE position = 0", 1, 0),
}


@pytest.mark.parametrize("missing", GAPS)
def test_a_missing_row_leaves_a_remainder(missing: str, office: Office) -> None:
    gap = GAPS[missing]
    hand = Attacker(office.root)
    with closing(hand.db):
        hand.run(gap.statement)

    status = call(office.root, "status", office.run).json["balance"]
    report = call(office.root, "report", office.run, "--format", "html").json["balance"]

    for balance in (status, report):
        assert balance["documents"]["remainder"] == gap.documents
        assert balance["deliveries"]["mail"]["remainder"] == gap.deliveries
    assert call(office.root, "audit", "verify").code == 1


def test_a_run_with_a_missing_row_ends_in_an_error(office: Office) -> None:
    hand = Attacker(office.root)
    with closing(hand.db):
        hand.run("DELETE FROM delivery WHERE status = 'held'")

    answer = call(office.root, "resume", office.run)

    assert answer.code == 1
    assert answer.json["balance"]["deliveries"]["mail"]["remainder"] == 1


def test_frozen_bytes_edited_by_hand_never_leave(company: Company) -> None:
    """The server was away: the message is frozen and nothing of it left, so it may be made anew."""
    company.client("1", ANA, accounts="ana@example.mx")
    company.invoice(1, ANA)
    with SmtpServer() as server:
        use_server(company, server)
        port = server.port
    company.set(mail_smtp_port=port, mail_retry_attempts=1)
    failed = send_month(company)
    (frozen,) = (company.root / "outbox").rglob("*.eml")
    genuine = frozen.read_bytes()
    frozen.write_bytes(genuine.replace(b"Subject:", b"Subject: Pay to Eve,"))

    with SmtpServer(port=port) as server:
        again = resume(company, failed.run)
        sent = [one.data for one in server.taken]

    assert (again.state, len(sent)) == ("finished", 1)
    assert b"Eve" not in sent[0]


def test_deferred_bytes_edited_by_hand_are_reported(company: Company) -> None:
    company.client("1", ANA, accounts="ana@example.mx")
    company.invoice(1, ANA)
    company.set(mail_retry_attempts=1)
    with SmtpServer() as server:
        use_server(company, server)
        server.script.acts["dot"] = reply("451 4.3.0 Later", times=1)
        run = send_month(company).run
        (frozen,) = (company.root / "outbox").rglob("*.eml")
        frozen.write_bytes(frozen.read_bytes().replace(b"Subject:", b"Subject: Pay to Eve,"))
        again = resume(company, run)

    assert server.taken == []
    assert again.lost == (deliveries(company)[0].delivery,)
    assert deliveries(company)[0].status is Status.DEFERRED
