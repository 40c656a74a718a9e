"""The style sheet of the auditor's view."""

from importlib.resources import files

import ipywidgets as widgets

__all__ = ["audit_sheet"]


def audit_sheet() -> widgets.HTML:
    """The sheet, as a widget that takes no room."""
    sheet = (files("emitlib.forms.audit_view") / "assets" / "audit.css").read_text(encoding="utf-8")
    return widgets.HTML(f"<style>{sheet}</style>", layout=widgets.Layout(display="none"))
