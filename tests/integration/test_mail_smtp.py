"""The SMTP transport against a real server: one row of the emission rule's table after the other."""

import hashlib
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from mail_fixtures import MemoryJournal, document, parcel, server_context, smtp_channel, smtp_settings
from msgspec import structs
from smtp_server import (
    DROP,
    GARBAGE,
    HALF,
    HALF_LINE,
    HANG,
    Act,
    Script,
    SmtpServer,
    read_journal,
    reply,
)

from emitlib.errors import ConfigError, MailError, StoreError
from emitlib.settings import Mail
from emitlib.vocabulary import Carrier, Channel, ChannelName, Parcel, Probe, Status

ONE = ("a@example.mx",)
THREE = ("a@example.mx", "b@example.mx", "c@example.mx")
SHORT = 0.4  # seconds that a hanging server is waited for


def freeze(folder: Path, *, to: tuple[str, ...] = ONE, id: str = "c1", bcc: str = "") -> Carrier:  # noqa: A002
    return smtp_channel(smtp_settings(1, bcc=bcc)).freeze(parcel(document(folder), to=to, id=id), folder / "outbox")


def deliveries(carrier: Carrier) -> list[str]:
    return [item.delivery for item in carrier.items]


def emit(settings: Mail, *carriers: Carrier, only: list[str] | None = None, password: str = "") -> MemoryJournal:
    journal = MemoryJournal()
    with smtp_channel(settings, password=password).session() as session:
        for carrier in carriers:
            session.emit(carrier, only if only is not None else deliveries(carrier), journal)
    return journal


def frozen_bytes(carrier: Carrier) -> bytes:
    return (carrier.folder / carrier.files[0].name).read_bytes()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> str:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


# -- accepted


def test_accepted_message_arrives_byte_for_byte_with_its_evidence(tmp_path: Path) -> None:
    with SmtpServer(script=Script(size=1_000_000), journal=tmp_path / "taken.jsonl") as server:
        made: Channel = smtp_channel(smtp_settings(server.port))
        assert (made.name, made.rehearsal, made.workers) == (ChannelName.MAIL, False, 4)
        carrier = freeze(tmp_path)
        journal = emit(smtp_settings(server.port), carrier)
        assert made.probe(carrier) is Probe.CANNOT_TELL
    (taken,) = server.taken
    assert taken.data == frozen_bytes(carrier)
    assert read_journal(tmp_path / "taken.jsonl") == [
        {
            "message_id": "<c1.r1@example.mx>",
            "recipient": "a@example.mx",
            "sha256": hashlib.sha256(taken.data).hexdigest(),
        }
    ]
    outcome = journal.outcomes["1>a@example.mx"]
    assert (outcome.status, outcome.code, outcome.enhanced) == (Status.ACCEPTED, 250, "2.0.0")
    assert (outcome.reply, outcome.queue_id) == ("250 2.0.0 Ok: queued as Q000001", "Q000001")
    assert (outcome.host, outcome.phase) == ("127.0.0.1", "dot")
    assert journal.begins == [("1>a@example.mx",)]
    assert journal.evidence == [
        {
            "message_id": "<c1.r1@example.mx>",
            "at": "2026-10-31T18:30:00+00:00",
            "host": "127.0.0.1",
            "phase": "data",
            "reply": "354 Go ahead",
        }
    ]
    assert server.commands("MAIL") == [f"MAIL FROM:<facturas@example.mx> SIZE={carrier.files[0].size}"]
    assert server.commands("QUIT") == ["QUIT"]


def test_lines_that_begin_with_dots_arrive_as_they_are(tmp_path: Path) -> None:
    carrier = freeze(tmp_path)
    body = b".first: x\r\n\r\n.\r\n..\r\n.a\r\nend .\r\n.\r\n"
    (carrier.folder / carrier.files[0].name).write_bytes(body)
    file = structs.replace(carrier.files[0], sha256=hashlib.sha256(body).hexdigest(), size=len(body))
    with SmtpServer() as server:
        emit(smtp_settings(server.port), structs.replace(carrier, files=(file,)))
    assert [taken.data for taken in server.taken] == [body]


def test_several_documents_for_one_address_need_one_rcpt_and_get_an_outcome_each(tmp_path: Path) -> None:
    whole = parcel(document(tmp_path), document(tmp_path, 2), to=THREE[:2])
    carrier = smtp_channel(smtp_settings(1)).freeze(whole, tmp_path / "outbox")
    with SmtpServer() as server:
        journal = emit(smtp_settings(server.port), carrier)
    assert server.commands("RCPT") == ["RCPT TO:<a@example.mx>", "RCPT TO:<b@example.mx>"]
    assert journal.statuses == dict.fromkeys(deliveries(carrier), Status.ACCEPTED)
    assert len(journal.begins[0]) == 4


