"""A run that waits says so, for what and until when; what no further try mends is not waited for."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import trustme
from acceptance_fixtures import ANA, call
from company import Company
from mail_fixtures import server_context
from month_end import deliveries, plan_of, run_of, use_server
from smtp_server import Act, Script, SmtpServer, reply

from emitlib.batch.order import RunResult
from emitlib.batch.plan import Plan
from emitlib.batch.progress import ProgressView, read_progress
from emitlib.forms.run_told import run_told
from emitlib.forms.run_watch import watch
from emitlib.i18n import spoken
from emitlib.reports.progress_words import done_text, time_left_text, waiting_text
from emitlib.vocabulary import Status

LATER = "450 4.2.1 Try again later"


def month(company: Company, count: int) -> Plan:
    company.client("7", ANA, accounts="ana@uno.example.mx")
    for number in range(1, count + 1):
        company.invoice(number, ANA)
    return plan_of(company)


@contextmanager
def going(company: Company, plan: Plan) -> Iterator[list[RunResult]]:
    """The run, beside the block; what it came to stands in the list afterwards."""
    results: list[RunResult] = []
    thread = threading.Thread(target=lambda: results.append(run_of(company, plan)))
    thread.start()
    try:
        yield results
    finally:
        thread.join()


def seen(company: Company, plan: Plan, wanted: Callable[[ProgressView], bool]) -> ProgressView:
    """The progress of the run as soon as it is as wanted; ten seconds at most."""
    path = company.workspace.run_folder(f"{plan.id}-mail") / "progress.json"
    until = time.monotonic() + 10
    while time.monotonic() < until:
        view = read_progress(path)
        if view is not None and wanted(view):
            return view
        time.sleep(0.02)
    raise AssertionError(path.read_text(encoding="utf-8") if path.exists() else "no progress")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


# -- a server that is away


def test_a_server_that_is_away_is_told_with_the_next_try_and_waited_for(company: Company) -> None:
    plan = month(company, 3)
    port = free_port()
    company.set(mail_transport="smtp", mail_smtp_host="127.0.0.1", mail_smtp_port=port, mail_smtp_security="plain")
    company.set(mail_retry_attempts=4, mail_retry_wait=4.0, mail_pace_connections=1)
    with going(company, plan) as results:
        began = datetime.now().astimezone()
        view = seen(company, plan, lambda one: one.waiting is not None)
        watched = watch(company.workspace)
        status = call(company.root, "status", f"{plan.id}-mail")
        shown = call(company.root, "status", f"{plan.id}-mail", plain=True)
        with SmtpServer(port=port) as server:
            results_while = list(results)
            seen(company, plan, lambda one: one.counts.get("accepted") == 3)
            taken = len(server.taken)
    assert results_while == []
    assert (taken, results[0].state) == (3, "finished")
    assert {row.status for row in deliveries(company)} == {Status.ACCEPTED}

    pause = view.waiting
    assert pause is not None
    assert began <= pause.until <= began + timedelta(seconds=4.0 + 5)
    at = f"{pause.until.astimezone():%H:%M:%S}"
    with spoken("en"):
        told = waiting_text(view)
        page = "".join(run_told(watched))
    assert told.startswith(f"The server does not answer; next try at {at}. 127.0.0.1:{port} cannot be used now: ")
    assert f"next try at {at}" in page
    assert (done_text(view), time_left_text(view)) == ("0 of 3", "")
    assert status.json["waiting"] == pause.as_json()
    assert f"next try at {at}" in shown.out + shown.err


def test_a_run_that_no_longer_waits_says_nothing_of_it(company: Company) -> None:
    plan = month(company, 2)
    with SmtpServer(script=Script(acts={"greeting": reply("421 4.3.2 Busy", times=1)})) as server:
        use_server(company, server, mail_pace_connections=1)
        company.set(mail_retry_attempts=3, mail_retry_wait=0.2)
        run_of(company, plan)
        assert len(server.taken) == 2
    view = seen(company, plan, lambda _view: True)
    assert (view.state, view.waiting, view.again) == ("finished", None, 0)
    assert call(company.root, "status", f"{plan.id}-mail").json["waiting"] is None


# -- mail that is put off


def test_mail_put_off_is_told_with_its_next_try_and_is_not_done(company: Company) -> None:
    plan = month(company, 4)
    with SmtpServer(script=Script(acts={"mail": Act(reply=LATER, skip=1, times=3)})) as server:
        use_server(company, server, mail_pace_connections=1)
        company.set(mail_retry_attempts=3, mail_retry_wait=1.5)
        with going(company, plan) as results:
            view = seen(company, plan, lambda one: one.waiting is not None)
            assert len(server.taken) == 1
        assert len(server.taken) == 4
    assert results[0].state == "finished"
    assert view.waiting is not None
    at = f"{view.waiting.until.astimezone():%H:%M:%S}"
    with spoken("en"):
        assert waiting_text(view) == f"3 messages wait for another try at {at}."
        assert (done_text(view), time_left_text(view)) == ("1 of 4", "")
    assert (view.again, view.eta) == (3, None)


def test_the_last_try_takes_the_time_that_is_left(company: Company) -> None:
    """0.5 s, then 0.7 of the 1.0 that would be its turn: the 1.2 s of the setting are used, and no more."""
    plan = month(company, 1)
    with SmtpServer(script=Script(acts={"mail": reply(LATER)})) as server:
        use_server(company, server, mail_pace_connections=1)
        company.set(mail_retry_attempts=6, mail_retry_wait=0.5, mail_retry_within=1.2)
        began = time.monotonic()
        run_of(company, plan)
        took = time.monotonic() - began
        assert len(server.commands("MAIL")) == 3
    assert took >= 1.2
    assert [row.status for row in deliveries(company)] == [Status.DEFERRED]


@pytest.mark.parametrize("within", [0.0, 0.5])
def test_no_try_comes_after_the_time_is_used(company: Company, within: float) -> None:
    plan = month(company, 1)
    with SmtpServer(script=Script(acts={"mail": reply(LATER)})) as server:
        use_server(company, server, mail_pace_connections=1)
        company.set(mail_retry_attempts=6, mail_retry_wait=0.5, mail_retry_within=within)
        run_of(company, plan)
        assert len(server.commands("MAIL")) == (2 if within else 1)


# -- a line that cannot be secured


@pytest.mark.parametrize(
    "fault", ["no STARTTLS", "unknown authority", "another's certificate", "no TLS at that port"]
)
def test_what_no_further_try_mends_fails_at_once(company: Company, tmp_path: Path, fault: str) -> None:
    plan = month(company, 2)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    tls = {
        "unknown authority": server_context(trustme.CA(), "localhost"),
        "another's certificate": server_context(authority, "other.example"),
    }.get(fault)
    with SmtpServer(tls=tls) as server:
        use_server(company, server, mail_smtp_ca_file=str(tmp_path / "ca.pem"))
        company.set(mail_smtp_host="localhost", mail_smtp_security="tls" if "port" in fault else "starttls")
        company.set(mail_retry_attempts=6, mail_retry_wait=30.0)
        began = time.monotonic()
        result = run_of(company, plan)
    assert result.error is not None
    assert result.error.code == "MAIL_TLS_FAILED"
    assert time.monotonic() - began < 20
    assert {row.status for row in deliveries(company)} == {Status.PLANNED}


def test_a_hand_shake_that_broke_off_is_tried_again(company: Company, tmp_path: Path) -> None:
    plan = month(company, 2)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    broken = Script(acts={"starttls": Act(reply="220 2.0.0 Ready", then="drop", times=2)})
    with SmtpServer(script=broken, tls=server_context(authority, "localhost")) as server:
        use_server(company, server, mail_smtp_ca_file=str(tmp_path / "ca.pem"), mail_pace_connections=1)
        company.set(mail_smtp_host="localhost", mail_smtp_security="starttls")
        company.set(mail_retry_attempts=3, mail_retry_wait=0.1)
        assert run_of(company, plan).error is None
        assert len(server.commands("STARTTLS")) == 3
    assert {row.status for row in deliveries(company)} == {Status.ACCEPTED}
