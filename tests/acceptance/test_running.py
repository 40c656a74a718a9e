"""A run under way: canary, limit, drift, stop, cancel, death; and documents matched by hand."""

import email
import email.policy
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from acceptance_fixtures import ANA, BEN, EVA, call, e_firma, emit, verifies
from company import Company, cfdi, uuid_of
from month_end import arrived, deliveries, plan_of, resume, run_of, use_server
from smtp_server import HANG, Act, Script, SmtpServer

from emitlib.batch.plan import Plan
from emitlib.errors import ConfigError
from emitlib.runner.inside import emit as emit_inside
from emitlib.vocabulary import Status

CANARY = "pruebas@interno.example"

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


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


@pytest.fixture
def trio(company: Company, server: SmtpServer) -> Company:
    """Ana and Ben are mailed, Eva is mailed encrypted; one invoice each."""
    use_server(company, server)
    company.client("1", ANA, accounts="ana@example.mx")
    company.client("2", BEN, accounts="ben@example.mx")
    company.client("EVA", EVA, accounts="eva@example.mx", security="2")
    e_firma(company.root / "certificates" / "EVA.cer", EVA)
    for number, rfc in ((1, ANA), (2, BEN), (3, EVA)):
        company.invoice(number, rfc, pdf=True)
    return company


def run_words(plan: Plan, *more: str) -> list[str]:
    return ["run", plan.id, "--channel", "mail", "--confirm", plan.hash, *more]


# -- canary and limit


def test_a_canary_goes_to_the_internal_address_alone(trio: Company, server: SmtpServer) -> None:
    plan = plan_of(trio)

    answer = call(trio.root, *run_words(plan, "--canary", CANARY, "--limit", "3"))

    assert answer.code == 0
    assert [one.recipient for one in server.taken] == [CANARY] * 3
    for one in server.taken:
        message = email.message_from_bytes(one.data, policy=email.policy.default)
        assert message["To"] == CANARY
        assert not any(address in one.data for address in (b"ana@example", b"ben@example", b"eva@example"))
    (sealed,) = [one.data for one in server.taken if uuid_of(3).encode() in one.data]
    names = [str(part.get_filename()) for part in email.message_from_bytes(sealed).walk() if part.get_filename()]
    assert [name for name in names if name.endswith((".xml", ".pdf"))] == []
    assert len([name for name in names if name.endswith(".p7m")]) == 2
    assert {row.status for row in deliveries(trio)} == {Status.PLANNED}
    counts = answer.json["balance"]["deliveries"]["mail"]
    assert (counts["planned"], counts["not_started"], counts["remainder"]) == (3, 3, 0)
    server.taken.clear()
    run_of(trio, plan)
    assert [address for _uuid, address in arrived(server.taken)] == [
        "ana@example.mx",
        "ben@example.mx",
        "eva@example.mx",
    ]
    assert verifies(trio)


def test_without_a_confirmation_nothing_leaves(trio: Company, server: SmtpServer) -> None:
    plan = plan_of(trio)

    rehearsal = emit(trio.root, "run", plan.id, "--limit", "1")
    wrong = emit_inside(
        workspace=str(trio.root), plan=plan.id, confirm="0" * 64, channel="mail", dry_run=False
    ).result.error

    assert (rehearsal.code, rehearsal.json["rehearsal"]) == (0, True)
    assert rehearsal.json["balance"]["deliveries"]["mail"]["done"] == 1
    assert isinstance(wrong, ConfigError)
    assert wrong.code == "PLAN_NOT_CONFIRMED"
    assert plan.hash in wrong.hint
    assert server.connections == 0


def test_an_empty_plan_of_several_channels_wants_one_named_too(company: Company) -> None:
    company.client("1", ANA, accounts="ana@example.mx")
    company.folder()
    plan = plan_of(company, channels=("mail", "print"))

    answer = call(company.root, "run", plan.id, "--confirm", plan.hash)

    assert (answer.code, answer.error) == (2, "USAGE")
    assert answer.json["error"]["hint"].endswith(": mail, print.")


