"""The clients' names and RFCs as the client file holds them now: the ledger keeps keys only."""

from collections.abc import Mapping

from emitlib.clients import read_master
from emitlib.errors import InputError
from emitlib.forms.key_search import found_clients
from emitlib.vocabulary import Client
from emitlib.workspace import Workspace

__all__ = ["ClientNames"]


class ClientNames:
    """Reads the client file when a name is first asked for; where it cannot be read there are no names.

    Args:
        workspace: Whose it is.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._clients: Mapping[str, Client] | None = None
        self.sha256 = ""  #: of the file; "" until it was read, and where it cannot be
        self.problem = ""  #: why it cannot be read, in the language of the first question

    @property
    def clients(self) -> Mapping[str, Client]:
        """All clients, by key."""
        if self._clients is None:
            try:
                master = read_master(self._workspace.master, columns=self._workspace.settings.columns)
            except InputError as err:
                self._clients, self.problem = {}, f"{err.message} {err.hint}"
            else:
                self._clients, self.sha256 = master.clients, master.sha256
        return self._clients

    def name(self, key: str) -> str:
        """The name of a client; "" where it is not known.

        Args:
            key: The client's.
        """
        client = self.clients.get(key)
        return client.name if client else ""

    def keys(self, text: str) -> tuple[str, ...]:
        """The keys of the clients whose key, name or RFC holds a text.

        Args:
            text: What was typed or chosen.
        """
        return tuple(client.key for client in found_clients(self.clients, text))
