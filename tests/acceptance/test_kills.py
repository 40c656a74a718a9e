"""kill -9 at any moment: nothing is sent twice, nothing is lost without a word."""

import copy
import json
import os
import random
import shutil
import signal
import ssl
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
import trustme
from company import Company
from emission_worker import emit_elsewhere
from mail_fixtures import server_context
from month_end import deliveries, plan_of, resume, run_of
from smtp_server import HANG, Act, Script, SmtpServer

from emitlib.batch.plan import Plan
from emitlib.batch.running import current_run
from emitlib.bootstrap import open_ledger
from emitlib.ledger import verify
from emitlib.vocabulary import Status
from emitlib.workspace import is_locked

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 is a POSIX signal")

RFC = "CACX7605101P8"
MESSAGES = 30
CONNECTIONS = 3


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Company, Plan]:
    """A month of two clients and its plan; each test has a copy."""
    company = Company(tmp_path_factory.mktemp("founded") / "empresa")
    company.set(mail_transport="smtp", mail_smtp_host="127.0.0.1", mail_smtp_port=1)
    company.set(mail_smtp_security="plain", mail_pace_connections=CONNECTIONS)
    company.client("1", RFC, accounts="a@example.mx")
    company.client("2", "COSC8001137N1", accounts="b@example.mx;c@example.mx")
    for number in range(1, MESSAGES + 1):
        company.invoice(number, RFC if number % 3 else "COSC8001137N1")
    return company, plan_of(company)


@dataclass(frozen=True, slots=True)
class Month:
    """The month in a place of its own, to be mailed through a server that outlives its clients."""

    company: Company
    plan: Plan
    server: SmtpServer

    @property
    def run(self) -> str:
        """The id of its run."""
        return f"{self.plan.id}-mail"

    def command(self) -> list[str]:
        """The command line that mails it."""
        return emit_command(self.company, "run", self.plan.id, "--channel", "mail", "--confirm", self.plan.hash)

    def emit_elsewhere(self) -> BaseProcess:
        """A process that mails it."""
        return emit_elsewhere(self.company.root, self.plan.id, self.plan.hash)

    def go_on(self) -> None:
        """Resume the run; where the process was killed before there was one, run it."""
        with open_ledger(self.company.workspace) as ledger:
            started = ledger.run(self.run) is not None
        if started:
            resume(self.company, self.run)
        else:
            run_of(self.company, self.plan)

    def check_nothing_doubled_or_lost(self, *, kills: int) -> None:
        """By the server's own count against the ledger's."""
        rows = deliveries(self.company, run=self.run)
        taken = Counter((one.message_id, one.recipient) for one in self.server.taken)
        assert [pair for pair, times in taken.items() if times > 1] == []
        assert {row.status for row in rows} <= {Status.ACCEPTED, Status.UNKNOWN}
        assert len(rows) == len(self.plan.deliveries)
        accepted = {(row.message_id, row.destination) for row in rows if row.status is Status.ACCEPTED}
        unknown = {(row.message_id, row.destination) for row in rows if row.status is Status.UNKNOWN}
        assert len({message for message, _address in unknown}) <= kills * CONNECTIONS
        assert accepted <= set(taken)
        assert set(taken) <= accepted | unknown
        with open_ledger(self.company.workspace) as ledger:
            assert verify(ledger).passed


@contextmanager
def month(
    founded: tuple[Company, Plan],
    folder: Path,
    script: Script,
    *,
    tls: ssl.SSLContext | None = None,
    **settings: str,
) -> Iterator[Month]:
    original, plan = founded
    shutil.copytree(original.root, folder / "empresa")
    company = copy.copy(original)
    company.root = folder / "empresa"
    with SmtpServer(script=script, tls=tls, keep=False) as server:
        company.set(mail_smtp_port=server.port, **settings)
        yield Month(company, plan, server)


def wait_until(reached: Callable[[], bool], worker: BaseProcess) -> None:
    """Wait for a moment of the run, or its end."""
    while not reached() and worker.is_alive():
        time.sleep(0.001)


def kill_once_reached(sent: Month, phase: str) -> None:
    """Emit elsewhere, kill it in a phase that the server saw, go on here: nothing is doubled or lost."""
    worker = sent.emit_elsewhere()
    wait_until(lambda: sent.server.reached(phase), worker)
    assert sent.server.reached(phase)
    worker.kill()
    worker.join()
    sent.go_on()
    sent.check_nothing_doubled_or_lost(kills=1)


def kill_and_resume(founded: tuple[Company, Plan], folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    with month(founded, folder, Script(delay=0.004)) as sent:
        worker = sent.emit_elsewhere()
        # from before the first connection to past the last message
        first = chance.randrange(0, MESSAGES + 12)
        wait_until(lambda: len(sent.server.taken) >= first, worker)
        time.sleep(chance.random() * 0.02)
        worker.kill()
        worker.join()
        sent.go_on()
        sent.check_nothing_doubled_or_lost(kills=1)


@pytest.mark.parametrize("seed", range(20))
def test_the_worker_is_killed_at_a_random_moment(founded: tuple[Company, Plan], seed: int, tmp_path: Path) -> None:
    kill_and_resume(founded, tmp_path, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1200))
def test_the_worker_is_killed_two_hundred_times(founded: tuple[Company, Plan], seed: int, tmp_path: Path) -> None:
    kill_and_resume(founded, tmp_path, seed)


