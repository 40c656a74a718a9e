"""The state of the client form: what a person has set, what that enables, changes and would mean. No widgets."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from emitlib.batch.editing import ClientEdit, change_client
from emitlib.certificates import CertificateStore, read_certificate
from emitlib.clients import Column, Edit, Master, check_client, is_address, split_accounts
from emitlib.errors import InputError
from emitlib.forms.certificate_facts import HeldCertificate
from emitlib.forms.client_outlook import outlook_of
from emitlib.forms.form_fields import Difference, FormField, field_names, yes_or_no
from emitlib.i18n import _
from emitlib.ledger import Ledger
from emitlib.vocabulary import Client, EmissionRule, Finding, Security, mail_destination
from emitlib.workspace import Workspace

__all__ = ["ClientFormState"]


@dataclass(slots=True, kw_only=True)
class ClientFormState:
    """One client being edited."""

    workspace: Workspace
    master: Master  #: as the person saw it; a cell changed since is a conflict
    client: Client
    stored: HeldCertificate  #: the certificate in the store
    prints: bool
    mails: bool
    accounts: tuple[str, ...]  #: in order; those that are no addresses too
    silent: bool
    security: Security
    chosen: HeldCertificate | None = None  #: a certificate picked to replace the stored one
    chosen_file: bytes = b""
    reason: str = ""

    @classmethod
    def of(cls, workspace: Workspace, master: Master, key: str) -> "ClientFormState":
        """The form of one client, as the master holds it.

        Raises:
            InputError: ``CLIENT_UNKNOWN``.
        """
        client = master.clients.get(key.strip())
        if client is None:
            raise InputError(
                "CLIENT_UNKNOWN",
                _("There is no client {key}.").format(key=key.strip()),
                _("Choose one of the keys that are suggested."),
            )
        rule = client.rule
        listed, _separators = split_accounts(master.text(client.key, Column.ACCOUNTS))
        store = CertificateStore(workspace.certificates)
        return cls(
            workspace=workspace,
            master=master,
            client=client,
            stored=HeldCertificate.stored(store, client=client, at=workspace.clock()),
            prints=rule.prints,
            mails=rule.mails,
            accounts=listed,
            silent=rule.silent,
            security=rule.security,
        )

    # -- setting

    def add_accounts(self, text: str) -> tuple[str, ...]:
        """Add the addresses of a text, split at ``;``; returns what is no address, which is not added."""
        listed, _separators = split_accounts(text)
        refused = tuple(account for account in listed if not is_address(account))
        known = {_folded(account) for account in self.accounts}
        for account in listed:
            if account not in refused and _folded(account) not in known:
                known.add(_folded(account))
                self.accounts += (account,)
        return refused

    def remove_account(self, account: str) -> None:
        """Take an address out."""
        self.accounts = tuple(kept for kept in self.accounts if kept != account)

    def choose_certificate(self, data: bytes) -> HeldCertificate:
        """Look at a certificate that may replace the stored one; `save` copies it under the client's key.

        Raises:
            CertificateError: If the file is no certificate; the former choice stays.
        """
        certificate = read_certificate(data)
        chosen = HeldCertificate.judged(certificate, client=self.client, at=self.workspace.clock())
        self.chosen, self.chosen_file = chosen, data
        return chosen

    def forget_certificate(self) -> None:
        """Keep the stored certificate after all."""
        self.chosen, self.chosen_file = None, b""

    # -- what that means

    def why_disabled(self, field: FormField) -> str:
        """Why a field cannot be changed now; "" = it can."""
        if field in {FormField.ACCOUNTS, FormField.SILENT, FormField.SECURITY} and not self.mails:
            return _("Mail is off: the value is kept and not used.")
        if field is FormField.CERTIFICATE and self.security is not Security.HIGH:
            return _("Only high security needs a certificate.")
        return ""

    @property
    def invalid_accounts(self) -> tuple[str, ...]:
        """What stands among the accounts and is no address."""
        return tuple(account for account in self.accounts if not is_address(account))

    @property
    def certificate(self) -> HeldCertificate:
        """The certificate that would be used: the chosen one, else the stored one."""
        return self.chosen or self.stored

    @property
    def edited(self) -> Client:
        """The client as it would be."""
        rule = replace(
            self.client.rule,
            prints=self.prints,
            mails=self.mails,
            accounts=tuple(account for account in self.accounts if is_address(account)),
            silent=self.silent,
            security=self.security,
        )
        return replace(self.client, rule=rule)

    def differences(self) -> list[Difference]:
        """What `save` would change."""
        before, after = self._values(self.client.rule, self._listed()), self._values(self.edited.rule, self.accounts)
        found = [
            Difference(field=field, name=field_names()[field], before=before[field], after=after[field])
            for field in before
            if before[field] != after[field]
        ]
        if self.chosen is not None and self.chosen.certificate is not None:
            old = self.stored.certificate
            found.append(
                Difference(
                    field=FormField.CERTIFICATE,
                    name=field_names()[FormField.CERTIFICATE],
                    before=old.serial if old else _("none"),
                    after=self.chosen.certificate.serial,
                )
            )
        return found

    def findings(self) -> list[Finding]:
        """What would be wrong with the client, certificate included where it is needed."""
        clients = {**self.master.clients, self.client.key: self.edited}
        found = check_client(self.edited, clients)
        return [*found, *(self.certificate.findings if self.security is Security.HIGH else ())]

    def obstacles(self) -> list[str]:
        """What must be mended before saving; empty = it may be saved."""
        fields = {difference.field for difference in self.differences()}
        told = []
        if not fields:
            told.append(_("Nothing was changed yet."))
        elif not self.reason.strip():
            told.append(_("Say why: the reason is kept with the change."))
        if FormField.ACCOUNTS in fields and self.invalid_accounts:
            told.append(_("Not an address: {listed}.").format(listed=", ".join(self.invalid_accounts)))
        if self.chosen is not None and not self.chosen.usable:
            told.append(_("The chosen certificate cannot be used."))
        elif FormField.SECURITY in fields and self.security is Security.HIGH and not self.certificate.usable:
            told.append(_("High security needs a usable e.firma certificate of this client."))
        return told

    def outlook(self) -> list[str]:
        """What would happen to an ordinary invoice of this client, one sentence a way."""
        return outlook_of(self.edited, certificate=self.certificate)

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
        fields = {difference.field for difference in self.differences()}
        with TemporaryDirectory(prefix="emit-") as folder:
            file = Path(folder) / "chosen.cer"
            file.write_bytes(self.chosen_file)
            edit = ClientEdit(
                prints=self.prints if FormField.PRINTS in fields else None,
                mails=self.mails if FormField.MAILS in fields else None,
                accounts=";".join(self.accounts) if FormField.ACCOUNTS in fields else None,
                silent=self.silent if FormField.SILENT in fields else None,
                security=self.security.value if FormField.SECURITY in fields else None,
                certificate=file if FormField.CERTIFICATE in fields else None,
            )
            return change_client(self.workspace, ledger, self.client.key, edit, reason=self.reason, seen=self.master)

    # -- inside

    def _listed(self) -> tuple[str, ...]:
        return split_accounts(self.master.text(self.client.key, Column.ACCOUNTS))[0]

    def _values(self, rule: EmissionRule, accounts: Sequence[str]) -> dict[FormField, str]:
        return {
            FormField.PRINTS: yes_or_no(rule.prints),
            FormField.MAILS: yes_or_no(rule.mails),
            FormField.ACCOUNTS: "; ".join(accounts) or _("none"),
            FormField.SILENT: yes_or_no(rule.silent),
            FormField.SECURITY: _("high") if rule.security is Security.HIGH else _("none"),
        }


def _folded(account: str) -> str:
    try:
        return mail_destination(account)
    except ValueError:
        return account
