"""kill -9 while mail leaves by Microsoft Graph: nothing is sent twice or lost, and the mailbox tells what left."""

import copy
import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from company import Company
from emission_worker import emit_elsewhere
from graph_server import Fault, GraphServer, Step, graph_server
from month_end import deliveries, plan_of, resume, run_of
from oauth_server import CLIENT, SECRET, TENANT, OAuthServer, oauth_server

from emitlib.batch.plan import Plan
from emitlib.bootstrap import open_ledger
from emitlib.ledger import verify
from emitlib.vocabulary import Status

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 is a POSIX signal")

MESSAGES = 12
LONG = 600.0  # seconds that a step hangs: till the end of the test


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Company, Plan]:
    """A month of two clients and its plan; each test has a copy."""
    company = Company(tmp_path_factory.mktemp("founded") / "empresa")
    (company.root / "secret").write_text(SECRET, encoding="utf-8")
    company.set(mail_transport="graph", mail_from_address="facturas@example.mx", mail_oauth_provider="microsoft")
    company.set(mail_oauth_flow="application", mail_oauth_tenant=TENANT, mail_oauth_client_id=CLIENT)
    company.set(mail_oauth_client_secret="file:secret", mail_pace_connections=3)
    company.set(mail_graph_settle=0.2)
    company.client("1", "CACX7605101P8", accounts="a@example.mx")
    company.client("2", "COSC8001137N1", accounts="b@example.mx;c@example.mx")
    for number in range(1, MESSAGES + 1):
        company.invoice(number, "CACX7605101P8" if number % 3 else "COSC8001137N1")
    return company, plan_of(company)


@dataclass(frozen=True, slots=True)
class Month:
    """The month in a place of its own, and the services that outlive who uses them."""

    company: Company
    plan: Plan
    box: GraphServer
    provider: OAuthServer

    def kill_once(self, reached: Callable[[], bool], *, later: float = 0.0) -> None:
        """Mail it in a process that is killed at a moment of the run, or `later`, in seconds."""
        worker = emit_elsewhere(self.company.root, self.plan.id, self.plan.hash)
        while not reached() and worker.is_alive():
            time.sleep(0.001)
        time.sleep(later)
        worker.kill()
        worker.join()

    def go_on(self) -> None:
        """Resume the run; where the process was killed before there was one, run it."""
        run = f"{self.plan.id}-mail"
        with open_ledger(self.company.workspace) as ledger:
            started = ledger.run(run) is not None
        if started:
            resume(self.company, run)
        else:
            run_of(self.company, self.plan)

    def check_nothing_doubled_or_lost(self) -> None:
        """By the mailbox's own count; it always shows whether a message left, so nothing stays unknown."""
        rows = deliveries(self.company, run=f"{self.plan.id}-mail")
        left = Counter((one.message_id, address) for one in self.box.sent for address in one.to)
        assert Counter((row.message_id, row.destination) for row in rows) == left
        assert (len(rows), set(left.values())) == (len(self.plan.deliveries), {1})
        assert {row.status for row in rows} == {Status.ACCEPTED}
        assert self.box.drafts == []  # which a person might send
        with open_ledger(self.company.workspace) as ledger:
            assert verify(ledger).passed


@contextmanager
def month(founded: tuple[Company, Plan], folder: Path, **settings: str | float) -> Iterator[Month]:
    original, plan = founded
    shutil.copytree(original.root, folder / "empresa")
    company = copy.copy(original)
    company.root = folder / "empresa"
    with oauth_server(folder) as provider, graph_server() as box:
        box.tokens = {f"token-{number}" for number in range(1, 20)}
        company.set(mail_graph_url=box.url, mail_oauth_authority=provider.url)
        company.set(mail_oauth_ca_file=str(provider.ca_file), **settings)
        yield Month(company, plan, box, provider)


@pytest.mark.parametrize("does", [False, True], ids=["not done", "done"])
@pytest.mark.parametrize("step", ["find", "draft", "address", "send"])
def test_the_worker_is_killed_in_each_step(
    founded: tuple[Company, Plan], step: Step, does: bool, tmp_path: Path
) -> None:
    with month(founded, tmp_path) as sent:
        sent.box.faults[step] = [Fault(delay=LONG, does=does, skip=4)]
        sent.kill_once(lambda: bool(sent.box.failed))
        assert sent.box.failed == [step]
        sent.go_on()
        sent.check_nothing_doubled_or_lost()


def test_the_worker_is_killed_while_it_waits_for_a_token(founded: tuple[Company, Plan], tmp_path: Path) -> None:
    with month(founded, tmp_path) as sent:
        sent.provider.faults = [None]
        sent.kill_once(lambda: not sent.provider.faults)
        assert (sent.provider.faults, sent.box.asked) == ([], [])
        sent.go_on()
        sent.check_nothing_doubled_or_lost()


@pytest.mark.parametrize("does", [False, True], ids=["not sent", "sent"])
def test_the_worker_is_killed_while_it_looks_a_lost_answer_up(
    founded: tuple[Company, Plan], does: bool, tmp_path: Path
) -> None:
    with month(founded, tmp_path, mail_pace_connections=1) as sent:
        sent.box.faults["send"] = [Fault(does=does)]
        sent.box.faults["find"] = [Fault(delay=LONG, skip=1)]  # each message is looked for once before
        sent.kill_once(lambda: "find" in sent.box.failed)
        assert sent.box.failed == ["send", "find"]
        sent.go_on()
        sent.check_nothing_doubled_or_lost()


@pytest.mark.parametrize("late", [1, 2, 3])
def test_a_message_that_still_shows_as_a_draft_when_the_run_goes_on_goes_once(
    founded: tuple[Company, Plan], late: int, tmp_path: Path
) -> None:
    """The service answers "send" before it moves the message; whoever resumes at once sees the draft."""
    with month(founded, tmp_path, mail_pace_connections=1, mail_graph_settle=60.0) as sent:
        sent.box.late = late
        sent.box.faults["send"] = [Fault(delay=LONG, does=True, skip=4)]
        sent.kill_once(lambda: bool(sent.box.failed))
        assert sent.box.failed == ["send"]
        sent.box.late = 0
        sent.go_on()
        sent.check_nothing_doubled_or_lost()


def kill_and_resume(founded: tuple[Company, Plan], folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    with month(founded, folder) as sent:
        first = chance.randrange(0, MESSAGES + 1)
        sent.kill_once(lambda: len(sent.box.sent) >= first, later=chance.random() * 0.03)
        sent.go_on()
        sent.check_nothing_doubled_or_lost()


@pytest.mark.parametrize("seed", range(4))
def test_the_worker_is_killed_at_a_random_moment(founded: tuple[Company, Plan], seed: int, tmp_path: Path) -> None:
    kill_and_resume(founded, tmp_path, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1100))
def test_the_worker_is_killed_a_hundred_times(founded: tuple[Company, Plan], seed: int, tmp_path: Path) -> None:
    kill_and_resume(founded, tmp_path, seed)
