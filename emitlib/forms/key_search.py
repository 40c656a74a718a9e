"""Clients that fit what somebody types: by key, name or RFC."""

import unicodedata
from collections.abc import Iterable, Mapping

from emitlib.vocabulary import Client

__all__ = ["found_clients", "key_of", "shown", "suggestions"]

_MOST = 10_000  #: suggestions; the browser filters them while somebody types
_BETWEEN = " · "


def suggestions(clients: Iterable[Client]) -> tuple[str, ...]:
    """What the browser suggests: every client as "KEY · NAME · RFC", up to ten thousand.

    Args:
        clients: All of the master.
    """
    listed = tuple(_BETWEEN.join(filter(None, (client.key, client.name, client.rfc))) for client in clients)
    return listed[:_MOST]


def shown(client: Client) -> str:
    """A client as "KEY · NAME".

    Args:
        client: Any.
    """
    return f"{client.key}{_BETWEEN}{client.name}"


def key_of(text: str) -> str:
    """The key that a text is, or begins with as a suggestion does.

    Args:
        text: What was typed or chosen.

    >>> key_of(" 7 · MUÑECAS SA DE CV · MUN010203AB1")
    '7'
    """
    return text.partition(_BETWEEN)[0].strip()


def found_clients(clients: Mapping[str, Client], text: str) -> list[Client]:
    """The client with this key, else all that have the text in key, name or RFC; case and accents do not matter.

    Args:
        clients: All of the master, by key.
        text: What was typed or chosen.
    """
    key = key_of(text)
    if not key:
        return []
    if key in clients:
        return [clients[key]]
    part = _folded(key)
    return [
        client
        for client in clients.values()
        if part in _folded(client.key) or part in _folded(client.name) or part in _folded(client.rfc)
    ]


def _folded(text: str) -> str:
    if text.isascii():
        return text.casefold()
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
