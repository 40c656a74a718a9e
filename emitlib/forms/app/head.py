"""What stands above the tabs: company and workspace, and an alarm where the workspace is not sound."""

from importlib.resources import files

import ipywidgets as widgets
from markupsafe import Markup

from emitlib.bootstrap import check_ledger
from emitlib.errors import EmitError
from emitlib.forms.opened import ledger_if_any
from emitlib.forms.panel import panel_html
from emitlib.i18n import _, spoken
from emitlib.reports.words import pass_word
from emitlib.workspace import Workspace

__all__ = ["Alarm", "app_sheet", "masthead", "trouble", "trouble_banner"]


def app_sheet() -> str:
    """The style sheet of the app."""
    sheet = (files("emitlib.forms") / "assets" / "app.css").read_text(encoding="utf-8")
    return f"<style>{sheet}</style>"


def masthead(workspace: Workspace) -> str:
    """The company, its RFC and where the workspace lies.

    Args:
        workspace: What the app shows.
    """
    company = workspace.settings.company
    name = company.name or _("A company without a name")
    facts = " · ".join(filter(None, (company.rfc, str(workspace.root))))
    return panel_html(Markup('<div class="company"><b>{}</b> <span class="soft">{}</span></div>').format(name, facts))


class Alarm:
    """Looks at the ledger once, and shows nothing unless something is wrong with it.

    Args:
        workspace: Whose ledger.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.widget = widgets.HTML()

    def speak(self, workspace: Workspace) -> None:
        """What is told from now on is told in another language."""
        self._workspace = workspace

    def look(self) -> None:
        """Verify the ledger from end to end; says FAIL and why above everything."""
        with spoken(self._workspace.language):
            self.widget.value = trouble_banner(trouble(self._workspace))


def trouble_banner(told: str) -> str:
    """FAIL and why; nothing where nothing is wrong.

    Args:
        told: What `trouble` said.
    """
    if not told:
        return ""
    alarm = Markup('<div class="notice error" role="alert"><b>{}</b> {}</div>')
    return panel_html(alarm.format(pass_word(passed=False), told))


def trouble(workspace: Workspace) -> str:
    """What is wrong with the workspace's ledger, verified from end to end, in the language spoken now; "" = nothing.

    Args:
        workspace: What the app shows.
    """
    try:
        with ledger_if_any(workspace) as ledger:
            if ledger is None:
                return _lost(workspace)
            bad = check_ledger(workspace, ledger).first_bad
    except EmitError as err:
        return f"{err.message} {err.hint}"
    return _("Event {seq}: {detail}").format(seq=bad.seq, detail=bad.detail) if bad else ""


def _lost(workspace: Workspace) -> str:
    if not any(workspace.checkpoints.glob("*.json")):
        return ""
    return _("The ledger is not there, but there are checkpoints of one: what was delivered is not known.")
