"""The mail accounts as chips: each is taken out by its own button; a pasted list becomes several."""

from collections.abc import Callable, Sequence

import ipywidgets as widgets

from emitlib.clients import is_address
from emitlib.forms.form_widgets import above, button, row
from emitlib.i18n import _

__all__ = ["AccountChips"]


class AccountChips:
    """Shows accounts, and tells of those added or taken out.

    Args:
        add: Told of a text that may hold several addresses.
        remove: Told of the account whose button was pressed.
    """

    def __init__(self, *, add: Callable[[str], None], remove: Callable[[str], None]) -> None:
        self._add = add
        self._remove = remove
        self._shown: tuple[tuple[str, ...], bool] = ((), False)
        self._chips = widgets.Box(layout=widgets.Layout(flex_flow="row wrap", overflow="visible"))
        self.entry = above(
            widgets.Text(
                description=_("Mail accounts for sending"),
                placeholder=_("an address, or several separated by ;"),
                continuous_update=False,
            )
        )
        self.entry.layout.flex = "1 1 0"
        self.entry.observe(self._typed, names="value")
        self.adding = button(_("Add"), quiet=True)
        self.adding.on_click(lambda _button: self._typed({"new": self.entry.value}))
        self.widget = widgets.VBox([row([self.entry, self.adding], kind="emit-entry"), self._chips])

    def show(self, accounts: Sequence[str], *, enabled: bool) -> None:
        """Draw the chips; what is no address is marked."""
        if self._shown != (tuple(accounts), enabled):
            self._shown = tuple(accounts), enabled
            self._chips.children = tuple(self._chip(account, enabled=enabled) for account in accounts)
        self.entry.disabled = self.adding.disabled = not enabled

    @property
    def chips(self) -> tuple[widgets.Button, ...]:
        """The chips, one button each."""
        return tuple(self._chips.children)

    def _chip(self, account: str, *, enabled: bool) -> widgets.Button:
        chip = widgets.Button(
            description=f"{account}  \N{MULTIPLICATION SIGN}",
            tooltip=_("take out {account}").format(account=account),
            disabled=not enabled,
            button_style="" if is_address(account) else "danger",
            layout=widgets.Layout(width="auto"),
        )
        chip.add_class("emit-chip")
        chip.on_click(lambda _button: self._remove(account))
        return chip

    def _typed(self, change: dict[str, str]) -> None:
        if change["new"].strip():
            self._add(change["new"])
