"""The shell of the app: company and workspace, the language, a tab for each page, made when first shown."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any, Protocol

import ipywidgets as widgets

from emitlib.errors import EmitError
from emitlib.forms.app.environment import handed_over, only_audit
from emitlib.forms.app.head import Alarm, app_sheet, masthead
from emitlib.forms.app.pages import AUDIT_PAGES, PAGES, Opens, Page, PageEntry
from emitlib.forms.app.waiting import Waiting
from emitlib.forms.blocks import error_notice
from emitlib.forms.opened import workspace_of
from emitlib.forms.panel import panel_html
from emitlib.i18n import LANGUAGES, Language, _, spoken
from emitlib.workspace import Workspace

__all__ = ["App", "audit_app", "open_app"]

_NAMES: dict[Language, str] = {"es": "Español", "en": "English"}


def open_app() -> "App | widgets.HTML":
    """The app of the workspace that `emit app` was started in; what is wrong where there is none."""
    try:
        return audit_app(handed_over()) if only_audit() else App(handed_over())
    except EmitError as err:
        return widgets.HTML(panel_html(error_notice(err)))


def audit_app(workspace: str | Path | Workspace) -> "App":
    """The auditor's view of a workspace: everything is read, nothing can be written.

    Args:
        workspace: Its folder; a read-only copy will do.

    Raises:
        ConfigError: ``NOT_A_WORKSPACE``, or what `open_workspace` raises.
    """
    from emitlib.forms.audit_view import Verdict  # noqa: PLC0415 - the analyst's app needs none of it

    return App(workspace_of(workspace), pages=AUDIT_PAGES, sentry=Verdict)


class Sentry(Protocol):
    """Watches the ledger, and shows above the tabs how it stands."""

    widget: Any  #: an ipywidgets widget

    def speak(self, workspace: Workspace) -> None:
        """Another language is spoken from now on."""

    def look(self) -> None:
        """Look at the ledger once; called in a thread of its own."""


class App:
    """All pages of a workspace behind tabs.

    Args:
        workspace: What the pages show.
        pages: The tabs, in their order.
        sentry: What watches the ledger.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        pages: Sequence[PageEntry] = PAGES,
        sentry: Callable[[Workspace], Sentry] = Alarm,
    ) -> None:
        self._workspace = workspace
        self._entries = pages
        self._made: dict[int, Page] = {}
        self._shown = 0
        self._head = widgets.HTML()
        with spoken(workspace.language):
            self.sentry = sentry(workspace)
        self._answering = next((number for number, entry in enumerate(pages) if entry.answers), None)
        self.waiting = Waiting(workspace, self._guarded(lambda: self.show(self._answering or 0)))
        self._tabs = tuple(self._tab(number) for number in range(len(pages)))
        self._languages = tuple(self._language_button(language) for language in LANGUAGES)
        self._places = tuple(widgets.VBox(layout=widgets.Layout(display="none")) for _page in pages)
        self.widget = self._laid_out()
        with spoken(workspace.language):
            self._label()
            self.show(0)
        #: Looks for what is wrong while the first page is already shown.
        self.watch = Thread(target=self._look, daemon=True, name="emit-app-ledger")
        self.watch.start()

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = self.widget._repr_mimebundle_(**kwargs)
        return {**shown, "text/plain": "emitlib"}

    @property
    def tabs(self) -> tuple[widgets.Button, ...]:
        """The buttons that show a page each."""
        return self._tabs

    @property
    def languages(self) -> dict[Language, widgets.Button]:
        """The buttons that change the language."""
        return dict(zip(LANGUAGES, self._languages, strict=True))

    def _look(self) -> None:
        if self._answering is not None:
            self.waiting.look()
        self.sentry.look()

    # -- making

    def _laid_out(self) -> widgets.VBox:
        head = widgets.HBox([self._head, widgets.HBox(self._languages)])
        head.add_class("emit-head")
        tabs = widgets.HBox(self._tabs)
        tabs.add_class("emit-tabs")
        body = widgets.VBox(self._places)
        body.add_class("emit-body")
        whole = widgets.VBox([widgets.HTML(app_sheet()), head, self.sentry.widget, self.waiting.widget, tabs, body])
        whole.add_class("emit-app")
        return whole

    def _tab(self, number: int) -> widgets.Button:
        button = widgets.Button()
        button.on_click(self._guarded(partial(self.show, number)))
        return button

    def _language_button(self, language: Language) -> widgets.Button:
        button = widgets.Button(description=_NAMES[language])
        button.on_click(lambda _button: self.speak(language))
        return button

    def _guarded(self, act: Callable[[], None]) -> Callable[[Any], None]:
        def handle(_event: Any) -> None:
            with spoken(self._workspace.language):
                act()

        return handle

    # -- showing

    def show(self, number: int) -> None:
        """Show a page; it is made now if it was not yet.

        Args:
            number: Its place among the tabs, from 0.
        """
        self._shown = number
        self._build(number)
        if number == self._answering:
            self.waiting.put_away()
        for place, tab in enumerate(self._tabs):
            self._places[place].layout.display = "flex" if place == number else "none"
            mark(tab, chosen=place == number)

    def speak(self, language: Language) -> None:
        """Change the language of the screen; what pages with a ``respeak`` hold stays as it was typed.

        Args:
            language: The one to speak from now on.
        """
        if language == self._workspace.language:
            return
        self._workspace = replace(self._workspace, screen=language)
        with spoken(language):
            self._label()
            self.sentry.speak(self._workspace)
            self.waiting.speak(self._workspace)
            for number, page in list(self._made.items()):
                respeak = getattr(page, "respeak", None)
                if respeak is None:
                    del self._made[number]
                else:
                    respeak(self._workspace)
                    self._places[number].children = (page.widget,)
            self.show(self._shown)

    def open(self, what: Opens, *wanted: Any) -> None:
        """Show something on the page that shows such things.

        Args:
            what: Of which kind.
            wanted: What the page's method takes.
        """
        number = next(number for number, entry in enumerate(self._entries) if entry.opens is what)
        self.show(number)
        page = self._made.get(number)
        if page is not None:
            getattr(page, f"open_{what}")(*wanted)

    def _label(self) -> None:
        self._head.value = masthead(self._workspace)
        for tab, entry in zip(self._tabs, self._entries, strict=True):
            tab.description = entry.word
        for language, button in self.languages.items():
            mark(button, chosen=language == self._workspace.language)

    def _build(self, number: int) -> None:
        """Put the page into its place; where it cannot be made, say why and offer to try again."""
        if number in self._made:
            return
        place = self._places[number]
        try:
            page = self._entries[number].make(self._workspace)
        except EmitError as err:
            again = widgets.Button(description=_("Try again"))
            again.on_click(self._guarded(partial(self._build, number)))
            place.children = (widgets.HTML(panel_html(error_notice(err))), again)
        else:
            self._made[number] = page
            place.children = (page.widget,)
            for name, what in (("link", Opens.CLIENT), ("lead", Opens.SEARCH)):
                hand_over = getattr(page, name, None)
                if hand_over is not None:
                    hand_over(partial(self.open, what))


def mark(button: widgets.Button, *, chosen: bool) -> None:
    """Show which of several buttons is the one in force."""
    if chosen:
        button.add_class("emit-chosen")
    else:
        button.remove_class("emit-chosen")
