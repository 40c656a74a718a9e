"""Bad input on its way to the mail: a finding or a clear error each time, and everybody else gets theirs."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from company import Company, uuid_of
from mail_fixtures import document, parcel, smtp_channel, smtp_settings
from month_end import arrived, deliveries, plan_of, run_of, use_server
from smtp_server import HANG, Script, SmtpServer

from emitlib.batch.executors import freezing_processes, processes
from emitlib.batch.freezing import freeze_parcels
from emitlib.errors import MailError
from emitlib.vocabulary import Channel, Status

ANA, BEN = "CACX7605101P8", "EKU9003173C9"


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer(script=Script(smtputf8=True, pipelining=True)) as found:
        yield found


@pytest.fixture
def company(tmp_path: Path, server: SmtpServer) -> Company:
    made = Company(tmp_path / "empresa")
    use_server(made, server)
    return made


def codes(company: Company) -> set[str]:
    return {finding.code for finding in plan_of(company).findings}


def test_address_with_spaces_is_a_finding_and_the_others_get_theirs(company: Company, server: SmtpServer) -> None:
    company.client("1", ANA, accounts="ana maria@example.mx;ana@example.mx")
    company.invoice(1, ANA)
    assert "ACCOUNT_INVALID" in codes(company)
    run_of(company, plan_of(company))
    assert arrived(server.taken) == [(uuid_of(1), "ana@example.mx")]


def test_idn_and_eai_addresses_arrive(company: Company, server: SmtpServer) -> None:
    company.client("1", ANA, accounts="ana@ñandú.mx;josé@example.mx")
    company.invoice(1, ANA)
    run_of(company, plan_of(company))
    assert sorted(taken.recipient for taken in server.taken) == ["ana@xn--and-6ma2c.mx", "josé@example.mx"]
    assert b"jos\xc3\xa9" not in server.taken[0].data


def test_three_hundred_receivers_are_one_message(company: Company, server: SmtpServer) -> None:
    company.client("1", ANA, accounts=";".join(f"user{number}@example.mx" for number in range(300)))
    company.invoice(1, ANA)
    result = run_of(company, plan_of(company))
    assert result.state == "finished"
    assert len(server.taken) == 300
    assert len(server.commands("DATA")) == 1
    assert {row.status for row in deliveries(company)} == {Status.ACCEPTED}


def test_pdf_of_40_mb_is_blocked_in_the_plan_and_never_read(company: Company, server: SmtpServer) -> None:
    company.client("1", ANA, accounts="ana@example.mx")
    company.invoice(1, ANA, pdf=True)
    company.invoice(2, ANA, pdf=True)
    with (company.folder() / "A1.pdf").open("ab") as file:
        file.truncate(40_000_000)
    plan = plan_of(company)
    (finding,) = [finding for finding in plan.findings if finding.code == "MESSAGE_TOO_LARGE"]
    assert finding.values["limit"] == 20_000_000
    run_of(company, plan)
    assert arrived(server.taken) == [(uuid_of(2), "ana@example.mx")]


def test_pdf_that_grew_after_the_plan_is_not_read_into_memory(tmp_path: Path) -> None:
    item = document(tmp_path)
    assert item.pdf is not None
    with item.pdf.open("ab") as file:
        file.truncate(40_000_000)
    with pytest.raises(MailError) as caught:
        smtp_channel(smtp_settings(1)).freeze(parcel(item), tmp_path / "outbox")
    assert caught.value.code == "MESSAGE_TOO_LARGE"


def test_empty_pdf_is_a_finding_and_the_xml_goes(company: Company, server: SmtpServer) -> None:
    company.client("1", ANA, accounts="ana@example.mx")
    company.invoice(1, ANA)
    (company.folder() / "A1.pdf").write_bytes(b"")
    assert "NOT_A_PDF" in codes(company)
    run_of(company, plan_of(company))
    assert arrived(server.taken) == [(uuid_of(1), "ana@example.mx")]
    assert b"A1.pdf" not in server.taken[0].data


def test_undefined_name_in_a_template_sets_its_kind_aside_by_file_and_line(
    company: Company, server: SmtpServer
) -> None:
    company.client("1", ANA, accounts="ana@example.mx")
    company.invoice(1, ANA)
    company.invoice(2, ANA, kind="E")
    templates = company.root / "templates"
    templates.mkdir()
    (templates / "factura.en.txt").write_text("Invoice\n\nDear {{ nombre }}", encoding="utf-8")
    result = run_of(company, plan_of(company))
    assert result.state == "finished"
    assert arrived(server.taken) == [(uuid_of(2), "ana@example.mx")]
    (row,) = [row for row in deliveries(company) if row.status is Status.DEFERRED]
    assert row.phase == "freeze"
    assert "TEMPLATE_BROKEN" in str(row.reply)
    assert "factura.en.txt" in str(row.reply)
    assert "'nombre' is undefined" in str(row.reply)


def test_line_break_in_a_clients_name_never_becomes_a_header(company: Company, server: SmtpServer) -> None:
    company.client("1", ANA, accounts="ana@example.mx", name="Ana\r\nBcc: eve@example.mx\r\n\r\nHola")
    company.invoice(1, ANA)
    company.set(mail_subject="{cliente}")
    assert "NAME_LINE_BREAK" in codes(company)
    run_of(company, plan_of(company))
    assert [taken.recipient for taken in server.taken] == ["ana@example.mx"]
    head = server.taken[0].data.partition(b"\r\n\r\n")[0]
    assert b"Subject: Ana Bcc: eve@example.mx Hola\r\n" in head
    assert b"\r\nBcc:" not in head


def test_greeting_that_never_comes_leaves_everything_open(company: Company, server: SmtpServer) -> None:
    server.script = Script(acts={"greeting": HANG})
    company.set(mail_smtp_timeout=0.3, mail_retry_attempts=1, mail_pace_connections=2)
    company.client("1", ANA, accounts="ana@example.mx")
    company.invoice(1, ANA)
    result = run_of(company, plan_of(company))
    assert result.state == "failed"
    assert result.error is not None
    assert result.error.code == "MAIL_UNREACHABLE"
    assert {row.status for row in deliveries(company)} == {Status.PLANNED}


def test_client_gets_its_mail_in_its_own_shape(company: Company, server: SmtpServer) -> None:
    company.client("1", ANA, accounts="ana@example.mx")
    for number in (1, 2, 3):
        company.invoice(number, ANA)
    company.set(mail_grouping="zip", mail_subject="{cuantos} de {periodo}")
    run_of(company, plan_of(company))
    (taken,) = server.taken
    assert b"comprobantes_2026-10.zip" in taken.data
    assert b"Subject: 3 de 2026-10\r\n" in taken.data


# -- frozen by other processes


def test_large_runs_are_frozen_by_other_processes(
    company: Company, server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "_WORTH", 20)
    monkeypatch.setattr(processes, "_EACH", 10)
    company.client("1", ANA, accounts="ana@example.mx")
    company.set(mail_pace_connections=3)
    for number in range(1, 41):
        company.invoice(number, ANA, pdf=number % 2 == 0, kind="E" if number == 7 else "I")
    (company.root / "templates").mkdir()
    (company.root / "templates" / "nota_credito.en.txt").write_text("{{ nombre }}", encoding="utf-8")
    result = run_of(company, plan_of(company))
    assert result.state == "finished"
    wanted = [(uuid_of(number), "ana@example.mx") for number in range(1, 41) if number != 7]
    assert arrived(server.taken) == sorted(wanted)
    (row,) = [row for row in deliveries(company) if row.status is Status.DEFERRED]
    assert "The template nota_credito.en.txt, line 1, cannot be used" in str(row.reply)
    frozen = sorted(path.name for path in (company.root / "outbox").rglob("*"))
    assert len([name for name in frozen if name.endswith(".eml")]) == 39
    assert [name for name in frozen if name.endswith(".part")] == []
    assert multiprocessing.active_children() == []


def test_run_goes_on_by_itself_where_no_other_process_can_start(tmp_path: Path) -> None:
    item = document(tmp_path)
    with freezing_processes(partial(only_here, os.getpid()), deliveries=10, folder=tmp_path / "outbox") as freezer:
        assert freezer is not None
        (frozen,) = freezer([parcel(item)])
        wait_for(lambda: multiprocessing.active_children() == [])
        (again,) = freezer([parcel(item, id="c2")])
    assert frozen.carrier is not None
    assert again.carrier is not None
    assert sorted(path.name for path in (tmp_path / "outbox" / "frozen").iterdir()) == ["c1.eml", "c2.eml"]


def test_channel_that_cannot_travel_is_used_here(tmp_path: Path) -> None:
    with freezing_processes(lambda: smtp_channel(smtp_settings(1)), deliveries=10, folder=tmp_path) as freezer:
        assert freezer is None


def test_processes_freeze_what_this_one_would(tmp_path: Path) -> None:
    items = [document(tmp_path, number) for number in range(1, 4)]
    recipe = partial(smtp_channel, smtp_settings(1))
    with freezing_processes(recipe, deliveries=10, folder=tmp_path / "there") as freezer:
        assert isinstance(freezer, processes.Pooled)
        wait_for(lambda: freezer.started)
        there = freezer([parcel(item, id=f"c{number}") for number, item in enumerate(items)])
    here = freeze_parcels(
        recipe(), [parcel(item, id=f"c{number}") for number, item in enumerate(items)], folder=tmp_path / "here"
    )
    assert [one.carrier.files for one in there if one.carrier] == [one.carrier.files for one in here if one.carrier]
    assert len(there) == 3


def test_run_freezes_nothing_itself_while_its_processes_start(tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.mkdir()
    with freezing_processes(partial(noted, made), deliveries=10, folder=tmp_path / "outbox") as freezer:
        assert isinstance(freezer, processes.Pooled)
        freezer([parcel(document(tmp_path))])
        assert freezer.started
    makers = {path.name for path in made.iterdir()}
    assert makers
    assert str(os.getpid()) not in makers


def noted(folder: Path) -> Channel:
    """A channel whose making leaves the number of the process that made it."""
    (folder / str(os.getpid())).touch()
    return smtp_channel(smtp_settings(1))


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


def only_here(process: int) -> Channel:
    """A channel that no other process can make."""
    if os.getpid() != process:
        raise OSError("no memory for processes")
    return smtp_channel(smtp_settings(1))


_KILLED = """
import multiprocessing, os, signal, sys
from functools import partial
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from mail_fixtures import document, parcel, smtp_channel, smtp_settings
from emitlib.batch.executors import freezing_processes
if __name__ == "__main__":
    folder = Path(sys.argv[2])
    with freezing_processes(partial(smtp_channel, smtp_settings(1)), deliveries=10, folder=folder) as freezer:
        freezer([parcel(document(folder))])
        print(*[one.pid for one in multiprocessing.active_children()], flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a POSIX signal")
def test_killed_run_leaves_no_process_that_writes_on(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(_KILLED, encoding="utf-8")
    line = [sys.executable, str(script), str(Path(__file__).parents[1]), str(tmp_path)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        children = [int(word) for word in process.stdout.readline().split()]
        assert process.wait() == -signal.SIGKILL
    assert children != []
    for _step in range(400):
        if not any(runs(child) for child in children):
            return
        time.sleep(0.05)
    pytest.fail(f"a process of {children} outlives its run")


def runs(process: int) -> bool:
    """Whether a process is there and not only waits to be buried."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
