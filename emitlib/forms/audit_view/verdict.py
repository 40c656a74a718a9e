"""PASS or FAIL above every page of the auditor's view; it is found out in the background and never waited for."""

import time
from threading import Thread
from typing import assert_never

import ipywidgets as widgets
from markupsafe import Markup

from emitlib.forms.audit_view.checking import Checked, Checking, NotChecked, check
from emitlib.forms.panel import panel_html
from emitlib.i18n import _, spoken
from emitlib.ledger import fault_word
from emitlib.reports.words import pass_word
from emitlib.workspace import Workspace

__all__ = ["Verdict", "verdict_html"]

_BETWEEN = 0.3  # seconds between two signs of progress: more of them only slow the verification down

State = Checking | Checked | NotChecked


class Verdict:
    """Says how the ledger stands, and verifies it again when asked.

    Args:
        workspace: Whose ledger.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._said = 0.0
        self.state: State = Checking(done=0, total=0)
        self.again = widgets.Button()
        self.again.on_click(self._look_again)
        self._told = widgets.HTML(layout=widgets.Layout(flex="1 1 auto"))
        self.widget = widgets.HBox([self._told, self.again])
        self.widget.add_class("emit-verdict")
        self.speak(workspace)

    def speak(self, workspace: Workspace) -> None:
        """Say it in the workspace's language."""
        self._workspace = workspace
        with spoken(workspace.language):
            self.again.description = _("Verify again")
            self._show()

    def look(self) -> None:
        """Verify the ledger from end to end; called in a thread of its own."""
        self.again.disabled = True
        with spoken(self._workspace.language):
            state = check(self._workspace, told=self._progress)
        self.state = state
        with spoken(self._workspace.language):  # it may have been changed meanwhile
            self._show()
        self.again.disabled = False

    def _look_again(self, _button: widgets.Button) -> None:
        self.again.disabled = True
        Thread(target=self.look, daemon=True, name="emit-audit-verify").start()

    def _progress(self, state: Checking) -> None:
        self.state = state
        if time.monotonic() - self._said >= _BETWEEN:
            self._said = time.monotonic()
            with spoken(self._workspace.language):
                self._show()

    def _show(self) -> None:
        self._told.value = verdict_html(self.state)


def verdict_html(state: State) -> str:
    """The verdict as a line of the page.

    Args:
        state: How the verification stands.
    """
    match state:
        case Checking():
            tone, word, told = "", _("Verifying…"), _progress_words(state)
        case Checked(found=found) if found.first_bad is None:
            tone, word, told = "good", pass_word(passed=True), _sound(state)
        case Checked(found=found):
            tone, word, told = "error", pass_word(passed=False), _unsound(state)
        case NotChecked(error=error):
            tone, word, told = "error", error.code, Markup("{} {}").format(error.message, error.hint)
        case _:
            assert_never(state)
    line = Markup('<div class="notice {}" role="status"><b class="word">{}</b> {} <span class="soft">{}</span></div>')
    return panel_html(line.format(tone, word, told, _("Read only: nothing can be changed here.")))


def _progress_words(state: Checking) -> Markup:
    if not state.total:
        return Markup("")
    bar = Markup('<progress value="{}" max="{}" aria-label="{}"></progress> {}')
    told = _("{done} of {total} events").format(done=f"{state.done:,}", total=f"{state.total:,}")
    return bar.format(state.done, state.total, _("Verifying…"), told)


def _sound(state: Checked) -> Markup:
    found = state.found
    told = _("{rows} events and every table stand as they were written. Seals: {seals}.").format(
        rows=f"{found.rows:,}", seals=found.seals
    )
    unsigned = "" if state.signatures else _("The signatures of the seals were not checked: no certificate here.")
    return Markup('{} {} <span class="mono" title="{}">{}</span>').format(
        told, unsigned, found.head, _("head {head}").format(head=found.head[:16])
    )


def _unsound(state: Checked) -> Markup:
    bad = state.found.first_bad
    assert bad is not None
    return Markup("<b>{}</b> {}").format(
        _("First bad row: event {seq}, {kind}.").format(seq=f"{bad.seq:,}", kind=fault_word(bad.kind)), bad.detail
    )