# -- per address


def test_of_three_addresses_one_is_deferred_one_refused_one_accepted(tmp_path: Path) -> None:
    acts = {
        "rcpt:a@example.mx": reply("450 4.2.1 Greylisted", times=1),
        "rcpt:b@example.mx": reply("550 5.1.1 No such user"),
    }
    carrier = freeze(tmp_path, to=THREE, bcc="archivo@example.mx")
    with SmtpServer(script=Script(acts=acts)) as server:
        settings = smtp_settings(server.port, bcc="archivo@example.mx")
        first = emit(settings, carrier)
        second = emit(settings, carrier, only=["1>a@example.mx"])
    assert first.statuses == {
        "1>a@example.mx": Status.DEFERRED,
        "1>b@example.mx": Status.REFUSED,
        "1>c@example.mx": Status.ACCEPTED,
    }
    refused = first.outcomes["1>b@example.mx"]
    assert (refused.code, refused.enhanced, refused.reply) == (550, "5.1.1", "550 5.1.1 No such user")
    assert refused.phase == "rcpt"
    assert first.begins == [("1>c@example.mx",)]
    assert second.statuses == {"1>a@example.mx": Status.ACCEPTED}
    assert [taken.recipient for taken in server.taken] == ["c@example.mx", "archivo@example.mx", "a@example.mx"]
    assert {taken.data for taken in server.taken} == {frozen_bytes(carrier)}


def test_without_any_accepted_address_no_data_is_asked_for(tmp_path: Path) -> None:
    script = Script(acts={"rcpt": reply("550 5.1.1 No")})
    carriers = [freeze(tmp_path, to=THREE, id=f"c{number}", bcc="archivo@example.mx") for number in (1, 2)]
    with SmtpServer(script=script) as server:
        journal = emit(smtp_settings(server.port), carriers[0])
        emit(smtp_settings(server.port), carriers[1])
    assert journal.statuses == dict.fromkeys(deliveries(carriers[0]), Status.REFUSED)
    assert journal.begins == []
    assert server.commands("DATA") == []
    assert len(server.commands("RSET")) == 2
    assert "RCPT TO:<archivo@example.mx>" not in server.commands("RCPT")


def test_refused_copy_holds_nobody_up(tmp_path: Path) -> None:
    script = Script(acts={"rcpt:archivo@example.mx": reply("550 5.1.1 No")})
    carrier = freeze(tmp_path, bcc="archivo@example.mx")
    with SmtpServer(script=script) as server:
        journal = emit(smtp_settings(server.port), carrier)
    assert journal.statuses == {"1>a@example.mx": Status.ACCEPTED}
    assert [taken.recipient for taken in server.taken] == ["a@example.mx"]


@pytest.mark.parametrize("offered", [True, False])
def test_local_part_beyond_ascii_needs_smtputf8(tmp_path: Path, offered: bool) -> None:
    carrier = freeze(tmp_path, to=("ñandú@example.mx", "b@example.mx"))
    with SmtpServer(script=Script(smtputf8=offered)) as server:
        journal = emit(smtp_settings(server.port), carrier)
    expected = Status.ACCEPTED if offered else Status.REFUSED
    assert journal.statuses == {"1>ñandú@example.mx": expected, "1>b@example.mx": Status.ACCEPTED}
    assert ("SMTPUTF8" in server.commands("MAIL")[0]) is offered
    assert [taken.recipient for taken in server.taken] == (["ñandú@example.mx"] * offered) + ["b@example.mx"]
    if not offered:
        assert "SMTPUTF8" in journal.outcomes["1>ñandú@example.mx"].reply


def test_address_that_would_inject_a_command_is_refused_here(tmp_path: Path) -> None:
    carrier = freeze(tmp_path)
    evil = structs.replace(carrier.items[0], destination="a@example.mx>\r\nRCPT TO:<x@example.mx")
    with SmtpServer() as server:
        journal = emit(smtp_settings(server.port), structs.replace(carrier, items=(evil,)))
    assert journal.statuses == {"1>a@example.mx": Status.REFUSED}
    assert server.commands("RCPT") == []


# -- the table: phase, what happens there, status, whether `begun` was written, messages taken

