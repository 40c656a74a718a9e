"""Two trays where a person decides, and a resend: nothing leaves without a name, a count or a reason."""

import email
import email.policy
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from acceptance_fixtures import ANA, BEN, EVA, call, e_firma, emit, verifies
from company import Company, uuid_of
from month_end import arrived, deliveries, plan_of, resume, run_of, send_month, use_server
from smtp_server import Act, Script, SmtpServer, reply

from emitlib.batch.resending import ResendRequest, make_resend
from emitlib.batch.reviewing import held_messages, release_held
from emitlib.bootstrap import emission, open_ledger
from emitlib.errors import InputError
from emitlib.vocabulary import Status
from emitlib.workspace import open_workspace

YESTERDAY = datetime.now(UTC) - timedelta(days=1)
SILENT_DROP = Act(silent=True, take=True, then="drop")  # the message is taken, nobody hears of it


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """A company that plans and holds its mail yesterday; the command line lives today."""
    return Company(tmp_path / "empresa", clock=lambda: YESTERDAY)


@pytest.fixture
def tray(company: Company, server: SmtpServer) -> Company:
    """Three messages wait: two for Ana, one for Ben."""
    use_server(company, server)
    company.client("1", ANA, accounts="ana@example.mx", silent="N")
    company.client("2", BEN, accounts="ben@example.mx", silent="N")
    for number, rfc in ((1, ANA), (2, ANA), (3, BEN)):
        company.invoice(number, rfc)
    result = send_month(company)
    assert result.balance["deliveries"]["mail"]["held"] == 3  # type: ignore[index]
    assert server.taken == []
    return company


def message_of(data: bytes) -> EmailMessage:
    parsed = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def statuses(company: Company) -> list[str]:
    return sorted(f"{row.destination} {row.generation} {row.status}" for row in deliveries(company))


# -- the review tray


def test_the_tray_is_listed_and_filtered(tray: Company) -> None:
    everything = call(tray.root, "review", "list").json["held"]
    of_ana = call(tray.root, "review", "list", "--filter", "clave=1,to=@EXAMPLE.mx").json["held"]

    assert [(held["clave"], held["recipients"]) for held in everything] == [
        ("1", ["ana@example.mx"]),
        ("1", ["ana@example.mx"]),
        ("2", ["ben@example.mx"]),
    ]
    assert of_ana == everything[:2]


def test_a_release_needs_a_name_and_the_right_count(tray: Company, server: SmtpServer) -> None:
    unsigned = call(tray.root, "review", "release", "--count", "3")
    wrong = call(tray.root, "review", "release", "--count", "2", "--by", "Ana")
    uncounted = call(tray.root, "review", "release", "--filter", "clave=2", "--by", "Ana")

    assert [(answer.code, answer.error) for answer in (unsigned, wrong, uncounted)] == [
        (2, "USAGE"),
        (2, "COUNT_DIFFERS"),
        (2, "COUNT_DIFFERS"),
    ]
    assert server.taken == []
    assert len(call(tray.root, "review", "list").json["held"]) == 3


def test_a_released_message_leaves_frozen_anew(tray: Company, server: SmtpServer) -> None:
    frozen = {path: path.read_bytes() for path in (tray.root / "outbox").rglob("*.eml")}

    answer = emit(tray.root, "review", "release", "--filter", "clave=1", "--count", "2", "--by", "Ana")

    assert answer.code == 0
    assert arrived(server.taken) == [(uuid_of(1), "ana@example.mx"), (uuid_of(2), "ana@example.mx")]
    assert len(frozen) == 3
    assert all(path.read_bytes() == data for path, data in frozen.items())
    for taken in server.taken:
        assert taken.data not in frozen.values()
        assert parsedate_to_datetime(str(message_of(taken.data)["Date"])) > YESTERDAY + timedelta(hours=23)
    assert [held["clave"] for held in answer.json["held"]] == ["2"]
    counts = answer.json["balance"]["deliveries"]["mail"]
    assert (counts["done"], counts["held"], counts["remainder"]) == (2, 1, 0)
    assert verifies(tray)


