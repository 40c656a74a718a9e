"""What the client form holds in its fields: as the master says, as a person set it, and what differs."""

from collections.abc import Sequence
from dataclasses import dataclass

from emitlib.clients import Column, Master, is_address, split_accounts
from emitlib.errors import InputError
from emitlib.forms.form_fields import Difference, FormField, field_names, yes_or_no
from emitlib.i18n import _
from emitlib.vocabulary import Client, Security

__all__ = ["FormValues", "client_of"]


def client_of(master: Master, key: str) -> Client:
    """A client of the master.

    Args:
        master: The client file.
        key: The client's key; blanks around it are ignored.

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
    return client


@dataclass(frozen=True, slots=True, kw_only=True)
class FormValues:
    """The values of the tab, but for the certificate."""

    prints: bool
    mails: bool
    accounts: tuple[str, ...]  #: in order; those that are no addresses too
    silent: bool
    security: Security

    @classmethod
    def of(cls, master: Master, key: str) -> "FormValues":
        """What the master holds for a client.

        Args:
            master: The client file.
            key: The client's key.

        Raises:
            InputError: ``CLIENT_UNKNOWN``.
        """
        client = client_of(master, key)
        rule = client.rule
        listed, _separators = split_accounts(master.text(client.key, Column.ACCOUNTS))
        return cls(prints=rule.prints, mails=rule.mails, accounts=listed, silent=rule.silent, security=rule.security)

    @property
    def addresses(self) -> tuple[str, ...]:
        """The accounts that are addresses."""
        return tuple(account for account in self.accounts if is_address(account))

    @property
    def invalid_accounts(self) -> tuple[str, ...]:
        """The accounts that are none."""
        return tuple(account for account in self.accounts if not is_address(account))

    def why_disabled(self, field: FormField) -> str:
        """Why a field cannot be changed now; "" = it can.

        Args:
            field: Of the screen.
        """
        if field in {FormField.ACCOUNTS, FormField.SILENT, FormField.SECURITY} and not self.mails:
            return _("Mail is off: the value is kept and not used.")
        if field is FormField.CERTIFICATE and self.security is not Security.HIGH:
            return _("Only high security needs a certificate.")
        return ""

    def fields(self) -> dict[FormField, object]:
        """The values by field."""
        return {
            FormField.PRINTS: self.prints,
            FormField.MAILS: self.mails,
            FormField.ACCOUNTS: self.accounts,
            FormField.SILENT: self.silent,
            FormField.SECURITY: self.security,
        }

    def in_words(self) -> dict[FormField, str]:
        """The values by field, as the screen says them; accounts one a line."""
        return {
            FormField.PRINTS: yes_or_no(self.prints),
            FormField.MAILS: yes_or_no(self.mails),
            FormField.ACCOUNTS: _lines(self.accounts),
            FormField.SILENT: yes_or_no(self.silent),
            FormField.SECURITY: _("high") if self.security is Security.HIGH else _("none"),
        }

    def differences(self, other: "FormValues") -> list[Difference]:
        """What it would change to become `other`, in the order of the screen.

        Args:
            other: The values afterwards.
        """
        before, after, now, then = self.in_words(), other.in_words(), self.fields(), other.fields()
        return [
            Difference(field=field, name=field_names()[field], before=before[field], after=after[field])
            for field in now
            if now[field] != then[field]
        ]


def _lines(accounts: Sequence[str]) -> str:
    return "\n".join(accounts) or _("none")
