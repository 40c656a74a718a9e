"""A client as it was at the end of a day, by the ledger; without widgets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from emitlib.batch.explaining_past import past_client
from emitlib.clients import workbook_name
from emitlib.forms.audit_view.client_names import ClientNames
from emitlib.forms.audit_view.reading import reading
from emitlib.workspace import Workspace

__all__ = ["ClientThen", "client_then"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientThen:
    """What ``clients show CLAVE --at DAY`` tells, and whether the client file has moved on since."""

    day: date
    told: Mapping[str, Any]  #: the contract's form
    outside: bool  #: whether the client file was changed since the ledger last looked at it


def client_then(workspace: Workspace, names: ClientNames, key: str, *, day: date) -> ClientThen:
    """A client as the ledger knew it.

    Args:
        workspace: Whose ledger; a read-only copy will do.
        names: Of its clients.
        key: The client.
        day: Its end counts, by this computer's time zone.

    Raises:
        InputError: ``CLIENT_NOT_KNOWN_THEN``.
        StoreError: If the ledger cannot be read.
    """
    at = datetime.combine(day, time.max).astimezone()
    with reading(workspace) as ledger:
        told = past_client(workspace, ledger, names.clients, key, at=at)
        known = ledger.known_workbook_hash(workbook_name(workspace))
    return ClientThen(day=day, told=told, outside=bool(names.sha256) and names.sha256 != known)
