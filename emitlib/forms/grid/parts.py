"""The small parts that the grid's panels are laid out with."""

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

__all__ = ["Act", "button", "row", "shown"]

#: What a part of the grid calls when a person did something.
Act = Callable[[], None]


def button(act: Act, *, style: str = "") -> widgets.Button:
    """A button as wide as its words.

    Args:
        act: What it does.
        style: "", ``primary`` or ``success``.
    """
    made = widgets.Button(button_style=style, layout=widgets.Layout(width="auto", height="28px"))
    made.on_click(lambda _button: act())
    return made


def row(*children: Any) -> widgets.HBox:
    """Parts side by side, which go on in a second line where there is no room."""
    layout = widgets.Layout(flex_flow="row wrap", align_items="center", overflow="visible")
    return widgets.HBox(list(children), layout=layout)


def shown(widget: Any, *, on: bool) -> None:
    """Show a widget, or hide it."""
    widget.layout.display = None if on else "none"
