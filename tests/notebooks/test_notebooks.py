"""Each notebook: thin and clean as stored, and executed on the sample company without a slip."""

import ast
import copy
import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from firebird_fixtures import build_sae

from emitlib import forms
from emitlib.batch.founding import complete_workspace
from emitlib.batch.order import RunOrder
from emitlib.batch.plan import Plan, save_plan
from emitlib.batch.planning import make_plan
from emitlib.batch.recording import record_plan
from emitlib.batch.request import PlanRequest
from emitlib.bootstrap import emission, open_ledger
from emitlib.runner import demo
from emitlib.runner.execute import RESULT_MIME, _papermill
from emitlib.runner.notebooks import declared_parameters, find_notebook
from emitlib.runner.parameters import checked
from emitlib.runner.scrub import scrubbed
from emitlib.vocabulary import ChannelName
from emitlib.workspace import Workspace

VIEW = "application/vnd.jupyter.widget-view+json"
FOLDER = Path(__file__).parents[2] / "notebooks"
NAMES = sorted(path.stem for path in FOLDER.glob("*.ipynb"))
PARAMETERS: dict[str, dict[str, object]] = {
    "00_start": {"workspace": "."},
    "10_clients": {"workspace": ".", "workbook": "", "since": ""},
    "20_edit_emission": {"workspace": ".", "clave": ""},
    "30_plan": {"workspace": ".", "period": "", "channels": "print,mail,encrypt", "documents": "", "manifests": ""},
    "40_emit": {
        "workspace": ".", "plan": "", "confirm": "", "channel": "mail", "dry_run": True, "limit": 0, "canary": "",
        "skip_changed": False, "resume": "",
    },
    "50_delivery_report": {"workspace": ".", "run": "", "period": ""},
    "60_reconcile": {"workspace": ".", "source": ""},
    "90_migrate_sae": {
        "source": "", "kind": "", "company": "01", "destination": "", "dry_run": True, "user": "", "login_by": "",
    },
}  # fmt: skip
_ADDRESS = re.compile(r"[\w.%+'-]{2,}@[\w-]+(?:\.[\w-]+)+")
_LOOPS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.For, ast.While, ast.comprehension, ast.ClassDef)


def cells_of(name: str, kind: str) -> list[dict[str, Any]]:
    notebook = json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == kind]


