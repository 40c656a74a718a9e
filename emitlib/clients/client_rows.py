"""The clients behind the rows: all judged when the master is read, each made when it is first asked for."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter

from emitlib.clients.cells import Cell, cell_text
from emitlib.clients.columns import EMISSION_COLUMNS, Column
from emitlib.clients.rule import Note, RuleReader
from emitlib.vocabulary import Client, ClientStatus

__all__ = ["ClientReader", "Clients"]

#: Columns that a `Client` is made of, beside its rule.
_FACTS = (
    Column.KEY,
    Column.NAME,
    Column.RFC,
    Column.STATUS,
    Column.COMPANY_TYPE,
    Column.PARENT,
    Column.SELLER,
    Column.ACCOUNTS,
)
_STATUS_WORDS = {
    "a": ClientStatus.ACTIVE,
    "activo": ClientStatus.ACTIVE,
    "active": ClientStatus.ACTIVE,
    "m": ClientStatus.OVERDUE,
    "moroso": ClientStatus.OVERDUE,
    "overdue": ClientStatus.OVERDUE,
    "s": ClientStatus.SUSPENDED,
    "suspendido": ClientStatus.SUSPENDED,
    "suspended": ClientStatus.SUSPENDED,
    "b": ClientStatus.DROPPED,
    "baja": ClientStatus.DROPPED,
    "dropped": ClientStatus.DROPPED,
}
_BRANCH_WORDS = frozenset({"s", "sucursal", "branch"})
_NOT_IN_RFC = re.compile(r"[\s\-.\u00a0]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


class ClientReader:
    """Judges the cells of a row, and makes a `Client` of them.

    Args:
        columns: Where the columns stand in a row.
        absent: Where a blank cell stands: what the master has no column for is read from there.
    """

    def __init__(self, columns: Mapping[Column, int], *, absent: int) -> None:
        ruling = [column for column in EMISSION_COLUMNS if column in columns and column is not Column.ACCOUNTS]
        self._rules = RuleReader(ruling)
        self._ruling = [columns[column] for column in ruling]
        self._facts = itemgetter(*(columns.get(column, absent) for column in _FACTS))
        self.needs_blank = any(column not in columns for column in (*_FACTS, Column.SECURITY))
        self._name = columns.get(Column.NAME, absent)
        self._accounts = columns.get(Column.ACCOUNTS, absent)

    def judge(self, cells: Sequence[Cell], *, note: Note) -> None:
        """Note what is wrong with the values of a row."""
        name = cells[self._name]
        if isinstance(name, str) and not name.isprintable() and _CONTROL.search(name):
            note("NAME_LINE_BREAK", {"column": Column.NAME.value})
        self._rules.judge(self._ruling_texts(cells), cell_text(cells[self._accounts]), note=note)

    def client(self, key: str, cells: Sequence[Cell], *, number: int) -> Client:
        """The client of a row.

        Args:
            key: Its key.
            cells: The row, a blank cell for absent columns included.
            number: The row's number in the sheet, from 1.
        """
        raw_key, name, rfc, status, kind, parent, seller, accounts = map(cell_text, self._facts(cells))
        return Client(
            key=key,
            raw_key=raw_key,
            name=(name if name.isprintable() else _CONTROL.sub(" ", name)).strip(),
            rfc=_rfc(rfc),
            status=_STATUS_WORDS.get(status.strip().lower(), ClientStatus.UNKNOWN),
            branch=kind.strip().lower() in _BRANCH_WORDS,
            parent=parent.strip(),
            seller=seller.strip(),
            rule=self._rules.read(self._ruling_texts(cells), accounts),
            row=number,
        )

    def _ruling_texts(self, cells: Sequence[Cell]) -> tuple[str, ...]:
        # most cells are texts; asking first saves the call for each of a million of them
        return tuple(
            [cell if isinstance(cell := cells[position], str) else cell_text(cell) for position in self._ruling]
        )


class Clients(Mapping[str, Client]):
    """The clients by key, in sheet order; one that nobody asks for is never made."""

    def __init__(self, reader: ClientReader) -> None:
        self._reader = reader
        self._rows: dict[str, tuple[int, Sequence[Cell]]] = {}
        self._made: dict[str, Client] = {}

    def add(self, key: str, cells: Sequence[Cell], *, number: int) -> None:
        """Take the client of row `number`."""
        self._rows[key] = number, cells

    def row(self, key: str) -> int:
        """The sheet row of a client, from 1.

        Raises:
            KeyError: If there is none.
        """
        return self._rows[key][0]

    def __getitem__(self, key: str) -> Client:
        made = self._made.get(key)
        if made is None:
            made = self._read(key)
            if made.branch and made.parent in self._rows:
                made = replace(made, headquarters=self._read(made.parent).rule)
            self._made[key] = made
        return made

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def _read(self, key: str) -> Client:
        number, cells = self._rows[key]
        return self._reader.client(key, cells, number=number)


def _rfc(text: str) -> str:
    if text.isalnum() and text.isascii():
        return text.upper()
    return _NOT_IN_RFC.sub("", unicodedata.normalize("NFC", text)).upper()
