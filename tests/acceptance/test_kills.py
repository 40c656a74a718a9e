"""kill -9 at any moment: nothing is sent twice, nothing is lost without a word."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import smtp_server
from company import Company
from month_end import deliveries, plan_of, resume
from smtp_server import Script, read_journal

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

_WORKER = """
import sys
from pathlib import Path
from emitlib.batch.order import RunOrder
from emitlib.bootstrap import emission, open_ledger
from emitlib.vocabulary import ChannelName
from emitlib.workspace import open_workspace
place = open_workspace(Path(sys.argv[1]))
with open_ledger(place) as ledger:
    order = RunOrder(plan=sys.argv[2], confirm=sys.argv[3], channel=ChannelName.MAIL, dry_run=False)
    print(emission(place, ledger).start(order).state)
"""


@dataclass(frozen=True, slots=True)
class Post:
    """A server process that outlives its clients."""

    port: int
    journal: Path

    @property
    def taken(self) -> list[tuple[str, str]]:
        return [(one["message_id"], one["recipient"]) for one in read_journal(self.journal)]


@contextmanager
def post(folder: Path, *, delay: float) -> Iterator[Post]:
    script, port, journal = folder / "script.json", folder / "port", folder / "taken.jsonl"
    script.write_text(Script(delay=delay).to_json(), encoding="utf-8")
    journal.touch()
    command = [sys.executable, smtp_server.__file__, "--port-file", port, "--journal", journal, "--script", script]
    process = subprocess.Popen([str(part) for part in command])
    try:
        while not port.exists():
            assert process.poll() is None
            time.sleep(0.02)
        yield Post(int(port.read_text(encoding="utf-8")), journal)
    finally:
        process.kill()
        process.wait()


def month(company: Company, server: Post) -> Plan:
    company.set(mail_transport="smtp", mail_smtp_host="127.0.0.1", mail_smtp_port=server.port)
    company.set(mail_smtp_security="plain", mail_pace_connections=CONNECTIONS)
    company.client("1", RFC, accounts="a@example.mx")
    company.client("2", "COSC8001137N1", accounts="b@example.mx;c@example.mx")
    for number in range(1, MESSAGES + 1):
        company.invoice(number, RFC if number % 3 else "COSC8001137N1")
    return plan_of(company)


def check_nothing_doubled_or_lost(company: Company, server: Post, plan: Plan, *, kills: int) -> None:
    """By the server's own count against the ledger's."""
    rows = deliveries(company, run=f"{plan.id}-mail")
    taken = Counter(server.taken)
    statuses = Counter(row.status for row in rows)
    assert [pair for pair, times in taken.items() if times > 1] == []
    assert set(statuses) <= {Status.ACCEPTED, Status.UNKNOWN}
    assert len(rows) == len(plan.deliveries)
    unknown_messages = {row.message_id for row in rows if row.status is Status.UNKNOWN}
    assert len(unknown_messages) <= kills * CONNECTIONS
    accepted = {(row.message_id, row.destination) for row in rows if row.status is Status.ACCEPTED}
    unknown = {(row.message_id, row.destination) for row in rows if row.status is Status.UNKNOWN}
    assert accepted <= set(taken)
    assert set(taken) <= accepted | unknown
    with open_ledger(company.workspace) as ledger:
        assert verify(ledger).passed


def kill_and_resume(folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    company = Company(folder / "empresa")
    with post(folder, delay=0.004) as server:
        plan = month(company, server)
        command = [sys.executable, "-c", _WORKER, str(company.root), plan.id, plan.hash]
        worker = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        # from before the first connection to past the last message
        first = chance.randrange(0, MESSAGES + 12)
        while len(read_journal(server.journal)) < first and worker.poll() is None:
            time.sleep(0.001)
        time.sleep(chance.random() * 0.02)
        worker.kill()
        worker.wait()
        with open_ledger(company.workspace) as ledger:
            started = ledger.run(f"{plan.id}-mail") is not None
        if started:
            resume(company, f"{plan.id}-mail")
        else:
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        check_nothing_doubled_or_lost(company, server, plan, kills=1)


@pytest.mark.parametrize("seed", range(20))
def test_the_worker_is_killed_at_a_random_moment(seed: int, tmp_path: Path) -> None:
    kill_and_resume(tmp_path, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1200))
def test_the_worker_is_killed_two_hundred_times(seed: int, tmp_path: Path) -> None:
    kill_and_resume(tmp_path, seed)


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
def test_the_command_line_or_its_kernel_is_killed(victim: str, round_: int, tmp_path: Path) -> None:
    chance = random.Random(f"{victim}{round_}")
    company = Company(tmp_path / "empresa")
    with post(tmp_path, delay=0.006) as server:
        plan = month(company, server)
        command = emit_command(company, "run", plan.id, "--channel", "mail", "--confirm", plan.hash)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wanted = chance.randrange(1, MESSAGES - 5)
        while len(read_journal(server.journal)) < wanted and process.poll() is None:
            time.sleep(0.001)
        kernel = kernel_of(process.pid)
        for number in {"cli": [process.pid], "kernel": [kernel], "both": [process.pid, kernel]}[victim]:
            os.kill(number, signal.SIGKILL)
        process.wait(60)
        run = f"{plan.id}-mail"
        deadline = time.monotonic() + 60
        while is_locked(company.workspace.run_lock(run)):
            assert time.monotonic() < deadline, "the kernel outlives its command line"
            time.sleep(0.05)
        done = subprocess.run(emit_command(company, "resume", run), capture_output=True, text=True, check=False)
        assert done.returncode in {0, 3}, done.stderr + done.stdout
        check_nothing_doubled_or_lost(company, server, plan, kills=1)


def test_two_runs_of_one_plan_at_once(tmp_path: Path) -> None:
    company = Company(tmp_path / "empresa")
    with post(tmp_path, delay=0.25) as server:
        plan = month(company, server)
        command = emit_command(company, "run", plan.id, "--channel", "mail", "--confirm", plan.hash)
        first = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        while not read_journal(server.journal):
            assert first.poll() is None
            time.sleep(0.01)
        second = subprocess.run(command, capture_output=True, text=True, check=False)
        output, _ = first.communicate(timeout=120)

        assert second.returncode == 1
        assert json.loads(second.stdout)["error"]["code"] == "LOCKED"
        assert first.returncode == 0, output
        check_nothing_doubled_or_lost(company, server, plan, kills=0)
        assert len(server.taken) == len(plan.deliveries)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_after_the_message_in_flight(number: signal.Signals, tmp_path: Path) -> None:
    company = Company(tmp_path / "empresa")
    with post(tmp_path, delay=0.03) as server:
        plan = month(company, server)
        command = emit_command(company, "run", plan.id, "--channel", "mail", "--confirm", plan.hash)
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while not read_journal(server.journal):
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
        assert counts["done"] == len(server.taken)
        assert current_run(company.workspace) == f"{plan.id}-mail"
        resumed = subprocess.run(emit_command(company, "resume", stopped["run"]), capture_output=True, check=False)
        assert resumed.returncode == 0
        check_nothing_doubled_or_lost(company, server, plan, kills=0)
