"""One channel of a plan as widgets: what it would do, rehearse it, or type the count and start it for real."""

from collections.abc import Callable, Sequence

import ipywidgets as widgets

from emitlib.errors import ConfigError
from emitlib.forms.batch_panel.channel_told import channel_told, channel_waiting
from emitlib.forms.batch_panel.outlook import ChannelOutlook
from emitlib.forms.same_count import same_count
from emitlib.forms.telling import Teller
from emitlib.i18n import N_, _
from emitlib.vocabulary import ChannelName

__all__ = ["ChannelCard"]

#: What the button says that does it for real.
_ACTS = {ChannelName.PRINT: N_("Make packs"), ChannelName.MAIL: N_("Send"), ChannelName.ENCRYPT: N_("Encrypt")}


class ChannelCard:
    """Starts one channel.

    Args:
        outlook: What the channel would do.
        start: Starts a run with these options of the verb; raises what keeps it from that.
        recount: Counts again, at the moment somebody confirms.
    """

    def __init__(
        self,
        outlook: ChannelOutlook,
        *,
        start: Callable[[Sequence[str]], None],
        recount: Callable[[ChannelName], ChannelOutlook],
    ) -> None:
        self.outlook = outlook
        self._start = start
        self._recount = recount
        self._teller = Teller()
        self._told = widgets.HTML(channel_told(outlook))
        self._acts = widgets.VBox()
        self.rehearse = widgets.Button(description=_("Rehearse: nothing leaves"), layout=widgets.Layout(width="auto"))
        self.count = widgets.Text(
            placeholder=str(outlook.open),
            description=_("Type {count} to confirm").format(count=outlook.open),
            layout=widgets.Layout(width="215px"),
            style={"description_width": "initial"},
        )
        self.send = widgets.Button(
            description=_(_ACTS[outlook.channel]), button_style="success", layout=widgets.Layout(width="auto")
        )
        self.rehearse.on_click(self._teller.guarded(self._rehearse))
        self.send.on_click(self._teller.guarded(self._send))
        self.count.observe(lambda _change: self._enable(), names="value")
        self._busy = False
        self.widget = self._laid_out()
        self._enable()

    def hold(self, *, busy: bool) -> None:
        """Offer nothing while a run goes on: what would be counted changes under the eyes."""
        self._busy = busy
        self._acts.layout.display = "none" if busy else ""
        self._told.value = channel_waiting(self.outlook) if busy else channel_told(self.outlook)
        self._enable()

    def _laid_out(self) -> widgets.VBox:
        acts: list[widgets.Widget] = []
        if self.outlook.open:
            acts.append(widgets.HBox([self.rehearse]))
            if not self.outlook.rehearses:
                acts.append(widgets.HBox([self.count, self.send]))
        self._acts.children = tuple(acts)
        box = widgets.VBox(
            [self._told, self._acts, self._teller.widget], layout=widgets.Layout(flex="1 1 0", min_width="340px")
        )
        box.add_class("emit-channel")
        return box

    def _enable(self) -> None:
        self.rehearse.disabled = self._busy
        self.count.disabled = self._busy
        self.send.disabled = self._busy or not same_count(self.count.value, self.outlook.open)

    def _rehearse(self) -> None:
        self._start(["--dry-run"])

    def _send(self) -> None:
        typed, self.count.value = self.count.value, ""
        now = self._recount(self.outlook.channel)
        if not same_count(typed, now.open):
            self.outlook = now
            self._told.value = channel_told(now)
            self.count.description = _("Type {count} to confirm").format(count=now.open)
            raise ConfigError(
                "COUNT_DIFFERS",
                _("Meanwhile there are {count} deliveries to send.").format(count=f"{now.open:,}"),
                _("Look again, and type the count anew."),
            )
        self._start([])
