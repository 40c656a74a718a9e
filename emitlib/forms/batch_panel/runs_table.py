"""The runs as widgets: each with its state, and a button to go on with what it left."""

from collections.abc import Callable
from functools import partial

import ipywidgets as widgets
from markupsafe import Markup

from emitlib.forms.batch_panel.run_lines import RunLine
from emitlib.forms.blocks import pill
from emitlib.forms.panel import panel_html
from emitlib.forms.telling import Teller
from emitlib.i18n import _
from emitlib.reports.words import channel_word, run_state_word

__all__ = ["RunsTable"]

_TONES = {"finished": "on", "running": "", "stopped": "warning", "failed": "error", "dead": "error"}


class RunsTable:
    """Shows runs.

    Args:
        resume: Starts the resuming of a run; raises what keeps it from that.
    """

    def __init__(self, *, resume: Callable[[str], None]) -> None:
        self._resume = resume
        self._teller = Teller()
        self.buttons: dict[str, widgets.Button] = {}
        self._rows = widgets.VBox()
        self.widget = widgets.VBox([self._rows, self._teller.widget])

    def show(self, lines: list[RunLine], *, busy: bool) -> None:
        """Show these runs.

        Args:
            lines: The newest first.
            busy: Whether nothing may be started now.
        """
        self.buttons = {line.run: self._button(line, busy=busy) for line in lines if line.resumable}
        if not lines:
            self._rows.children = ()
            return
        head = widgets.HTML(panel_html(Markup("<h4>{}</h4>").format(_("Runs of this workspace"))))
        self._rows.children = (head, *(self._row(line) for line in lines))

    def _row(self, line: RunLine) -> widgets.HBox:
        told = widgets.HTML(panel_html(_told(line)), layout=widgets.Layout(flex="1 1 auto"))
        row = widgets.HBox([told, *([self.buttons[line.run]] if line.run in self.buttons else [])])
        row.add_class("emit-run")
        return row

    def _button(self, line: RunLine, *, busy: bool) -> widgets.Button:
        button = widgets.Button(
            description=_("Resume ({count})").format(count=f"{line.left:,}"),
            tooltip=_("Go on with {run}; nothing that left is sent again").format(run=line.run),
            disabled=busy,
        )
        button.on_click(self._teller.guarded(partial(self._resume, line.run)))
        return button


def _told(line: RunLine) -> Markup:
    started = f"{line.started_at.astimezone():%Y-%m-%d %H:%M}" if line.started_at else ""
    return Markup('{}{} <b>{}</b> <span class="mono soft">{} · {}</span><br>{}').format(
        pill(run_state_word(line.state), _TONES.get(line.state, "")),
        pill(_("rehearsal"), "warning") if line.rehearsal else "",
        channel_word(line.channel),
        line.run,
        started,
        line.told,
    )
