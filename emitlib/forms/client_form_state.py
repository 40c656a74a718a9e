"""The state of the client form: what a person has set, what that enables, changes and would mean. No widgets."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from emitlib.batch.editing import ClientEdit, change_client
from emitlib.certificates import CertificateStore, read_certificate
from emitlib.clients import Edit, Master, check_client, is_address
from emitlib.errors import InputError
from emitlib.forms.certificate_facts import HeldCertificate
from emitlib.forms.client_outlook import outlook_of
from emitlib.forms.form_conflict import Meeting, meet
from emitlib.forms.form_fields import Difference, FormField, field_names
from emitlib.forms.form_values import FormValues, client_of
from emitlib.forms.pasted_accounts import pasted_accounts
from emitlib.i18n import _
from emitlib.ledger import Ledger
from emitlib.vocabulary import Client, Finding, Security, mail_destination
from emitlib.workspace import Workspace

__all__ = ["ClientFormState"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """What was set at a moment; undo goes back to it."""

    values: FormValues
    chosen: HeldCertificate | None  #: a certificate picked to replace the stored one
    chosen_file: bytes


@dataclass(slots=True, kw_only=True)
class ClientFormState:
    """One client being edited."""

    workspace: Workspace
    master: Master  #: as the person saw it
    client: Client
    stored: HeldCertificate  #: the certificate in the store
    seen: FormValues  #: what the master holds
    values: FormValues  #: what is set in the form
    chosen: HeldCertificate | None = None  #: a certificate picked to replace the stored one
    chosen_file: bytes = b""
    reason: str = ""
    _past: list[_Step] = field(default_factory=list)

    @classmethod
    def of(cls, workspace: Workspace, master: Master, key: str) -> "ClientFormState":
        """The form of one client, as the master holds it.

        Args:
            workspace: Holds the certificates.
            master: The client file.
            key: The client's key; blanks around it are ignored.

        Raises:
            InputError: ``CLIENT_UNKNOWN``.
        """
        client = client_of(master, key)
        values = FormValues.of(master, client.key)
        store = CertificateStore(workspace.certificates)
        stored = HeldCertificate.stored(store, client=client, at=workspace.clock())
        return cls(workspace=workspace, master=master, client=client, stored=stored, seen=values, values=values)

    # -- setting

    def set(self, **changed: Any) -> None:
        """Set fields of `FormValues` by name."""
        self._become(replace(self.values, **changed))

    def add_accounts(self, text: str) -> tuple[str, ...]:
        """Add the addresses of a pasted text; returns what is no address, which is not added.

        Args:
            text: One or several, with ``;``, ``,`` or line ends between them, with names or without.
        """
        listed = pasted_accounts(text)
        refused = tuple(account for account in listed if not is_address(account))
        accounts = {_folded(account): account for account in self.values.accounts}
        for account in listed:
            if account not in refused:
                accounts.setdefault(_folded(account), account)
        self.set(accounts=tuple(accounts.values()))
        return refused

    def remove_account(self, account: str) -> None:
        """Take an address out.

        Args:
            account: As it stands among the accounts.
        """
        self.set(accounts=tuple(kept for kept in self.values.accounts if kept != account))

    def choose_certificate(self, data: bytes) -> HeldCertificate:
        """Look at a certificate that may replace the stored one; `save` copies it under the client's key.

        Args:
            data: Content of the file.

        Raises:
            CertificateError: If the file is no certificate; the former choice stays.
        """
        certificate = read_certificate(data)
        chosen = HeldCertificate.judged(certificate, client=self.client, at=self.workspace.clock())
        self._become(self.values, chosen, data)
        return chosen

    def undo(self) -> None:
        """Go back by one change."""
        if self._past:
            step = self._past.pop()
            self.values, self.chosen, self.chosen_file = step.values, step.chosen, step.chosen_file

    def _become(self, values: FormValues, chosen: HeldCertificate | None = None, data: bytes = b"") -> None:
        if values == self.values and not data:
            return
        self._past.append(_Step(values=self.values, chosen=self.chosen, chosen_file=self.chosen_file))
        self.values = values
        if data:
            self.chosen, self.chosen_file = chosen, data

    # -- what that means

    @property
    def can_undo(self) -> bool:
        """Whether anything was set since the client was opened or saved."""
        return bool(self._past)

    @property
    def certificate(self) -> HeldCertificate:
        """The certificate that would be used: the chosen one, else the stored one."""
        return self.chosen or self.stored

    @property
    def edited(self) -> Client:
        """The client as it would be."""
        values = self.values
        rule = replace(
            self.client.rule,
            prints=values.prints,
            mails=values.mails,
            accounts=values.addresses,
            silent=values.silent,
            security=values.security,
        )
        return replace(self.client, rule=rule)

    def differences(self) -> list[Difference]:
        """What `save` would change."""
        found = self.seen.differences(self.values)
        if self.chosen is not None and self.chosen.certificate is not None:
            old, name = self.stored.certificate, field_names()[FormField.CERTIFICATE]
            before, after = old.serial if old else _("none"), self.chosen.certificate.serial
            found.append(Difference(field=FormField.CERTIFICATE, name=name, before=before, after=after))
        return found

    def findings(self) -> list[Finding]:
        """What would be wrong with the client, certificate included where it is needed."""
        clients = {**self.master.clients, self.client.key: self.edited}
        found = check_client(self.edited, clients)
        return [*found, *(self.certificate.findings if self.values.security is Security.HIGH else ())]

    def obstacles(self) -> list[str]:
        """What must be mended before saving; empty = it may be saved."""
        fields = {difference.field for difference in self.differences()}
        high = self.values.security is Security.HIGH
        told = []
        if not fields:
            told.append(_("Nothing was changed yet."))
        elif not self.reason.strip():
            told.append(_("Say why: the reason is kept with the change."))
        if FormField.ACCOUNTS in fields and (invalid := self.values.invalid_accounts):
            told.append(_("Not an address: {listed}.").format(listed=", ".join(invalid)))
        if self.chosen is not None and not self.chosen.usable:
            told.append(_("The chosen certificate cannot be used."))
        elif FormField.SECURITY in fields and high and not self.certificate.usable:
            told.append(_("High security needs a usable e.firma certificate of this client."))
        return told

    def outlook(self) -> tuple[bool, list[str]]:
        """Whether an ordinary invoice of this client would leave, and what would happen, one sentence a way."""
        return outlook_of(self.edited, certificate=self.certificate)

    # -- saving

    def meet(self, now: Master) -> Meeting:
        """Compare what is set here with what the file became since the client was opened.

        Args:
            now: The file, read again.

        Raises:
            InputError: ``CLIENT_UNKNOWN`` if the client is gone.
        """
        return meet(seen=self.seen, mine=self.values, theirs=FormValues.of(now, self.client.key))

    def rebase(self, now: Master, values: FormValues) -> None:
        """Go on from the file as it is now; what was set until here can no longer be undone step by step.

        Args:
            now: The file, read again.
            values: What is set from here on, as `Meeting.settled` gives it.

        Raises:
            InputError: ``CLIENT_UNKNOWN`` if the client is gone.
        """
        self.client = client_of(now, self.client.key)
        self.master, self.seen, self.values = now, FormValues.of(now, self.client.key), values
        self._past.clear()

    def save(self, ledger: Ledger) -> Edit:
        """Write the differences into the workbook and the store, with history.

        Args:
            ledger: Of the form's workspace, open for writing.

        Raises:
            InputError: ``FORM_INCOMPLETE`` while there are obstacles, ``EDIT_CONFLICT`` if a cell was changed
                meanwhile, or what `change_client` raises.
            CertificateError: If the chosen certificate cannot be used; nothing is changed then.
        """
        if told := self.obstacles():
            raise InputError("FORM_INCOMPLETE", " ".join(told), _("Mend this, then save."))
        fields, values = {difference.field for difference in self.differences()}, self.values
        with TemporaryDirectory(prefix="emit-") as folder:
            file = Path(folder) / "chosen.cer"
            file.write_bytes(self.chosen_file)
            edit = ClientEdit(
                prints=values.prints if FormField.PRINTS in fields else None,
                mails=values.mails if FormField.MAILS in fields else None,
                accounts=";".join(values.accounts) if FormField.ACCOUNTS in fields else None,
                silent=values.silent if FormField.SILENT in fields else None,
                security=values.security.value if FormField.SECURITY in fields else None,
                certificate=file if FormField.CERTIFICATE in fields else None,
            )
            return change_client(self.workspace, ledger, self.client.key, edit, reason=self.reason, seen=self.master)


def _folded(account: str) -> str:
    try:
        return mail_destination(account)
    except ValueError:
        return account
