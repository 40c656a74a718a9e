"""A run keeps its machine awake, and says so where it cannot.

Proved here: on Linux the inhibitor of a desktop's power manager is held, over a real session bus, for as long as the
run goes, and given back. Not proved: that a desktop's own power manager then keeps the machine awake; GNOME's session
manager; Windows and macOS, whose calls the library makes; a lid that is closed.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from acceptance_fixtures import ANA, call
from company import Company
from month_end import plan_of, use_server
from session_bus import PowerManager, power_manager
from smtp_server import SmtpServer

from emitlib.batch.progress import read_progress
from emitlib.forms.run_told import run_told
from emitlib.forms.run_watch import Stage, Watched
from emitlib.runner.awake import kept_awake
from emitlib.runner.inside import RunView, emit

CANNOT = "This machine cannot be kept awake: if it falls asleep, go on by `emit resume`."

linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems need no session to be kept awake")


@pytest.fixture(autouse=True)
def _no_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WAKEPY_FAKE_SUCCESS", "DBUS_SESSION_BUS_ADDRESS", "XDG_SESSION_DESKTOP"):
        monkeypatch.delenv(name, raising=False)


def test_a_machine_that_can_be_kept_awake_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAKEPY_FAKE_SUCCESS", "yes")  # the library's own switch for machines without a desktop
    with kept_awake(wanted=True) as warning:
        assert warning == ""


def sent(company: Company) -> RunView:
    company.client("7", ANA, accounts="a@uno.example.mx")
    company.invoice(1, ANA)
    plan = plan_of(company)
    return emit(workspace=str(company.root), plan=plan.id, confirm=plan.hash, channel="mail", dry_run=False)


class WatchingServer(SmtpServer):
    """Notes how many keep the machine awake when a message arrives."""

    def __init__(self, manager: PowerManager) -> None:
        self.awake: list[int] = []
        self._manager = manager
        super().__init__()

    def take(self, data: bytes, recipients: list[str], connection: int) -> str:
        self.awake.append(len(self._manager.held))
        return super().take(data, recipients, connection)


@linux
@pytest.mark.parametrize("wanted", [True, False])
def test_the_inhibitor_is_held_while_mail_leaves_and_given_back(
    company: Company, monkeypatch: pytest.MonkeyPatch, wanted: bool
) -> None:
    company.set(keep_awake=wanted)
    with power_manager() as manager, WatchingServer(manager) as server:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", manager.address)
        use_server(company, server)
        result = sent(company).result
    assert (result.state, result.warnings) == ("finished", ())
    assert server.awake == [1 if wanted else 0]
    assert manager.calls == (["Inhibit", "UnInhibit"] if wanted else [])
    assert manager.held == set()


@linux
@pytest.mark.parametrize("wanted", [True, False])
def test_a_run_goes_on_where_the_machine_cannot_be_kept_awake(company: Company, wanted: bool) -> None:
    company.set(keep_awake=wanted)
    with SmtpServer() as server:
        use_server(company, server)
        result = sent(company).result
    told = (CANNOT,) if wanted else ()
    assert (result.state, result.warnings, result.as_json()["warnings"]) == ("finished", told, list(told))
    view = read_progress(company.workspace.run_folder(result.run) / "progress.json")
    assert view is not None
    assert view.warnings == told
    assert call(company.root, "status", result.run).json["warnings"] == list(told)


@linux
def test_the_command_line_and_the_form_show_it(company: Company) -> None:
    company.client("7", ANA, accounts="a@uno.example.mx")
    company.invoice(1, ANA)
    plan = plan_of(company)
    order = ("run", plan.id, "--channel", "mail", "--dry-run")
    shown = call(company.root, *order, plain=True)
    assert CANNOT in shown.out + shown.err
    answered = call(company.root, *order).json
    assert answered["warnings"] == [CANNOT]
    view = read_progress(Path(company.workspace.run_folder(answered["run"])) / "progress.json")
    assert view is not None
    assert CANNOT not in "".join(run_told(Watched(stage=Stage.ENDED, run=view.run, view=view)))


def test_the_library_is_loaded_for_a_run_only() -> None:
    code = "import sys, emitlib.runner.inside; print('wakepy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
