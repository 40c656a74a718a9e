"""Accepting a proposal: the address leaves the client's accounts, or another takes its place."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from emitlib.batch.returned.proposals import Proposal
from emitlib.clients import CellChange, edit_client, open_master, rule_changes
from emitlib.errors import ConfigError, InputError
from emitlib.i18n import _
from emitlib.ledger import Ledger
from emitlib.vocabulary import KindAccounts
from emitlib.workspace import Workspace

__all__ = ["accept_proposal", "chosen"]


def chosen(known: Sequence[Proposal], names: Sequence[str]) -> list[Proposal]:
    """The proposals with these names, in this order.

    Raises:
        InputError: ``PROPOSAL_UNKNOWN``.
    """
    by_name = {proposal.name: proposal for proposal in known}
    unknown = sorted(set(names) - by_name.keys())
    if unknown:
        raise InputError(
            "PROPOSAL_UNKNOWN",
            _("There is no proposal {names}.").format(names=", ".join(unknown)),
            _("See `emit bounces list`; what was accepted or mended since is no longer there."),
        )
    return [by_name[name] for name in dict.fromkeys(names)]


def accept_proposal(
    workspace: Workspace, ledger: Ledger, proposal: Proposal, *, to: str = "", reason: str
) -> tuple[CellChange, ...]:
    """Change the client's accounts as proposed.

    Args:
        workspace: Holds the master.
        ledger: Keeps the history.
        proposal: What bounced.
        to: The right address; "" takes the wrong one out.
        reason: Why; kept with the change.

    Raises:
        ConfigError: ``LAST_ADDRESS`` if the client would be left without any while mail is on; ``USAGE`` without a
            reason.
        InputError: What an edit of the master raises.
    """
    if not reason.strip():
        raise ConfigError("USAGE", _("A change needs a reason."), _("Give it with --reason."))
    rule = open_master(workspace, ledger).master.clients[proposal.clave].rule

    def mended(accounts: Iterable[str]) -> tuple[str, ...]:
        named = (to if account == proposal.address else account for account in accounts)
        return tuple(dict.fromkeys(filter(None, named)))

    accounts = mended(rule.accounts)
    if rule.accounts and not accounts and rule.mails:
        raise ConfigError(
            "LAST_ADDRESS",
            _("{address} is the only address of client {clave}, whose documents leave by mail.").format(
                address=proposal.address, clave=proposal.clave
            ),
            _("Give the right one with --to, or switch mail off with `emit clients set`."),
        )
    kinds = KindAccounts(**{kind: mended(listed) for kind, listed in asdict(rule.kind_accounts).items()})
    before = rule_changes(accounts=rule.accounts, kind_accounts=rule.kind_accounts)
    after = rule_changes(accounts=accounts, kind_accounts=kinds)
    changes = {column: text for column, text in after.items() if text != before[column]}
    return tuple(edit_client(workspace, ledger, proposal.clave, changes, reason=reason).changed)
