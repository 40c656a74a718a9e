"""Runs against servers that limit, end log-ins, or refuse everything alike: nobody lost, nothing twice."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from acceptance_fixtures import ANA, EVA, call
from company import Company
from large_month import large_month, rfc_of
from month_end import arrived, deliveries, plan_of, resume, run_of, send_month, use_server
from oauth_server import CLIENT, TENANT, OAuthServer, oauth_server
from smtp_server import Script, SmtpServer, reply

from emitlib.batch.breaker import Breaker
from emitlib.batch.progress import ProgressView, read_progress
from emitlib.channels.mail.replies import parse_reply
from emitlib.errors import MailError
from emitlib.i18n import spoken
from emitlib.vocabulary import Outcome, Status

USER = "facturas@example.mx"


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[OAuthServer]:
    with oauth_server(tmp_path) as server:
        yield server


def invoices(company: Company, count: int, *, addresses: int = 1) -> None:
    """So many invoices to one client."""
    company.client("7", ANA, accounts=";".join(f"a{number}@uno.example.mx" for number in range(addresses)))
    for number in range(1, count + 1):
        company.invoice(number, ANA)


def by_token(company: Company, provider: OAuthServer) -> None:
    """Log in by an application's token."""
    (company.root / "secret").write_text("s", encoding="utf-8")
    company.set(mail_smtp_username=USER, mail_oauth_provider="microsoft", mail_oauth_flow="application")
    company.set(mail_oauth_tenant=TENANT, mail_oauth_client_id=CLIENT, mail_oauth_client_secret="file:secret")
    company.set(mail_oauth_authority=provider.url, mail_oauth_ca_file=str(provider.ca_file))


# -- pace


def test_a_server_that_limits_loses_nobody_and_is_kept_busy(company: Company) -> None:
    """30 messages in each 5 seconds, 454 beyond: by its clock the pace comes within a tenth of the limit.

    What the plan and progress say of the time left comes true within a quarter.
    """
    invoices(company, 90)
    with SmtpServer(script=Script(messages_in_window=30, window=5.0)) as server:
        use_server(company, server, mail_pace_messages=30, mail_pace_window=5.0)
        quota = call(company.root, "plan", "--period", "2026-10", "--channel", "mail").json["quota"]
        plan = plan_of(company)
        with watched(company, f"{plan.id}-mail") as told:
            run_of(company, plan)
        assert len(arrived(server.taken)) == len(set(arrived(server.taken))) == 90
    assert {row.status for row in deliveries(company)} == {Status.ACCEPTED}
    times = [one.at for one in server.taken]
    assert 60 / (times[60] - times[0]) == pytest.approx(30 / 5.0, rel=0.1)
    assert times[-1] - times[0] == pytest.approx(quota["eta"], rel=0.25)
    middle = [(at, view) for at, view in told if 20 <= view.passed <= 60]
    assert [view for at, view in middle if at < times[30]] != []  # in the first window
    assert [view for at, view in middle if times[30] <= at < times[60]] != []  # in the second
    left = [pytest.approx(times[-1] - at, rel=0.25, abs=0.1) for at, _view in middle]  # told in tenths of a second
    assert [view.eta for _at, view in middle] == left


def test_without_limits_of_ours_a_server_that_limits_loses_nobody_either(company: Company) -> None:
    """What is deferred in one run goes by resume, as often as it takes."""
    invoices(company, 30)
    with SmtpServer(script=Script(messages_in_window=20, window=1.0)) as server:
        use_server(company, server, mail_pace_window=1.0)
        result = run_of(company, plan_of(company))
        for _again in range(5):
            if {row.status for row in deliveries(company)} == {Status.ACCEPTED}:
                break
            time.sleep(1.0)
            resume(company, result.run)
        assert len(arrived(server.taken)) == len(set(arrived(server.taken))) == 30


def test_the_plan_says_how_long_and_over_how_many_nights(company: Company) -> None:
    invoices(company, 10, addresses=3)
    company.set(mail_transport="smtp", mail_pace_messages=4, mail_pace_window=60.0)
    company.set(mail_pace_recipients_per_day=12)
    quota = call(company.root, "plan", "--period", "2026-10", "--channel", "mail").json["quota"]
    assert quota == {"eta": 2 * 86_400, "messages": 10, "nights": [12, 12, 6]}


def test_a_rehearsal_has_no_pace(company: Company) -> None:
    """Nothing leaves by the maildir, and no provider limits it."""
    invoices(company, 10, addresses=3)
    company.set(mail_transport="maildir", mail_pace_messages=4, mail_pace_window=60.0)
    company.set(mail_pace_recipients_per_day=12)
    said = call(company.root, "plan", "--period", "2026-10", "--channel", "mail")
    assert said.json["quota"] == {"eta": None, "messages": 10, "nights": [30]}
    assert "provider's" not in said.err


