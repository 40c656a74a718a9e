"""From what a person asks for (print, mail, accounts…) to the cells that say so."""

from collections.abc import Sequence

from emitlib.clients.columns import Column
from emitlib.vocabulary import Means, Security

__all__ = ["rule_changes"]

_LEVELS = {Security.NONE: "0", Security.HIGH: "2"}
#: The Spanish words that the master's users read.
_MEANS = {
    Means.EMAIL: "correo",
    Means.PORTAL: "portal",
    Means.DEVICE: "dispositivo",
    Means.CLOUD: "nube",
    Means.PAPER: "papel",
}


def rule_changes(
    *,
    prints: bool | None = None,
    mails: bool | None = None,
    accounts: Sequence[str] | None = None,
    silent: bool | None = None,
    security: Security | None = None,
    means: Means | None = None,
    route: str | None = None,
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
        Column.MEANS: None if means is None else _MEANS[means],
        Column.ROUTE: route,
    }
    return {column.value: text for column, text in wanted.items() if text is not None}


def _flag(value: bool) -> str:
    return "S" if value else "N"
