"""The part of the client form that shows the client's mail; closed until somebody asks to see it."""

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
from markupsafe import Markup

from emitlib.errors import EmitError
from emitlib.forms.blocks import error_notice, notice, sentence
from emitlib.forms.client_form_state import ClientFormState
from emitlib.forms.client_mail import client_letter, letter_words
from emitlib.forms.form_widgets import group, row
from emitlib.forms.panel import panel_html
from emitlib.forms.review_desk.message_view import letter_html
from emitlib.i18n import _

__all__ = ["ClientMailPanel"]


class ClientMailPanel:
    """A letter to choose, and what the client would read."""

    def __init__(self) -> None:
        self.letter = widgets.Dropdown(
            options=[(word, letter) for letter, word in letter_words().items()],
            description=_("Kind of mail"),
            layout=widgets.Layout(width="420px"),
            style={"description_width": "initial"},
        )
        self.see = widgets.ToggleButton(description=_("See the mail"), layout=widgets.Layout(width="auto"))
        self.see.add_class("emit-quiet")
        self.shown = widgets.HTML()
        choice = row([self.letter, self.see], kind="emit-buttons")
        self.widget = group(_("The mail as this client would get it"), [choice, self.shown])

    def observe(self, handle: Callable[[Any], None]) -> None:
        """Have `handle` told when a letter is asked for."""
        for field in (self.letter, self.see):
            field.observe(handle, names="value")

    def take_over(self, former: "ClientMailPanel") -> None:
        """Stand as another one stood."""
        self.letter.value, self.see.value = former.letter.value, former.see.value

    def show(self, state: ClientFormState) -> None:
        """Draw the letter as what is set in the form would make it; nothing while it is not asked for."""
        self.shown.value = _letter(state, self.letter.value) if self.see.value else ""


def _letter(state: ClientFormState, name: str) -> str:
    """The letter, or what keeps it from being written."""
    try:
        letter = client_letter(state.workspace, state.edited, name, certificate=state.certificate)
    except EmitError as err:
        return panel_html(error_notice(err))
    stopped = notice(_("It would not leave now."), letter.stopped, tone="warning") if letter.stopped else Markup("")
    return letter_html(letter.message, above=stopped + sentence(letter.told))