def without_views(notebook: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a notebook that holds nothing to hide."""
    kept = copy.deepcopy(notebook)
    for cell in kept["cells"]:
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop(VIEW, None)
    return kept


# -- as stored


def test_these_are_the_notebooks() -> None:
    assert sorted(PARAMETERS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_stored_without_traces_of_a_run(name: str) -> None:
    raw = json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))
    assert set(raw["metadata"]) == {"kernelspec", "language_info"}
    for cell in cells_of(name, "code"):
        assert (cell["outputs"], cell["execution_count"]) == ([], None)
        assert set(cell["metadata"]) <= {"tags"}
    identities = [cell["id"] for cell in raw["cells"]]
    assert len(set(identities)) == len(identities)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_thin(name: str) -> None:
    cells = cells_of(name, "code")
    assert len(cells) <= 12
    for cell in cells[2:]:
        tree = ast.parse("".join(cell["source"]))
        assert [node for node in ast.walk(tree) if isinstance(node, _LOOPS)] == []
        assert sum(isinstance(node, ast.Call) for node in ast.walk(tree)) == 1


@pytest.mark.parametrize("name", NAMES)
def test_parameters_come_first_and_are_checked_next(name: str) -> None:
    tagged = [cell["metadata"].get("tags") for cell in cells_of(name, "code")]
    assert tagged == [["parameters"], *[None] * (len(tagged) - 1)]
    assert declared_parameters(name) == PARAMETERS[name]
    assert f'emitlib.check_parameters("{name}", globals())' in "".join(cells_of(name, "code")[1]["source"])


@pytest.mark.parametrize("name", NAMES)
def test_the_text_is_spanish_with_one_english_line(name: str) -> None:
    first = "".join(cells_of(name, "markdown")[0]["source"])
    paragraphs = first.strip().split("\n\n")
    assert first.startswith("# ")
    assert re.fullmatch(r"\*[^*]+\*", paragraphs[-1].strip(), re.DOTALL)


# -- executed


@dataclass(frozen=True, slots=True)
class Month:
    """The sample company after its paper was printed, and its plan."""

    workspace: Workspace
    plan: Plan


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    folder = tmp_path_factory.mktemp("notebooks") / "empresa"
    shutil.copytree(demo.samples_folder(), folder, ignore=shutil.ignore_patterns("maker", "*.py", "*.md"))
    place = complete_workspace(folder)
    lists = tuple(sorted((folder / "manifests").glob("*.csv")))
    with open_ledger(place) as ledger:
        plan = make_plan(place, ledger, PlanRequest(period="2026-10", manifests=lists))
        save_plan(plan, plans=place.plans, root=place.root)
        record_plan(plan, ledger)
        order = RunOrder(plan=plan.id, confirm=plan.hash, channel=ChannelName.PRINT, dry_run=False)
        assert emission(place, ledger).start(order).state == "finished"
    return Month(place, plan)


@dataclass(frozen=True, slots=True)
class Executed:
    """An executed notebook as papermill wrote it, before anything was scrubbed."""

    raw: dict[str, Any]
    failure: str

    @property
    def outputs(self) -> Iterator[dict[str, Any]]:
        return (output for cell in self.raw["cells"] for output in cell.get("outputs", ()))

    def html(self, cell: int) -> str:
        """The HTML of one code cell, counted from 0 after parameters and check; printed lines aside."""
        code = [c for c in self.raw["cells"] if c["cell_type"] == "code" and "injected-parameters" not in _tags(c)]
        shown = [output["data"]["text/html"] for output in code[2 + cell]["outputs"] if "data" in output]
        return "".join("".join(part) for part in shown)


def _tags(cell: dict[str, Any]) -> list[str]:
    tags: list[str] = cell["metadata"].get("tags", [])
    return tags


def executed(name: str, month: Month, folder: Path, **parameters: object) -> Executed:
    """Run a notebook; it must end well and hold nothing that may not be kept."""
    of_month = {"workspace": str(month.workspace.root)} if "workspace" in PARAMETERS[name] else {}
    given = checked(name, {**of_month, **parameters})
    output = folder / f"{name}.ipynb"
    failure = _papermill(find_notebook(name), output, given)
    done = Executed(json.loads(output.read_text(encoding="utf-8")), failure)
    text = json.dumps(done.raw, ensure_ascii=False)
    assert done.failure == ""
    assert [output for output in done.outputs if output["output_type"] == "error"] == []
    assert _ADDRESS.findall(text) == []
    assert scrubbed(done.raw, secrets=["no such secret"]) == without_views(done.raw)
    assert "widgets" not in done.raw["metadata"]
    assert re.findall(r"<script|https?://(?!papermill)[^\s\"'<]+", text) == []
    return done


def test_00_start_says_what_comes_next(month: Month, tmp_path: Path) -> None:
    done = executed("00_start", month, tmp_path)
    assert "EMBOTELLADORA Y PAPELERA RAYUELA SA DE CV" in done.html(0)
    assert "<b>60</b>" in done.html(0)


def test_10_clients_shows_clients_checks_and_changes(month: Month, tmp_path: Path) -> None:
    older = month.workspace.master
    done = executed("10_clients", month, tmp_path, since=str(older))
    assert "<b>60</b>" in done.html(0)
    assert "MAIL_WITHOUT_ADDRESS" in done.html(1)
    assert "CERT_FOREIGN_RFC" in done.html(2)
    assert done.html(3).count('<tr class="r ') == 60
    assert done.html(4).count('<tr class="r ') == 0
    assert "clients.xlsx" in done.html(5)


def test_20_edit_emission_keeps_no_value_of_the_form(month: Month, tmp_path: Path) -> None:
    done = executed("20_edit_emission", month, tmp_path, clave="21")
    shown = next(done.outputs)["data"]
    assert set(shown) == {VIEW, "text/plain"}
    kept = next(
        cell for cell in scrubbed(done.raw, secrets=[])["cells"] if "edit_emission(" in "".join(cell["source"])
    )
    assert set(kept["outputs"][0]["data"]) == {"text/plain"}  # a view without state would show "model not found"
    assert "aduanales" not in json.dumps(done.raw)


def test_30_plan_makes_saves_and_records_a_plan(month: Month, tmp_path: Path) -> None:
    done = executed("30_plan", month, tmp_path, period="2026-10", manifests="manifests/*.csv", channels="mail")
    found = re.search(r"run (2026-10-\w{8}) --confirm (\w{64}) --channel mail", done.html(5))
    assert found is not None
    assert json.loads((month.workspace.plans / f"{found[1]}.json").read_text(encoding="utf-8"))["hash"] == found[2]
    with open_ledger(month.workspace, read_only=True) as ledger:
        assert found[1] in {plan.plan for plan in ledger.plans(period="2026-10")}
    assert "MAIL_WITHOUT_ADDRESS" in done.html(1)
    assert found[2] in done.html(0)


def test_40_emit_shows_the_plan_before_and_the_result_after(month: Month, tmp_path: Path) -> None:
    done = executed("40_emit", month, tmp_path, plan=month.plan.id, channel="mail", limit=20)
    results = [output["data"][RESULT_MIME] for output in done.outputs if RESULT_MIME in output.get("data", {})]
    assert [(result["state"], result["rehearsal"], result["error"]) for result in results] == [
        ("finished", True, None)
    ]
    counts = results[0]["balance"]["deliveries"]["mail"]
    assert counts["remainder"] == 0
    assert counts["done"] + counts["held"] == 20
    assert month.plan.hash in done.html(0)
    assert f"<b>{counts['planned']}</b>" in done.html(2)
    assert done.html(1).count('role="progressbar"') == 1  # the last state of one display, not a row of them


def test_50_delivery_report_ends_in_pass_and_changes_nothing(month: Month, tmp_path: Path) -> None:
    copy = tmp_path / "copia"
    shutil.copytree(month.workspace.root, copy, ignore=shutil.ignore_patterns("keys", "outbox"))
    before = (copy / "audit.db").read_bytes()
    done = executed("50_delivery_report", month, tmp_path, workspace=str(copy), period="2026-10")
    assert "CFF 29-V" in done.html(3)
    assert 'class="verdict pass">CORRECTO<' in done.html(6)
    assert (copy / "audit.db").read_bytes() == before


def test_the_verdict_is_fail_for_a_changed_ledger(month: Month, tmp_path: Path) -> None:
    copy = tmp_path / "copia"
    shutil.copytree(month.workspace.root, copy, ignore=shutil.ignore_patterns("outbox"))
    with sqlite3.connect(copy / "audit.db") as connection:
        connection.execute("UPDATE delivery SET status = 'printed' WHERE status = 'spooled'")
    connection.close()
    shown = forms.verdict(forms.delivery_report(copy, period="2026-10"))
    assert repr(shown) == "FALLA"
    assert 'class="verdict fail">FALLA<' in shown.html


def test_60_reconcile_reads_returned_mail(month: Month, tmp_path: Path) -> None:
    (tmp_path / "rebote.eml").write_text(BOUNCE, encoding="utf-8")
    done = executed("60_reconcile", month, tmp_path, source=str(tmp_path / "rebote.eml"))
    assert "5.1.1" in done.html(3)
    assert "n…@sin-buzon.example.mx" in done.html(3)


@pytest.mark.parametrize("dry_run", [True, False])
def test_90_migrate_sae_balances(month: Month, tmp_path: Path, dry_run: bool) -> None:
    build_sae(tmp_path / "SAE.FDB", clients=20, invoices=30)
    house = tmp_path / "empresa"
    words: dict[str, object] = {"source": str(tmp_path / "SAE.FDB"), "destination": str(house), "dry_run": dry_run}
    done = executed("90_migrate_sae", month, tmp_path, **words)
    assert ("<b>CORRECTO</b>" in done.html(0), '<div class="mark">' in done.html(0)) == (True, dry_run)
    assert done.html(1).count(">CORRECTO<") == 7
    assert "EMAILPRED" in done.html(2)
    assert "SAE_ADDRESSES_PROPOSED" in done.html(3)
    assert "c…@" in done.html(5)
    assert (house / "clients.xlsx").is_file() is not dry_run


def test_a_mistyped_parameter_stops_plain_papermill_too(month: Month, tmp_path: Path) -> None:
    output = tmp_path / "out.ipynb"
    given: dict[str, object] = {"workspace": str(month.workspace.root), "perod": "2026-10"}
    failure = _papermill(FOLDER / "30_plan.ipynb", output, given)
    assert failure.startswith("ConfigError:")
    assert "perod" in failure
    error = next(
        output
        for cell in json.loads(output.read_text(encoding="utf-8"))["cells"]
        for output in cell.get("outputs", ())
        if output["output_type"] == "error"
    )
    assert error["traceback"][0].startswith("PARAMETER_UNKNOWN: ")


BOUNCE = """\
From: MAILER-DAEMON@mx.example.com
To: facturas@example.mx
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; nadie@sin-buzon.example.mx
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b--
"""