def test_the_eta_of_a_limited_run_comes_true(company: Company) -> None:
    """The plan's before it starts, and progress's in its middle, against when the last message arrived."""
    invoices(company, 60)
    with SmtpServer() as server:
        use_server(company, server, mail_pace_messages=4, mail_pace_window=0.5)
        quota = call(company.root, "plan", "--period", "2026-10", "--channel", "mail").json["quota"]
        plan = plan_of(company)
        with watched(company, f"{plan.id}-mail") as told:
            run_of(company, plan)
    times = [one.at for one in server.taken]
    assert times[-1] - times[0] == pytest.approx(quota["eta"], rel=0.25)
    middle = [(at, view) for at, view in told if 24 <= view.passed <= 36]
    assert middle != []
    assert [view.eta for _at, view in middle] == [pytest.approx(times[-1] - at, rel=0.25) for at, _view in middle]


@contextmanager
def watched(company: Company, run: str) -> Iterator[list[tuple[float, ProgressView]]]:
    """What another window sees of a run beside the block, each time that it changes."""
    told: list[tuple[float, ProgressView]] = []
    over = threading.Event()
    watcher = threading.Thread(target=watch, args=(company, run, told, over))
    watcher.start()
    try:
        yield told
    finally:
        over.set()
        watcher.join()


def watch(company: Company, run: str, told: list[tuple[float, ProgressView]], over: threading.Event) -> None:
    """Look at a run's progress until it is over."""
    path = company.workspace.run_folder(run) / "progress.json"
    while not over.wait(0.02):
        view = read_progress(path)
        if view is not None and (not told or told[-1][1] != view):
            told.append((time.monotonic(), view))


def test_a_full_day_leaves_the_rest_for_tomorrow(company: Company) -> None:
    invoices(company, 10)
    with SmtpServer() as server:
        use_server(company, server, mail_pace_recipients_per_day=6, mail_pace_connections=1)
        result = run_of(company, plan_of(company))
        assert result.error is not None
        assert (result.error.code, len(server.taken)) == ("PACE_DAY_FULL", 6)
        assert resume(company, result.run).error is not None  # the day is remembered
        company.set(mail_pace_recipients_per_day=100)
        resume(company, result.run)
        assert len(set(arrived(server.taken))) == 10


# -- log-in by token


def test_smtp_logs_in_by_token(company: Company, provider: OAuthServer) -> None:
    invoices(company, 3)
    by_token(company, provider)
    with SmtpServer(script=Script(username=USER, password="-", tokens=("token-1",))) as server:
        use_server(company, server)
        send_month(company)
        assert len(server.taken) == 3
        assert {line.split(" ")[1] for line in server.commands("AUTH")} == {"XOAUTH2"}


def test_a_token_that_the_server_refuses_is_renewed_once(company: Company, provider: OAuthServer) -> None:
    invoices(company, 3)
    by_token(company, provider)
    with SmtpServer(script=Script(username=USER, password="-", tokens=("token-2",))) as server:
        use_server(company, server, mail_pace_connections=1)
        send_month(company)
        assert (len(server.taken), provider.tokens) == (3, ["token-1", "token-2"])


def test_a_log_in_that_ends_in_mid_run_is_made_anew(company: Company, provider: OAuthServer) -> None:
    invoices(company, 9)
    by_token(company, provider)
    script = Script(username=USER, password="-", tokens=("token-1",), log_in_lasts=2)
    with SmtpServer(script=script) as server:
        use_server(company, server, mail_pace_connections=1)
        send_month(company)
        assert len(arrived(server.taken)) == len(set(arrived(server.taken))) == 9


def test_a_person_logs_in_once_and_their_run_outlives_a_token(company: Company, provider: OAuthServer) -> None:
    """The device code at the command line, then mail by it; the first token ends in mid-run."""
    invoices(company, 9)
    company.set(mail_smtp_username=USER, mail_oauth_provider="microsoft", mail_oauth_flow="device")
    company.set(mail_oauth_tenant=TENANT, mail_oauth_client_id=CLIENT, mail_oauth_tokens="file:log-in.json")
    company.set(mail_oauth_authority=provider.url, mail_oauth_ca_file=str(provider.ca_file))
    assert call(company.root, "mail", "login", plain=True).code == 0
    script = Script(username=USER, password="-", tokens=("token-1",), messages_per_connection=1, delay=0.02)
    with SmtpServer(script=script) as server:
        use_server(company, server, mail_pace_connections=1)
        plan = plan_of(company)
        ending = threading.Thread(target=end_the_token, args=(server,))
        ending.start()
        assert run_of(company, plan).error is None
        ending.join()
        assert len(arrived(server.taken)) == len(set(arrived(server.taken))) == 9
    assert [form["grant_type"].rpartition(":")[2] for form in provider.asked[-2:]] == ["device_code", "refresh_token"]
    assert {row.status for row in deliveries(company)} == {Status.ACCEPTED}


def end_the_token(server: SmtpServer) -> None:
    """After three messages the server takes the next token only."""
    while len(server.taken) < 3:
        time.sleep(0.005)
    server.script = replace(server.script, tokens=("token-2",))


def test_a_server_that_refuses_every_token_stops_the_run(company: Company, provider: OAuthServer) -> None:
    invoices(company, 3)
    by_token(company, provider)
    with SmtpServer(script=Script(username=USER, password="-")) as server:
        use_server(company, server)
        result = send_month(company)
    assert result.error is not None
    assert result.error.code == "MAIL_LOGIN_REFUSED"
    assert {row.status for row in deliveries(company)} == {Status.PLANNED}


