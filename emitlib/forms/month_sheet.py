"""The style sheet of the pages on which a month is run: the batch panel and the review tray."""

from importlib.resources import files

import ipywidgets as widgets

__all__ = ["month_sheet"]


def month_sheet() -> widgets.HTML:
    """The sheet, as a widget that takes no room."""
    sheet = (files("emitlib.forms") / "assets" / "month.css").read_text(encoding="utf-8")
    return widgets.HTML(f"<style>{sheet}</style>", layout=widgets.Layout(display="none"))
