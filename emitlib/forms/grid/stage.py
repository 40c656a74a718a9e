"""The panels of the grid, one of them in sight, between a message above and the bar at the foot."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import ipywidgets as widgets

from emitlib.forms.blocks import Tone
from emitlib.forms.client_preview import message_box
from emitlib.forms.grid.parts import shown

__all__ = ["Stage"]


class Stage:
    """What the grid is laid out on.

    Args:
        panels: Widgets of which one is shown.
        foot: The widget below them.
    """

    def __init__(self, panels: Sequence[Any], *, foot: Any) -> None:
        self._panels, self._foot = panels, foot
        sheet = (files("emitlib.forms.grid") / "assets" / "grid.css").read_text(encoding="utf-8")
        self.message = widgets.HTML()
        self.widget = widgets.VBox([widgets.HTML(f"<style>{sheet}</style>"), self.message, *panels, foot])
        self.widget.add_class("emit-grid")

    def show(self, panel: Any, *, foot: bool) -> None:
        """Put one panel into sight, with the foot or without."""
        for widget in self._panels:
            shown(widget, on=widget is panel)
        shown(self._foot, on=foot)

    def tell(self, text: str, hint: str = "", *, tone: Tone = "") -> None:
        """Put a message above the panels; "" = none."""
        self.message.value = message_box(text, hint, tone=tone) if text else ""
