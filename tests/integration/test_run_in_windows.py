"""A run of more messages than are looked at at once: begun, released, stopped by a limit, and gone on with."""

import email
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from company import Company
from month_end import arrived, deliveries, plan_of, resume, run_of, use_server
from smtp_server import Script, SmtpServer, reply

from emitlib.batch import states
from emitlib.batch.plan import Plan
from emitlib.bootstrap import open_ledger
from emitlib.errors import InputError
from emitlib.ledger import Event
from emitlib.vocabulary import Status

COUNT = 23
RFC = "ABC010203AB1"


@dataclass(slots=True)
class Month:
    company: Company
    server: SmtpServer
    plan: Plan

    def statuses(self) -> Counter[Status]:
        return Counter(row.status for row in deliveries(self.company))

    def uuids(self) -> list[str]:
        return sorted(one.document.removeprefix("cfdi:") for one in self.plan.deliveries)


@pytest.fixture(autouse=True)
def _small_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "_AT_ONCE", 5)


@pytest.fixture
def month(company: Company, request: pytest.FixtureRequest) -> Iterator[Month]:
    """A plan of as many invoices, silent unless the test says otherwise."""
    with SmtpServer() as server:
        use_server(company, server)
        company.client("1", RFC, accounts="ana@example.mx", silent=getattr(request, "param", "S"))
        for number in range(1, COUNT + 1):
            company.invoice(number, RFC)
        yield Month(company, server, plan_of(company))


def test_a_limited_run_is_gone_on_with_and_nothing_goes_twice(month: Month) -> None:
    first = run_of(month.company, month.plan, limit=7)
    assert month.statuses() == {Status.ACCEPTED: 7, Status.PLANNED: COUNT - 7}
    second = run_of(month.company, month.plan, limit=9)
    assert month.statuses() == {Status.ACCEPTED: 16, Status.PLANNED: COUNT - 16}
    last = resume(month.company, first.run)
    assert (first.run, last.state, last.error) == (second.run, "finished", None)
    assert [uuid for uuid, _address in arrived(month.server.taken)] == month.uuids()


def test_what_was_put_off_leaves_with_its_own_bytes(month: Month) -> None:
    month.server.script = Script(acts={"rcpt": reply("451 4.3.0 Later")})
    run = run_of(month.company, month.plan).run
    assert month.statuses() == {Status.DEFERRED: COUNT}
    with open_ledger(month.company.workspace) as ledger:
        frozen = {row.message_id for row in ledger.carriers(run=run)}
    outbox = month.company.workspace.outbox(run)
    lost = sorted(path for path in outbox.rglob("*") if path.is_file())[11]
    lost.write_bytes(b"damaged")
    month.server.script = Script()
    result = resume(month.company, run)
    assert len(result.lost) == 1
    assert month.statuses() == {Status.ACCEPTED: COUNT - 1, Status.DEFERRED: 1}
    sent = {email.message_from_bytes(one.data)["Message-ID"] for one in month.server.taken}
    assert len(sent) == len(month.server.taken) == COUNT - 1
    assert sent < frozen


@pytest.mark.parametrize("month", ["N"], indirect=True)
def test_what_was_released_leaves_and_the_rest_is_held(month: Month) -> None:
    run = run_of(month.company, month.plan).run
    assert month.statuses() == {Status.HELD: COUNT}
    names = [row.delivery for row in deliveries(month.company)]
    with open_ledger(month.company.workspace) as ledger:
        ledger.record(Event("released", {"deliveries": names[:20], "reason": ""}))
    assert resume(month.company, run).state == "finished"
    assert month.statuses() == {Status.ACCEPTED: 20, Status.HELD: 3}
    assert len(arrived(month.server.taken)) == 20


def test_what_changed_is_named_and_left_out(month: Month) -> None:
    for number in (2, 13, 22):
        path = month.company.folder() / f"A{number}.xml"
        path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(InputError) as refused:
        run_of(month.company, month.plan)
    assert refused.value.code == "PLAN_DRIFTED"
    assert all(f"1 A-{number} (DOCUMENT_CHANGED)" in refused.value.message for number in (2, 13, 22))
    assert month.statuses() == {Status.PLANNED: COUNT}
    result = resume(month.company, f"{month.plan.id}-mail")
    assert Counter(result.changed.values()) == {"DOCUMENT_CHANGED": 3}
    assert month.statuses() == {Status.ACCEPTED: COUNT - 3, Status.PLANNED: 3}
    assert len(arrived(month.server.taken)) == COUNT - 3
