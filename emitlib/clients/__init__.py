"""Who receives: the client master, from workbook to `Client` and DataFrame and back; for batch and above.

Reading needs neither pandas nor the ledger's database; names are loaded when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from emitlib.clients.accounts import is_address, split_accounts
    from emitlib.clients.bulk import BulkEdit, CellConflict, edit_clients
    from emitlib.clients.change import CellChange, Edit
    from emitlib.clients.checks import check_client, check_master
    from emitlib.clients.columns import EMISSION_COLUMNS, HEADINGS, Column
    from emitlib.clients.edit import Applied, Conflict, apply_pending, discard_pending, edit_client
    from emitlib.clients.lock import workbook_name
    from emitlib.clients.master import Master, read_master
    from emitlib.clients.mending import mend_edits
    from emitlib.clients.opening import OpenedMaster, look_at_master, open_master
    from emitlib.clients.outside import note_outside_changes
    from emitlib.clients.past import PastRule, rule_at
    from emitlib.clients.pending import PendingEdit, read_pending
    from emitlib.clients.rule_cells import rule_changes
    from emitlib.clients.schema import CLIENT_SCHEMA, FRAME_COLUMNS
    from emitlib.clients.since import compare, uncompared

__all__ = [
    "CLIENT_SCHEMA",
    "EMISSION_COLUMNS",
    "FRAME_COLUMNS",
    "HEADINGS",
    "Applied",
    "BulkEdit",
    "CellChange",
    "CellConflict",
    "Column",
    "Conflict",
    "Edit",
    "Master",
    "OpenedMaster",
    "PastRule",
    "PendingEdit",
    "apply_pending",
    "check_client",
    "check_master",
    "compare",
    "discard_pending",
    "edit_client",
    "edit_clients",
    "is_address",
    "look_at_master",
    "mend_edits",
    "note_outside_changes",
    "open_master",
    "read_master",
    "read_pending",
    "rule_at",
    "rule_changes",
    "split_accounts",
    "uncompared",
    "workbook_name",
]

_MODULES = {
    "accounts": ("is_address", "split_accounts"),
    "bulk": ("BulkEdit", "CellConflict", "edit_clients"),
    "change": ("CellChange", "Edit"),
    "checks": ("check_client", "check_master"),
    "columns": ("EMISSION_COLUMNS", "HEADINGS", "Column"),
    "edit": ("Applied", "Conflict", "apply_pending", "discard_pending", "edit_client"),
    "lock": ("workbook_name",),
    "master": ("Master", "read_master"),
    "mending": ("mend_edits",),
    "opening": ("OpenedMaster", "look_at_master", "open_master"),
    "outside": ("note_outside_changes",),
    "past": ("PastRule", "rule_at"),
    "pending": ("PendingEdit", "read_pending"),
    "rule_cells": ("rule_changes",),
    "schema": ("CLIENT_SCHEMA", "FRAME_COLUMNS"),
    "since": ("compare", "uncompared"),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
