"""The forms: what notebooks show and the client form; one call a cell. Imported by `cli` and the notebooks only.

Names load on first use, so that the notebook of a run needs neither pandas nor ipywidgets. What is shown masks
addresses, RFCs and names of persons, since executed notebooks are kept and shared; the form itself does not.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from emitlib.forms.app import App, audit_app, open_app
    from emitlib.forms.batch_panel import BatchPanel
    from emitlib.forms.bounces import bounces_table
    from emitlib.forms.checks import changes_table, checks_table, history_table
    from emitlib.forms.client_form import ClientForm, edit_emission
    from emitlib.forms.client_form_state import ClientFormState
    from emitlib.forms.clients import clients_table, load_master
    from emitlib.forms.findings_summary import findings_summary
    from emitlib.forms.grid import ClientsGrid
    from emitlib.forms.judgement import verdict
    from emitlib.forms.migration import (
        ShownMigration,
        migrate_sae,
        migration_balance,
        migration_columns,
        migration_findings,
        migration_proposals,
        migration_rejects,
    )
    from emitlib.forms.outside_changes import outside_table
    from emitlib.forms.panel import Panel
    from emitlib.forms.plan_tables import blocked_table, plan_deliveries, plan_findings
    from emitlib.forms.plans import make_plan, next_command, plan_balance, plan_summary
    from emitlib.forms.proof import (
        delivery_report,
        report_balance,
        report_clients,
        report_deliveries,
        report_needs,
    )
    from emitlib.forms.proof_answers import report_answers
    from emitlib.forms.review_desk import ReviewDesk
    from emitlib.forms.runs import run_result
    from emitlib.forms.table import Table
    from emitlib.forms.tour import next_steps, notebooks_table, where_am_i
    from emitlib.forms.trays import review_tray, stuck_table, unknown_tray

__all__ = [
    "App",
    "BatchPanel",
    "ClientForm",
    "ClientFormState",
    "ClientsGrid",
    "Panel",
    "ReviewDesk",
    "ShownMigration",
    "Table",
    "audit_app",
    "blocked_table",
    "bounces_table",
    "changes_table",
    "checks_table",
    "clients_table",
    "delivery_report",
    "edit_emission",
    "findings_summary",
    "history_table",
    "load_master",
    "make_plan",
    "migrate_sae",
    "migration_balance",
    "migration_columns",
    "migration_findings",
    "migration_proposals",
    "migration_rejects",
    "next_command",
    "next_steps",
    "notebooks_table",
    "open_app",
    "outside_table",
    "plan_balance",
    "plan_deliveries",
    "plan_findings",
    "plan_summary",
    "report_answers",
    "report_balance",
    "report_clients",
    "report_deliveries",
    "report_needs",
    "review_tray",
    "run_result",
    "stuck_table",
    "unknown_tray",
    "verdict",
    "where_am_i",
]

_MODULES = {
    "app": ("App", "audit_app", "open_app"),
    "batch_panel": ("BatchPanel",),
    "bounces": ("bounces_table",),
    "checks": ("changes_table", "checks_table", "history_table"),
    "client_form": ("ClientForm", "edit_emission"),
    "client_form_state": ("ClientFormState",),
    "clients": ("clients_table", "load_master"),
    "findings_summary": ("findings_summary",),
    "grid": ("ClientsGrid",),
    "judgement": ("verdict",),
    "outside_changes": ("outside_table",),
    "migration": (
        "ShownMigration",
        "migrate_sae",
        "migration_balance",
        "migration_columns",
        "migration_findings",
        "migration_proposals",
        "migration_rejects",
    ),
    "panel": ("Panel",),
    "plan_tables": ("blocked_table", "plan_deliveries", "plan_findings"),
    "plans": ("make_plan", "next_command", "plan_balance", "plan_summary"),
    "proof": (
        "delivery_report",
        "report_balance",
        "report_clients",
        "report_deliveries",
        "report_needs",
    ),
    "proof_answers": ("report_answers",),
    "review_desk": ("ReviewDesk",),
    "runs": ("run_result",),
    "table": ("Table",),
    "tour": ("next_steps", "notebooks_table", "where_am_i"),
    "trays": ("review_tray", "stuck_table", "unknown_tray"),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a public name from its module the first time it is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"emitlib.forms.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
