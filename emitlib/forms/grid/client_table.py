"""The clients in sight, one page of them, as the table shows them."""

from collections.abc import Mapping
from typing import Any

from emitlib.clients import Column
from emitlib.forms.form_fields import yes_or_no
from emitlib.forms.grid.actions import why_fixed
from emitlib.forms.grid.client_filter import SortColumn
from emitlib.forms.grid.rows import ClientRow, weight_of
from emitlib.forms.grid.state import GridState
from emitlib.forms.grid.table_view import SIZE, TableColumn, page_of, table_view
from emitlib.forms.grid.words import finding_word, value_word
from emitlib.forms.words import client_status_word
from emitlib.i18n import _
from emitlib.vocabulary import Finding, Security, Severity

__all__ = ["EDITED", "client_view"]

#: The columns whose cells are edited, as events name them.
EDITED = {
    "prints": Column.PRINTS,
    "mails": Column.MAILS,
    "accounts": Column.ACCOUNTS,
    "silent": Column.SILENT,
    "security": Column.SECURITY,
}
_TONES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: ""}


def client_view(state: GridState, *, first: int, height: str, opens: bool) -> dict[str, Any]:
    """The page that holds row `first` of the clients in sight.

    Args:
        state: The grid.
        first: A row, from 0.
        height: Of the table, in CSS.
        opens: Whether a client can be opened in the form.
    """
    rows = state.in_sight()
    first = page_of(first, len(rows))
    return table_view(
        _columns(),
        [_row(row, state, opens=opens) for row in rows[first : first + SIZE]],
        first=first,
        total=len(rows),
        height=height,
        empty=_("No client fits."),
        table=_("Clients"),
        order={"column": state.order.column.value, "backwards": state.order.backwards},
        select=True,
        hint=_("Space chooses; Enter or a double click edits."),
    )


def _columns() -> tuple[TableColumn, ...]:
    return (
        TableColumn(id=SortColumn.KEY, title=_("Client key"), width="122px", sort=True),
        TableColumn(id=SortColumn.NAME, title=_("Name"), width="auto", sort=True),
        TableColumn(id=SortColumn.RFC, title="RFC", width="112px", sort=True),
        TableColumn(id=SortColumn.STATUS, title=_("Status"), width="80px", sort=True),
        TableColumn(id="prints", title=_("Paper"), width="46px"),
        TableColumn(id="mails", title=_("Mail"), width="48px"),
        TableColumn(id="accounts", title=_("Mail accounts"), width="auto"),
        TableColumn(id="silent", title=_("Silent"), width="70px"),
        TableColumn(id="security", title=_("Encrypted"), width="58px"),
        TableColumn(id=SortColumn.WEIGHT, title=_("Findings"), width="auto", sort=True),
    )


def _row(row: ClientRow, state: GridState, *, opens: bool) -> dict[str, Any]:
    client, rule = row.client, row.client.rule
    fixed = why_fixed(row)
    weight = weight_of(row.findings)
    cells: list[dict[str, Any]] = [
        {"text": client.key, "kind": "open" if opens else "strong"},
        {"text": client.name},
        {"text": client.rfc},
        {"text": client_status_word(client.status), "kind": "soft"},
        _flag(rule.prints),
        _flag(rule.mails),
        {"text": row.accounts.replace(";", "; "), "kind": "text", "why": fixed},
        _flag(rule.silent, why=fixed),
        _flag(rule.security is Security.HIGH, why=fixed),
        {"text": "", "kind": "pills", "pills": _pills(row.findings)},
    ]
    for cell, column in zip(cells[4:9], EDITED.values(), strict=True):
        _mark(cell, row, column, state)
    return {
        "key": client.key,
        "tone": _TONES[weight] if weight else "",
        "chosen": client.key in state.selected,
        "cells": cells,
    }


def _flag(value: bool, *, why: str = "") -> dict[str, Any]:
    return {"text": yes_or_no(value), "kind": "flag", "on": value, "why": why}


def _mark(cell: dict[str, Any], row: ClientRow, column: Column, state: GridState) -> None:
    """Show a draft as one, with what the file holds."""
    if column in row.drafted:
        cell["was"] = value_word(column, state.master.text(row.client.key, column))


def _pills(findings: tuple[Finding, ...]) -> list[Mapping[str, str]]:
    once = {finding.code: finding for finding in findings}
    ordered = sorted(once.values(), key=lambda finding: list(_TONES).index(finding.severity))
    return [
        {
            "text": finding_word(finding.code),
            "tone": _TONES[finding.severity],
            "title": f"{finding.message} {finding.hint}",
        }
        for finding in ordered
    ]
