"""The decision as widgets: release or reject what the filter leaves, or the message in hand; signed."""

from collections.abc import Callable, Sequence

import ipywidgets as widgets

from emitlib.batch.reviewing import HeldMessage
from emitlib.errors import ConfigError
from emitlib.forms.blocks import sentence
from emitlib.forms.panel import panel_html
from emitlib.forms.same_count import same_count
from emitlib.forms.telling import Teller
from emitlib.i18n import _

__all__ = ["Decision"]

#: Does it: the messages, the person's name, the reason ("" for a release).
Act = Callable[[Sequence[HeldMessage], str, str], None]


class Decision:
    """Asks for what a decision needs, and has it done.

    Args:
        teller: Guards the handlers.
        release: Lets messages go.
        reject: Cancels messages.
    """

    def __init__(self, teller: Teller, *, release: Act, reject: Act) -> None:
        self._release_them = release
        self._reject_them = reject
        self._matching: Sequence[HeldMessage] = ()
        self._in_hand: HeldMessage | None = None
        self.scope = widgets.RadioButtons(options=[""], layout=widgets.Layout(width="auto"))
        self.count = _entry("", "120px", "")
        self.name = _entry(_("Your name"), "260px", _("as it shall stand in the ledger"))
        self.reason = _entry(_("Reason"), "330px", _("to reject: why they must not leave"))
        self.release = widgets.Button(description=_("Release and send"), button_style="success")
        self.reject = widgets.Button(description=_("Reject"), button_style="danger")
        self._counted = widgets.HTML()
        self.release.on_click(teller.guarded(self._release))
        self.reject.on_click(teller.guarded(self._reject))
        for field in (self.scope, self.count, self.name, self.reason):
            field.observe(lambda _change: self._enable(), names="value")
        self._busy = False
        first = widgets.HBox([self.scope, self._counted, self.count, self.name])
        self._why = widgets.HTML()
        second = widgets.HBox([self.release, self.reason, self.reject, self._why])
        for row in (first, second):
            row.add_class("emit-choice")
        self.widget = widgets.VBox([first, second])
        self.widget.add_class("emit-act")

    def show(self, matching: Sequence[HeldMessage], in_hand: HeldMessage | None, *, busy: bool) -> None:
        """Say what would be decided on.

        Args:
            matching: What the filter leaves.
            in_hand: The message that is shown.
            busy: Whether a run goes on: nothing is decided then.
        """
        self._matching, self._in_hand, self._busy = matching, in_hand, busy
        alone = self.scope.index == 1
        options = [_("All {count} that the filter leaves").format(count=f"{len(matching):,}")]
        if in_hand is not None:
            options.append(_("Only the message that is shown ({subject})").format(subject=in_hand.subject[:40]))
        if tuple(self.scope.options) != tuple(options):
            self.scope.options = options
            self.scope.index = 1 if alone and in_hand is not None else 0
        wait = _("Wait for the run above to end, or stop it.") if busy else ""
        self._why.value = panel_html(sentence(wait)) if wait else ""
        self._enable()

    @property
    def _alone(self) -> bool:
        return self.scope.index == 1 and self._in_hand is not None

    @property
    def _chosen(self) -> Sequence[HeldMessage]:
        return [self._in_hand] if self._alone and self._in_hand is not None else self._matching

    def _enable(self) -> None:
        count = len(self._matching)
        self._counted.value = "" if self._alone else _("Type {count}:").format(count=count)
        self.count.layout.display = "none" if self._alone else ""
        confirmed = self._alone or same_count(self.count.value, count)
        ready = not self._busy and bool(self._chosen) and confirmed and bool(self.name.value.strip())
        self.release.disabled = not ready
        self.reject.disabled = not (ready and self.reason.value.strip())

    def _release(self) -> None:
        self._do(self._release_them)

    def _reject(self) -> None:
        self._do(self._reject_them)

    def _do(self, act: Act) -> None:
        """Have it done once; a second click finds the count gone."""
        if self.release.disabled:
            raise ConfigError("USAGE", _("This is signed by a person."), _("Type the count and your name."))
        chosen, name, reason = self._chosen, self.name.value.strip(), self.reason.value.strip()
        self.count.value = ""
        act(chosen, name, reason)


def _entry(label: str, width: str, placeholder: str) -> widgets.Text:
    return widgets.Text(
        description=label,
        placeholder=placeholder,
        layout=widgets.Layout(width=width),
        style={"description_width": "initial"},
    )
