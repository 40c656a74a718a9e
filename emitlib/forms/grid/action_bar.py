"""Who is in sight, who is chosen, and what to do with them: the action goes to a preview first."""

from typing import Any

import ipywidgets as widgets

from emitlib.forms.grid.actions import ActionName, action_word
from emitlib.forms.grid.parts import Act, button, row, shown
from emitlib.i18n import _

__all__ = ["ActionBar"]


class ActionBar:
    """The bar below the filters.

    Args:
        choose: Chooses all clients in sight.
        leave: Chooses none.
        look: Opens the preview of the action.
    """

    def __init__(self, *, choose: Act, leave: Act, look: Act) -> None:
        self.sight = widgets.HTML(layout=widgets.Layout(margin="0 2px 0 auto"))
        self.chosen = widgets.HTML(layout=widgets.Layout(margin="0 6px 0 0"))
        self.choose, self.leave = button(choose), button(leave)
        self.leave.description = _("Choose none")
        self.action = widgets.Dropdown(
            description=_("Action"),
            options=[(action_word(name), name.value) for name in ActionName],
            style={"description_width": "initial"},
            layout=widgets.Layout(width="auto", max_width="330px", margin="2px 2px 2px 14px"),
        )
        self.old, self.new = self._domain(_("old domain")), self._domain(_("new domain"))
        self._arrow = widgets.HTML("\N{RIGHTWARDS ARROW}")
        self.look = button(look, style="primary")
        self.look.description = _("Preview")
        self.action.observe(self._changed, names="value")
        self._changed(None)
        self.widget = row(
            self.chosen, self.choose, self.leave, self.action, self.old, self._arrow, self.new, self.look, self.sight
        )

    @property
    def name(self) -> ActionName:
        """The action that is set."""
        return ActionName(self.action.value)

    def show(self, *, chosen: int, hidden: int, fit: int, total: int) -> None:
        """Draw the bar.

        Args:
            chosen: Clients that are chosen.
            hidden: Of these, the ones that the filters hide.
            fit: Clients in sight.
            total: All clients.
        """
        self.sight.value = _("{fit} of {total} clients").format(fit=f"<b>{fit:,}</b>", total=f"{total:,}")
        told = _("{count} chosen").format(count=f"<b>{chosen:,}</b>")
        if hidden:
            told += " " + _("({count} of them out of sight)").format(count=f"{hidden:,}")
        self.chosen.value = told
        self.choose.description = _("Choose all {count} in sight").format(count=f"{fit:,}")
        self.choose.disabled = fit == 0
        self.leave.disabled = chosen == 0
        self.look.disabled = chosen == 0

    def _changed(self, _change: Any) -> None:
        replaces = self.name is ActionName.REPLACE_DOMAIN
        for widget in (self.old, self._arrow, self.new):
            shown(widget, on=replaces)

    @staticmethod
    def _domain(placeholder: str) -> widgets.Text:
        return widgets.Text(placeholder=placeholder, layout=widgets.Layout(width="150px"))