def test_a_release_checks_the_certificate_again(company: Company, server: SmtpServer, tmp_path: Path) -> None:
    use_server(company, server)
    company.client("EVA", EVA, accounts="eva@example.mx", silent="N", security="2")
    e_firma(company.root / "certificates" / "EVA.cer", EVA, days_left=-0.5)  # valid yesterday, not today
    company.invoice(1, EVA)
    assert send_month(company).balance["deliveries"]["mail"]["held"] == 1  # type: ignore[index]

    today = open_workspace(company.root, by="Ana")
    with open_ledger(today) as ledger:
        (run,) = release_held(ledger, held_messages(today, ledger))
        result = emission(today, ledger).resume(run)

    assert server.taken == []
    assert list(result.changed.values()) == ["CERT_EXPIRED"]
    assert [row.status for row in deliveries(company)] == [Status.PLANNED]
    assert verifies(company)


def test_a_rejected_message_never_leaves_by_itself(tray: Company, server: SmtpServer) -> None:
    (ben,) = call(tray.root, "review", "list", "--filter", "clave=2").json["held"]
    unreasoned = call(tray.root, "review", "reject", ben["carrier"])
    rejected = call(tray.root, "review", "reject", ben["carrier"], "--reason", "wrong price", "--by", "Ana")
    run = ben["run"]

    resume(tray, run)
    again = send_month(tray)

    assert (unreasoned.code, unreasoned.error) == (2, "USAGE")
    assert [one["carrier"] for one in rejected.json["rejected"]] == [ben["carrier"]]
    assert server.taken == []
    assert again.balance["deliveries"]["mail"]["planned"] == 0  # type: ignore[index]
    assert {stop.code for stop in plan_of(tray).stops} == {"WAITING", "REJECTED"}
    assert call(tray.root, "status", run).json["balance"]["deliveries"]["mail"]["cancelled"] == 1
    assert call(tray.root, "review", "release", ben["carrier"], "--by", "Ana").error == "HELD_UNKNOWN"


def test_a_rejected_message_goes_by_a_reasoned_resend(tray: Company, server: SmtpServer) -> None:
    call(tray.root, "review", "reject", "--filter", "clave=2", "--reason", "wrong price", "--by", "Ana")
    (ben,) = [row for row in deliveries(tray) if row.client == "2"]

    send_again(tray, ben.delivery, reason="the price is right")

    assert arrived(server.taken) == [(uuid_of(3), "ben@example.mx")]


def test_an_exported_message_cannot_be_released(tray: Company, server: SmtpServer, tmp_path: Path) -> None:
    (ben,) = call(tray.root, "review", "list", "--filter", "clave=2").json["held"]
    exported = call(tray.root, "review", "export", str(tmp_path / "drafts"), "--filter", "clave=2", "--by", "Ana")
    released = call(tray.root, "review", "release", ben["carrier"], "--by", "Ana")
    resume(tray, ben["run"])

    (draft,) = exported.json["exported"]
    assert message_of(Path(draft).read_bytes())["To"] == "ben@example.mx"
    assert (released.code, released.error) == (1, "HELD_UNKNOWN")
    assert call(tray.root, "status", ben["run"]).json["balance"]["deliveries"]["mail"]["exported"] == 1
    assert {stop.code for stop in plan_of(tray).stops} == {"WAITING"}
    assert server.taken == []


# -- the unknown tray


def unknown_month(company: Company) -> tuple[str, str]:
    """One delivery that the server took without a word; its delivery and its run."""
    company.set(mail_smtp_final_timeout=2.0)
    company.client("1", ANA, accounts="ana@example.mx")
    company.invoice(1, ANA)
    result = send_month(company)
    (row,) = deliveries(company)
    assert row.status is Status.UNKNOWN
    return row.delivery, result.run


@pytest.fixture
def forgetful() -> Iterator[SmtpServer]:
    """A server that takes its first message and drops the line without a word."""
    acts = {"dot": Act(silent=True, take=True, then="drop", times=1)}
    with SmtpServer(script=Script(acts=acts)) as running:
        yield running


