"""The page that answers "who got it": a search, what it finds, and one document from its plan to its seal."""

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from emitlib.batch.finding_decisions import decision_findings
from emitlib.forms.audit_view.audit_sheet import audit_sheet
from emitlib.forms.audit_view.client_names import ClientNames
from emitlib.forms.audit_view.export_bar import ExportBar
from emitlib.forms.audit_view.inquiry import Decided, Inquiry, Wanted
from emitlib.forms.audit_view.life_view import life_html
from emitlib.forms.audit_view.question_row import QuestionRow
from emitlib.forms.audit_view.reading import reading
from emitlib.forms.audit_view.results import key_of, results_view
from emitlib.forms.audit_view.timeline import read_life
from emitlib.forms.grid.table_events import OpenRow, TableEvent, TurnPage
from emitlib.forms.grid.table_widget import TableWidget
from emitlib.forms.telling import Teller
from emitlib.i18n import _
from emitlib.ledger import Search
from emitlib.workspace import Workspace

__all__ = ["SearchPage"]


class SearchPage:
    """Finds deliveries, and shows one document.

    Args:
        workspace: Whose ledger is read.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.inquiry = Inquiry(workspace, ClientNames(workspace))
        self.document = ""  #: that is shown; "" = the list
        self._client = ""  # whose it is
        self._open_client: Callable[[str], None] | None = None
        self.widget = widgets.VBox()
        self.widget.add_class("emit-audit")
        self._make(workspace)
        self.inquiry.ask(Wanted())
        self._show()

    def link(self, open_client: Callable[[str], None]) -> None:
        """Offer to open the client of a document.

        Args:
            open_client: Told of the key.
        """
        self._open_client = open_client

    def respeak(self, workspace: Workspace) -> None:
        """Say everything in the language spoken now; what was asked stays."""
        self._make(workspace)
        self.question.show(self.inquiry.wanted)
        self._show()

    def open_search(self, within: Search | Decided, words: str) -> None:
        """Show what a count of the balance holds.

        Args:
            within: What it counts.
            words: The count, as a person reads it.
        """
        wanted = Wanted(within=within, within_words=words)
        self.question.show(wanted)
        self._teller.guarded(lambda: self._ask(wanted))(None)

    def _make(self, workspace: Workspace) -> None:
        self._workspace = workspace
        teller = self._teller = Teller()
        self.question = QuestionRow(ask=lambda wanted: teller.guarded(lambda: self._ask(wanted))(None))
        self.table = TableWidget(told=lambda event: teller.guarded(lambda: self._heard(event))(None))
        self.export = ExportBar(workspace, self.inquiry, teller)
        self.list = widgets.VBox([self.question.widget, self.table, self.export.widget])
        self.back = widgets.Button(description=_("Back to the list"), icon="arrow-left")
        self.back.on_click(teller.guarded(self._close))
        self.client = widgets.Button(description=_("Its client"))
        self.client.on_click(teller.guarded(self._show_client))
        self.life = widgets.HTML()
        self.one = widgets.VBox([widgets.HBox([self.back, self.client]), self.life])
        self.widget.children = (audit_sheet(), teller.widget, self.list, self.one)

    def _ask(self, wanted: Wanted) -> None:
        self.inquiry.ask(wanted)
        self.document = ""
        self._teller.tell("")
        self._show()

    def _heard(self, event: TableEvent) -> None:
        match event:
            case TurnPage(first=first):
                self.inquiry.turn(first)
            case OpenRow(key=key):
                row = next((row for row in self.inquiry.found.rows if key_of(row) == key), None)
                if row is not None:
                    self.document, self._client = row.document, row.client
            case _:
                return
        self._teller.tell("")
        self._show()

    def _close(self) -> None:
        self.document = ""
        self._show()

    def _show_client(self) -> None:
        if self._open_client is not None:
            self._open_client(self._client)

    def _show(self) -> None:
        inquiry = self.inquiry
        if self.document:
            with reading(self._workspace) as ledger:
                life = read_life(ledger, self.document)
            reasons = decision_findings(self._workspace, life.decided)
            self.life.value = life_html(life, inquiry.names, reasons=reasons)
        else:
            self.table.view = results_view(inquiry.found, inquiry.names, first=inquiry.first)
            self.export.show()
        _seen(self.list, not self.document)
        _seen(self.one, bool(self.document))
        _seen(self.client, bool(self._client) and self._open_client is not None)


def _seen(part: Any, seen: bool) -> None:
    part.layout.display = "" if seen else "none"
