"""From what a person asks for (print, mail, accounts…) to the cells that say so."""

from collections.abc import Sequence
from datetime import date

from emitlib.clients.columns import Column
from emitlib.clients.options import choices
from emitlib.i18n import Language
from emitlib.vocabulary import Cipher, Grouping, KindAccounts, Means, ParentAccounts, Security

__all__ = ["rule_changes"]

_LEVELS = {Security.NONE: "0", Security.HIGH: "2"}


def rule_changes(
    *,
    prints: bool | None = None,
    mails: bool | None = None,
    accounts: Sequence[str] | None = None,
    silent: bool | None = None,
    security: Security | None = None,
    means: Means | None = None,
    means_date: date | None = None,
    route: str | None = None,
    grouping: Grouping | None = None,
    kind_accounts: KindAccounts | None = None,
    subject: str | None = None,
    language: Language | None = None,
    cipher: Cipher | None = None,
    parent_accounts: ParentAccounts | None = None,
) -> dict[str, str]:
    """The new cell texts, by SAE column, for `edit_client`; what is None stays as it is.

    >>> rule_changes(mails=True, accounts=["a@b.mx", "c@d.mx"], security=Security.HIGH)
    {'MAIL': 'S', 'EMAILPRED': 'a@b.mx;c@d.mx', 'NIVELSEC': '2'}
    """
    wanted = {
        Column.PRINTS: None if prints is None else _flag(prints),
        Column.MAILS: None if mails is None else _flag(mails),
        Column.ACCOUNTS: None if accounts is None else ";".join(accounts),
        Column.SILENT: None if silent is None else _flag(silent),
        Column.SECURITY: None if security is None else _LEVELS[security],
        Column.MEANS: _word(Column.MEANS, means),
        Column.MEANS_DATE: None if means_date is None else means_date.isoformat(),
        Column.ROUTE: route,
        Column.GROUPING: _word(Column.GROUPING, grouping),
        Column.SUBJECT: subject,
        Column.LANGUAGE: _word(Column.LANGUAGE, language),
        Column.CIPHER: _word(Column.CIPHER, cipher),
        Column.PARENT_ACCOUNTS: _word(Column.PARENT_ACCOUNTS, parent_accounts),
    }
    if kind_accounts is not None:
        wanted |= {
            Column.ACCOUNTS_INGRESO: ";".join(kind_accounts.ingreso),
            Column.ACCOUNTS_EGRESO: ";".join(kind_accounts.egreso),
            Column.ACCOUNTS_PAGO: ";".join(kind_accounts.pago),
            Column.ACCOUNTS_TRASLADO: ";".join(kind_accounts.traslado),
            Column.ACCOUNTS_ACUSE: ";".join(kind_accounts.acuse),
        }
    return {column.value: text for column, text in wanted.items() if text is not None}


def _word(column: Column, meaning: str | None) -> str | None:
    """The Spanish word that the master's users read."""
    return None if meaning is None else choices(column)[meaning]


def _flag(value: bool) -> str:
    return "S" if value else "N"
