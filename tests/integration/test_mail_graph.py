"""Mail by Microsoft Graph: drafts sent, answers lost, tokens ended; by what the mailbox itself holds."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from acceptance_fixtures import call
from company import Company, uuid_of
from graph_server import Fault, GraphServer, Step, graph_server
from mail_fixtures import MemoryJournal, document, factory, parcel
from month_end import deliveries, plan_of, resume, run_of
from oauth_server import CLIENT, TENANT, OAuthServer, oauth_server

from emitlib.bootstrap import Office
from emitlib.channels.mail.graph import GraphChannel
from emitlib.errors import MailError
from emitlib.settings import Mail
from emitlib.vocabulary import ChannelName, Status

ANA, PAGOS = "ana@uno.example.mx", "pagos@uno.example.mx"


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[OAuthServer]:
    with oauth_server(tmp_path) as server:
        yield server


@pytest.fixture
def box(company: Company, provider: OAuthServer) -> Iterator[GraphServer]:
    """The mailbox; the company has one invoice for two addresses."""
    company.client("7", "CACX7605101P8", accounts=f"{ANA};{PAGOS}")
    company.invoice(1, "CACX7605101P8")
    (company.root / "secret").write_text("s", encoding="utf-8")
    company.set(mail_transport="graph", mail_from_address="facturas@example.mx", mail_oauth_provider="microsoft")
    company.set(mail_oauth_flow="application", mail_oauth_tenant=TENANT, mail_oauth_client_id=CLIENT)
    company.set(mail_oauth_client_secret="file:secret", mail_oauth_authority=provider.url)
    company.set(mail_oauth_ca_file=str(provider.ca_file), mail_graph_timeout=2.0)
    company.set(mail_graph_settle=0.2)
    with graph_server() as server:
        server.tokens = {f"token-{number}" for number in range(1, 100)}
        company.set(mail_graph_url=server.url)
        yield server


def statuses(company: Company) -> list[Status]:
    return [row.status for row in deliveries(company)]


def test_one_message_to_all_addresses_of_a_client(company: Company, box: GraphServer) -> None:
    run_of(company, plan_of(company))
    (sent,) = box.sent
    row = deliveries(company)[0]
    assert (sorted(sent.to), sent.message_id, box.drafts) == ([ANA, PAGOS], row.message_id, [])
    assert statuses(company) == [Status.ACCEPTED] * 2
    assert (row.code, row.host, row.queue_id, row.phase) == (202, "graph", "r-1", "send")
    assert [part.get_filename() for part in sent.message.iter_attachments()] != []


def test_the_archive_gets_its_blind_copy(company: Company, box: GraphServer) -> None:
    company.set(mail_bcc="archivo@example.mx")
    run_of(company, plan_of(company))
    (sent,) = box.sent
    assert (sent.to, sent.cc, sent.bcc) == ([ANA, PAGOS], [], ["archivo@example.mx"])
    assert "archivo@example.mx" not in sent.message.as_string()


def test_who_is_shown_a_copy_stays_shown(company: Company, box: GraphServer) -> None:
    company.set(mail_cc="ventas@example.mx", mail_bcc="archivo@example.mx")
    run_of(company, plan_of(company))
    (sent,) = box.sent
    assert (sent.to, sent.cc, sent.bcc) == ([ANA, PAGOS], ["ventas@example.mx"], ["archivo@example.mx"])


def test_a_copy_that_is_a_receiver_as_well_gets_one_message(company: Company, box: GraphServer) -> None:
    company.set(mail_cc=PAGOS.upper(), mail_bcc=ANA)
    run_of(company, plan_of(company))
    (sent,) = box.sent
    assert (sent.to, sent.cc, sent.bcc) == ([ANA, PAGOS], [], [])


def test_a_later_transaction_goes_to_what_is_open_and_repeats_no_copy(
    company: Company, box: GraphServer, tmp_path: Path
) -> None:
    """The draft of the first one, with all its receivers, still lies there."""
    company.set(mail_cc="ventas@example.mx", mail_bcc="archivo@example.mx")
    channel = Office(company.workspace).graph()
    carrier = channel.freeze(parcel(document(tmp_path), to=(ANA, PAGOS)), tmp_path / "outbox")
    box.faults["send"] = [Fault(status=429)]
    with channel.session() as session:
        session.emit(carrier, [item.delivery for item in carrier.items], MemoryJournal())
        (draft,) = box.drafts
        assert (draft.to, draft.cc, draft.bcc) == ([ANA, PAGOS], ["ventas@example.mx"], ["archivo@example.mx"])
        session.emit(carrier, [carrier.items[1].delivery], MemoryJournal())
    (sent,) = box.sent
    assert (sent.to, sent.cc, sent.bcc) == ([PAGOS], [], [])


@pytest.mark.parametrize(
    ("step", "status"),
    [*((step, status) for step in ("find", "draft", "address") for status in (429, 503, 0)), ("send", 429)],
)
def test_what_was_not_taken_is_tried_again_and_arrives_once(
    company: Company, box: GraphServer, step: Step, status: int
) -> None:
    box.faults[step] = [Fault(status=status)]
    run_of(company, plan_of(company))
    assert (statuses(company), len(box.sent), len(box.drafts)) == ([Status.ACCEPTED] * 2, 1, 0)


@pytest.mark.parametrize("step", ["draft", "address", "send"])
def test_a_permanent_no_is_a_refusal(company: Company, box: GraphServer, step: Step) -> None:
    box.faults[step] = [Fault(status=413, times=9)]
    run_of(company, plan_of(company))
    assert (statuses(company), box.sent) == ([Status.REFUSED] * 2, [])


@pytest.mark.parametrize("status", [0, 500, 504])
def test_a_lost_answer_is_looked_up_and_nothing_goes_twice(company: Company, box: GraphServer, status: int) -> None:
    box.faults["send"] = [Fault(status=status, does=True)]
    result = run_of(company, plan_of(company))
    assert (statuses(company), len(box.sent)) == ([Status.ACCEPTED] * 2, 1)
    resume(company, result.run)
    assert len(box.sent) == 1


def test_a_lost_answer_is_looked_up_until_the_message_has_moved(company: Company, box: GraphServer) -> None:
    company.set(mail_graph_settle=60.0)
    box.faults["send"], box.late = [Fault(does=True)], 2
    run_of(company, plan_of(company))
    assert (statuses(company), len(box.sent)) == ([Status.ACCEPTED] * 2, 1)


def test_a_message_that_turns_out_to_be_sent_is_not_sent_again(
    company: Company, box: GraphServer, tmp_path: Path
) -> None:
    """It moved after it was judged a draft that never left, or a person sent the draft that was left."""
    channel, journal = Office(company.workspace).graph(), MemoryJournal()
    carrier = channel.freeze(parcel(document(tmp_path), to=(ANA, PAGOS)), tmp_path / "outbox")
    box.faults["send"] = [Fault(status=429)]
    with channel.session() as session:
        session.emit(carrier, [item.delivery for item in carrier.items], MemoryJournal())
        box.drafts[0].draft = False
        session.emit(carrier, [item.delivery for item in carrier.items], journal)
    assert (len(box.kept), box.asked.count("send")) == (1, 1)
    assert [(one.status, one.phase) for one in journal.outcomes.values()] == [(Status.ACCEPTED, "find")] * 2


def test_a_draft_that_moves_while_it_is_addressed_is_not_refused(company: Company, box: GraphServer) -> None:
    box.faults["address"] = [Fault(status=404)]
    run_of(company, plan_of(company))
    assert (statuses(company), len(box.sent), box.drafts) == ([Status.ACCEPTED] * 2, 1, [])


@pytest.mark.parametrize("status", [0, 500])
def test_what_cannot_be_looked_up_is_unknown_and_stays_where_it_is(
    company: Company, box: GraphServer, status: int
) -> None:
    box.faults["send"] = [Fault(status=status, does=True)]
    plan = plan_of(company)
    original = GraphServer.do

    def blind(self: GraphServer, step: Step, name: str, data: bytes, query: str, kind: str) -> object:
        answer = original(self, step, name, data, query, kind)
        return (200, {"value": []}) if step == "find" else answer

    GraphServer.do = blind  # type: ignore[method-assign, assignment]
    try:
        result = run_of(company, plan)
        assert (statuses(company), len(box.sent)) == ([Status.UNKNOWN] * 2, 1)
        resume(company, result.run)
    finally:
        GraphServer.do = original  # type: ignore[method-assign]
    assert (statuses(company), len(box.sent)) == ([Status.UNKNOWN] * 2, 1)


def test_the_unknown_tray_asks_the_mailbox_that_sent(company: Company, box: GraphServer) -> None:
    box.faults["send"] = [Fault(does=True)]
    box.faults["find"] = [Fault(status=503, skip=1)]  # nobody can tell in the run
    run_of(company, plan_of(company))
    shown = call(company.root, "unknown", "list", "--look-up").json["unknown"]
    assert [(one["destination"], one["evidence"]["in_sent_folder"]) for one in shown] == [(ANA, True), (PAGOS, True)]
    box.sent[0].draft = True
    assert [
        one["evidence"]["in_sent_folder"]
        for one in call(company.root, "unknown", "list", "--look-up").json["unknown"]
    ] == [False, False]


@pytest.mark.parametrize(
    ("status", "code"), [(403, "MAIL_LOGIN_REFUSED"), (503, "MAIL_UNREACHABLE"), (0, "MAIL_UNREACHABLE")]
)
def test_a_look_up_that_nobody_answers_is_no_evidence(
    company: Company, box: GraphServer, status: int, code: str
) -> None:
    box.faults["find"] = [Fault(status=status)]
    channel = Office(company.workspace).graph()
    with pytest.raises(MailError) as caught:
        channel.was_sent("<x@y>")
    assert caught.value.code == code


def test_a_draft_that_never_left_is_used_again(company: Company, box: GraphServer) -> None:
    box.faults["address"] = [Fault(status=503)]
    run_of(company, plan_of(company))
    assert (box.asked.count("draft"), len(box.kept), len(box.sent)) == (1, 1, 1)


def test_a_token_that_ends_in_mid_run_is_renewed(company: Company, box: GraphServer, provider: OAuthServer) -> None:
    for number in range(2, 8):
        company.invoice(number, "CACX7605101P8")
    box.tokens = {"token-2"}  # the first one is good no more
    run_of(company, plan_of(company))
    assert set(statuses(company)) == {Status.ACCEPTED}
    assert (len(box.sent), provider.tokens) == (7, ["token-1", "token-2"])


@pytest.mark.parametrize("status", [401, 403])
def test_a_mailbox_that_lets_nobody_in_stops_the_run(company: Company, box: GraphServer, status: int) -> None:
    box.faults["draft"] = [Fault(status=status, times=9)]
    result = run_of(company, plan_of(company))
    assert result.error is not None
    assert result.error.code == "MAIL_LOGIN_REFUSED"
    assert ("Mail.Send" in result.error.hint, "password" in result.error.hint) == (True, False)
    assert statuses(company) == [Status.PLANNED] * 2


def test_a_draft_that_is_gone_when_it_is_sent_was_sent_by_an_earlier_question(
    company: Company, box: GraphServer
) -> None:
    """A process died with the question on its way, and the service did what it was asked only after the look-up."""
    box.faults["send"] = [Fault(status=404, does=True)]
    run_of(company, plan_of(company))
    assert (statuses(company), len(box.sent)) == ([Status.ACCEPTED] * 2, 1)


def test_a_draft_that_is_gone_and_nowhere_is_unknown(company: Company, box: GraphServer) -> None:
    box.faults["send"] = [Fault(status=404)]
    plan, original = plan_of(company), GraphServer.do

    def emptied(self: GraphServer, step: Step, name: str, data: bytes, query: str, kind: str) -> object:
        if "send" in self.asked:
            self.kept.clear()
        return original(self, step, name, data, query, kind)

    GraphServer.do = emptied  # type: ignore[method-assign, assignment]
    try:
        run_of(company, plan)
    finally:
        GraphServer.do = original  # type: ignore[method-assign]
    assert (statuses(company), box.sent) == ([Status.UNKNOWN] * 2, [])


def test_a_page_of_somebody_else_is_no_acceptance(company: Company, box: GraphServer) -> None:
    """A proxy that asks for a log-in answers 200; the message still is a draft."""
    box.faults["send"] = [Fault(status=200, page=b"<html>Log in</html>")]
    result = run_of(company, plan_of(company))
    assert (statuses(company), box.sent) == ([Status.UNKNOWN] * 2, [])
    resume(company, result.run)
    assert box.sent == []


@pytest.mark.parametrize("status", [401, 403])
def test_a_mailbox_that_may_not_send_stops_the_run_and_loses_nothing(
    company: Company, box: GraphServer, status: int
) -> None:
    box.faults["send"] = [Fault(status=status, times=2)]
    result = run_of(company, plan_of(company))
    assert result.error is not None
    assert result.error.code == "MAIL_LOGIN_REFUSED"
    assert (statuses(company), box.sent) == ([Status.DEFERRED] * 2, [])
    box.faults.clear()
    resume(company, result.run)
    assert (statuses(company), len(box.sent), box.drafts) == ([Status.ACCEPTED] * 2, 1, [])


def test_a_token_that_cannot_be_renewed_before_send_leaves_nothing_in_doubt(
    company: Company, box: GraphServer, provider: OAuthServer
) -> None:
    box.faults["send"] = [Fault(status=401)]
    provider.faults = [-1, 400]  # the first token is given, the second is not
    result = run_of(company, plan_of(company))
    assert result.error is not None
    assert result.error.code == "MAIL_LOGIN_REFUSED"
    assert (statuses(company), box.sent) == ([Status.DEFERRED] * 2, [])
    resume(company, result.run)
    assert (statuses(company), len(box.sent), box.drafts) == ([Status.ACCEPTED] * 2, 1, [])


def test_a_provider_of_tokens_that_is_away_is_waited_for(
    company: Company, box: GraphServer, provider: OAuthServer
) -> None:
    provider.faults = [""]  # the line breaks once
    result = run_of(company, plan_of(company))
    assert result.error is None
    assert (statuses(company), len(box.sent)) == ([Status.ACCEPTED] * 2, 1)


def test_no_second_draft_is_made_where_nobody_can_tell_of_a_first(company: Company, box: GraphServer) -> None:
    box.faults["draft"] = [Fault(does=True)]  # made, and the answer lost
    box.faults["find"] = [Fault(status=503, skip=1)]  # whether it was made cannot be seen at once
    company.set(mail_retry_attempts=3)
    run_of(company, plan_of(company))
    assert (box.asked.count("draft"), len(box.sent), box.drafts) == (1, 1, [])


def test_the_service_is_left_alone_for_as_long_as_it_asks(company: Company, box: GraphServer) -> None:
    company.invoice(2, "CACX7605101P8")
    company.set(mail_pace_connections=1)
    box.faults["draft"] = [Fault(status=429, retry_after=4)]
    begin = time.monotonic()
    run_of(company, plan_of(company))
    assert time.monotonic() - begin >= 4.0
    assert (statuses(company), len(box.sent)) == ([Status.ACCEPTED] * 4, 2)


def test_a_held_message_is_placed_in_the_real_drafts_folder(company: Company, box: GraphServer) -> None:
    channel = Office(company.workspace).channel(ChannelName.MAIL, dry_run=False)
    assert isinstance(channel, GraphChannel)
    for _twice in range(2):
        channel.place_draft(b"Message-ID: <x@y>\r\nTo: ana@uno.example.mx\r\n\r\nx\r\n", message_id="<x@y>")
    assert [one.message_id for one in box.drafts] == ["<x@y>"]
    box.faults["draft"] = [Fault(status=507)]
    with pytest.raises(MailError) as caught:
        channel.place_draft(b"Message-ID: <z@y>\r\n\r\nx\r\n", message_id="<z@y>")
    assert caught.value.code == "DRAFT_REFUSED"
    assert channel.was_sent("<x@y>") is False
    box.drafts[0].draft = False
    assert (channel.was_sent("<x@y>"), channel.was_sent("<z@y>")) == (True, False)


def test_many_messages_over_several_connections_each_arrive_once(company: Company, box: GraphServer) -> None:
    for number in range(2, 42):
        company.invoice(number, "CACX7605101P8")
    box.faults["send"] = [Fault(status=429, times=5), Fault(status=0, does=True, times=5)]
    company.set(mail_retry_attempts=5)
    run_of(company, plan_of(company))
    names = [one.message_id for one in box.sent]
    assert (len(names), len(set(names)), box.drafts) == (41, 41, [])
    assert set(statuses(company)) == {Status.ACCEPTED}
    assert json.dumps(sorted({row.message_id for row in deliveries(company)})) == json.dumps(sorted(names))


@pytest.mark.parametrize(("pdf", "code"), [(2_150_000, ""), (2_250_000, "MESSAGE_TOO_LARGE_FOR_GRAPH")])
def test_a_message_that_graph_would_not_take_is_blocked_in_the_plan(
    company: Company, box: GraphServer, pdf: int, code: str
) -> None:
    path = company.folder() / "A1.pdf"
    company.pdf(path, uuid_of(1))
    path.write_bytes(path.read_bytes() + b"\n%" + b"x" * (pdf - path.stat().st_size))
    plan = plan_of(company)
    found = [finding for finding in plan.findings if finding.code == "MESSAGE_TOO_LARGE_FOR_GRAPH"]
    assert [finding.values["limit"] for finding in found] == [3_000_000] * bool(code)
    run_of(company, plan)
    assert len(box.sent) == (not code)
    assert ("draft" in box.asked) == (not code)


def test_a_message_that_grew_beyond_what_graph_takes_is_not_made(tmp_path: Path) -> None:
    item = document(tmp_path, pdf=b"%PDF" + b"x" * 2_400_000)
    settings = Mail(transport="graph", from_address="facturas@example.mx")
    with pytest.raises(MailError) as caught:
        factory(settings).freeze(parcel(item), tmp_path / "outbox")
    assert (caught.value.code, "SMTP" in caught.value.hint) == ("MESSAGE_TOO_LARGE_FOR_GRAPH", True)
    assert not (tmp_path / "outbox").exists()