@pytest.mark.parametrize("pipelining", [False, True], ids=["by turns", "pipelined"])
@pytest.mark.parametrize(
    ("phase", "skip", "act"),
    [
        ("greeting", 1, HANG),
        ("ehlo", 1, HANG),
        ("mail", 7, HANG),
        ("rcpt", 7, HANG),
        ("rcpt:c@example.mx", 1, HANG),
        ("data", 7, HANG),
        ("body", 7, HANG),
        ("dot", 7, HANG),
        ("dot", 7, replace(HANG, take=True)),
        ("quit", 0, HANG),
    ],
    ids=lambda value: value if isinstance(value, str) else "taken" if isinstance(value, Act) and value.take else "",
)
def test_the_worker_is_killed_in_each_phase(
    founded: tuple[Company, Plan], phase: str, skip: int, act: Act, pipelining: bool, tmp_path: Path
) -> None:
    script = Script(acts={phase: replace(act, skip=skip, times=1)}, pipelining=pipelining)
    with month(founded, tmp_path, script) as sent:
        kill_once_reached(sent, phase)


@pytest.mark.parametrize("phase", ["starttls", "auth"])
def test_the_worker_is_killed_while_it_secures_the_line_or_logs_in(
    founded: tuple[Company, Plan], phase: str, tmp_path: Path
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    (tmp_path / "password").write_text("clave", encoding="utf-8")
    script = Script(username="ana", password="clave", acts={phase: replace(HANG, skip=1, times=1)})
    settings = {
        "mail_smtp_host": "localhost",
        "mail_smtp_security": "starttls",
        "mail_smtp_ca_file": str(tmp_path / "ca.pem"),
        "mail_smtp_username": "ana",
        "mail_smtp_password": f"file:{tmp_path / 'password'}",
    }
    with month(founded, tmp_path, script, tls=server_context(authority, "localhost"), **settings) as sent:
        kill_once_reached(sent, phase)


def emit_command(company: Company, *words: str) -> list[str]:
    return [sys.executable, "-m", "emitlib", "-w", str(company.root), *words, "--json"]


def kernel_of(process: int) -> int:
    """The kernel below a command line process."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
            except OSError:
                continue
            if int(parent) == process:
                return int(entry.name)
    raise AssertionError("no kernel")


@pytest.mark.parametrize("victim", ["cli", "kernel", "both"])
@pytest.mark.parametrize("round_", range(5))
def test_the_command_line_or_its_kernel_is_killed(
    founded: tuple[Company, Plan], victim: str, round_: int, tmp_path: Path
) -> None:
    chance = random.Random(f"{victim}{round_}")
    with month(founded, tmp_path, Script(delay=0.006)) as sent:
        process = subprocess.Popen(sent.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wanted = chance.randrange(1, MESSAGES - 5)
        while len(sent.server.taken) < wanted and process.poll() is None:
            time.sleep(0.001)
        kernel = kernel_of(process.pid)
        for number in {"cli": [process.pid], "kernel": [kernel], "both": [process.pid, kernel]}[victim]:
            os.kill(number, signal.SIGKILL)
        process.wait(60)
        deadline = time.monotonic() + 60
        while is_locked(sent.company.workspace.run_lock(sent.run)):
            assert time.monotonic() < deadline, "the kernel outlives its command line"
            time.sleep(0.05)
        command = emit_command(sent.company, "resume", sent.run)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode in {0, 3}, done.stderr + done.stdout
        sent.check_nothing_doubled_or_lost(kills=1)


def test_two_runs_of_one_plan_at_once(founded: tuple[Company, Plan], tmp_path: Path) -> None:
    with month(founded, tmp_path, Script(delay=0.05)) as sent:
        first = subprocess.Popen(sent.command(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        while not sent.server.taken:
            assert first.poll() is None
            time.sleep(0.01)
        sent.server.script = Script(delay=2.0)  # the first one lasts for as long as the second needs to start
        second = subprocess.run(sent.command(), capture_output=True, text=True, check=False)
        sent.server.script = Script()
        output, _ = first.communicate(timeout=120)

        assert second.returncode == 1
        assert json.loads(second.stdout)["error"]["code"] == "LOCKED"
        assert first.returncode == 0, output
        sent.check_nothing_doubled_or_lost(kills=0)
        assert len(sent.server.taken) == len(sent.plan.deliveries)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_after_the_message_in_flight(
    founded: tuple[Company, Plan], number: signal.Signals, tmp_path: Path
) -> None:
    with month(founded, tmp_path, Script(delay=0.03)) as sent:
        process = subprocess.Popen(sent.command(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while not sent.server.taken:
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(number)
        output, errors = process.communicate(timeout=60)
        stopped = json.loads(output)
        counts = stopped["balance"]["deliveries"]["mail"]

        assert process.returncode == 1, errors
        assert counts["unknown"] == 0
        assert counts["in_flight"] == 0
        assert counts["not_started"] > 0
        assert counts["done"] == len(sent.server.taken)
        assert current_run(sent.company.workspace) == sent.run
        resumed = subprocess.run(
            emit_command(sent.company, "resume", stopped["run"]), capture_output=True, check=False
        )
        assert resumed.returncode == 0
        sent.check_nothing_doubled_or_lost(kills=0)