LATER, NO, BYE = reply("451 4.3.0 Later"), reply("554 5.7.1 No"), reply("421 4.3.2 Closing")
EARLY = "before the dot"
TABLE = [
    *[(phase, LATER, Status.DEFERRED, False, 0) for phase in ("mail", "rcpt", "data")],
    *[(phase, NO, Status.REFUSED, False, 0) for phase in ("mail", "rcpt", "data")],
    *[
        (phase, act, Status.DEFERRED, False, 0)
        for phase in ("mail", "rcpt", "data")
        for act in (BYE, DROP, HANG, GARBAGE, HALF, HALF_LINE)
    ],
    ("mail", reply("354 What"), Status.DEFERRED, False, 0),
    ("rcpt", reply("354 What"), Status.DEFERRED, False, 0),
    ("data", reply("250 What"), Status.DEFERRED, False, 0),
    ("dot", LATER, Status.DEFERRED, True, 0),
    ("dot", BYE, Status.DEFERRED, True, 0),
    ("dot", NO, Status.REFUSED, True, 0),
    *[("dot", act, Status.UNKNOWN, True, 0) for act in (DROP, HANG, GARBAGE, HALF, HALF_LINE, reply("354 What"))],
    *[
        ("dot", replace(act, take=True), Status.UNKNOWN, True, 1)
        for act in (DROP, HANG, GARBAGE, HALF, HALF_LINE, Act(raw="250-a\r\n550 b\r\n"))
    ],
    ("rcpt", Act(raw="x" * 5_000), Status.DEFERRED, False, 0),
    ("dot", Act(raw="x" * 5_000), Status.UNKNOWN, True, 0),
    ("dot", Act(raw="250-x\r\n" * 300, take=True), Status.UNKNOWN, True, 1),
    ("dot", Act(delay=0.2), Status.ACCEPTED, True, 1),
    ("dot", Act(drip=0.002), Status.ACCEPTED, True, 1),
    ("dot", Act(drip=0.1, take=True), Status.UNKNOWN, True, 1),
    ("quit", DROP, Status.ACCEPTED, True, 1),
    ("quit", HANG, Status.ACCEPTED, True, 1),
    ("quit", NO, Status.ACCEPTED, True, 1),
]


@pytest.mark.parametrize(("phase", "act", "status", "begun", "taken"), TABLE)
@pytest.mark.parametrize("to", [ONE, THREE], ids=["one", "three"])
@pytest.mark.parametrize("pipelining", [False, True], ids=["by turns", "pipelined"])
def test_where_it_failed_decides(
    tmp_path: Path,
    phase: str,
    act: Act,
    status: Status,
    begun: bool,
    taken: int,
    to: tuple[str, ...],
    pipelining: bool,
) -> None:
    acts = {phase: act}
    if to is THREE and phase != "rcpt":
        acts["rcpt:b@example.mx"] = reply("550 5.1.1 No such user")
    carrier = freeze(tmp_path, to=to)
    with SmtpServer(script=Script(acts=acts, pipelining=pipelining)) as server:
        journal = emit(smtp_settings(server.port, timeout=SHORT, final_timeout=2 * SHORT), carrier)
    expected = dict.fromkeys(deliveries(carrier), status)
    if to is THREE and phase not in {"mail", "rcpt"}:
        expected["1>b@example.mx"] = Status.REFUSED
    open_ones = [delivery for delivery, ends in expected.items() if ends is status]
    assert journal.statuses == expected
    assert bool(journal.begins) is begun
    assert len(server.taken) == taken * (2 if to is THREE else 1)
    last = journal.outcomes[open_ones[0]]
    assert last.phase == ("dot" if phase == "quit" else phase)
    assert last.host == "127.0.0.1"
    assert last.reply != ""


@pytest.mark.parametrize(
    ("act", "status"),
    [
        (DROP, Status.DEFERRED),
        (reply("421 4.3.2 Closing"), Status.DEFERRED),
        (Act(reply="451 4.3.0 Later", then="drop"), Status.DEFERRED),
        (Act(reply="552 5.3.4 Too big", then="drop"), Status.REFUSED),
        (HANG, Status.DEFERRED),
        (Act(raw="\x00what", then="drop"), Status.DEFERRED),
    ],
)
def test_what_breaks_off_within_a_large_body_was_not_taken(tmp_path: Path, act: Act, status: Status) -> None:
    whole = parcel(document(tmp_path, pdf=b"x" * 9_000_000))  # more than the sockets hold between them
    carrier = smtp_channel(smtp_settings(1)).freeze(whole, tmp_path / "outbox")
    script = Script(acts={"body": replace(act, after=100_000)})
    with SmtpServer(script=script) as server:
        journal = emit(smtp_settings(server.port, timeout=1.0, final_timeout=1.0), carrier)
    assert journal.begins == [("1>a@example.mx",)]
    assert server.taken == []
    assert journal.outcomes["1>a@example.mx"].phase == "body"
    # a reset may overtake the server's words; then only the loss is seen
    lost = journal.outcomes["1>a@example.mx"].code is None
    assert journal.statuses == {"1>a@example.mx": Status.DEFERRED if lost else status}


