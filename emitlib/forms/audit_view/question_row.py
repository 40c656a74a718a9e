"""The question as widgets: what, since when, until when, how it stands, by which channel."""

from collections.abc import Callable
from dataclasses import replace

import ipywidgets as widgets
from markupsafe import escape

from emitlib.forms.audit_view.inquiry import Wanted
from emitlib.i18n import _
from emitlib.reports.words import channel_word, status_word
from emitlib.vocabulary import ChannelName, Status

__all__ = ["QuestionRow"]

_ANY = ""  # a choice of None would be shown as no choice at all


class QuestionRow:
    """Asks when a field is left, on Enter, or by the button; never at every key.

    Args:
        ask: Told of the question.
    """

    def __init__(self, *, ask: Callable[[Wanted], None]) -> None:
        self._ask = ask
        self._filling = False
        self._wanted = Wanted()
        self.text = widgets.Text(
            description=_("Search"),
            placeholder=_("UUID, folio, client key or name, RFC, address"),
            continuous_update=False,
            layout=widgets.Layout(width="420px"),
            style={"description_width": "initial"},
        )
        self.since = _day(_("From"))
        self.until = _day(_("to"))
        self.status = _choice(_("Status"), [(status_word(status), status) for status in Status], "270px")
        self.channel = _choice(_("Channel"), [(channel_word(name), name) for name in ChannelName], "180px")
        self.button = widgets.Button(description=_("Search"), button_style="primary")
        self.clear = widgets.Button(description=_("Everything"))
        self._within = widgets.HTML()
        self._all = widgets.Button(description=_("Leave this count"))
        self.within = widgets.HBox([self._within, self._all])
        self.within.add_class("emit-within")
        for field in (self.text, self.since, self.until, self.status, self.channel):
            field.observe(lambda _change: self._take(), names="value")
        self.button.on_click(lambda _button: self._take())
        self.clear.on_click(lambda _button: self._start_anew(Wanted()))
        self._all.on_click(
            lambda _button: self._start_anew(replace(self._wanted, within=Wanted().within, within_words=""))
        )
        fields = widgets.HBox([self.text, self.button, self.since, self.until])
        more = widgets.HBox([self.status, self.channel, self.clear])
        for row in (fields, more):
            row.add_class("emit-choice")
        self.widget = widgets.VBox([self.within, fields, more])
        self.show(Wanted())

    def show(self, wanted: Wanted) -> None:
        """Show a question that was asked elsewhere; asks nothing.

        Args:
            wanted: The question.
        """
        self._filling = True
        self._wanted = wanted
        self.text.value, self.since.value, self.until.value = wanted.text, wanted.since, wanted.until
        self.status.value, self.channel.value = wanted.status or _ANY, wanted.channel or _ANY
        self._within.value = f"<b>{escape(wanted.within_words)}</b>"
        self.within.layout.display = "" if wanted.within_words else "none"
        self._filling = False

    def _start_anew(self, wanted: Wanted) -> None:
        self.show(wanted)
        self._ask(wanted)

    def _take(self) -> None:
        if self._filling:
            return
        self._wanted = replace(
            self._wanted,
            text=self.text.value,
            since=self.since.value,
            until=self.until.value,
            status=self.status.value or None,
            channel=self.channel.value or None,
        )
        self._ask(self._wanted)


def _day(label: str) -> widgets.DatePicker:
    return widgets.DatePicker(
        description=label, layout=widgets.Layout(width="auto"), style={"description_width": "initial"}
    )


def _choice(label: str, options: list[tuple[str, str]], width: str) -> widgets.Dropdown:
    return widgets.Dropdown(
        options=[(_("any"), _ANY), *options],
        value=_ANY,
        description=label,
        layout=widgets.Layout(width=width),
        style={"description_width": "initial"},
    )
