"""The bulk actions: what each wants of one client. Nothing here changes anything; `propose` asks them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from emitlib.clients import is_address, rule_changes, split_accounts
from emitlib.errors import InputError
from emitlib.forms.grid.proposal import Refusal, Wish
from emitlib.forms.grid.rows import ClientRow
from emitlib.i18n import N_, _
from emitlib.vocabulary import Client, Security, mail_destination

__all__ = ["ActionName", "BulkAction", "action_word", "why_fixed"]


class ActionName(StrEnum):
    """A bulk action."""

    MAIL_ON = "mail-on"
    MAIL_OFF = "mail-off"
    PRINT_ON = "print-on"
    PRINT_OFF = "print-off"
    SILENT_ON = "silent-on"
    SILENT_OFF = "silent-off"
    SECURITY_HIGH = "security-high"
    SECURITY_NONE = "security-none"
    REPLACE_DOMAIN = "replace-domain"
    CONTACT_ADDRESSES = "contact-addresses"


_WORDS = {
    ActionName.MAIL_ON: N_("mail on, for those with an address"),
    ActionName.MAIL_OFF: N_("mail off"),
    ActionName.PRINT_ON: N_("print on"),
    ActionName.PRINT_OFF: N_("print off"),
    ActionName.SILENT_ON: N_("silent from now on"),
    ActionName.SILENT_OFF: N_("review before sending"),
    ActionName.SECURITY_HIGH: N_("security high"),
    ActionName.SECURITY_NONE: N_("security none"),
    ActionName.REPLACE_DOMAIN: N_("replace a domain"),
    ActionName.CONTACT_ADDRESSES: N_("take the contacts' addresses"),
}


def action_word(name: ActionName) -> str:
    """What an action is called."""
    return _(_WORDS[name])


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkAction:
    """An action with what it needs to know.

    Raises:
        InputError: ``DOMAIN_INVALID`` if a domain is to be replaced and one of the two is none.
    """

    name: ActionName
    certificate_problem: Callable[[Client], str]  #: why a client's documents cannot be encrypted; "" = they can
    old_domain: str = ""
    new_domain: str = ""
    offered: Mapping[str, str] = field(default_factory=dict)  #: lists with what SAE's contacts have, by client key

    def __post_init__(self) -> None:
        if self.name is ActionName.REPLACE_DOMAIN:
            for domain in (self.old_domain, self.new_domain):
                _refuse_domain(_bare(domain))

    @property
    def title(self) -> str:
        """The action in words, for the preview and the undo."""
        if self.name is ActionName.REPLACE_DOMAIN:
            return _("{old} becomes {new}").format(old=_bare(self.old_domain), new=_bare(self.new_domain))
        return action_word(self.name)

    def __call__(self, row: ClientRow) -> Wish:
        """What the action wants of a client."""
        match self.name:
            case ActionName.MAIL_ON | ActionName.MAIL_OFF:
                return _mail(row, on=self.name is ActionName.MAIL_ON)
            case ActionName.PRINT_ON | ActionName.PRINT_OFF:
                on = self.name is ActionName.PRINT_ON
                return {} if row.client.rule.prints is on else rule_changes(prints=on)
            case ActionName.SILENT_ON | ActionName.SILENT_OFF:
                return _silent(row, on=self.name is ActionName.SILENT_ON)
            case ActionName.SECURITY_HIGH | ActionName.SECURITY_NONE:
                return self._security(row, high=self.name is ActionName.SECURITY_HIGH)
            case ActionName.REPLACE_DOMAIN:
                return _replaced(row, old=_bare(self.old_domain), new=_bare(self.new_domain))
            case ActionName.CONTACT_ADDRESSES:
                return self._offer(row)
            case _:
                assert_never(self.name)

    def _offer(self, row: ClientRow) -> Wish:
        offered = self.offered.get(row.client.key)
        if offered is None:
            return Refusal(clave=row.client.key, reason=_("Its list is whole, or SAE's contacts have no more."))
        return {} if row.accounts == offered else rule_changes(accounts=offered.split(";"))

    def _security(self, row: ClientRow, *, high: bool) -> Wish:
        wanted = Security.HIGH if high else Security.NONE
        if row.client.rule.security is wanted:
            return {}
        why = why_fixed(row) or (self.certificate_problem(row.client) if high else "")
        return Refusal(clave=row.client.key, reason=why) if why else rule_changes(security=wanted)


def why_fixed(row: ClientRow) -> str:
    """Why silent and security cannot be changed now, as in the form of one client; "" = they can."""
    return "" if row.client.rule.mails else _("Mail is off: the value is kept and not used.")


def _mail(row: ClientRow, *, on: bool) -> Wish:
    rule = row.client.rule
    if rule.mails is on:
        return {}
    if on and not rule.accounts:
        return Refusal(clave=row.client.key, reason=_("It has no valid address."))
    return rule_changes(mails=on)


def _silent(row: ClientRow, *, on: bool) -> Wish:
    if row.client.rule.silent is on:
        return {}
    why = why_fixed(row)
    return Refusal(clave=row.client.key, reason=why) if why else rule_changes(silent=on)


def _replaced(row: ClientRow, *, old: str, new: str) -> Wish:
    """The list with one domain in place of another; the same address twice stays once."""
    listed, _separators = split_accounts(row.accounts)
    if not any(_domain(account) == old.casefold() for account in listed):
        return {}
    wanted: dict[str, str] = {}
    for account in listed:
        local = account.rpartition("@")[0]
        changed = f"{local}@{new}" if local and _domain(account) == old.casefold() else account
        wanted.setdefault(_destination(changed), changed)
    return rule_changes(accounts=list(wanted.values()))


def _domain(account: str) -> str:
    return account.rpartition("@")[2].casefold()


def _destination(account: str) -> str:
    try:
        return mail_destination(account)
    except ValueError:
        return account


def _bare(domain: str) -> str:
    return domain.strip().removeprefix("@")


def _refuse_domain(domain: str) -> None:
    if not is_address(f"a@{domain}"):
        raise InputError(
            "DOMAIN_INVALID",
            _("“{domain}” is no mail domain.").format(domain=domain),
            _("Type what stands behind the @, such as example.mx."),
        )
