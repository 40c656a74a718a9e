"""The widgets of the client form: laid out as SAE's tab is, in the language of the moment, filled from a state."""

from collections.abc import Callable

import ipywidgets as widgets

from emitlib.forms.account_chips import AccountChips
from emitlib.forms.certificate_facts import certificate_panel
from emitlib.forms.client_form_state import ClientFormState
from emitlib.forms.client_mail_panel import ClientMailPanel
from emitlib.forms.client_preview import form_sheet, preview_parts
from emitlib.forms.form_fields import FormField
from emitlib.forms.form_widgets import above, button, checkbox, group, row
from emitlib.i18n import _
from emitlib.vocabulary import Security

__all__ = ["ClientFormWidgets"]


class ClientFormWidgets:
    """What the form consists of; it holds no rule and hears nothing.

    Args:
        search: What finds a client; stands above everything.
        add: Told of a text that may hold several addresses.
        remove: Told of an account to take out.
    """

    def __init__(self, search: widgets.Widget, *, add: Callable[[str], None], remove: Callable[[str], None]) -> None:
        self.prints = checkbox(_("Print on paper"))
        self.mails = checkbox(_("Send by e-mail"))
        self.chips = AccountChips(add=add, remove=remove)
        self.silent = checkbox(_("Send e-mail in silent mode (without review)"))
        self.security = widgets.RadioButtons(
            options=[
                (_("Without encryption"), Security.NONE.value),
                (_("High (double encryption)"), Security.HIGH.value),
            ],
        )
        self.upload = widgets.FileUpload(
            accept=".cer,.crt,.pem",
            multiple=False,
            icon="",
            description=_("Choose certificate"),
            tooltip=_("Choose certificate (.cer)…"),
        )
        self.upload.add_class("emit-upload")
        self.hints = {
            field: widgets.HTML() for field in (FormField.ACCOUNTS, FormField.SECURITY, FormField.CERTIFICATE)
        }
        self.facts, self.card, self.message = (widgets.HTML() for _place in range(3))
        self.outlook, self.changes, self.told, self.obstacles = (widgets.HTML() for _place in range(4))
        self.reason = above(
            widgets.Text(
                description=_("Reason"),
                placeholder=_("why this changes; it is kept with the change"),
                continuous_update=False,
            )
        )
        self.save = button(_("Save"), style="success")
        self.undo, self.discard = button(_("Undo"), quiet=True), button(_("Discard all"), quiet=True)
        self.clash = widgets.VBox()
        self.mail = ClientMailPanel()
        self.body = widgets.VBox([self._columns(), self.mail.widget])
        self.widget = widgets.VBox(
            [
                widgets.HTML(form_sheet()),
                search,
                self.card,
                self.message,
                self.clash,
                self.body,
            ]
        )
        self.widget.add_class("emit-form")

    def fill(self, state: ClientFormState, *, entry: str = "") -> None:
        """Show what is set in a state, what it enables and what it would mean.

        Args:
            state: The open client.
            entry: What stands in the entry for accounts.
        """
        values = state.values
        self.prints.value, self.mails.value, self.silent.value = values.prints, values.mails, values.silent
        self.security.value = values.security.value
        if state.chosen is None:
            self.upload.value = ()
        self.reason.value = state.reason
        self.chips.entry.value = entry
        reasons = {field: values.why_disabled(field) for field in FormField}
        self.chips.show(values.accounts, enabled=not reasons[FormField.ACCOUNTS])
        self.silent.disabled = bool(reasons[FormField.SILENT])
        self.security.disabled = bool(reasons[FormField.SECURITY])
        self.upload.disabled = bool(reasons[FormField.CERTIFICATE])
        for field, hint in self.hints.items():
            hint.value = f'<div class="emit-why">{reasons[field]}</div>' if reasons[field] else ""
        high = values.security is Security.HIGH
        self.facts.value = certificate_panel(state.certificate) if high else ""
        self.outlook.value, self.changes.value, self.told.value, self.obstacles.value = preview_parts(state)
        self.save.disabled = not state.differences()  # what keeps it from being saved is said when it is asked for
        self.undo.disabled = not state.can_undo
        self.discard.disabled = not (state.can_undo or state.differences())
        self.mail.show(state)

    def _columns(self) -> widgets.HBox:
        inside = widgets.VBox([self.chips.widget, self.silent, self.hints[FormField.ACCOUNTS]])
        inside.add_class("emit-inside")
        emission = group(_("Mechanism for emitting documents"), [self.prints, self.mails, inside])
        security = group(
            _("Security mechanism for sending"),
            [
                self.security,
                self.hints[FormField.SECURITY],
                self.upload,
                self.hints[FormField.CERTIFICATE],
                self.facts,
            ],
        )
        left = widgets.VBox([emission, security], layout=widgets.Layout(width="600px", flex="0 0 600px"))
        saving = group(
            _("Before and after"),
            [
                self.changes,
                self.reason,
                row([self.save, self.undo, self.discard], kind="emit-buttons"),
                self.obstacles,
            ],
        )
        right = widgets.VBox([self.outlook, saving, self.told], layout=widgets.Layout(flex="1 1 0", min_width="0"))
        columns = widgets.HBox([left, right])
        columns.add_class("emit-cols")
        return columns