# -- circuit breaker

BY_POLICY = Script(acts={"dot": reply("550 5.7.1 Message refused by policy")})


def test_equal_refusals_in_a_row_stop_the_run(tmp_path: Path) -> None:
    company = large_month(tmp_path / "empresa", 20, silent="S")
    with SmtpServer(script=BY_POLICY) as server:
        use_server(company, server, mail_pace_connections=1)
        company.set(mail_retry_equal_refusals=5)
        result = send_month(company)
    assert result.error is not None
    assert result.error.code == "MAIL_ALL_REFUSED"
    assert "Message refused by policy" in result.error.message
    states = [row.status for row in deliveries(company)]
    assert (states.count(Status.REFUSED), states.count(Status.PLANNED)) == (5, 15)


def test_so_many_addresses_stop_the_run_and_not_so_many_messages(tmp_path: Path) -> None:
    """Three invoices to each of ten clients: the run stops at the fifth address, not at the fifth message."""
    company = large_month(tmp_path / "empresa", 10, silent="S")
    for number in range(11, 31):
        company.invoice(number, rfc_of(number % 10 + 1))
    with SmtpServer(script=BY_POLICY) as server:
        use_server(company, server, mail_pace_connections=1)
        result = send_month(company)
    assert result.error is not None
    assert result.error.code == "MAIL_ALL_REFUSED"
    assert result.error.message.startswith("The last 5 addresses were all refused alike: ")
    refused = {row.destination for row in deliveries(company, statuses=[Status.REFUSED])}
    assert len(refused) == 5


def test_a_single_bad_address_stops_nothing(company: Company) -> None:
    invoices(company, 20, addresses=2)
    bad = Script(acts={"rcpt:a1@uno.example.mx": reply("550 5.1.1 no such user")})
    with SmtpServer(script=bad) as server:
        use_server(company, server, mail_pace_connections=1)
        company.set(mail_retry_equal_refusals=5)
        result = send_month(company)
        assert len(server.taken) == 20
    assert result.error is None
    assert [row.status for row in deliveries(company)].count(Status.REFUSED) == 20


@pytest.mark.parametrize("connections", [1, 3])
def test_a_client_whose_only_address_is_dead_stops_nobody_elses_mail(company: Company, connections: int) -> None:
    """Eight invoices to it in a row, and none of its messages has a good address beside it; limits as they come."""
    invoices(company, 8)
    company.client("8", EVA, accounts="eva@dos.example.mx")
    for number in range(9, 13):
        company.invoice(number, EVA)
    bad = Script(acts={"rcpt:a0@uno.example.mx": reply("550 5.1.1 no such user")})
    with SmtpServer(script=bad) as server:
        use_server(company, server, mail_pace_connections=connections)
        result = send_month(company)
        assert len(arrived(server.taken)) == 4
    assert (result.error, result.state) == (None, "finished")
    states = [row.status for row in deliveries(company)]
    assert (states.count(Status.REFUSED), states.count(Status.ACCEPTED)) == (8, 4)


def test_a_message_that_none_of_its_addresses_takes_stops_nobody_elses_mail(company: Company) -> None:
    """A client with six addresses, and one message of it that is too large for them."""
    invoices(company, 1, addresses=6)
    company.client("8", EVA, accounts="eva@dos.example.mx")
    for number in range(2, 5):
        company.invoice(number, EVA)
    large = Script(acts={"mail": reply("552 5.3.4 Message too big", times=1)})
    with SmtpServer(script=large) as server:
        use_server(company, server, mail_pace_connections=1)
        result = send_month(company)
    assert result.error is None
    states = [row.status for row in deliveries(company)]
    assert (states.count(Status.REFUSED), states.count(Status.ACCEPTED)) == (6, 3)


def refuse(breaker: Breaker, outcome: Outcome) -> None:
    """Two messages, each refused by an address of its own."""
    breaker.watch("m1", [("a@x.mx", outcome)])
    breaker.watch("m2", [("b@x.mx", outcome)])


@pytest.mark.parametrize(
    ("said", "meaning", "cure"),
    [
        ("550 5.7.26 Unauthenticated mail", "SPF, DKIM and DMARC do not prove", "Ask who runs the domain"),
        ("554 5.7.1 Listed by spamhaus", "for spam", "Look the server's address up"),
        ("554 5.9.9 Whatever", "Whatever", "Find out why"),
    ],
)
def test_the_error_says_what_the_refusals_mean(said: str, meaning: str, cure: str) -> None:
    no = parse_reply([said.encode()])
    one = Outcome(delivery="d", status=Status.REFUSED, reply=no.text, code=no.code, enhanced=no.enhanced)
    with spoken("en"), pytest.raises(MailError) as caught:
        refuse(Breaker(2), one)
    assert meaning in caught.value.message
    assert caught.value.hint.startswith(cure)
    assert "`emit resume` goes on with the rest" in caught.value.hint