def test_words_out_of_turn_are_never_taken_for_an_answer(tmp_path: Path) -> None:
    carriers = [freeze(tmp_path, to=THREE, id=f"c{number}") for number in (1, 2)]
    script = Script(acts={"rcpt:a@example.mx": Act(raw="250 2.1.5 Ok\r\n250 2.1.5 Ok\r\n", times=1)})
    with SmtpServer(script=script) as server:
        first, second = (emit(smtp_settings(server.port), carrier) for carrier in carriers)
    assert first.statuses == dict.fromkeys(deliveries(carriers[0]), Status.DEFERRED)
    assert second.statuses == dict.fromkeys(deliveries(carriers[1]), Status.ACCEPTED)


def test_early_250_after_354_is_no_acceptance(tmp_path: Path) -> None:
    script = Script(acts={"data": Act(raw="354 Go ahead\r\n250 2.0.0 Ok: queued as X\r\n")})
    carrier = freeze(tmp_path)
    with SmtpServer(script=script) as server:
        journal = emit(smtp_settings(server.port, timeout=SHORT), carrier)
    assert journal.statuses == {"1>a@example.mx": Status.DEFERRED}
    assert server.taken == []


# -- pipelining


def test_pipelined_commands_go_in_one_write_and_data_waits_for_begun(tmp_path: Path) -> None:
    carrier = freeze(tmp_path, to=THREE, bcc="archivo@example.mx")
    script = Script(pipelining=True, acts={"rcpt:b@example.mx": reply("550 5.1.1 No such user")})
    with SmtpServer(script=script) as server:
        journal = emit(smtp_settings(server.port, bcc="archivo@example.mx"), carrier)
    assert journal.begins == [("1>a@example.mx", "1>c@example.mx")]
    assert journal.statuses == {
        "1>a@example.mx": Status.ACCEPTED,
        "1>b@example.mx": Status.REFUSED,
        "1>c@example.mx": Status.ACCEPTED,
    }
    assert journal.outcomes["1>b@example.mx"].reply == "550 5.1.1 No such user"
    assert [taken.recipient for taken in server.taken] == ["a@example.mx", "c@example.mx", "archivo@example.mx"]
    assert [line.split(":")[0] for _connection, line in server.transcript[1:]] == [
        "MAIL FROM",
        *["RCPT TO"] * 4,
        "DATA",
        "QUIT",
    ]


@pytest.mark.parametrize("copies", ["", "archivo@example.mx"])
def test_message_that_nobody_may_get_is_never_sent(tmp_path: Path, copies: str) -> None:
    carriers = [freeze(tmp_path, to=(f"{n}@example.mx",), id=f"c{n}", bcc=copies) for n in (1, 2)]
    acts = {"rcpt:1@example.mx": reply("550 5.1.1 No such user")}
    with SmtpServer(script=Script(pipelining=True, acts=acts)) as server:
        journal = emit(smtp_settings(server.port, bcc=copies), *carriers)
    assert list(journal.statuses.values()) == [Status.REFUSED, Status.ACCEPTED]
    assert journal.begins == [("1>2@example.mx",)]
    assert {taken.message_id for taken in server.taken} == {"<c2.r1@example.mx>"}
    # where DATA got a 354 that nobody wants, the connection is given up rather than a dot sent
    assert server.connections == (2 if copies else 1)


def test_three_hundred_receivers_take_a_few_writes_and_one_message(tmp_path: Path) -> None:
    to = tuple(f"user{number}@example.mx" for number in range(300))
    acts = {f"rcpt:user{number}@example.mx": reply("450 4.2.1 Later") for number in range(0, 300, 100)}
    for pipelining in (True, False):
        carrier = freeze(tmp_path, to=to, id=f"c{pipelining}")
        with SmtpServer(script=Script(pipelining=pipelining, acts=acts)) as server:
            journal = emit(smtp_settings(server.port), carrier)
        assert sum(status is Status.ACCEPTED for status in journal.statuses.values()) == 297
        assert journal.statuses["1>user100@example.mx"] is Status.DEFERRED
        assert len(server.taken) == 297
        assert len({taken.sha256 for taken in server.taken}) == 1


def test_pipelined_words_too_many_give_nothing_away(tmp_path: Path) -> None:
    carrier = freeze(tmp_path, to=THREE)
    script = Script(pipelining=True, acts={"rcpt:a@example.mx": Act(raw="250 2.1.5 Ok\r\n250 2.1.5 Ok\r\n")})
    with SmtpServer(script=script) as server:
        journal = emit(smtp_settings(server.port), carrier)
    assert journal.statuses == dict.fromkeys(deliveries(carrier), Status.DEFERRED)
    assert (journal.begins, server.taken) == ([], [])


