"""Whatever works on the master opens it one way: what Excel changed is in the ledger, once."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from company import Company
from seen_company import Clock, excel_saves, seen_company

import emitlib
from emitlib import forms
from emitlib.batch.certificate_list import certificate_list
from emitlib.batch.editing import ClientEdit, change_client
from emitlib.batch.explaining import explain_client
from emitlib.batch.planning import make_plan
from emitlib.batch.request import PlanRequest
from emitlib.bootstrap import open_ledger, service_desk
from emitlib.clients import open_master
from emitlib.ledger import Ledger
from emitlib.workspace import Workspace

#: Modules that read a master without the ledger, and why that is right.
WITHOUT_LEDGER = {
    "cli/clients_check.py": "a workbook named on the line, or an older one",
    "cli/clients.py": "a client as it was on a day, or the way back",
    "forms/clients.py": "a workbook that the notebook names",
    "forms/checks.py": "an older workbook",
    "forms/holdings.py": "only counts, and changes nothing",
    "forms/answer_desk/page.py": "only looks which addresses still stand, and changes nothing",
    "forms/audit_view/client_names.py": "shows names to an auditor, who writes nothing",
    "sae/monthly_pull.py": "only compares addresses, and changes nothing",
    "batch/drift.py": "notes what it finds where it may write",
}
WAYS: dict[str, Callable[[Workspace, Ledger], object]] = {
    "open": open_master,
    "show": lambda place, ledger: explain_client(place, ledger, "7"),
    "certificates": certificate_list,
    "plan": lambda place, ledger: make_plan(place, ledger, PlanRequest(period="2026-10")),
    "set": lambda place, ledger: change_client(place, ledger, "7", ClientEdit(silent=False), reason="x"),
    "service": lambda place, ledger: service_desk(place, ledger).client("7"),
}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def company(tmp_path: Path, clock: Clock) -> Company:
    return seen_company(tmp_path / "empresa", clock)


def outside(company: Company) -> list[tuple[str, str, str, str]]:
    with open_ledger(company.workspace) as ledger:
        changes = [change for change in ledger.client_changes() if change.source == "outside"]
    return [(change.clave, change.column, change.before, change.after) for change in changes]


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_loading_records_what_excel_changed_once(company: Company, way: str) -> None:
    excel_saves(company, "E2", "S")
    for _time in range(2):
        with open_ledger(company.workspace) as ledger:
            WAYS[way](company.workspace, ledger)
    assert outside(company) == [("7", "IMPRIR", "N", "S")]


def test_notebooks_and_forms_record_it_too(company: Company) -> None:
    excel_saves(company, "E2", "S")
    assert len(forms.load_master(company.root).outside) == 1
    excel_saves(company, "E2", "N")
    forms.edit_emission(company.root, "7")
    assert outside(company) == [("7", "IMPRIR", "N", "S"), ("7", "IMPRIR", "S", "N")]
    assert forms.load_master(company.root).outside == ()


def test_a_run_records_what_made_it_refuse(company: Company) -> None:
    with open_ledger(company.workspace) as ledger:
        plan = make_plan(company.workspace, ledger, PlanRequest(period="2026-10"))
        excel_saves(company, "F2", "N")
        from emitlib.batch.drift import drifted  # noqa: PLC0415 - beside its only use

        reasons = drifted(plan.deliveries, plan=plan, workspace=company.workspace, ledger=ledger)
    assert set(reasons.values()) == {"RULE_CHANGED"}
    assert outside(company) == [("7", "MAIL", "S", "N")]


def test_nothing_else_reads_the_master() -> None:
    package = Path(emitlib.__file__).parent
    readers = set()
    for file in package.rglob("*.py"):
        name = file.relative_to(package).as_posix()
        nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        calls = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
        if "read_master" in calls and not name.startswith("clients/"):
            readers.add(name)
    assert readers == set(WITHOUT_LEDGER)