def test_a_plan_of_several_channels_wants_one_named(trio: Company) -> None:
    trio.client("1", ANA, accounts="ana@example.mx", prints="S")
    plan = plan_of(trio, channels=("mail", "print"))

    answer = call(trio.root, "run", plan.id, "--confirm", plan.hash)

    assert (answer.code, answer.error) == (2, "USAGE")
    assert answer.json["error"]["hint"].endswith(": mail, print.")


# -- drift


def rule_changed(company: Company) -> None:
    company.client("1", ANA, accounts="ana@example.mx", silent="N")


def mail_off(company: Company) -> None:
    company.client("1", ANA, accounts="ana@example.mx", mail="N")


def address_gone(company: Company) -> None:
    company.client("1", ANA, accounts="other@example.mx")


def client_gone(company: Company) -> None:
    del company.clients["1"]
    company.save_master()


def pdf_changed(company: Company) -> None:
    company.pdf(company.folder() / "A1.pdf", f"{uuid_of(1)} v2")


def pdf_gone(company: Company) -> None:
    (company.folder() / "A1.pdf").unlink()


def xml_changed(company: Company) -> None:
    (company.folder() / "A1.xml").write_bytes(cfdi(1, ANA, name="OTRO NOMBRE"))


def certificate_changed(company: Company) -> None:
    e_firma(company.root / "certificates" / "EVA.cer", EVA, serial=2)


def certificate_gone(company: Company) -> None:
    (company.root / "certificates" / "EVA.cer").unlink()


@dataclass(frozen=True, slots=True)
class Drift:
    change: Callable[[Company], None]
    client: str
    reason: str


DRIFTS = [
    Drift(rule_changed, "1", "RULE_CHANGED"),
    Drift(mail_off, "1", "RULE_CHANGED"),
    Drift(address_gone, "1", "RULE_CHANGED"),
    Drift(client_gone, "1", "CLIENT_GONE"),
    Drift(pdf_changed, "1", "DOCUMENT_CHANGED"),
    Drift(pdf_gone, "1", "DOCUMENT_CHANGED"),
    Drift(xml_changed, "1", "DOCUMENT_CHANGED"),
    Drift(certificate_changed, "EVA", "RULE_CHANGED"),
    Drift(certificate_gone, "EVA", "CERT_MISSING"),
]
PLACES = {"1": ("ana@example.mx", "A-1"), "EVA": ("eva@example.mx", "A-3")}


@pytest.mark.parametrize("drift", DRIFTS, ids=lambda drift: drift.change.__name__)
def test_what_changed_since_the_plan_is_refused_by_name(drift: Drift, trio: Company, server: SmtpServer) -> None:
    plan = plan_of(trio)
    drift.change(trio)
    address, label = PLACES[drift.client]

    refused = emit_in_process(trio, plan)
    untouched = server.connections
    went_on = emit_in_process(trio, plan, skip_changed=True)

    assert refused == f"PLAN_DRIFTED 1 deliveries changed since the plan: {drift.client} {label} ({drift.reason})."
    assert untouched == 0
    assert went_on == "finished"
    everybody = {"ana@example.mx", "ben@example.mx", "eva@example.mx"}
    assert {one for _uuid, one in arrived(server.taken)} == everybody - {address}
    assert [row.destination for row in deliveries(trio) if row.status is Status.PLANNED] == [address]


def emit_in_process(company: Company, plan: Plan, *, skip_changed: bool = False) -> str:
    """What notebook 40 calls: the run's state, or the error that kept it from starting."""
    result = emit_inside(
        workspace=str(company.root),
        plan=plan.id,
        confirm=plan.hash,
        channel="mail",
        dry_run=False,
        skip_changed=skip_changed,
    ).result
    return f"{result.error.code} {result.error.message}" if result.error else result.state


def test_drift_on_the_command_line(trio: Company, server: SmtpServer) -> None:
    plan = plan_of(trio)
    address_gone(trio)

    went_on = emit(trio.root, *run_words(plan, "--skip-changed"))

    assert (went_on.code, list(went_on.json["changed"].values())) == (0, ["RULE_CHANGED"])
    assert len(server.taken) == 2


