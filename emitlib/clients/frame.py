"""Clients as a DataFrame; its columns are declared here and nowhere else."""

from collections.abc import Iterable

import pandas as pd

from emitlib.vocabulary import Client

__all__ = ["FRAME_COLUMNS", "client_frame"]

#: Columns of the table of clients and their types; the index is ``clave`` (str).
FRAME_COLUMNS: dict[str, str] = {
    "name": "str",
    "rfc": "str",
    "status": "str",  #: A, M, S, B or ""
    "branch": "bool",
    "parent": "str",
    "prints": "bool",
    "mails": "bool",
    "accounts": "str",  #: valid addresses, joined by ";"
    "silent": "bool",
    "security": "str",  #: none or high
    "means": "str",  #: email, device, portal, cloud, paper or ""
    "means_date": "str",  #: YYYY-MM-DD or ""
    "route": "str",
    "grouping": "str",  #: document, month, zip or ""
    "language": "str",  #: es, en or ""
    "cipher": "str",  #: cbc, gcm or ""
    "parent_accounts": "str",  #: no, also or only
    "row": "int64",  #: sheet row, from 1
}


def client_frame(clients: Iterable[Client]) -> pd.DataFrame:
    """The table of `clients`.

    *Shape*: one row a client, in the order given; index ``clave``; columns `FRAME_COLUMNS`.
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
    return pd.DataFrame(
        {name: pd.Series(values[name], index=index, dtype=kind) for name, kind in FRAME_COLUMNS.items()}, index=index
    )
