"""Planning again sends exactly what is new, and nothing else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from company import Company, uuid_of
from month_end import arrived, deliveries, plan_of, run_of, send_month, use_server
from smtp_server import Script, SmtpServer, reply

from emitlib.batch.cancelling import cancel_run
from emitlib.bootstrap import open_ledger
from emitlib.ledger import Event, Personal
from emitlib.vocabulary import Status

ANA = "CACX7605101P8"
BEN = "COSC8001137N1"


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


@pytest.fixture
def served(company: Company, server: SmtpServer) -> Company:
    """Two clients; A1 went to both addresses of Ana, A2 to Ben."""
    use_server(company, server)
    company.client("         1", ANA, accounts="ana@example.mx;pagos@example.mx")
    company.client("         2", BEN, accounts="ben@example.mx")
    company.invoice(1, ANA, pdf=True)
    company.invoice(2, BEN, pdf=True)
    result = send_month(company)
    assert result.state == "finished"
    assert len(arrived(server.taken)) == 3
    server.taken.clear()
    return company


def one_more_invoice(company: Company) -> None:
    company.invoice(3, ANA)


def pdfs_rendered_again(company: Company) -> None:
    company.invoice(1, ANA, pdf=True, pages="v2")
    company.invoice(2, BEN, pdf=True, pages="v2")


def folder_of_another_period(company: Company) -> None:
    company.folder().rename(company.root / "documents" / "2026-11")


def address_added(company: Company) -> None:
    company.client("         2", BEN, accounts="ben@example.mx;new@example.mx")


def address_corrected_without_failure(company: Company) -> None:
    company.client("         2", BEN, accounts="right@example.mx")


def address_corrected_after_bounce(company: Company) -> None:
    bounced(company, "ben@example.mx")
    company.client("         2", BEN, accounts="right@example.mx")


def bounced_address_left_alone(company: Company) -> None:
    bounced(company, "ben@example.mx")


def case_of_address_changed(company: Company) -> None:
    company.client("         2", BEN, accounts="BEN@EXAMPLE.MX")


def nothing(company: Company) -> None:
    assert company.root.is_dir()


def file_renamed_and_copied(company: Company) -> None:
    folder = company.folder()
    (folder / "copy.xml").write_bytes((folder / "A1.xml").read_bytes())
    (folder / "A2.xml").rename(folder / "Z2.xml")


def bounced(company: Company, address: str) -> None:
    (row,) = [row for row in deliveries(company) if row.destination == address]
    with open_ledger(company.workspace) as ledger:
        reply_text = Personal("reply", "5.1.1 no such user")
        ledger.record(
            Event(
                kind="bounced",
                delivery=row.delivery,
                data={"reply": reply_text, "code": 550, "enhanced": "5.1.1", "host": "", "queue_id": "", "phase": ""},
            )
        )


@dataclass(frozen=True, slots=True)
class Case:
    change: Callable[[Company], None]
    period: str
    sent: list[tuple[str, str]]


CASES = [
    Case(nothing, "2026-10", []),
    Case(one_more_invoice, "2026-10", [(uuid_of(3), "ana@example.mx"), (uuid_of(3), "pagos@example.mx")]),
    Case(pdfs_rendered_again, "2026-10", []),
    Case(folder_of_another_period, "2026-11", []),
    Case(address_added, "2026-10", []),
    Case(address_corrected_without_failure, "2026-10", []),
    Case(address_corrected_after_bounce, "2026-10", [(uuid_of(2), "right@example.mx")]),
    Case(bounced_address_left_alone, "2026-10", []),
    Case(case_of_address_changed, "2026-10", []),
    Case(file_renamed_and_copied, "2026-10", []),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.change.__name__)
def test_planning_again_sends_only_what_is_new(case: Case, served: Company, server: SmtpServer) -> None:
    case.change(served)

    first = send_month(served, period=case.period)
    sent = arrived(server.taken)
    server.taken.clear()
    second = send_month(served, period=case.period)

    assert sent == case.sent
    assert arrived(server.taken) == []
    assert first.balance["deliveries"]["mail"]["remainder"] == 0  # type: ignore[index]
    assert second.balance["deliveries"]["mail"]["remainder"] == 0  # type: ignore[index]


def test_a_limit_leaves_the_rest_and_running_again_sends_it_once(company: Company, server: SmtpServer) -> None:
    use_server(company, server)
    company.client("1", ANA, accounts="ana@example.mx")
    for number in range(1, 8):
        company.invoice(number, ANA)
    plan = plan_of(company)

    part = run_of(company, plan, limit=3)
    sent_first = arrived(server.taken)
    rest = run_of(company, plan)

    assert len(sent_first) == 3
    assert part.balance["deliveries"]["mail"]["not_started"] == 4  # type: ignore[index]
    assert rest.run == part.run
    assert arrived(server.taken) == sorted((uuid_of(number), "ana@example.mx") for number in range(1, 8))
    assert rest.balance["deliveries"]["mail"]["done"] == 7  # type: ignore[index]


def test_a_rehearsal_occupies_nothing(company: Company, server: SmtpServer) -> None:
    use_server(company, server)
    company.client("1", ANA, accounts="ana@example.mx")
    company.invoice(1, ANA)
    plan = plan_of(company)

    rehearsal = run_of(company, plan, dry_run=True)
    sent_in_rehearsal = arrived(server.taken)
    real = run_of(company, plan)

    assert rehearsal.rehearsal
    assert rehearsal.balance["deliveries"]["mail"]["done"] == 1  # type: ignore[index]
    assert sent_in_rehearsal == []
    assert not real.rehearsal
    assert arrived(server.taken) == [(uuid_of(1), "ana@example.mx")]
    assert [row.status for row in deliveries(company, namespace=None)] == [Status.ACCEPTED, Status.REHEARSED]


def test_a_plan_made_again_is_the_same_plan(served: Company) -> None:
    served.invoice(3, ANA)

    first, second = plan_of(served), plan_of(served)

    assert (first.id, first.hash) == (second.id, second.hash)


def test_three_addresses_three_answers(company: Company) -> None:
    acts = {
        "rcpt:b@example.mx": reply("450 4.2.1 Later", times=2),
        "rcpt:c@example.mx": reply("550 5.1.1 No such user"),
    }
    company.client("1", ANA, accounts="a@example.mx;b@example.mx;c@example.mx")
    company.invoice(1, ANA)
    with SmtpServer(script=Script(acts=acts)) as server:
        use_server(company, server)
        company.set(mail_retry_attempts=1)
        plan = plan_of(company)
        first = run_of(company, plan)
        statuses = {row.destination: row.status for row in deliveries(company)}
        second = run_of(company, plan)
        third = run_of(company, plan)

        assert statuses == {
            "a@example.mx": Status.ACCEPTED,
            "b@example.mx": Status.DEFERRED,
            "c@example.mx": Status.REFUSED,
        }
        assert arrived(server.taken) == [(uuid_of(1), "a@example.mx"), (uuid_of(1), "b@example.mx")]
        assert len({one.sha256 for one in server.taken}) == 1
        assert [result.balance["deliveries"]["mail"]["deferred"] for result in (first, second, third)] == [1, 1, 0]  # type: ignore[index]
        assert third.balance["deliveries"]["mail"]["refused"] == 1  # type: ignore[index]


def test_cancelled_deliveries_are_taken_up_again(company: Company, server: SmtpServer) -> None:
    use_server(company, server)
    company.client("1", ANA, accounts="ana@example.mx")
    for number in (1, 2, 3):
        company.invoice(number, ANA)
    plan = plan_of(company)
    run = run_of(company, plan, limit=1).run
    with open_ledger(company.workspace) as ledger:
        cancelled = cancel_run(company.workspace, ledger, run, reason="wrong month")
    statuses = sorted(row.status for row in deliveries(company))

    send_month(company)

    assert cancelled == 2
    assert statuses == [Status.ACCEPTED, Status.CANCELLED, Status.CANCELLED]
    assert arrived(server.taken) == [(uuid_of(number), "ana@example.mx") for number in (1, 2, 3)]
