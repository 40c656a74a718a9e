"""A run keeps its machine awake, and goes on where it cannot."""

import subprocess
import sys

import pytest
from acceptance_fixtures import ANA
from company import Company
from month_end import plan_of

from emitlib.runner.awake import kept_awake
from emitlib.runner.inside import emit

CANNOT = "This machine cannot be kept awake: if it falls asleep, go on by `emit resume`."


def test_a_machine_that_can_be_kept_awake_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAKEPY_FAKE_SUCCESS", "yes")  # the library's own switch for machines without a desktop
    with kept_awake(wanted=True) as warning:
        assert warning == ""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems need no session to be kept awake")
@pytest.mark.parametrize("wanted", [True, False])
def test_a_run_goes_on_where_the_machine_cannot_be_kept_awake(
    company: Company, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], wanted: bool
) -> None:
    monkeypatch.delenv("WAKEPY_FAKE_SUCCESS", raising=False)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    company.set(keep_awake=wanted)
    company.client("7", ANA, accounts="a@uno.example.mx")
    company.invoice(1, ANA)
    plan = plan_of(company)
    view = emit(workspace=str(company.root), plan=plan.id, confirm=plan.hash, channel="mail")
    assert view.result.state == "finished"
    assert capsys.readouterr().out == (f"{CANNOT}\n" if wanted else "")


def test_the_library_is_loaded_for_a_run_only() -> None:
    code = "import sys, emitlib.runner.inside; print('wakepy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
