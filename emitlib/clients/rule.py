"""One client's emission values, from the texts of its cells to an `EmissionRule`."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TypeVar

from emitlib.clients.accounts import CUT_LENGTHS, is_plain_list, read_accounts
from emitlib.clients.columns import Column, normal_heading
from emitlib.clients.options import (
    CIPHER_WORDS,
    GROUPING_WORDS,
    LANGUAGE_WORDS,
    MEANS_WORDS,
    PARENT_WORDS,
    choices,
    read_day,
    read_word,
)
from emitlib.vocabulary import EmissionRule, KindAccounts, ParentAccounts, Security

__all__ = ["Note", "RuleReader", "read_rule"]

#: Called for each finding: its code and the values its message needs.
Note = Callable[[str, dict[str, str | int]], None]

_FLAGS: dict[str, bool] = {
    **dict.fromkeys(("S", "s", "si", "x", "1", "true", "verdadero", "y", "yes", "v", "t"), True),
    **dict.fromkeys(("", "N", "n", "no", "0", "false", "falso", "f"), False),
}
_NO_SECURITY = frozenset({"", "0", "n", "no", "none", "ninguno", "ninguna", "sin", "sinencriptamiento", "sincifrado"})
_HIGH_SECURITY = frozenset({"2", "alto", "alta", "high", "altodobleencriptamiento", "dobleencriptamiento"})
_RETIRED_SECURITY = "1"
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_Meaning = TypeVar("_Meaning", bound=str)
#: Combinations of cells kept by one `RuleReader`.
_REMEMBERED = 10_000
_Noted = list[tuple[str, dict[str, str | int]]]


def read_rule(texts: Mapping[Column, str], *, note: Note) -> EmissionRule:
    """The emission rule that a client's cells stand for. What cannot be understood never loosens it.

    An unknown print or mail value sends nothing by that way, an unknown silent value waits for review, an unknown
    security level encrypts. An unknown optional value leaves the workspace's setting as it is.

    Args:
        texts: Cell texts by column; a missing column reads as empty.
        note: Takes what is wrong.
    """
    return _without_accounts(texts, note)(accounts=_accounts(texts.get(Column.ACCOUNTS, ""), Column.ACCOUNTS, note))


class RuleReader:
    """Reads the rules of many clients: cells that stand together in many rows are understood once."""

    def __init__(self, columns: Sequence[Column]) -> None:
        """Read rules out of these columns, `Column.ACCOUNTS` apart."""
        self._columns = columns
        self._known: dict[tuple[str, ...], tuple[partial[EmissionRule], _Noted]] = {}

    def judge(self, cells: tuple[str, ...], accounts: str, *, note: Note) -> None:
        """Note what is wrong.

        Args:
            cells: Their texts, one a column.
            accounts: The text of the account cell.
            note: Takes what is wrong.
        """
        for code, values in self._understood(cells)[1]:
            note(code, values)
        if accounts and not is_plain_list(accounts):
            _accounts(accounts, Column.ACCOUNTS, note)

    def read(self, cells: tuple[str, ...], accounts: str) -> EmissionRule:
        """The rule, as `read_rule` gives it."""
        return self._understood(cells)[0](accounts=read_accounts(accounts).valid)

    def _understood(self, cells: tuple[str, ...]) -> tuple["partial[EmissionRule]", _Noted]:
        known = self._known.get(cells)
        if known is None:
            noted: _Noted = []
            texts = dict(zip(self._columns, cells, strict=True))
            known = _without_accounts(texts, lambda code, values: noted.append((code, values))), noted
            if len(self._known) < _REMEMBERED:
                self._known[cells] = known
        return known


def _without_accounts(texts: Mapping[Column, str], note: Note) -> partial[EmissionRule]:
    return partial(
        EmissionRule,
        prints=_flag(texts, Column.PRINTS, note),
        mails=_flag(texts, Column.MAILS, note),
        silent=_flag(texts, Column.SILENT, note),
        security=_security(texts.get(Column.SECURITY, ""), note),
        means=_choice(texts, Column.MEANS, MEANS_WORDS, note),
        means_date=_day(texts.get(Column.MEANS_DATE, ""), note),
        route=texts.get(Column.ROUTE, "").strip(),
        grouping=_choice(texts, Column.GROUPING, GROUPING_WORDS, note),
        kind_accounts=_kind_accounts(texts, note),
        subject=_CONTROL.sub(" ", texts.get(Column.SUBJECT, "")).strip(),
        language=_choice(texts, Column.LANGUAGE, LANGUAGE_WORDS, note),
        cipher=_choice(texts, Column.CIPHER, CIPHER_WORDS, note),
        parent_accounts=_choice(texts, Column.PARENT_ACCOUNTS, PARENT_WORDS, note) or ParentAccounts.NO,
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


def _kind_accounts(texts: Mapping[Column, str], note: Note) -> KindAccounts:
    return KindAccounts(
        ingreso=_accounts(texts.get(Column.ACCOUNTS_INGRESO, ""), Column.ACCOUNTS_INGRESO, note),
        egreso=_accounts(texts.get(Column.ACCOUNTS_EGRESO, ""), Column.ACCOUNTS_EGRESO, note),
        pago=_accounts(texts.get(Column.ACCOUNTS_PAGO, ""), Column.ACCOUNTS_PAGO, note),
        traslado=_accounts(texts.get(Column.ACCOUNTS_TRASLADO, ""), Column.ACCOUNTS_TRASLADO, note),
        acuse=_accounts(texts.get(Column.ACCOUNTS_ACUSE, ""), Column.ACCOUNTS_ACUSE, note),
    )


def _choice(
    texts: Mapping[Column, str], column: Column, words: Mapping[str, _Meaning], note: Note
) -> _Meaning | None:
    text = texts.get(column, "")
    if not text.strip():
        return None
    chosen = read_word(words, text)
    if chosen is None and column is Column.MEANS:
        note("MEANS_UNKNOWN", {"column": column.value, "value": text})
    elif chosen is None:
        known = ", ".join(choices(column).values())
        note("OPTION_UNKNOWN", {"column": column.value, "value": text, "choices": known})
    return chosen


def _day(text: str, note: Note) -> date | None:
    day = read_day(text)
    if day is None and text.strip():
        note("DAY_UNKNOWN", {"column": Column.MEANS_DATE.value, "value": text})
    return day


def _accounts(text: str, column: Column, note: Note) -> tuple[str, ...]:
    accounts = read_accounts(text)
    where: dict[str, str | int] = {"column": column.value}
    if accounts.separators:
        note("ACCOUNTS_SEPARATOR", where)
    for account in accounts.invalid:
        note("ACCOUNT_INVALID", {**where, "address": account})
    for account in accounts.repeated:
        note("ACCOUNT_REPEATED", {**where, "address": account})
    if len(text) in CUT_LENGTHS or len(text.strip()) in CUT_LENGTHS:
        note("ACCOUNTS_CUT", {**where, "length": len(text.strip())})
    return accounts.valid
