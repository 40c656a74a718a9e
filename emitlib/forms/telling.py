"""What a page tells beside what it shows: a message that handlers leave, errors included."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import ipywidgets as widgets
from markupsafe import Markup

from emitlib.errors import EmitError
from emitlib.forms.blocks import Tone
from emitlib.forms.panel import panel_html
from emitlib.i18n import get_language, spoken

__all__ = ["Teller"]


class Teller:
    """The message line of a page, and the guard around its handlers.

    Handlers run in a context of their own, so each speaks the language that the page was made in.
    """

    def __init__(self) -> None:
        self.language = get_language()
        self.widget = widgets.HTML()

    def tell(self, text: str, hint: str = "", *, tone: Tone = "") -> None:
        """Show a message; "" takes the last one away."""
        box = Markup('<div class="notice {}" role="status"><b>{}</b> {}</div>').format(tone, text, hint)
        self.widget.value = panel_html(box) if text else ""

    @contextmanager
    def working(self, text: str, *buttons: widgets.Button) -> Iterator[None]:
        """Say what is being done while it is done, with the buttons off."""
        self.tell(text)
        for button in buttons:
            button.disabled = True
        try:
            yield
            self.tell("")
        finally:
            for button in buttons:
                button.disabled = False

    def guarded(self, act: Callable[[], None]) -> Callable[[Any], None]:
        """A handler that does `act`; what goes wrong is told."""

        def handle(_event: Any = None) -> None:
            with spoken(self.language):
                try:
                    act()
                except EmitError as err:
                    self.tell(err.message, err.hint, tone="error")

        return handle