def test_idle_connection_that_was_closed_is_replaced_under_pipelining_too(tmp_path: Path) -> None:
    carriers = [freeze(tmp_path, id=f"c{number}", to=(f"{number}@example.mx",)) for number in (1, 2, 3)]
    with SmtpServer(script=Script(pipelining=True, messages_per_connection=1)) as server:
        journal = emit(smtp_settings(server.port), *carriers)
    assert set(journal.statuses.values()) == {Status.ACCEPTED}
    assert (len(server.taken), server.connections) == (3, 3)


# -- what the server offers


def test_reports_are_asked_for_where_the_server_makes_them(tmp_path: Path) -> None:
    carrier = freeze(tmp_path, to=("a+b=c@example.mx", "ñ@example.mx"), bcc="archivo@example.mx")
    with SmtpServer(script=Script(dsn=True, smtputf8=True)) as server:
        emit(smtp_settings(server.port, bcc="archivo@example.mx"), carrier)
        emit(smtp_settings(server.port, reports="none"), carrier)
    assert server.commands("MAIL") == [
        "MAIL FROM:<facturas@example.mx> SMTPUTF8 RET=HDRS ENVID=c1",
        "MAIL FROM:<facturas@example.mx> SMTPUTF8",
    ]
    assert server.commands("RCPT")[:3] == [
        "RCPT TO:<a+b=c@example.mx> NOTIFY=FAILURE,DELAY ORCPT=rfc822;a+2Bb+3Dc@example.mx",
        "RCPT TO:<ñ@example.mx> NOTIFY=FAILURE,DELAY",
        "RCPT TO:<archivo@example.mx> NOTIFY=FAILURE,DELAY ORCPT=rfc822;archivo@example.mx",
    ]
    assert server.commands("RCPT")[3] == "RCPT TO:<a+b=c@example.mx>"


@pytest.mark.parametrize("offered", [True, False])
def test_bytes_over_127_need_8bitmime(tmp_path: Path, offered: bool) -> None:
    carrier = freeze(tmp_path)
    body = "Subject: ñ\r\n\r\nñandú\r\n".encode()
    (carrier.folder / carrier.files[0].name).write_bytes(body)
    file = structs.replace(carrier.files[0], sha256=hashlib.sha256(body).hexdigest(), size=len(body))
    with SmtpServer(script=Script(eightbit=offered)) as server:
        journal = emit(smtp_settings(server.port), structs.replace(carrier, files=(file,)))
    assert [taken.data for taken in server.taken] == ([body] if offered else [])
    expected = Status.ACCEPTED if offered else Status.REFUSED
    assert journal.statuses == {"1>a@example.mx": expected}
    assert server.commands("MAIL") == (["MAIL FROM:<facturas@example.mx> BODY=8BITMIME"] if offered else [])


def test_message_over_the_announced_size_costs_no_command(tmp_path: Path) -> None:
    small, large = freeze(tmp_path, id="c1"), freeze(tmp_path, id="c2", to=("b@example.mx",))
    with SmtpServer(script=Script(size=small.files[0].size + 10)) as server:
        (large.folder / large.files[0].name).write_bytes(body := b"x" * 20_000)
        file = structs.replace(large.files[0], sha256=hashlib.sha256(body).hexdigest(), size=len(body))
        journal = emit(smtp_settings(server.port), structs.replace(large, files=(file,)), small)
    assert list(journal.statuses.values()) == [Status.REFUSED, Status.ACCEPTED]
    assert "20000" in journal.outcomes["1>b@example.mx"].reply
    assert len(server.commands("MAIL")) == 1


# -- the journal


def test_no_byte_leaves_when_begun_cannot_be_made_durable(tmp_path: Path) -> None:
    carriers = [freeze(tmp_path, id=f"c{number}") for number in (1, 2)]
    journal = MemoryJournal(refuses=True)
    with SmtpServer() as server, smtp_channel(smtp_settings(server.port)).session() as session:
        with pytest.raises(StoreError) as caught:
            session.emit(carriers[0], deliveries(carriers[0]), journal)
        journal.refuses = False
        # the same session goes on, by a new connection
        session.emit(carriers[1], ["1>a@example.mx"], journal)
    assert caught.value.code == "WRITE_FAILED"
    assert journal.statuses == {"1>a@example.mx": Status.ACCEPTED}
    assert [taken.message_id for taken in server.taken] == ["<c2.r1@example.mx>"]
    assert server.connections == 2
    assert [line for connection, line in server.transcript if connection == 1][-1] == "DATA"


