"""The emission cells as the ledger last knew them, and what was changed in the workbook without emitlib."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from emitlib.clients.change import CellChange
from emitlib.clients.columns import EMISSION_COLUMNS, Column
from emitlib.clients.master import Master
from emitlib.ledger import Event, EventRow, JsonOrPersonal, Ledger, Personal

__all__ = ["Cells", "KnownState", "cell_entries", "known_state", "record_first_state", "record_outside_changes"]

_KINDS = ("master_seen", "changed_outside", "edit_intended", "edit_applied")
#: Emission cells by client key; empty cells are absent.
Cells = dict[str, dict[Column, str]]


@dataclass(slots=True)
class KnownState:
    """What the ledger says a workbook holds."""

    sha256: str = ""  #: "" as long as the workbook was never seen
    cells: Cells = field(default_factory=dict)

    def put(self, clave: str, column: str, text: str) -> None:
        """Take one cell's new text; columns that do not decide emission are left aside."""
        if column not in EMISSION_COLUMNS:
            return
        cells = self.cells.setdefault(clave, {})
        cells.pop(Column(column), None)
        if text:
            cells[Column(column)] = text


def known_state(ledger: Ledger, workbook: str, *, until: datetime | None = None) -> KnownState:
    """Replay what the ledger tells of a workbook: seen, edited, changed outside.

    Args:
        ledger: The ledger.
        workbook: The workbook's name in its events.
        until: Only what was known at that moment, aware; None = all.

    Raises:
        StoreError: If the ledger cannot be read.
    """
    state = KnownState()
    intended: dict[str, Any] = {}
    for event in _events(ledger, until):
        data = event.data
        if event.kind == "edit_applied":
            data = intended.pop(data["edit"], {})
        if data.get("workbook") != workbook:
            continue
        if event.kind == "edit_intended":
            intended[data["edit"]] = data
        elif event.kind == "master_seen":
            state = KnownState(sha256=data["sha256"])
            state.cells = {clave: {} for clave in data["rules"] if clave}
            for clave, cells in data["rules"].items():
                for column, text in cells.items():
                    state.put(clave, column, text)
        else:
            state.sha256 = data["after_sha256"]
            for change in data["changes"]:
                state.put(change["clave"], change["column"], change["after"])
    return state


def _events(ledger: Ledger, until: datetime | None) -> Iterator[EventRow]:
    return (event for event in ledger.events(kinds=_KINDS) if until is None or event.at <= until)


def record_outside_changes(ledger: Ledger, workbook: str, master: Master) -> tuple[CellChange, ...]:
    """Compare the master's emission cells with the known ones and record what differs.

    A workbook met for the first time is recorded whole and has no changes. A client that is new or gone differs from,
    or in, empty cells.

    Raises:
        StoreError: If the ledger cannot be read or written.
    """
    known_hash = ledger.known_workbook_hash(workbook)
    if known_hash == master.sha256:
        return ()
    now = _cells(master)
    if not known_hash:
        record_first_state(ledger, workbook, sha256=master.sha256, cells=now)
        return ()
    known = known_state(ledger, workbook)
    changes = tuple(
        CellChange(clave=clave, column=column, before=before, after=after)
        for clave in {**now, **known.cells}
        for column in EMISSION_COLUMNS
        if (before := known.cells.get(clave, {}).get(column, "")) != (after := now.get(clave, {}).get(column, ""))
    )
    if changes:
        data: dict[str, JsonOrPersonal] = {
            "workbook": workbook,
            "before_sha256": known.sha256,
            "after_sha256": master.sha256,
            "changes": cell_entries(changes),
        }
        ledger.record(Event("changed_outside", data))
    return changes


def record_first_state(ledger: Ledger, workbook: str, *, sha256: str, cells: Cells) -> None:
    """Record a workbook whole, as it is met for the first time.

    Args:
        ledger: The ledger.
        workbook: Its name in the events.
        sha256: Of its file.
        cells: Its emission cells, trimmed, the empty ones left out.

    Raises:
        StoreError: If the ledger cannot be written.
    """
    # the empty entry keeps a lone client "c" from looking like a commitment
    rules: dict[str, JsonOrPersonal] = {"": {}}
    texts: dict[str, Personal] = {}  # most cells are one of a few texts, and a master has a million
    for clave, row in cells.items():
        rules[clave] = {
            column.value: texts.get(text) or texts.setdefault(text, Personal("cell", text))
            for column, text in row.items()
        }
    ledger.record(Event("master_seen", {"workbook": workbook, "sha256": sha256, "rules": rules}))


def cell_entries(changes: tuple[CellChange, ...]) -> list[JsonOrPersonal]:
    """Changes as an event holds them: the cells' texts are personal values."""
    return [
        {
            "clave": change.clave,
            "column": change.column.value,
            "before": Personal("cell", change.before),
            "after": Personal("cell", change.after),
        }
        for change in changes
    ]


def _cells(master: Master) -> Cells:
    columns = [column for column in EMISSION_COLUMNS if column in master.columns]
    cells: Cells = {}
    for key in master.clients:
        texts = {column: master.text(key, column) for column in columns}
        cells[key] = {column: text for column, text in texts.items() if text}
    return cells
