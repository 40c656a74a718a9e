"""What is wrong, counted: each finding is a chip that filters the clients."""

from collections.abc import Callable, Mapping

import ipywidgets as widgets

from emitlib.forms.grid.words import finding_word
from emitlib.i18n import _
from emitlib.vocabulary import Severity
from emitlib.vocabulary.codes import CODES

__all__ = ["FindingChips"]

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


class FindingChips:
    """The chips; several may be pressed.

    Args:
        toggled: Told of the code whose chip was pressed.
    """

    def __init__(self, *, toggled: Callable[[str], None]) -> None:
        self._toggled = toggled
        self._chips: dict[str, widgets.Button] = {}
        self.widget = widgets.Box(layout=widgets.Layout(flex_flow="row wrap", max_height="116px", overflow="auto"))

    def show(self, counts: Mapping[str, int], *, pressed: frozenset[str]) -> None:
        """Draw the chips; one that nothing is left of stays while it is pressed.

        Args:
            counts: Clients by code.
            pressed: Codes that filter now.
        """
        codes = sorted({code for code, count in counts.items() if count} | pressed, key=_rank)
        if list(self._chips) != codes:
            self._chips = {code: self._chips.get(code) or self._chip(code) for code in codes}
            self.widget.children = tuple(self._chips.values()) or (widgets.HTML(_("Nothing was found.")),)
        for code, chip in self._chips.items():
            chip.description = f"{finding_word(code)} · {counts.get(code, 0):,}"
            _dress(chip, pressed=code in pressed)

    @property
    def chips(self) -> Mapping[str, widgets.Button]:
        """The chips, by code."""
        return self._chips

    def _chip(self, code: str) -> widgets.Button:
        chip = widgets.Button(
            tooltip=f"{code}: {_(CODES[code].hint)}",
            layout=widgets.Layout(width="auto", height="25px", margin="0 6px 4px 0"),
        )
        chip.add_class("emit-finding")
        chip.add_class(f"emit-{CODES[code].severity}")
        chip.on_click(lambda _button: self._toggled(code))
        return chip


def _rank(code: str) -> tuple[int, str]:
    return _ORDER.index(Severity(CODES[code].severity)), code


def _dress(chip: widgets.Button, *, pressed: bool) -> None:
    if pressed:
        chip.add_class("emit-pressed")
    else:
        chip.remove_class("emit-pressed")