def test_changed_frozen_bytes_never_reach_the_server(tmp_path: Path) -> None:
    carrier = freeze(tmp_path)
    (carrier.folder / carrier.files[0].name).write_bytes(b"changed")
    with SmtpServer() as server, pytest.raises(StoreError) as caught:
        emit(smtp_settings(server.port), carrier)
    assert caught.value.code == "FROZEN_CHANGED"
    assert server.connections == 0


# -- connections


def fails(settings: Mail, carrier: Carrier, *, password: str = "") -> tuple[str, str]:
    """Code and message of what `emit` raises before anything begins."""
    journal = MemoryJournal()
    with (
        smtp_channel(settings, password=password).session() as session,
        pytest.raises((MailError, ConfigError)) as caught,
    ):
        session.emit(carrier, deliveries(carrier), journal)
    assert (journal.begins, journal.outcomes) == ([], {})
    return caught.value.code, caught.value.message


@pytest.fixture
def closed_port() -> Iterator[int]:
    with socket.socket() as sock:  # bound and not listening: refuses connections, and nobody else gets the port
        sock.bind(("127.0.0.1", 0))
        yield sock.getsockname()[1]


def test_server_down_is_unreachable(tmp_path: Path, closed_port: int) -> None:
    assert fails(smtp_settings(closed_port), freeze(tmp_path))[0] == "MAIL_UNREACHABLE"


def test_host_that_has_no_name_is_unreachable(tmp_path: Path) -> None:
    settings = smtp_settings(25, host="a" * 70 + ".invalid", security="starttls", timeout=2.0)
    assert fails(settings, freeze(tmp_path))[0] == "MAIL_UNREACHABLE"


@pytest.mark.parametrize("phase", ["greeting", "ehlo"])
@pytest.mark.parametrize("act", [DROP, HANG, GARBAGE, HALF, reply("421 4.3.2 Busy"), reply("554 5.3.2 No")])
def test_server_that_does_not_greet_is_unreachable(tmp_path: Path, phase: str, act: Act) -> None:
    with SmtpServer(script=Script(acts={phase: act})) as server:
        code, message = fails(smtp_settings(server.port, timeout=SHORT), freeze(tmp_path))
    assert code == "MAIL_UNREACHABLE"
    assert f"127.0.0.1:{server.port}" in message


@pytest.mark.parametrize("words", ["421 4.3.2 Busy", "451 4.3.0 Later", "454 4.7.0 TLS not available now"])
def test_a_server_that_cannot_say_now_whether_it_offers_tls_is_away(
    tmp_path: Path, authority: trustme.CA, words: str
) -> None:
    """HELO, asked after EHLO, offers nothing: that says nothing about TLS."""
    script = Script(acts={"ehlo": Act(reply=words, times=1)})
    with SmtpServer(script=script, tls=server_context(authority, "localhost")) as server:
        settings = smtp_settings(server.port, host="localhost", security="starttls", timeout=SHORT)
        assert fails(settings, freeze(tmp_path))[0] == "MAIL_UNREACHABLE"


def test_a_server_that_cannot_say_now_whether_it_offers_a_login_is_away(tmp_path: Path) -> None:
    script = Script(username="ana", password="x", acts={"ehlo": Act(reply="451 4.3.0 Later", times=1)})
    with SmtpServer(script=script) as server:
        settings = smtp_settings(server.port, username="ana", timeout=SHORT)
        assert fails(settings, freeze(tmp_path), password="x")[0] == "MAIL_UNREACHABLE"


@pytest.mark.parametrize("phase", ["greeting", "ehlo", "auth"])
def test_a_reply_that_comes_byte_by_byte_has_one_time_for_all_of_it(tmp_path: Path, phase: str) -> None:
    script = Script(username="ana", password="x", acts={phase: Act(reply="250 " + "x" * 40, drip=SHORT / 4)})
    carrier = freeze(tmp_path)
    with SmtpServer(script=script) as server:
        began = time.monotonic()
        code, message = fails(smtp_settings(server.port, username="ana", timeout=SHORT), carrier, password="x")
        took = time.monotonic() - began
    assert (code, "timed out" in message) == ("MAIL_UNREACHABLE", True)
    assert SHORT <= took < 4 * SHORT


