"""The last run of a workspace, as a widget: start, stop, resume, how far it is, what came of it, its report."""

import base64
from collections.abc import Callable, Sequence
from pathlib import Path

import ipywidgets as widgets
from markupsafe import Markup

from emitlib.batch.running import request_stop
from emitlib.bootstrap import open_ledger
from emitlib.errors import EmitError, StoreError
from emitlib.forms.opened import ledger_if_any
from emitlib.forms.panel import panel_html
from emitlib.forms.run_told import run_told
from emitlib.forms.run_watch import Stage, Watched, watch
from emitlib.forms.telling import Teller
from emitlib.forms.ticker import Ticker
from emitlib.i18n import _
from emitlib.ledger import DeliveryRow
from emitlib.reports import make_report
from emitlib.runner.starting import start_detached
from emitlib.vocabulary import Status
from emitlib.workspace import Workspace

__all__ = ["RunMonitor"]

_REFUSED = (Status.REFUSED, Status.BOUNCED)


class RunMonitor:
    """Starts processes and only watches them, whoever started them; closing it stops nothing.

    Args:
        workspace: Where runs take place.
        changed: Told when a run begins or ends.
    """

    def __init__(self, workspace: Workspace, *, changed: Callable[[Watched], None]) -> None:
        self._workspace = workspace
        self._changed = changed
        self._teller = Teller()
        self.watched = watch(workspace)
        self._shown = widgets.HTML()
        self.resume = widgets.Button(description=_("Resume"), button_style="primary")
        self.resume.on_click(self._teller.guarded(self._resume))
        self.stop = widgets.Button(description=_("Stop"), button_style="warning")
        self.stop.on_click(self._teller.guarded(self._stop))
        self.report = widgets.Button(description=_("Delivery report"))
        self.report.on_click(self._teller.guarded(self._report))
        self._link = widgets.HTML()
        buttons = widgets.HBox([self.resume, self.stop, self.report, self._link])
        self._box = widgets.VBox([self._shown, buttons, self._teller.widget])
        self._box.add_class("emit-monitor")
        self.widget = widgets.VBox([self._box])
        self._ticker = Ticker(lambda: self._teller.guarded(self.look)(None))
        self._show()
        self._ticker.start()

    def close(self) -> None:
        """Watch no longer."""
        self._ticker.stop()

    def look(self) -> None:
        """See how the run stands now."""
        before, self.watched = self.watched, watch(self._workspace)
        if self.watched != before:
            self._show()
        if (self.watched.stage, self.watched.run) != (before.stage, before.run):
            self._link.value = ""
            self._teller.tell("")
            self._changed(self.watched)

    # -- what a person does

    def _stop(self) -> None:
        self.look()
        if self.watched.stage is Stage.RUNNING:
            request_stop(self._workspace, self.watched.run)
            self.look()

    def _resume(self) -> None:
        self.start(["resume", self.watched.run])

    def start(self, words: Sequence[str]) -> None:
        """Start a process of its own, unless one is at it already.

        Args:
            words: `run` or `resume` and its options.

        Raises:
            StoreError: ``LOCKED``.
        """
        self.look()
        if self.watched.busy:
            raise StoreError(
                "LOCKED",
                _("{owner} is in use by another process.").format(owner=_("This workspace")),
                _("Wait for the run above to end, or stop it."),
            )
        start_detached(self._workspace, words)
        self.look()

    def _report(self) -> None:
        run = self.watched.run
        with self._teller.working(_("Writing the delivery report…"), self.report):
            with open_ledger(self._workspace) as ledger:
                files = make_report(self._workspace, ledger, run=run, formats=("html",))
            if files.html is not None:
                self._link.value = panel_html(_link(files.html, run))

    # -- showing

    def _show(self) -> None:
        watched = self.watched
        running, over = watched.stage is Stage.RUNNING, watched.stage in {Stage.ENDED, Stage.DEAD}
        self._box.layout.display = "none" if watched.stage is Stage.NOTHING else ""
        self._shown.value = panel_html(*run_told(watched, self._refused() if over else ()))
        self.resume.layout.display = "" if over and watched.left else "none"
        self.stop.layout.display = "" if running else "none"
        self.stop.disabled = watched.stopping
        self.report.layout.display = "" if over else "none"

    def _refused(self) -> list[DeliveryRow]:
        """What was refused or came back; nothing where the ledger cannot be read now, since the counts stand."""
        view = self.watched.view
        if view is None or not any(view.counts.get(status.value) for status in _REFUSED):
            return []
        try:
            with ledger_if_any(self._workspace) as ledger:
                return [] if ledger is None else ledger.deliveries(run=view.run, statuses=_REFUSED)
        except EmitError:
            return []


def _link(path: Path, run: str) -> Markup:
    """The report itself as a link: no page of this server reads files."""
    data = base64.b64encode(path.read_bytes()).decode()
    return Markup(
        '<a class="link" download="{}.html" href="data:text/html;base64,{}">{}</a> <small>{}</small>'
    ).format(run, data, _("Download the report"), path)
