"""One client's emission values, from the texts of its cells to an `EmissionRule`."""

import unicodedata
from collections.abc import Callable, Mapping

from emitlib.clients.accounts import CUT_LENGTHS, read_accounts
from emitlib.clients.columns import Column, normal_heading
from emitlib.vocabulary import EmissionRule, Means, Security

__all__ = ["MEANS_WORDS", "Note", "read_rule"]

#: Called for each finding: its code and the values its message needs.
Note = Callable[[str, dict[str, str | int]], None]

_FLAGS: dict[str, bool] = {
    **dict.fromkeys(("S", "s", "si", "x", "1", "true", "verdadero", "y", "yes", "v", "t"), True),
    **dict.fromkeys(("", "N", "n", "no", "0", "false", "falso", "f"), False),
}
_NO_SECURITY = frozenset({"", "0", "n", "no", "none", "ninguno", "ninguna", "sin", "sinencriptamiento", "sincifrado"})
_HIGH_SECURITY = frozenset({"2", "alto", "alta", "high", "altodobleencriptamiento", "dobleencriptamiento"})
_RETIRED_SECURITY = "1"

#: Words for the agreed means, Spanish and English, as `normal_heading` leaves them.
MEANS_WORDS: dict[str, Means] = {
    **dict.fromkeys(("correo", "correoelectronico", "mail", "email"), Means.EMAIL),
    **dict.fromkeys(("portal", "descarga", "url", "download"), Means.PORTAL),
    **dict.fromkeys(("dispositivo", "usb", "device", "portabledevice"), Means.DEVICE),
    **dict.fromkeys(("nube", "cloud"), Means.CLOUD),
    **dict.fromkeys(("papel", "impreso", "paper", "print"), Means.PAPER),
}


def read_rule(texts: Mapping[Column, str], *, note: Note) -> EmissionRule:
    """The emission rule that a client's cells stand for. What cannot be understood never loosens it.

    An unknown print or mail value sends nothing by that way, an unknown silent value waits for review, an unknown
    security level encrypts.

    Args:
        texts: Cell texts by column; a missing column reads as empty.
        note: Takes what is wrong.
    """
    return EmissionRule(
        prints=_flag(texts, Column.PRINTS, note),
        mails=_flag(texts, Column.MAILS, note),
        accounts=_accounts(texts.get(Column.ACCOUNTS, ""), note),
        silent=_flag(texts, Column.SILENT, note),
        security=_security(texts.get(Column.SECURITY, ""), note),
        means=_means(texts.get(Column.MEANS, ""), note),
        route=texts.get(Column.ROUTE, "").strip(),
    )


def _flag(texts: Mapping[Column, str], column: Column, note: Note) -> bool:
    text = texts.get(column, "")
    flag = _FLAGS.get(text)
    if flag is None:
        flag = _FLAGS.get(_plain(text))
    if flag is None:
        note("EMISSION_VALUE_UNKNOWN", {"column": column.value, "value": text})
        return False
    return flag


def _security(text: str, note: Note) -> Security:
    level = _plain(text)
    if level[:1].isalpha():  # a label such as "Alto (doble encriptamiento)"
        level = normal_heading(level)
    if level in _NO_SECURITY:
        return Security.NONE
    if level == _RETIRED_SECURITY:
        note("SECURITY_RETIRED", {"column": Column.SECURITY.value})
    elif level not in _HIGH_SECURITY:
        note("SECURITY_UNKNOWN", {"column": Column.SECURITY.value, "value": text})
    return Security.HIGH


def _plain(text: str) -> str:
    """A word without accents, case and blanks around it; signs stay, since "-1" is not "1"."""
    if text.isascii():
        return text.strip().lower()
    return "".join(
        sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign)
    ).strip()


def _means(text: str, note: Note) -> Means | None:
    if not text.strip():
        return None
    means = MEANS_WORDS.get(normal_heading(text))
    if means is None:
        note("MEANS_UNKNOWN", {"column": Column.MEANS.value, "value": text})
    return means


def _accounts(text: str, note: Note) -> tuple[str, ...]:
    accounts = read_accounts(text)
    where: dict[str, str | int] = {"column": Column.ACCOUNTS.value}
    if accounts.separators:
        note("ACCOUNTS_SEPARATOR", where)
    for account in accounts.invalid:
        note("ACCOUNT_INVALID", {**where, "address": account})
    for account in accounts.repeated:
        note("ACCOUNT_REPEATED", {**where, "address": account})
    if len(text) in CUT_LENGTHS or len(text.strip()) in CUT_LENGTHS:
        note("ACCOUNTS_CUT", {**where, "length": len(text.strip())})
    return accounts.valid