def test_slow_replies_that_end_in_time_are_replies(tmp_path: Path) -> None:
    slow = Act(drip=0.002)
    with SmtpServer(script=Script(acts={"greeting": slow, "ehlo": slow})) as server:
        journal = emit(smtp_settings(server.port), carrier := freeze(tmp_path))
    assert journal.statuses == {deliveries(carrier)[0]: Status.ACCEPTED}


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_secured_line_carries_login_and_message(
    tmp_path: Path, authority: trustme.CA, ca_file: str, security: str
) -> None:
    script = Script(username="ana", password="contraseña")
    tls = server_context(authority, "localhost")
    with SmtpServer(script=script, tls=tls, implicit_tls=security == "tls") as server:
        settings = smtp_settings(server.port, host="localhost", security=security, ca_file=ca_file, username="ana")
        journal = emit(settings, freeze(tmp_path), password="contraseña")
    assert journal.statuses == {"1>a@example.mx": Status.ACCEPTED}
    assert [taken.data for taken in server.taken] == [frozen_bytes(freeze(tmp_path))]


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("fault", ["unknown authority", "other name"])
def test_certificate_that_cannot_be_trusted_stops_before_the_login(
    tmp_path: Path, authority: trustme.CA, ca_file: str, security: str, fault: str
) -> None:
    issuer = trustme.CA() if fault == "unknown authority" else authority
    tls = server_context(issuer, "localhost" if fault == "unknown authority" else "other.example")
    script = Script(username="ana", password="x")
    with SmtpServer(script=script, tls=tls, implicit_tls=security == "tls") as server:
        settings = smtp_settings(server.port, host="localhost", security=security, ca_file=ca_file, username="ana")
        code, _message = fails(settings, freeze(tmp_path), password="x")
    assert code == "MAIL_TLS_FAILED"
    assert server.commands("AUTH") == []
    assert server.commands("MAIL") == []


def test_server_without_starttls_gets_neither_login_nor_mail(tmp_path: Path, ca_file: str) -> None:
    with SmtpServer(script=Script(username="ana", password="x")) as server:
        settings = smtp_settings(server.port, host="localhost", security="starttls", ca_file=ca_file, username="ana")
        code, _message = fails(settings, freeze(tmp_path), password="x")
    assert code == "MAIL_TLS_FAILED"
    assert server.commands("AUTH") == []


@pytest.mark.parametrize("act", [DROP, HANG, GARBAGE, reply("454 4.7.0 Not now")])
def test_broken_starttls_sends_nothing(tmp_path: Path, authority: trustme.CA, ca_file: str, act: Act) -> None:
    tls = server_context(authority, "localhost")
    with SmtpServer(script=Script(acts={"starttls": act}), tls=tls) as server:
        settings = smtp_settings(server.port, host="localhost", security="starttls", ca_file=ca_file, timeout=SHORT)
        code, _message = fails(settings, freeze(tmp_path))
    assert code in {"MAIL_UNREACHABLE", "MAIL_TLS_FAILED"}
    assert server.commands("MAIL") == []


def test_ca_file_that_is_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "no.pem"
    settings = smtp_settings(25, host="localhost", security="tls", ca_file=str(path))
    assert fails(settings, freeze(tmp_path))[0] == "MAIL_CA_UNREADABLE"
    path.write_text("nothing", encoding="utf-8")
    assert fails(settings, freeze(tmp_path))[0] == "MAIL_CA_UNREADABLE"


def test_plain_line_to_another_machine_is_refused_unconnected(tmp_path: Path) -> None:
    for host in ("smtp.example.mx", "192.0.2.1"):
        assert fails(smtp_settings(25, host=host), freeze(tmp_path))[0] == "MAIL_PLAIN_REFUSED"


@pytest.mark.parametrize("mechanisms", ["PLAIN LOGIN", "LOGIN"])
def test_login_by_each_mechanism_right_and_wrong(tmp_path: Path, mechanisms: str) -> None:
    carrier = freeze(tmp_path)
    with SmtpServer(script=Script(username="ana", password="señal", mechanisms=mechanisms)) as server:
        settings = smtp_settings(server.port, username="ana")
        code, message = fails(settings, carrier, password="wrong")
        journal = emit(settings, carrier, password="señal")
    assert code == "MAIL_LOGIN_REFUSED"
    assert "535 5.7.8 Bad credentials" in message
    assert "wrong" not in message
    assert journal.statuses == {"1>a@example.mx": Status.ACCEPTED}


def test_login_that_is_not_offered_or_not_given_is_refused(tmp_path: Path) -> None:
    carrier = freeze(tmp_path)
    with SmtpServer() as server:
        assert fails(smtp_settings(server.port, username="ana"), carrier)[0] == "MAIL_LOGIN_REFUSED"
    with SmtpServer(script=Script(username="ana", password="x")) as server:
        assert fails(smtp_settings(server.port), carrier)[0] == "MAIL_LOGIN_REFUSED"


@pytest.mark.parametrize("act", [reply("454 4.7.0 Try later"), reply("421 4.3.2 Closing"), DROP])
def test_login_that_only_fails_for_now_is_no_refusal(tmp_path: Path, act: Act) -> None:
    with SmtpServer(script=Script(username="ana", password="x", acts={"auth": act})) as server:
        code, _message = fails(smtp_settings(server.port, username="ana"), freeze(tmp_path), password="x")
    assert code == "MAIL_UNREACHABLE"


