"""The fields that somebody else changed in the file meanwhile: yours, the file's, and which to keep."""

from collections.abc import Callable

import ipywidgets as widgets
from markupsafe import Markup

from emitlib.forms.form_conflict import Collision, Meeting
from emitlib.forms.form_fields import FormField
from emitlib.forms.form_widgets import button, group, row
from emitlib.i18n import _

__all__ = ["ConflictView"]


class ConflictView:
    """Asks, field by field, which value is kept.

    Args:
        meeting: Both sides' changes.
        settle: Told for each field whether yours is kept.
        leave: Called when the person goes back to the form; nothing is written then.
    """

    def __init__(
        self, meeting: Meeting, *, settle: Callable[[dict[FormField, bool]], None], leave: Callable[[], None]
    ) -> None:
        self.choices = {collision.field: _choice(collision) for collision in meeting.collisions}
        self.accept = button(_("Save with this choice"), style="success")
        self.back = button(_("Back to the form"), quiet=True)
        self.accept.on_click(lambda _button: settle({f: choice.value for f, choice in self.choices.items()}))
        self.back.on_click(lambda _button: leave())
        told = widgets.HTML(
            str(
                Markup('<div class="emit-told">{}</div>').format(
                    _("Nothing was written. Choose what each field keeps.")
                )
            )
        )
        lines = [
            row([_name(collision), self.choices[collision.field]], kind="emit-clash")
            for collision in meeting.collisions
        ]
        buttons = row([self.accept, self.back], kind="emit-buttons")
        self.widget = group(_("Somebody changed this client in the file meanwhile"), [told, *lines, buttons])


def _name(collision: Collision) -> widgets.HTML:
    opened = _("It was: {value}").format(value=collision.before.replace("\n", "; "))
    text = Markup("<b>{}</b><br><small>{}</small>").format(collision.name, opened)
    return widgets.HTML(str(text), layout=widgets.Layout(width="340px", flex="0 0 340px"))


def _choice(collision: Collision) -> widgets.RadioButtons:
    mine, theirs = (value.replace("\n", "; ") for value in (collision.mine, collision.theirs))
    options = [
        (_("Yours: {value}").format(value=mine), True),
        (_("In the file: {value}").format(value=theirs), False),
    ]
    return widgets.RadioButtons(options=options, value=False, layout=widgets.Layout(width="auto"))
