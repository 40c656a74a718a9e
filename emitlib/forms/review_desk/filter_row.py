"""The filter as widgets: simple fields that make the expression of `emit review`, and the sample."""

import secrets
from collections.abc import Callable

import ipywidgets as widgets

from emitlib.forms.review_desk.desk import joined
from emitlib.forms.telling import Teller
from emitlib.i18n import _

__all__ = ["FilterRow"]

_SAMPLE = 10  # messages, unless somebody says otherwise


class FilterRow:
    """Fields to narrow what is listed, and to draw a sample.

    Args:
        teller: Guards the handlers.
        narrow: Told of the filter.
        draw: Told of the size and the seed of a sample.
        clear: Told when the sample is put away.
    """

    def __init__(
        self,
        teller: Teller,
        *,
        narrow: Callable[[str], None],
        draw: Callable[[int, int], None],
        clear: Callable[[], None],
    ) -> None:
        self._narrow = narrow
        self._draw = draw
        self.text = _entry(_("Search"), _("name, address, subject, UUID"), "255px")
        self.clave = _entry(_("Client key"), "", "185px")
        self.least = _entry(_("Amount from"), "", "185px")
        self.most = _entry(_("to"), "", "130px")
        self.more = _entry(_("Conditions"), "to=@example.mx,subject=…", "300px")
        self.size = widgets.BoundedIntText(
            value=_SAMPLE, min=1, max=10_000, description=_("Sample of"), layout=widgets.Layout(width="145px")
        )
        self.size.style.description_width = "initial"
        self.drawn = widgets.Button(description=_("Draw at random"))
        self.all = widgets.Button(description=_("All again"))
        for field in (self.text, self.clave, self.least, self.most, self.more):
            field.observe(teller.guarded(self._take), names="value")
        self.drawn.on_click(teller.guarded(self._draw_new))
        self.all.on_click(teller.guarded(clear))
        fields = widgets.HBox([self.text, self.clave, self.least, self.most, self.more])
        sample = widgets.HBox([self.size, self.drawn, self.all])
        for row in (fields, sample):
            row.add_class("emit-choice")
        self.widget = widgets.VBox([fields, sample])

    def _take(self) -> None:
        self._narrow(
            joined(
                text=self.text.value,
                clave=self.clave.value,
                least=self.least.value,
                most=self.most.value,
                more=self.more.value,
            )
        )

    def _draw_new(self) -> None:
        self._draw(self.size.value, secrets.randbelow(10_000))


def _entry(label: str, placeholder: str, width: str) -> widgets.Text:
    return widgets.Text(
        description=label,
        placeholder=placeholder,
        continuous_update=False,
        layout=widgets.Layout(width=width),
        style={"description_width": "initial"},
    )