@pytest.mark.parametrize(
    "script",
    [
        Script(messages_per_connection=1),  # closes silently between messages
        Script(acts={"mail": Act(delay=0, reply="421 4.4.2 Idle too long", then="drop", times=0)}),
    ],
    ids=["closed", "421"],
)
def test_connection_closed_between_messages_is_replaced_once(tmp_path: Path, script: Script) -> None:
    carriers = [freeze(tmp_path, id=f"c{number}", to=(f"{number}@example.mx",)) for number in (1, 2, 3)]
    with SmtpServer(script=script) as server:
        journal = emit(smtp_settings(server.port), *carriers)
    if script.messages_per_connection:
        assert set(journal.statuses.values()) == {Status.ACCEPTED}
        assert server.connections == 3
        assert len(server.taken) == 3
    else:
        assert set(journal.statuses.values()) == {Status.DEFERRED}
        assert server.taken == []


def test_421_to_a_later_mail_from_is_followed_by_one_reconnection(tmp_path: Path) -> None:
    carriers = [freeze(tmp_path, id=f"c{number}", to=(f"{number}@example.mx",)) for number in (1, 2)]
    with SmtpServer() as server, smtp_channel(smtp_settings(server.port)).session() as session:
        journal = MemoryJournal()
        session.emit(carriers[0], deliveries(carriers[0]), journal)
        server.script = Script(acts={"mail": reply("421 4.4.2 Idle too long", times=1)})
        session.emit(carriers[1], deliveries(carriers[1]), journal)
    assert set(journal.statuses.values()) == {Status.ACCEPTED}
    assert server.connections == 2


def test_connection_is_renewed_after_its_share_of_messages(tmp_path: Path) -> None:
    carriers = [freeze(tmp_path, id=f"c{number}", to=(f"{number}@example.mx",)) for number in range(5)]
    with SmtpServer() as server:
        journal = MemoryJournal()
        with smtp_channel(smtp_settings(server.port, reuse=2)).session() as session:
            for carrier in carriers:
                session.emit(carrier, deliveries(carrier), journal)
    assert [taken.connection for taken in server.taken] == [1, 1, 2, 2, 3]
    assert len(server.commands("QUIT")) == 3


def test_refused_message_leaves_the_connection_fit_for_the_next(tmp_path: Path) -> None:
    carriers = [freeze(tmp_path, id=f"c{number}", to=(f"{number}@example.mx",)) for number in (1, 2, 3)]
    acts = {"rcpt:1@example.mx": reply("550 5.1.1 No"), "data": reply("451 4.3.0 Later", times=1)}
    with SmtpServer(script=Script(acts=acts)) as server:
        journal = emit(smtp_settings(server.port), *carriers)
    assert list(journal.statuses.values()) == [Status.REFUSED, Status.DEFERRED, Status.ACCEPTED]
    assert server.connections == 1


def test_message_over_the_servers_size_is_refused_before_it_leaves(tmp_path: Path) -> None:
    with SmtpServer(script=Script(size=1_000)) as server:
        journal = emit(smtp_settings(server.port), freeze(tmp_path))
    assert journal.statuses == {"1>a@example.mx": Status.REFUSED}
    assert journal.outcomes["1>a@example.mx"].enhanced == "5.3.4"
    assert server.commands("DATA") == []


def test_three_hundred_messages_over_one_connection_arrive_once_each(tmp_path: Path) -> None:
    item = document(tmp_path)
    journal = MemoryJournal()
    with SmtpServer(journal=tmp_path / "taken.jsonl") as server:
        channel = smtp_channel(smtp_settings(server.port, reuse=1_000))
        parcels: list[Parcel] = [parcel(item, id=f"c{n}", to=(f"{n}@example.mx",)) for n in range(300)]
        with channel.session() as session:
            for whole in parcels:
                carrier = channel.freeze(whole, tmp_path / "outbox")
                session.emit(carrier, deliveries(carrier), journal)
    entries = [(entry["message_id"], entry["recipient"]) for entry in read_journal(tmp_path / "taken.jsonl")]
    assert entries == [(f"<c{n}.r1@example.mx>", f"{n}@example.mx") for n in range(300)]
    assert server.connections == 1
    assert set(journal.statuses.values()) == {Status.ACCEPTED}
    assert len(journal.statuses) == 300


def test_by_default_only_the_final_dot_waits_ten_minutes() -> None:
    assert (Mail().smtp.final_timeout, Mail().smtp.timeout) == (600.0, 30.0)
