"""SAE's tab "Emisión de documentos" as a form: it binds widgets to a `ClientFormState` and holds no rule itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from emitlib.bootstrap import open_ledger
from emitlib.clients import Master, open_master
from emitlib.errors import EmitError
from emitlib.forms.account_chips import AccountChips
from emitlib.forms.certificate_facts import certificate_panel
from emitlib.forms.client_form_state import ClientFormState
from emitlib.forms.client_preview import client_card, form_sheet, message_box, preview
from emitlib.forms.form_fields import FormField
from emitlib.forms.form_widgets import checkbox, labelled, title
from emitlib.forms.key_search import suggestions
from emitlib.forms.opened import workspace_of
from emitlib.i18n import _, spoken
from emitlib.vocabulary import Security
from emitlib.workspace import Workspace

__all__ = ["ClientForm", "edit_emission"]


def edit_emission(workspace: str | Path | Workspace, clave: str = "") -> "ClientForm":
    """The form, opened at a client.

    Args:
        workspace: The folder of the workspace.
        clave: The client's key; "" = search for one.

    Raises:
        InputError: If the client file cannot be read, or ``CLIENT_UNKNOWN``.
    """
    return ClientForm(workspace_of(workspace), clave)


class ClientForm:
    """The form of one client at a time.

    Args:
        workspace: Where the client file lies.
        clave: The client to open; "" = none.
    """

    def __init__(self, workspace: Workspace, clave: str = "") -> None:
        self._workspace = workspace
        self._master = self._read()
        self.state: ClientFormState | None = None
        self._filling = False
        self._make_widgets()
        if clave.strip():
            self.search.value = clave.strip()
            self._open(clave)
        else:
            self._show()

    def __repr__(self) -> str:
        return _("The form of a client's emission rule; run the cell to see it.")

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = self.widget._repr_mimebundle_(**kwargs)
        # a widget describes itself by its values: they must not stand in a notebook that is kept
        return {**shown, "text/plain": repr(self)}

    # -- making

    def _make_widgets(self) -> None:
        wide = widgets.Layout(width="330px")
        self.search = widgets.Combobox(
            description=_("Client key"),
            placeholder=_("key, name or RFC"),
            continuous_update=True,
            layout=wide,
            style={"description_width": "initial"},
        )
        self.accept = widgets.Button(description=_("Accept"), button_style="primary")
        self.prints = checkbox(_("Print"))
        self.mails = checkbox(_("Send by e-mail"))
        self.chips = AccountChips(add=self._add_accounts, remove=self._remove_account)
        self.silent = checkbox(_("Send e-mail in silent mode (without review)"))
        self.security = widgets.RadioButtons(options=[], layout=widgets.Layout(width="auto"))
        self.upload = widgets.FileUpload(
            accept=".cer,.crt,.pem",
            multiple=False,
            description=_("Choose file (.cer)"),
            layout=widgets.Layout(width="auto", max_width="260px"),
        )
        self.hints = {field: widgets.HTML() for field in FormField}
        self.facts, self.card, self.preview, self.message = (widgets.HTML() for _place in range(4))
        self.reason = widgets.Text(placeholder=_("why this changes"), layout=widgets.Layout(width="430px"))
        self.save = widgets.Button(description=_("Save"), button_style="success", disabled=True)
        self.undo = widgets.Button(description=_("Undo"), disabled=True)
        self._bind()
        self._lay_out()

    def _bind(self) -> None:
        self.search.observe(self._guarded(self._suggest), names="value")
        self.accept.on_click(self._guarded(lambda _event: self._open(self.search.value)))
        for widget in (self.prints, self.mails, self.silent, self.security, self.reason):
            widget.observe(self._guarded(lambda _event: self._take()), names="value")
        self.upload.observe(self._guarded(self._uploaded), names="value")
        self.save.on_click(self._guarded(lambda _event: self._save()))
        self.undo.on_click(self._guarded(lambda _event: self._open(self._key)))

    def _lay_out(self) -> None:
        head = widgets.HBox([self.search, self.accept])
        fields = widgets.VBox(
            [
                title(_("Mechanism for emitting documents")),
                self.prints,
                self.mails,
                labelled(_("Mail accounts"), self.chips.widget, self.hints[FormField.ACCOUNTS]),
                self.silent,
                self.hints[FormField.SILENT],
                title(_("Security mechanism for sending")),
                self.security,
                self.hints[FormField.SECURITY],
                labelled(_("Certificate"), self.upload, self.hints[FormField.CERTIFICATE]),
                self.facts,
            ],
            layout=widgets.Layout(width="525px", padding="0 16px 0 2px"),
        )
        reason = widgets.HBox([widgets.Label(_("Reason")), self.reason])
        outcome = widgets.VBox(
            [self.preview, reason, widgets.HBox([self.save, self.undo])], layout=widgets.Layout(width="545px")
        )
        self._body = widgets.HBox([fields, outcome])
        tab = widgets.VBox([self.card, self._body])
        pages = widgets.Tab(children=[tab], titles=(_("Emission of documents"),))
        pages.add_class("emit-tab")
        self.widget = widgets.VBox([widgets.HTML(form_sheet()), head, self.message, pages])

    # -- what a person does

    def _guarded(self, act: Callable[[Any], None]) -> Callable[[Any], None]:
        """Run a handler in the workspace's language; what goes wrong is told in the form."""

        def handle(event: Any) -> None:
            if self._filling:
                return
            with spoken(self._workspace.language):
                try:
                    act(event)
                except EmitError as err:
                    self.message.value = message_box(err.message, err.hint, tone="error")

        return handle

    def _suggest(self, change: dict[str, str]) -> None:
        self.search.options = suggestions(self._master.clients.values(), change["new"])

    @property
    def _key(self) -> str:
        return self.state.client.key if self.state else ""

    def _open(self, text: str) -> None:
        """Show a client; `text` is its key, or a suggestion that begins with it."""
        self._master = self._read()
        key = text.partition(" · ")[0].strip()
        self.state = ClientFormState.of(self._workspace, self._master, key)
        self.message.value = ""
        self._show()

    def _read(self) -> Master:
        with open_ledger(self._workspace) as ledger:
            return open_master(self._workspace, ledger).master

    def _add_accounts(self, text: str) -> None:
        self._guarded(lambda _event: self._added(text))(None)

    def _added(self, text: str) -> None:
        if self.state is None:
            return
        refused = self.state.add_accounts(text)
        told = _("Not an address: {listed}.").format(listed=", ".join(refused)) if refused else ""
        self.message.value = message_box(told, tone="error") if told else ""
        self._show(entry="; ".join(refused))

    def _remove_account(self, account: str) -> None:
        self._guarded(lambda _event: self._removed(account))(None)

    def _removed(self, account: str) -> None:
        if self.state is not None:
            self.state.remove_account(account)
            self._show()

    def _uploaded(self, change: dict[str, Any]) -> None:
        if self.state is None or not change["new"]:
            return
        self.state.forget_certificate()
        try:
            self.state.choose_certificate(bytes(change["new"][0]["content"]))
        finally:
            self._show()

    def _take(self) -> None:
        """The simple fields into the state."""
        state = self.state
        if state is None:
            return
        state.prints, state.mails, state.silent = self.prints.value, self.mails.value, self.silent.value
        state.security = Security(self.security.value)
        state.reason = self.reason.value
        self._show()

    def _save(self) -> None:
        if self.state is None:
            return
        with open_ledger(self._workspace) as ledger:
            done = self.state.save(ledger)
        self._open(self._key)
        if done.pending:
            told = _("The client file is open elsewhere: the change waits and is applied when it is closed.")
            self.message.value = message_box(told, tone="warning")
        else:
            self.message.value = message_box(_("Saved, with its history."), tone="good")

    # -- showing

    def _show(self, *, entry: str = "") -> None:
        """The state into the widgets."""
        self._filling = True
        try:
            state = self.state
            self._body.layout.display = "none" if state is None else "flex"
            self.card.value = client_card(state)
            if state is not None:
                self._fill(state, entry)
        finally:
            self._filling = False

    def _fill(self, state: ClientFormState, entry: str) -> None:
        self.prints.value, self.mails.value, self.silent.value = state.prints, state.mails, state.silent
        self.security.options = [
            (_("Without encryption"), Security.NONE.value),
            (_("High (double encryption)"), Security.HIGH.value),
        ]
        self.security.value = state.security.value
        if state.chosen is None:
            self.upload.value = ()
        if self.reason.value != state.reason:
            self.reason.value = state.reason
        self.chips.entry.value = entry
        self._enable(state)
        self.facts.value = certificate_panel(state.certificate) if state.security is Security.HIGH else ""
        self.preview.value = preview(state)
        self.save.disabled = bool(state.obstacles())
        self.undo.disabled = not state.differences()

    def _enable(self, state: ClientFormState) -> None:
        reasons = {field: state.why_disabled(field) for field in FormField}
        self.chips.show(state.accounts, enabled=not reasons[FormField.ACCOUNTS])
        self.silent.disabled = bool(reasons[FormField.SILENT])
        self.security.disabled = bool(reasons[FormField.SECURITY])
        self.upload.disabled = bool(reasons[FormField.CERTIFICATE])
        for field, hint in self.hints.items():
            hint.value = f"<small>{reasons[field]}</small>" if reasons[field] else ""
