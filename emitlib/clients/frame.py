"""Clients as a DataFrame, held against the schema."""

from collections.abc import Iterable

import pandas as pd

from emitlib.clients.schema import FRAME_COLUMNS, valid_frame
from emitlib.vocabulary import Client

__all__ = ["client_frame"]


def client_frame(clients: Iterable[Client]) -> pd.DataFrame:
    """The table of `clients`.

    *Shape*: one row a client, in the order given; index ``clave``; columns as in `CLIENT_SCHEMA`.

    Raises:
        InputError: ``FRAME_INVALID`` if two clients have one key.
    """
    listed = list(clients)
    values: dict[str, list[object]] = {
        "name": [client.name for client in listed],
        "rfc": [client.rfc for client in listed],
        "status": [client.status.value for client in listed],
        "branch": [client.branch for client in listed],
        "parent": [client.parent for client in listed],
        "prints": [client.rule.prints for client in listed],
        "mails": [client.rule.mails for client in listed],
        "accounts": [";".join(client.rule.accounts) for client in listed],
        "silent": [client.rule.silent for client in listed],
        "security": [client.rule.security.value for client in listed],
        "means": [client.rule.means.value if client.rule.means else "" for client in listed],
        "means_date": [client.rule.means_date.isoformat() if client.rule.means_date else "" for client in listed],
        "route": [client.rule.route for client in listed],
        "grouping": [client.rule.grouping or "" for client in listed],
        "language": [client.rule.language or "" for client in listed],
        "cipher": [client.rule.cipher or "" for client in listed],
        "parent_accounts": [client.rule.parent_accounts.value for client in listed],
        "row": [client.row for client in listed],
    }
    index = pd.Index([client.key for client in listed], name="clave", dtype="str")
    columns = {name: pd.Series(values[name], index=index, dtype=kind) for name, kind in FRAME_COLUMNS.items()}
    return valid_frame(pd.DataFrame(columns, index=index))
