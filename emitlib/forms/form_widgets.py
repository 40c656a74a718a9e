"""The small widgets that the client form is laid out with."""

import ipywidgets as widgets

__all__ = ["checkbox", "labelled", "title"]


def checkbox(text: str) -> widgets.Checkbox:
    """A switch with its label beside it."""
    return widgets.Checkbox(description=text, indent=False, layout=widgets.Layout(width="auto", height="26px"))


def title(text: str) -> widgets.HTML:
    """The name of a group of fields."""
    return widgets.HTML(f"<b>{text}</b>")


def labelled(label: str, *parts: widgets.Widget) -> widgets.VBox:
    """Widgets under a label."""
    return widgets.VBox([widgets.HTML(f"<span>{label}</span>"), *parts])
