"""Mail that a server puts off for days: tried once more, then a person's business."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from acceptance_fixtures import ANA, verifies
from company import Company
from month_end import deliveries, plan_of, resume, run_of, use_server
from smtp_server import Script, SmtpServer, reply

from emitlib.vocabulary import Status

LATER = Script(acts={"rcpt:a@uno.example.mx": reply("451 4.3.0 Later")})
START = datetime(2026, 10, 31, 18, 0, tzinfo=UTC)


class Days:
    """A clock that goes on when it is told to; a microsecond a call, so that nothing happens at once."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now


@pytest.mark.parametrize(
    ("days", "passed", "first", "then"),
    [
        (5, timedelta(days=4, hours=23), Status.DEFERRED, Status.ACCEPTED),
        (5, timedelta(days=5, minutes=1), Status.REFUSED, Status.REFUSED),
        (1, timedelta(days=1, minutes=1), Status.REFUSED, Status.REFUSED),
        (0, timedelta(days=50), Status.DEFERRED, Status.ACCEPTED),
    ],
)
def test_what_is_put_off_beyond_the_deadline_is_refused(
    tmp_path: Path, days: int, passed: timedelta, first: Status, then: Status
) -> None:
    clock = Days()
    company = Company(tmp_path / "empresa", clock=clock)
    company.set(mail_retry_days=days)
    company.client("7", ANA, accounts="a@uno.example.mx;b@uno.example.mx")
    company.invoice(1, ANA)
    with SmtpServer(script=LATER) as server:
        use_server(company, server)
        run = run_of(company, plan_of(company)).run
        assert [row.status for row in deliveries(company)] == [Status.DEFERRED, Status.ACCEPTED]
        clock.now += passed
        result = resume(company, run)
        row = deliveries(company)[0]
        assert row.status is first
        assert result.error is None
        server.script = Script()
        resume(company, run)
        assert deliveries(company)[0].status is then
        taken = sorted(one.recipient for one in server.taken)
    if first is Status.REFUSED:
        assert (row.phase, row.code) == ("deadline", 451)
        assert row.reply == f"Given up after {days} days of trying; last answer: 451 4.3.0 Later"
    assert taken == ["a@uno.example.mx"] * (then is Status.ACCEPTED) + ["b@uno.example.mx"]
    assert verifies(company)


def test_what_could_not_be_tried_is_not_given_up(tmp_path: Path) -> None:
    clock = Days()
    company = Company(tmp_path / "empresa", clock=clock)
    company.client("7", ANA, accounts="a@uno.example.mx")
    company.invoice(1, ANA)
    with SmtpServer(script=LATER) as server:
        use_server(company, server)
        run = run_of(company, plan_of(company)).run
    clock.now += timedelta(days=30)
    result = resume(company, run)  # the server is gone
    assert result.error is not None
    assert result.error.code == "MAIL_UNREACHABLE"
    assert deliveries(company)[0].status is Status.DEFERRED
