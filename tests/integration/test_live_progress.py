"""Progress inside the notebook that emits: looked at beside the emission, the last state stays."""

import time
from pathlib import Path

from company import Company
from large_month import large_month
from month_end import plan_of, run_of

from emitlib.i18n import get_language
from emitlib.runner.live import LiveProgress, notebook_screen


def test_a_run_is_shown_while_it_goes_on_and_its_end_stays(tmp_path: Path) -> None:
    company = large_month(tmp_path / "empresa", 250, silent="S")
    plan = plan_of(company)
    shown: list[dict[str, str]] = []
    with LiveProgress(company.workspace, screen=shown.append):
        run_of(company, plan)
    assert len(shown) > 1
    assert "running" in shown[0]["text/plain"]
    last = shown[-1]["text/plain"]
    assert last.startswith(f"{plan.id}-mail-rehearsal-1 · finished · 250 of 250 · ")
    assert last.endswith(" · rehearsed: 250")
    assert "REHEARSAL: NOTHING LEFT" in shown[-1]["text/html"]


def test_the_former_end_of_a_run_is_not_shown_as_its_present(company: Company) -> None:
    """A run that is gone on with is announced before its progress is written anew."""
    company.client("7", "ABC010203AB1", accounts="ana@uno.mx")
    company.invoice(1, "ABC010203AB1")
    plan = plan_of(company)
    run_of(company, plan)
    current = company.root / "runs" / "current.json"
    shown: list[dict[str, str]] = []
    with LiveProgress(company.workspace, screen=shown.append):
        current.write_bytes(current.read_bytes())
        time.sleep(0.7)
        assert shown == []
    assert len(shown) == 1


def test_where_no_run_starts_nothing_is_shown(company: Company) -> None:
    shown: list[dict[str, str]] = []
    with LiveProgress(company.workspace, screen=shown.append):
        pass
    assert shown == []
    assert get_language() == "en"


def test_outside_a_kernel_there_is_no_screen() -> None:
    assert notebook_screen() is None
