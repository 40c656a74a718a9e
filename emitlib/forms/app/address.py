"""Where the app answers: this machine only, behind a random token."""

import secrets
import socket
from dataclasses import dataclass

from emitlib.errors import ConfigError
from emitlib.i18n import _

__all__ = ["HOST", "Address"]

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A port of this machine, and what opens it."""

    port: int
    token: str

    @classmethod
    def free(cls, port: int = 0) -> "Address":
        """An address that nobody uses right now, with a token of its own.

        Args:
            port: The one to use; 0 = any.

        Raises:
            ConfigError: ``PORT_TAKEN`` if the port is taken, or may not be used.
        """
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except (OSError, OverflowError) as err:
                raise ConfigError(
                    "PORT_TAKEN",
                    _("Port {port} cannot be used: {reason}.").format(port=port, reason=err),
                    _("Name another with --port, or leave it out."),
                ) from err
            return cls(port=probe.getsockname()[1], token=secrets.token_urlsafe(24))

    @property
    def url(self) -> str:
        """What to open in a browser."""
        return f"http://{HOST}:{self.port}/?token={self.token}"
