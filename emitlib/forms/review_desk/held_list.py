"""The list as widgets: one page of messages, which were looked at, and how many there are."""

from collections.abc import Callable

import ipywidgets as widgets
from markupsafe import Markup

from emitlib.batch.reviewing import HeldMessage
from emitlib.forms.panel import panel_html
from emitlib.forms.review_desk.desk import PAGE, Desk
from emitlib.forms.telling import Teller
from emitlib.i18n import _

__all__ = ["HeldList"]

_NAME = 32  # characters of a client's name


class HeldList:
    """Lists the messages of one page.

    Args:
        teller: Guards the handlers.
        turn: Told to open another page, by how far.
        take: Told which message was chosen.
    """

    def __init__(self, teller: Teller, *, turn: Callable[[int], None], take: Callable[[str], None]) -> None:
        self._take = take
        self._filling = False
        self._told = widgets.HTML()
        self.rows = widgets.Select(options=[], rows=PAGE, layout=widgets.Layout(width="500px", height="304px"))
        self.rows.add_class("emit-desk-list")
        self.rows.observe(teller.guarded(self._chosen), names="value")
        self.back = widgets.Button(description="\N{BLACK LEFT-POINTING TRIANGLE}", tooltip=_("page before"))
        self.on = widgets.Button(description="\N{BLACK RIGHT-POINTING TRIANGLE}", tooltip=_("next page"))
        self.back.on_click(teller.guarded(lambda: turn(-1)))
        self.on.on_click(teller.guarded(lambda: turn(1)))
        self._place = widgets.HTML()
        pager = widgets.HBox([self.back, self._place, self.on])
        pager.add_class("emit-choice")
        self.widget = widgets.VBox([self._told, self.rows, pager], layout=widgets.Layout(width="515px"))

    def show(self, desk: Desk) -> None:
        """Show the page that is open."""
        self._filling = True
        try:
            self.rows.options = [(_line(message, desk), message.carrier) for message in desk.shown]
            names = [message.carrier for message in desk.shown]
            self.rows.value = desk.in_hand.carrier if desk.in_hand and desk.in_hand.carrier in names else None
        finally:
            self._filling = False
        self._told.value = panel_html(_told(desk))
        self._place.value = _("page {page} of {pages}").format(page=f"{desk.page + 1:,}", pages=f"{desk.pages:,}")
        self.back.disabled = desk.page == 0
        self.on.disabled = desk.page + 1 >= desk.pages

    def _chosen(self) -> None:
        if not self._filling and self.rows.value is not None:
            self._take(self.rows.value)


def _line(message: HeldMessage, desk: Desk) -> str:
    seen = "\N{CHECK MARK}" if message.carrier in desk.looked_at else " "
    total = str(message.totals[0]) if message.totals else ""
    more = f" +{len(message.totals) - 1}" if len(message.totals) > 1 else ""
    return (
        f"{seen} {message.clave:<7.7} {message.name or message.subject:<{_NAME}.{_NAME}} {total + more:>17}".replace(
            " ", "\N{NO-BREAK SPACE}"
        )
    )


def _told(desk: Desk) -> Markup:
    count, everything = f"{len(desk.matching):,}", f"{len(desk.messages):,}"
    lead = (
        _("{count} messages wait for review.").format(count=everything)
        if not desk.expression
        else _("{count} of {total} messages fit the filter.").format(count=count, total=everything)
    )
    same = Markup('<br><small class="mono">emit review list{} --filter "{}"</small>').format(
        " --rehearsals" if any(message.rehearsal for message in desk.messages) else "", desk.expression
    )
    told = Markup("<b>{}</b>{}").format(lead, same if desk.expression else "")
    if desk.sample is None:
        return told
    sample = _("Sample of {count} (seed {seed}): {seen} looked at.").format(
        count=len(desk.sample.carriers), seed=desk.sample.seed, seen=desk.sample.seen(desk.looked_at)
    )
    return told + Markup("<br>{}").format(sample)
