"""The pages of the app: one line each, in the order of their tabs."""

from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Any, Protocol

from emitlib.i18n import N_, _
from emitlib.workspace import Workspace

__all__ = ["AUDIT_PAGES", "PAGES", "Opens", "Page", "PageEntry"]


class Opens(StrEnum):
    """What a page can be asked to open; its method is ``open_`` and this word."""

    CLIENT = "client"  #: by its key
    SEARCH = "search"  #: a `Search` of deliveries, with words for it, or documents as a plan decided


class Page(Protocol):
    """What a tab shows.

    It is made with the workspace when its tab is first shown. Its handlers speak ``workspace.language``. A page that
    also has a method ``respeak(workspace)`` is told of a change of language and keeps what was typed; any other is
    made anew. One with a method ``link(open_client)`` is given what opens a client, by its key; one with a method
    ``lead(open_search)`` what opens a search.
    """

    widget: Any  #: an ipywidgets widget


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    """A tab, and where its page comes from."""

    title: str  #: English source text
    home: str  #: "module:Class"; loaded when its tab is first shown
    opens: Opens | None = None  #: what other pages may have it open
    answers: bool = False  #: whether what waits for an answer is answered there

    @property
    def word(self) -> str:
        """What the tab says."""
        return _(self.title)

    def make(self, workspace: Workspace) -> Page:
        """The page, in the language spoken now.

        Args:
            workspace: What it shows.

        Raises:
            EmitError: What keeps the page from being shown.
        """
        module, _colon, name = self.home.partition(":")
        page: Page = getattr(import_module(module), name)(workspace)
        return page


PAGES: tuple[PageEntry, ...] = (
    PageEntry(title=N_("Client"), home="emitlib.forms.client_form:ClientForm", opens=Opens.CLIENT),
    PageEntry(title=N_("Clients"), home="emitlib.forms.grid:ClientsGrid"),
    PageEntry(title=N_("Plan and send"), home="emitlib.forms.batch_panel:BatchPanel"),
    PageEntry(title=N_("Review"), home="emitlib.forms.review_desk:ReviewDesk"),
    PageEntry(title=N_("Unconfirmed and returned"), home="emitlib.forms.answer_desk:AnswerDesk", answers=True),
    PageEntry(title=N_("Out of SAE"), home="emitlib.forms.pull_page:PullPage"),
)

#: Those of the auditor's view: nothing in them can write.
AUDIT_PAGES: tuple[PageEntry, ...] = (
    PageEntry(title=N_("Who got what"), home="emitlib.forms.audit_view:SearchPage", opens=Opens.SEARCH),
    PageEntry(title=N_("Balance"), home="emitlib.forms.audit_view:BalancePage"),
    PageEntry(title=N_("Client"), home="emitlib.forms.audit_view:ClientPage", opens=Opens.CLIENT),
)
