"""Which of SAE's client columns the columns of a table are: by name, never by place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from emitlib.clients.columns import Column, recognise
from emitlib.sae.layout import LATEST, LayoutColumn, read_layout

__all__ = ["ClientColumns", "looks_like_clients", "match_columns"]

#: The key's name up to SAE 4.6.
_OLD_KEY = "CCLIE"
#: Longest name of a dBase column; longer ones arrive cut.
_DBASE_NAME = 10
_SHORTEST_STEM = 8
#: Columns that came with a version, newest first.
_VERSIONS = (
    ("9.0+", frozenset({"COI_SINC", "CUENTA_CONTABLE2", "STATUS_RFC_LN"})),
    ("9.0", frozenset({"DES_IMPU5", "DES_IMPU6", "DES_IMPU7", "DES_IMPU8"})),
    ("8.0", frozenset({"REG_FISC", "VAL_RFC", "NOMBRECOMERCIAL", "ADDENDAT"})),
    ("7.0", frozenset({"USO_CFDI", "ADDENDAG", "ADDENDAE"})),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientColumns:
    """The columns of a client table, in the order of SAE's latest layout, then those that SAE does not know.

    Attributes:
        columns: Declared as SAE does; unknown ones as text.
        places: For each of them, its place in the source's rows.
        unknown: Names of those that are none of SAE's.
        version: SAE's version that such a table comes from; "" where that cannot be told.
    """

    columns: tuple[LayoutColumn, ...]
    places: tuple[int, ...]
    unknown: tuple[str, ...]
    version: str

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)


def looks_like_clients(columns: Sequence[str]) -> bool:
    """Whether a table with these columns is a client table: a key, and what only clients have."""
    found = {column for column in recognise(columns).columns if column in {Column.KEY, Column.NAME, Column.RFC}}
    return (Column.KEY in found or _OLD_KEY in columns) and bool({Column.NAME, Column.RFC} & found)


def match_columns(columns: Sequence[str]) -> ClientColumns:
    """Find SAE's columns among `columns`, which are in capitals and each there once.

    By the name itself; ``CCLIE`` of the old ones; a heading as SAE's exports write it (*Código postal*); a name that
    dBase cut at ten letters.
    """
    latest = {column.name: column for column in read_layout(LATEST).columns}
    named = {name: place for place, name in enumerate(columns) if name in latest}
    old = "CLAVE" not in named and _OLD_KEY in columns
    if old:
        named["CLAVE"] = columns.index(_OLD_KEY)
    for column, place in recognise(columns).columns.items():
        if columns[place] not in named and place not in named.values():
            named.setdefault(column.value, place)
    if all(len(name) <= _DBASE_NAME for name in columns):
        _match_cut_names(columns, latest, named)
    known = [name for name in latest if name in named]
    own = [name for name in named if name not in latest]
    taken = set(named.values())
    unknown = [(name, place) for place, name in enumerate(columns) if place not in taken]
    return ClientColumns(
        columns=(*(latest[name] for name in known), *(LayoutColumn(name=name) for name in own),
                 *(LayoutColumn(name=name) for name, _place in unknown)),
        places=(*(named[name] for name in (*known, *own)), *(place for _name, place in unknown)),
        unknown=tuple(name for name, _place in unknown),
        version="4.6 or older" if old else _version(named),
    )  # fmt: skip


def _match_cut_names(
    columns: Sequence[str], latest: Sequence[str] | dict[str, LayoutColumn], named: dict[str, int]
) -> None:
    """CRUZAMIENT, CRUZAMIEN2 → CRUZAMIENTOS, CRUZAMIENTOS2, in SAE's order."""
    for place, name in enumerate(columns):
        stem = re.sub(r"\d+\Z", "", name)
        if place in named.values() or len(name) < _DBASE_NAME or len(stem) < _SHORTEST_STEM:
            continue
        for whole in latest:
            if whole not in named and len(whole) > _DBASE_NAME and whole.startswith(stem):
                named[whole] = place
                break


def _version(names: dict[str, int]) -> str:
    return next((version for version, marks in _VERSIONS if marks & names.keys()), "")