def test_drift_without_a_word_on_the_command_line(trio: Company, server: SmtpServer) -> None:
    plan = plan_of(trio)
    address_gone(trio)

    refused = call(trio.root, *run_words(plan))

    assert (refused.code, refused.error) == (1, "PLAN_DRIFTED")
    assert "A-1" in refused.json["error"]["message"]
    assert server.connections == 0


def test_a_plan_edited_by_hand_is_refused(trio: Company, server: SmtpServer) -> None:
    plan = plan_of(trio)
    path = trio.root / "plans" / f"{plan.id}.json"
    path.write_text(path.read_text(encoding="utf-8").replace("ana@example.mx", "eve@example.mx"), encoding="utf-8")

    edited = call(trio.root, *run_words(plan))
    path.write_text("{}", encoding="utf-8")
    emptied = call(trio.root, *run_words(plan))

    assert (edited.code, edited.error) == (1, "PLAN_CHANGED")
    assert (emptied.code, emptied.error) == (1, "PLAN_UNREADABLE")
    assert server.connections == 0


# -- stop, cancel, death


def working(company: Company, plan: Plan) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _WORKER, str(company.root), plan.id, plan.hash]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    while not condition():
        assert process.poll() is None
        time.sleep(0.02)


def test_a_run_is_watched_stopped_and_gone_on_with(trio: Company) -> None:
    trio.set(mail_pace_connections=1)
    with SmtpServer(script=Script(acts={"dot": Act(delay=3.0, times=1)})) as server:
        use_server(trio, server)
        plan = plan_of(trio)
        worker = working(trio, plan)
        wait_for(lambda: bool(server.taken), worker)
        run = f"{plan.id}-mail"
        watched, cancelled = call(trio.root, "status", run), call(trio.root, "cancel", run)
        stopped = call(trio.root, "stop", run)
        said, _ = worker.communicate(timeout=30)
        after = call(trio.root, "status", run)
        late = call(trio.root, "stop", run)
        resume(trio, run)
        finished = call(trio.root, "status", run)

    assert (watched.json["state"], watched.json["running"]) == ("running", True)
    documents = watched.json["balance"]["documents"]
    assert (documents["found"], documents["planned"], documents["remainder"]) == (3, 3, 0)
    assert watched.json["balance"]["deliveries"]["mail"]["remainder"] == 0
    assert (cancelled.code, cancelled.error) == (1, "LOCKED")
    assert stopped.json["stopping"] is True
    assert said.strip() == "stopped"
    assert (after.json["state"], after.json["running"], late.json["stopping"]) == ("stopped", False, False)
    counts = after.json["balance"]["deliveries"]["mail"]
    assert (counts["done"], counts["not_started"], counts["in_flight"]) == (1, 2, 0)
    assert finished.json["state"] == "finished"
    assert len(server.taken) == 3


def test_a_dead_run_says_so(trio: Company) -> None:
    trio.set(mail_pace_connections=1)
    with SmtpServer(script=Script(acts={"dot": HANG})) as server:
        use_server(trio, server)
        plan = plan_of(trio)
        worker = working(trio, plan)
        wait_for(lambda: len(server.commands("DATA")) == 1 and began(trio), worker)
        worker.kill()
        worker.communicate()
        run = f"{plan.id}-mail"
        dead = call(trio.root, "status", run)
        told = call(trio.root, "status", run, plain=True)
        cancelled = call(trio.root, "cancel", run, "--reason", "wrong month")

    assert (dead.json["state"], dead.json["running"]) == ("dead", False)
    counts = dead.json["balance"]["deliveries"]["mail"]
    assert (counts["in_flight"], counts["not_started"], counts["remainder"]) == (1, 2, 0)
    assert f"emit resume {run}" in told.out
    assert cancelled.json["cancelled"] == 2
    counts = cancelled.json["balance"]["deliveries"]["mail"]
    assert (counts["in_flight"], counts["cancelled"], counts["remainder"]) == (1, 2, 0)


def began(company: Company) -> bool:
    return any(row.status is Status.BEGUN for row in deliveries(company))


