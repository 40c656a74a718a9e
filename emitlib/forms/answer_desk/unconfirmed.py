"""Unconfirmed deliveries as widgets: choose one or several, see what is known, answer."""

from collections.abc import Callable, Sequence

import ipywidgets as widgets

from emitlib.batch.resolving import Answer
from emitlib.forms.answer_desk.evidence import delivery_line, evidence_html
from emitlib.forms.blocks import heading, notice
from emitlib.forms.panel import panel_html
from emitlib.forms.telling import Teller
from emitlib.i18n import _
from emitlib.ledger import DeliveryRow

__all__ = ["Unconfirmed"]

_ROWS = 10  # of the list


class Unconfirmed:
    """Asks what became of deliveries.

    Args:
        teller: Guards the handlers.
        known: What is known of deliveries, and of those only, by delivery.
        look_up: Asks the sent folder about deliveries; None where the settings name no mailbox.
        answer: Writes a person's answer down: deliveries, answer, reason.
    """

    def __init__(
        self,
        teller: Teller,
        *,
        known: Callable[[Sequence[DeliveryRow]], dict[str, dict[str, object]]],
        look_up: Callable[[Sequence[DeliveryRow]], None] | None,
        answer: Callable[[Sequence[DeliveryRow], Answer, str], None],
    ) -> None:
        self._known, self._look_up, self._answer = known, look_up, answer
        self._rows: dict[str, DeliveryRow] = {}
        self._signed = self._busy = False
        self._head = widgets.HTML()
        self.list = widgets.SelectMultiple(options=[], rows=_ROWS, layout=widgets.Layout(flex="1 1 620px"))
        self.list.add_class("emit-desk-list")
        self._evidence = widgets.HTML(layout=widgets.Layout(flex="1 1 440px"))
        self.reason = widgets.Text(
            description=_("Reason"), placeholder=_("what you know it from"), layout=widgets.Layout(width="420px")
        )
        self.arrived = widgets.Button(description=_("It arrived"), button_style="success")
        self.not_arrived = widgets.Button(description=_("It did not arrive"))
        self.resend = widgets.Button(description=_("Send it once more"), button_style="warning")
        self.look_up = widgets.Button(description=_("Look in the sent folder"))
        self.list.observe(teller.guarded(self.draw), names="value")
        self.reason.observe(lambda _change: self._enable(), names="value")
        self.arrived.on_click(teller.guarded(lambda: self._give("arrived")))
        self.not_arrived.on_click(teller.guarded(lambda: self._give("not_arrived")))
        self.resend.on_click(teller.guarded(lambda: self._give("resend")))
        self.look_up.on_click(teller.guarded(self._asked))
        choice = widgets.HBox([self.reason, self.arrived, self.not_arrived, self.resend, self.look_up])
        choice.add_class("emit-choice")
        side_by_side = widgets.Layout(flex_flow="row wrap", max_width="1180px")
        lying = widgets.HBox([self.list, self._evidence], layout=side_by_side)
        self._box = widgets.VBox([lying, choice])
        self.widget = widgets.VBox([self._head, self._box])

    @property
    def chosen(self) -> list[DeliveryRow]:
        """What a person chose, in the order of the list."""
        return [row for name, row in self._rows.items() if name in self.list.value]

    def show(self, rows: Sequence[DeliveryRow]) -> None:
        """List what nobody can tell; what was chosen and is still there stays chosen."""
        kept = set(self.list.value)
        self._rows = {row.delivery: row for row in rows}
        self.list.options = [(delivery_line(row), row.delivery) for row in rows]
        self.list.value = tuple(name for name in self._rows if name in kept)
        self._box.layout.display = "" if rows else "none"
        told = heading(_("Unconfirmed: {count}").format(count=f"{len(rows):,}"))
        why = _("They may have left. None is ever sent again by itself: a person answers, with the evidence in view.")
        self._head.value = panel_html(
            told, notice(why) if rows else notice(_("Nothing is unconfirmed."), tone="good")
        )
        self.draw()

    def hold(self, *, signed: bool, busy: bool) -> None:
        """Take answers from somebody with a name only, and send nothing beside a run.

        Args:
            signed: Whether the person gave a name.
            busy: Whether a run goes on.
        """
        self._signed, self._busy = signed, busy
        self._enable()

    def draw(self) -> None:
        """Show what is known of the chosen ones."""
        chosen = self.chosen
        self._evidence.value = evidence_html(chosen, self._known(chosen) if chosen else {})
        self._enable()

    def _enable(self) -> None:
        ready = bool(self.list.value) and self._signed and bool(self.reason.value.strip())
        self.arrived.disabled = self.not_arrived.disabled = not ready
        self.resend.disabled = not ready or self._busy
        self.look_up.disabled = self._look_up is None or not self.list.value

    def _give(self, answer: Answer) -> None:
        """Have it written down once: a second click finds nothing chosen."""
        button = {"arrived": self.arrived, "not_arrived": self.not_arrived, "resend": self.resend}[answer]
        if button.disabled:
            return
        chosen, reason = self.chosen, self.reason.value.strip()
        self.list.value = ()
        self._answer(chosen, answer, reason)
        self.reason.value = ""

    def _asked(self) -> None:
        if self._look_up is not None:
            self._look_up(self.chosen)
            self.draw()
