"""Clients that fit what somebody types: by key, name or RFC."""

from collections.abc import Iterable

from emitlib.vocabulary import Client

__all__ = ["suggestions"]

_MOST = 12  #: suggestions at once


def suggestions(clients: Iterable[Client], text: str) -> tuple[str, ...]:
    """The first clients that fit, as "KEY · NAME"; keys that begin with the text go first.

    Args:
        clients: All of the master.
        text: A part of key, name or RFC, case ignored.
    """
    part = text.partition(" · ")[0].strip().casefold()
    if not part:
        return ()
    first: list[str] = []
    others: list[str] = []
    for client in clients:
        if client.key.casefold().startswith(part):
            first.append(_shown(client))
        elif len(others) < _MOST and (part in client.name.casefold() or part in client.rfc.casefold()):
            others.append(_shown(client))
        if len(first) == _MOST:
            break
    return tuple([*first, *others][:_MOST])


def _shown(client: Client) -> str:
    return f"{client.key} · {client.name}"
