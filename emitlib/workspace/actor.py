"""Who acts: the name a person gives, beside the account and the host that the machine knows."""

import getpass
import socket
from dataclasses import dataclass

__all__ = ["Actor"]


@dataclass(frozen=True, slots=True)
class Actor:
    """The author of an event."""

    by: str  #: the name given with ``--by``; the account where none was
    account: str  #: OS account
    host: str

    @classmethod
    def here(cls, by: str = "") -> "Actor":
        """The actor at this machine, now."""
        try:
            account = getpass.getuser()
        except (OSError, KeyError):  # no such user in a bare container
            account = "unknown"
        return cls(by=by or account, account=account, host=socket.gethostname())
