"""What waits for an answer when the app is opened: one line above the tabs that leads to its page."""

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from emitlib.errors import EmitError
from emitlib.forms.holdings import WaitingAnswers, waiting_answers
from emitlib.i18n import _, spoken
from emitlib.workspace import Workspace

__all__ = ["Waiting"]


class Waiting:
    """Counts once what is unconfirmed and what came back; shows nothing where nothing waits.

    Args:
        workspace: Where it waits.
        lead: Shows the page that answers for it.
    """

    def __init__(self, workspace: Workspace, lead: Callable[[Any], None]) -> None:
        self._workspace = workspace
        self._found = WaitingAnswers(unknown=0, returned=0)
        self.widget = widgets.Button(layout=widgets.Layout(width="auto", display="none"), button_style="warning")
        self.widget.on_click(lead)

    def look(self) -> None:
        """Count; what keeps it from counting is told elsewhere."""
        try:
            self._found = waiting_answers(self._workspace)
        except EmitError:
            return
        self.speak(self._workspace)
        self.widget.layout.display = "" if self._found.unknown or self._found.returned else "none"

    def speak(self, workspace: Workspace) -> None:
        """Say it in the workspace's language."""
        self._workspace = workspace
        with spoken(workspace.language):
            self.widget.description = _(
                "Unconfirmed: {unknown} · addresses that bounced: {returned} · answer"
            ).format(unknown=f"{self._found.unknown:,}", returned=f"{self._found.returned:,}")

    def put_away(self) -> None:
        """Its page was shown: the line has done its work."""
        self.widget.layout.display = "none"