def test_unknown_outcomes_beat_refused_ones(company: Company) -> None:
    acts = {"dot": SILENT_DROP, "rcpt:nobody@example.mx": reply("550 5.1.1 No such user")}
    company.client("1", ANA, accounts="ana@example.mx;nobody@example.mx")
    company.invoice(1, ANA)
    with SmtpServer(script=Script(acts=acts)) as server:
        use_server(company, server)
        plan = plan_of(company)
        answer = emit(company.root, "run", plan.id, "--channel", "mail", "--confirm", plan.hash)

    counts = answer.json["balance"]["deliveries"]["mail"]
    assert answer.code == 3
    assert (counts["unknown"], counts["refused"], counts["remainder"]) == (1, 1, 0)


def test_an_unknown_delivery_shows_its_evidence_and_never_leaves_again(
    company: Company, forgetful: SmtpServer
) -> None:
    use_server(company, forgetful)
    delivery, run = unknown_month(company)
    (row,) = call(company.root, "unknown", "list").json["unknown"]

    resume(company, run)
    send_month(company)

    assert set(row) >= {"delivery", "destination", "message_id", "begun_at", "evidence"}
    assert (row["delivery"], row["destination"]) == (delivery, "ana@example.mx")
    assert row["message_id"] == forgetful.taken[0].message_id
    assert row["evidence"]["host"] == "127.0.0.1"
    assert len(forgetful.taken) == 1
    assert {stop.code for stop in plan_of(company).stops} == {"WAITING"}


