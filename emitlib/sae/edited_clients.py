"""Which cells of SAE's own client table were edited here, and what SAE held before: the way back starts from it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from emitlib.clients import Master
from emitlib.ledger import ClientChange
from emitlib.sae.layout import LayoutColumn, TableLayout
from emitlib.sae.stored_keys import StoredKeys
from emitlib.vocabulary import Finding

__all__ = ["EditedCell", "EditedClient", "edited_clients"]

#: What SAE's columns hold: its character set is ISO 8859-1.
_CHARSET = "latin-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedCell:
    """One cell, as SAE had it and as it is to be; "" stands for an empty one, NULL or not."""

    column: LayoutColumn
    before: str
    after: str

    @property
    def is_number(self) -> bool:
        """Whether SAE keeps it as a whole number."""
        return self.column.type == "INTEGER"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedClient:
    """The edited cells of one client; they go back together or not at all."""

    key: str  #: trimmed
    raw_key: str  #: as SAE stores it, with its blanks
    cells: tuple[EditedCell, ...]


def edited_clients(
    changes: Iterable[ClientChange],
    master: Master,
    layout: TableLayout,
    *,
    since: date | None = None,
    findings: list[Finding],
) -> list[EditedClient]:
    """The net edits by client: the first value before, the last one after; what went back and forth is no edit.

    Args:
        changes: Of the ledger, oldest first; those that were applied count.
        master: As it is now.
        layout: SAE's table.
        since: Leave out what was changed on earlier days.
        findings: Gets what cannot go back, and why.
    """
    cells: dict[str, dict[str, tuple[str, str]]] = {}
    for change in changes:
        if change.state == "applied" and (since is None or (change.at is not None and change.at.date() >= since)):
            row = cells.setdefault(change.clave, {})
            first, _after = row.get(change.column, (change.before, ""))
            row[change.column] = (first, change.after)
    known = {column.name: column for column in layout.columns}
    keys = StoredKeys(master)
    edited = []
    for key, row in cells.items():
        net = {name: texts for name, texts in row.items() if texts[0] != texts[1]}
        if net and key not in master.clients:
            findings.append(Finding("WAY_BACK_CLIENT_GONE", {"clave": key}))
        elif fitting := _fitting(key, net, known, findings):
            edited.append(EditedClient(key=key, raw_key=keys.of(key), cells=fitting))
    return edited


def _fitting(
    key: str, net: Mapping[str, tuple[str, str]], known: Mapping[str, LayoutColumn], findings: list[Finding]
) -> tuple[EditedCell, ...]:
    """The cells of one client that SAE has columns for; none where one of them does not fit."""
    foreign = sorted(net.keys() - known.keys())
    findings += [Finding("WAY_BACK_NOT_IN_SAE", {"clave": key, "column": name}) for name in foreign]
    cells = [EditedCell(column=known[name], before=b, after=a) for name, (b, a) in net.items() if name in known]
    wrong = [(cell, reason) for cell in cells for reason in _reasons(cell)]
    for cell, reason in wrong:
        where = {"clave": key, "column": cell.column.name}
        findings.append(Finding("WAY_BACK_DOES_NOT_FIT", where, {"reason": reason}))
    return () if wrong else tuple(cells)


def _reasons(cell: EditedCell) -> Iterator[str]:
    if cell.is_number and not all(text.isdecimal() or not text for text in (cell.before, cell.after)):
        yield f"{cell.before!r} → {cell.after!r}: {cell.column.sql}"
    elif not cell.is_number and len(cell.after) > cell.column.length:
        yield f"{len(cell.after)} > {cell.column.sql}"
    try:
        (cell.before + cell.after).encode(_CHARSET)
    except UnicodeEncodeError as err:
        yield repr(err.object[err.start : err.end])