def test_a_cancelled_rest_is_planned_again(trio: Company, server: SmtpServer) -> None:
    plan = plan_of(trio)
    run = run_of(trio, plan, limit=1).run

    cancelled = call(trio.root, "cancel", run, "--reason", "wrong month")
    run_of(trio, plan)
    nothing_more = len(server.taken)
    run_of(trio, plan_of(trio))

    counts = cancelled.json["balance"]["deliveries"]["mail"]
    assert (cancelled.json["cancelled"], counts["done"], counts["cancelled"], counts["remainder"]) == (2, 1, 2, 0)
    assert nothing_more == 1
    assert len(arrived(server.taken)) == 3


# -- matched by hand


@pytest.fixture
def shared(company: Company) -> Company:
    """Two branches share an RFC, two clients the generic one."""
    for key, rfc in (("10", ANA), ("11", ANA), ("20", "XAXX010101000"), ("21", "XAXX010101000")):
        company.client(f"{key:>10}", rfc, accounts=f"c{key}@example.mx")
    company.invoice(1, ANA)
    company.invoice(2, "XAXX010101000")
    return company


def destinations(company: Company, *words: str) -> tuple[list[str], list[str]]:
    """Who would get something, and what blocks, by the command line's plan."""
    answer = call(company.root, "plan", "--period", "2026-10", "--channel", "mail", *words)
    path = company.root / "plans" / f"{answer.json['plan']}.json"
    codes = sorted(finding["code"] for finding in answer.json["findings"] if finding["severity"] == "error")
    assert answer.code == (1 if codes else 0)
    assert answer.json["balance"]["documents"]["remainder"] == 0
    return sorted(set(_addresses(path))), codes


def _addresses(plan: Path) -> list[str]:
    return [delivery["destination"] for delivery in json.loads(plan.read_text(encoding="utf-8"))["deliveries"]]


def test_an_assignment_solves_a_shared_rfc_until_it_is_undone(shared: Company) -> None:
    before = destinations(shared)
    assigned = call(shared.root, "documents", "assign", uuid_of(1).lower(), "11", "--remember")
    call(shared.root, "documents", "assign", uuid_of(2), "20", "--remember")
    solved = destinations(shared)
    undone = call(shared.root, "documents", "assign", uuid_of(1), "--undo")
    wrong = call(shared.root, "documents", "assign", uuid_of(1), "20")

    assert before == ([], ["GENERIC_RFC", "SHARED_RFC"])
    assert assigned.json["assigned"] == {"uuid": uuid_of(1), "clave": "11"}
    assert solved == (["c11@example.mx", "c20@example.mx"], [])
    assert undone.json["assigned"] == {"uuid": uuid_of(1), "clave": None}
    assert wrong.code == 0
    assert destinations(shared) == (["c20@example.mx"], ["WRONG_RECEIVER"])


def test_a_manifest_solves_them_too(shared: Company, tmp_path: Path) -> None:
    manifest = tmp_path / "FACTF01.csv"
    rows = ["TIP_DOC,CVE_DOC,CVE_CLPV,STATUS", f"F,A{1:010},{10:>10},E", f"F,A{2:010},{21:>10},E"]
    manifest.write_text("\n".join(rows) + "\n", encoding="utf-8")

    assert destinations(shared, "--manifest", str(manifest)) == (["c10@example.mx", "c21@example.mx"], [])


def test_a_master_is_compared_with_an_older_one(shared: Company, tmp_path: Path) -> None:
    older = tmp_path / "older.xlsx"
    older.write_bytes((shared.root / "clients.xlsx").read_bytes())
    shared.client(f"{10:>10}", ANA, accounts="new@example.mx")
    shared.client("NEW", BEN, accounts="ben@example.mx")
    del shared.clients[f"{21:>10}"]
    shared.save_master()

    answer = call(shared.root, "clients", "check", str(shared.root / "clients.xlsx"), "--since", str(older))

    changes = {(one["clave"], one["change"], one["column"], one["after"]) for one in answer.json["changes"]}
    assert changes == {
        ("10", "changed", "EMAILPRED", "new@example.mx"),
        ("NEW", "new", "NOMBRE", "CLIENTE NEW"),
        ("21", "gone", "NOMBRE", ""),
    }