def test_the_tray_shows_a_person_message_id_time_server_and_last_step(
    company: Company, forgetful: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    use_server(company, forgetful)
    delivery, _run = unknown_month(company)
    (row,) = deliveries(company)
    assert row.begun_at is not None
    shown = call(company.root, "unknown", "list", plain=True).out
    assert f"Message-ID: {row.message_id}" in shown
    assert f"{row.begun_at.astimezone():%Y-%m-%d}" in shown
    assert "Server: 127.0.0.1" in shown
    assert "Last step: the whole message was sent, and its answer never came" in shown
    assert delivery in shown


def test_a_resend_is_refused_while_unknown(company: Company, forgetful: SmtpServer) -> None:
    use_server(company, forgetful)
    delivery, _run = unknown_month(company)

    answer = call(company.root, "resend", delivery, "--reason", "hurry")

    assert (answer.code, answer.error) == (1, "DELIVERY_STILL_OPEN")
    assert len(forgetful.taken) == 1


def test_unknown_resolved_as_arrived(company: Company, forgetful: SmtpServer) -> None:
    use_server(company, forgetful)
    delivery, _run = unknown_month(company)
    words = ["unknown", "resolve", delivery, "--arrived", "--reason", "she confirmed by phone"]

    unsigned, signed = call(company.root, *words), call(company.root, *words, "--by", "Ana")
    twice = call(company.root, *words, "--by", "Ana")
    send_month(company)

    assert (unsigned.code, signed.code, signed.json["unknown"]) == (2, 0, [])
    assert (twice.code, twice.error) == (1, "NOT_UNKNOWN")
    assert statuses(company) == ["ana@example.mx 1 accepted"]
    assert len(forgetful.taken) == 1


def test_unknown_resolved_as_not_arrived(company: Company, forgetful: SmtpServer) -> None:
    use_server(company, forgetful)
    delivery, _run = unknown_month(company)

    call(company.root, "unknown", "resolve", delivery, "--not-arrived", "--reason", "not in her box", "--by", "Ana")
    send_month(company)
    still = len(forgetful.taken)
    company.client("1", ANA, accounts="right@example.mx")
    send_month(company)

    assert still == 1
    assert arrived(forgetful.taken[1:]) == [(uuid_of(1), "right@example.mx")]


def test_unknown_resolved_by_sending_again(company: Company, forgetful: SmtpServer) -> None:
    use_server(company, forgetful)
    delivery, _run = unknown_month(company)

    answer = call(company.root, "unknown", "resolve", delivery, "--resend", "--reason", "she lost it", "--by", "Ana")

    assert answer.code == 0
    assert statuses(company) == ["ana@example.mx 1 refused", "ana@example.mx 2 accepted"]
    first, second = (one.message_id for one in forgetful.taken)
    assert first != second
    assert verifies(company)


# -- resend


def send_again(company: Company, *names: str, reason: str, to: str = "") -> None:
    with open_ledger(company.workspace) as ledger:
        made = make_resend(company.workspace, ledger, ResendRequest(deliveries=names, reason=reason, to=to))
    run_of(company, made)


def test_a_resend_is_a_marked_new_generation(company: Company, server: SmtpServer) -> None:
    use_server(company, server)
    company.client("1", ANA, accounts="ana@example.mx")
    company.invoice(1, ANA)
    send_month(company)
    (first,) = deliveries(company)

    send_again(company, first.delivery, reason="she lost it")
    send_again(company, first.delivery, reason="her new address", to="new@example.mx")

    marks = [message_of(one.data)["Subject"].startswith("Resent: ") for one in server.taken]
    assert marks == [False, True, True]
    assert len({one.message_id for one in server.taken}) == 3
    assert statuses(company) == [
        "ana@example.mx 1 accepted",
        "ana@example.mx 2 accepted",
        "new@example.mx 2 accepted",
    ]
    (unchanged,) = [row for row in deliveries(company) if row.delivery == first.delivery]
    assert (unchanged.status, unchanged.message_id, unchanged.reply) == (
        first.status,
        first.message_id,
        first.reply,
    )
    send_month(company)
    assert len(server.taken) == 3


def test_what_waits_is_not_sent_again(tray: Company) -> None:
    held = [row.delivery for row in deliveries(tray)]

    with open_ledger(tray.workspace) as ledger, pytest.raises(InputError) as caught:
        make_resend(tray.workspace, ledger, ResendRequest(deliveries=(held[0],), reason="hurry"))

    assert caught.value.code == "DELIVERY_STILL_OPEN"


# -- a rehearsal beside the real thing


@pytest.fixture
def both(tray: Company) -> Company:
    """Three real messages wait, and one of a rehearsal made before."""
    tray.invoice(4, BEN)
    run_of(tray, plan_of(tray), dry_run=True)
    return tray


def test_the_messages_of_a_rehearsal_wait_apart(both: Company, server: SmtpServer) -> None:
    listed = call(both.root, "review", "list").json
    apart = call(both.root, "review", "list", "--rehearsals").json
    (rehearsed,) = apart["held"]
    named = call(both.root, "review", "list", "--filter", f"run={rehearsed['run']}").json

    assert ([held["rehearsal"] for held in listed["held"]], listed["of_rehearsals"]) == ([False] * 3, 1)
    assert rehearsed["rehearsal"] is True
    assert named["held"] == apart["held"]

    real = next(held["carrier"] for held in listed["held"] if held["clave"] == "2")
    mixed = call(both.root, "review", "release", real, rehearsed["carrier"], "--by", "Ana")
    assert (mixed.code, mixed.error, server.taken) == (1, "HELD_MIXED", [])

    answer = emit(both.root, "review", "release", "--filter", "clave=2", "--count", "1", "--by", "Ana")
    assert (answer.code, len(server.taken)) == (0, 1)
    assert [held["carrier"] for held in call(both.root, "review", "list", "--rehearsals").json["held"]] == [
        rehearsed["carrier"]
    ]
    assert verifies(both)


def test_drafts_and_rejections_leave_the_messages_of_a_rehearsal_alone(both: Company, tmp_path: Path) -> None:
    (rehearsed,) = call(both.root, "review", "list", "--rehearsals").json["held"]
    taken = call(both.root, "review", "export", str(tmp_path / "drafts"), "--filter", "clave=1", "--by", "Ana")
    rejected = call(both.root, "review", "reject", "--filter", "clave=2", "--reason", "wrong price", "--by", "Ana")

    assert len(taken.json["exported"]) == 2
    assert [one["rehearsal"] for one in rejected.json["rejected"]] == [False]
    alone = call(both.root, "review", "reject", rehearsed["carrier"], "--reason", "seen", "--by", "Ana")
    assert [one["carrier"] for one in alone.json["rejected"]] == [rehearsed["carrier"]]
