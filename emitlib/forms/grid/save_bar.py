"""What happens next: how many clients change, undo, the reason, and Save."""

from typing import Any

import ipywidgets as widgets
from markupsafe import Markup

from emitlib.forms.grid.parts import Act, button, row
from emitlib.forms.grid.sentences import change_sentence
from emitlib.forms.panel import panel_html
from emitlib.i18n import _

__all__ = ["SaveBar"]


class SaveBar:
    """The bar at the foot of the grid.

    Args:
        undo: Takes the last step back.
        look: Shows everything that would be written.
        save: Writes it.
    """

    def __init__(self, *, undo: Act, look: Act, save: Act) -> None:
        self.told = widgets.HTML(layout=widgets.Layout(margin="0 auto 0 0"))
        self.undo, self.look, self.save = button(undo), button(look), button(save, style="success")
        self.look.description, self.save.description = _("See the changes"), _("Save")
        self.reason = widgets.Text(placeholder=_("why this changes"), layout=widgets.Layout(width="430px"))
        self.reason.observe(self._typed, names="value")
        self._cells = 0
        self._asked = _("Type the reason first.")
        reason = widgets.HBox([widgets.Label(_("Reason")), self.reason], layout=widgets.Layout(margin="0 0 0 auto"))
        self.widget = widgets.VBox([row(self.told, self.undo, self.look), row(reason, self.save)])
        self.widget.add_class("emit-foot")

    def show(self, *, clients: int, cells: int, last: str, undoable: bool) -> None:
        """Draw the bar.

        Args:
            clients: That would change.
            cells: That would be written.
            last: What the last step was called.
            undoable: Whether there is one.
        """
        self._cells = cells
        self.told.value = panel_html(Markup('<p class="lead">{}</p>').format(change_sentence(clients)))
        self.undo.description = _("Undo: {step}").format(step=last) if undoable else _("Undo")
        self.undo.disabled = not undoable
        self.look.disabled = cells == 0
        self._typed(None)

    def _typed(self, _change: Any) -> None:
        self.save.disabled = self._cells == 0 or not self.reason.value.strip()
        self.save.tooltip = self._asked if self._cells and self.save.disabled else ""
