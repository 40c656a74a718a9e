"""One cell edited in the grid: the same rules as for the bulk actions and in the form of one client."""

from collections.abc import Callable
from dataclasses import dataclass

from emitlib.clients import Column, rule_changes, split_accounts
from emitlib.forms.grid.actions import why_fixed
from emitlib.forms.grid.client_table import EDITED
from emitlib.forms.grid.proposal import Refusal, Wish
from emitlib.forms.grid.rows import ClientRow
from emitlib.forms.words import column_word
from emitlib.i18n import _
from emitlib.vocabulary import Client, Security

__all__ = ["CellEdit"]

_NEEDS_MAIL = frozenset({Column.ACCOUNTS, Column.SILENT, Column.SECURITY})


@dataclass(frozen=True, slots=True, kw_only=True)
class CellEdit:
    """A new value for one cell.

    Raises:
        KeyError: If the column is none that the grid edits.
    """

    key: str  #: client
    column: str  #: as the table calls it
    value: str  #: a list of accounts, else yes or no
    certificate_problem: Callable[[Client], str]

    @property
    def title(self) -> str:
        """The edit in words, for the undo."""
        return _("{field} of {clave}").format(field=column_word(EDITED[self.column]), clave=self.key)

    def __call__(self, row: ClientRow) -> Wish:
        """The new text of the cell, or why it cannot be."""
        column, on = EDITED[self.column], self.value == "yes"
        why = why_fixed(row) if column in _NEEDS_MAIL else ""
        if column is Column.SECURITY and on:
            why = why or self.certificate_problem(row.client)
        if why:
            return Refusal(clave=row.client.key, reason=why)
        if column is Column.PRINTS:
            return rule_changes(prints=on)
        if column is Column.MAILS:
            return rule_changes(mails=on)
        if column is Column.SILENT:
            return rule_changes(silent=on)
        if column is Column.SECURITY:
            return rule_changes(security=Security.HIGH if on else Security.NONE)
        return rule_changes(accounts=split_accounts(self.value)[0])
