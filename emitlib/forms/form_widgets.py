"""The small widgets that forms are laid out with; assets/form.css knows their classes."""

from collections.abc import Sequence
from typing import Any, Literal

import ipywidgets as widgets
from markupsafe import Markup

__all__ = ["above", "button", "checkbox", "group", "row"]


def checkbox(text: str) -> widgets.Checkbox:
    """A switch with its label beside it."""
    return widgets.Checkbox(description=text, indent=False, layout=widgets.Layout(width="auto"))


def button(
    text: str, *, style: Literal["", "primary", "success"] = "", quiet: bool = False, tip: str = ""
) -> widgets.Button:
    """A button; `quiet` for one that is not the next thing to do."""
    made = widgets.Button(description=text, button_style=style, tooltip=tip or None)
    if quiet:
        made.add_class("emit-quiet")
    return made


def above(field: Any) -> Any:
    """The field, its label above it."""
    field.add_class("emit-above")
    field.layout.width = "auto"
    return field


def row(parts: Sequence[widgets.Widget], *, kind: str) -> widgets.HBox:
    """Widgets beside each other, of a class of the style sheet."""
    made = widgets.HBox(tuple(parts))
    made.add_class(kind)
    return made


def group(title: str, parts: Sequence[widgets.Widget]) -> widgets.VBox:
    """Fields that belong together, under their name."""
    legend = widgets.HTML(str(Markup("<b>{}</b>").format(title)))
    legend.add_class("emit-legend")
    made = widgets.VBox((legend, *parts))
    made.add_class("emit-group")
    return made
