"""The export as widgets: what was found as a workbook or text, masked, and how it is had in full."""

from collections.abc import Callable
from threading import Thread

import ipywidgets as widgets
from markupsafe import Markup

from emitlib.forms.audit_view.download import Download
from emitlib.forms.audit_view.exporting import as_csv, as_xlsx, file_name
from emitlib.forms.audit_view.inquiry import Inquiry
from emitlib.forms.panel import panel_html
from emitlib.forms.telling import Teller
from emitlib.i18n import _
from emitlib.workspace import Workspace

__all__ = ["ExportBar"]


class ExportBar:
    """Hands what was found to the browser.

    Args:
        workspace: Whose clock names the file.
        inquiry: What was asked.
        teller: Guards the handlers.
    """

    def __init__(self, workspace: Workspace, inquiry: Inquiry, teller: Teller) -> None:
        self._workspace = workspace
        self._inquiry = inquiry
        self._teller = teller
        self.download = Download()
        self.work: Thread | None = None  #: the export that was started last
        self.xlsx = widgets.Button(description=_("Export to Excel"))
        self.csv = widgets.Button(description=_("Export to CSV"))
        self.xlsx.on_click(teller.guarded(lambda: self._export("xlsx", as_xlsx)))
        self.csv.on_click(teller.guarded(lambda: self._export("csv", as_csv)))
        told = Markup('<span class="soft">{} <code>emit report --period YYYY-MM --unmask</code></span>').format(
            _("Exports are masked. Showing them in full is recorded, so it needs a person who may write:")
        )
        row = widgets.HBox(
            [self.xlsx, self.csv, widgets.HTML(panel_html(told), layout=widgets.Layout(flex="1 1 auto"))]
        )
        row.add_class("emit-choice")
        self.widget = widgets.VBox([row, self.download])

    def show(self) -> None:
        """Offer to export where anything was found."""
        self.xlsx.disabled = self.csv.disabled = not self._inquiry.found.total

    def _export(self, ending: str, make: Callable[[Inquiry], bytes]) -> None:
        """Make the file beside the page, which goes on answering: twenty thousand rows take seconds."""
        asked = self._inquiry.still()
        work = self._teller.guarded(lambda: self._make(asked, ending, make))
        self.work = Thread(target=work, args=(None,), daemon=True, name="emit-audit-export")
        self.work.start()

    def _make(self, asked: Inquiry, ending: str, make: Callable[[Inquiry], bytes]) -> None:
        count = f"{asked.found.total:,}"
        name = file_name(ending, at=self._workspace.clock().astimezone())
        with self._teller.working(_("Exporting {count} rows…").format(count=count), self.xlsx, self.csv):
            self.download.hand_over(name, make(asked))
        self._teller.tell(_("{count} rows exported as {name}.").format(count=count, name=name), tone="good")
