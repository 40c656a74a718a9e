"""SAE's tab "Emisión de documentos" as a form: it binds widgets to a `ClientFormState` and holds no rule itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from emitlib.bootstrap import open_ledger
from emitlib.clients import Master
from emitlib.errors import EmitError, InputError
from emitlib.forms.client_form_state import ClientFormState
from emitlib.forms.client_form_widgets import ClientFormWidgets
from emitlib.forms.client_preview import client_card, message_box, waiting_box
from emitlib.forms.client_search import ClientSearch
from emitlib.forms.conflict_view import ConflictView
from emitlib.forms.form_conflict import Meeting
from emitlib.forms.form_fields import FormField
from emitlib.forms.opened import workspace_of
from emitlib.forms.read_once import MasterFile
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
        self._file = MasterFile(workspace)
        self.state: ClientFormState | None = None
        self._filling = False
        self._make()
        if clave.strip():
            self._open(clave)
        else:
            self._show()

    def __repr__(self) -> str:
        return _("The form of a client's emission rule; run the cell to see it.")

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = self.widget._repr_mimebundle_(**kwargs)
        # a widget describes itself by its values: they must not stand in a notebook that is kept
        return {**shown, "text/plain": repr(self)}

    def respeak(self, workspace: Workspace) -> None:
        """Speak the workspace's language from now on; what was typed stays.

        Args:
            workspace: The same one, with another language of its screens.
        """
        self._workspace = workspace
        former = self.fields.mail
        self._make()
        self._filling = True
        self.fields.mail.take_over(former)
        self._filling = False
        self._show()

    def open_client(self, key: str) -> None:
        """Show a client; changes that are not saved stay on the screen instead.

        Args:
            key: The client's.
        """
        self._guarded(lambda _event: self._open(key))(None)

    def _make(self) -> None:
        self.search = ClientSearch(self._file, choose=self._open, guard=self._guarded)
        self.fields = w = ClientFormWidgets(self.search.widget, add=self._add_accounts, remove=self._remove_account)
        self.widget = w.widget
        for field in (w.prints, w.mails, w.silent, w.security, w.reason):
            field.observe(self._guarded(lambda _event: self._take()), names="value")
        w.upload.observe(self._guarded(self._uploaded), names="value")
        w.mail.observe(self._guarded(lambda _event: self._show_mail()))
        w.save.on_click(self._guarded(lambda _event: self._save()))
        w.undo.on_click(self._guarded(lambda _event: self._undo()))
        w.discard.on_click(self._guarded(lambda _event: self._reopen()))

    # -- what a person does

    def _guarded(self, act: Callable[[Any], object]) -> Callable[[Any], None]:
        """Run a handler in the screen's language; what goes wrong is told in the form."""

        def handle(event: Any) -> None:
            if self._filling:
                return
            with spoken(self._workspace.language):
                try:
                    act(event)
                except EmitError as err:
                    self._tell(err.message, err.hint, tone="error")

        return handle

    def _open(self, key: str) -> None:
        """Show a client; changes that are not saved stay on the screen instead."""
        if self.state is not None and self.state.differences():
            told = _("Client {key} has changes that are not saved.").format(key=self.state.client.key)
            self._tell(told, _("Save or discard them, then open another client."), tone="warning")
            return
        self.state = ClientFormState.of(self._workspace, self.search.read(), key)
        self.fields.clash.children = ()
        self.fields.message.value = waiting_box(self._workspace, self.state.client.key)
        self._show()

    def _reopen(self) -> None:
        """Show the client as the file holds it, whatever was set."""
        if self.state is not None:
            key, self.state = self.state.client.key, None
            self._open(key)

    def _add_accounts(self, text: str) -> None:
        self._guarded(lambda _event: self._added(text))(None)

    def _added(self, text: str) -> bool:
        """Add what was typed; False where some of it is no address, which stays in the entry."""
        if self.state is None:
            return True
        refused = self.state.add_accounts(text)
        self._tell(_("Not an address: {listed}.").format(listed=", ".join(refused)) if refused else "", tone="error")
        self._show(entry="; ".join(refused))
        return not refused

    def _remove_account(self, account: str) -> None:
        self._guarded(lambda _event: self._removed(account))(None)

    def _removed(self, account: str) -> None:
        if self.state is not None:
            self.state.remove_account(account)
            self._show()

    def _uploaded(self, change: dict[str, Any]) -> None:
        if self.state is None or not change["new"]:
            return
        try:
            self.state.choose_certificate(bytes(change["new"][0]["content"]))
            self.fields.message.value = ""
        finally:
            self._show()

    def _take(self) -> None:
        """The simple fields into the state."""
        if self.state is not None:
            w = self.fields
            values = {"prints": w.prints.value, "mails": w.mails.value, "silent": w.silent.value}
            self.state.set(**values, security=Security(w.security.value))
            self.state.reason = w.reason.value
            self._show(entry=w.chips.entry.value)

    def _show_mail(self) -> None:
        if self.state is not None:
            self.fields.mail.show(self.state)

    def _undo(self) -> None:
        if self.state is not None:
            self.state.undo()
            self.fields.message.value = ""
            self._show()

    # -- saving

    def _save(self) -> None:
        """Save, or ask what to keep where the file was changed meanwhile."""
        if self.state is None or not self._added(self.fields.chips.entry.value):
            return
        now = self.search.read()
        meeting = self.state.meet(now)
        if meeting.collisions:
            self._ask(meeting, now)
        else:
            self._settle(meeting, now, {})

    def _ask(self, meeting: Meeting, now: Master) -> None:
        def settle(choice: dict[FormField, bool]) -> None:
            self._guarded(lambda _event: self._settle(meeting, now, choice))(None)

        def leave() -> None:
            self.fields.clash.children = ()
            self.fields.body.layout.display = "flex"

        self.fields.clash.children = (ConflictView(meeting, settle=settle, leave=leave).widget,)
        self.fields.body.layout.display = "none"

    def _settle(self, meeting: Meeting, now: Master, choice: dict[FormField, bool]) -> None:
        """Go on from the file as it was read, then write; changed again in this moment, it is asked again."""
        state = self.state
        if state is None:
            return
        state.rebase(now, meeting.settled(choice))
        self.fields.clash.children = ()
        taken = _("Changed in the file meanwhile, and kept: {names}.").format(names=", ".join(meeting.taken))
        if not state.differences():
            self._reopen()
            self._tell(_("Nothing is left to save: the file holds these values."), tone="good")
            return
        try:
            with open_ledger(self._workspace) as ledger:
                done = state.save(ledger)
        except InputError as err:
            if err.code != "EDIT_CONFLICT":
                raise
            self._save()
            return
        finally:
            self._show()
        self._reopen()
        if not done.pending:
            self._tell(_("Saved, with its history."), taken if meeting.taken else "", tone="good")

    # -- showing

    def _tell(self, text: str, hint: str = "", *, tone: Any) -> None:
        self.fields.message.value = message_box(text, hint, tone=tone) if text else ""

    def _show(self, *, entry: str = "") -> None:
        """The state into the widgets."""
        self._filling = True
        try:
            self.fields.body.layout.display = "none" if self.state is None else "flex"
            self.fields.card.value = client_card(self.state)
            if self.state is not None:
                self.search.show(self.state.client.key)
                self.fields.fill(self.state, entry=entry)
        finally:
            self._filling = False
