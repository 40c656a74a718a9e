"""The password of SAE's database server, by a reference: notebooks and pages are kept, so it never stands in them."""

from pathlib import Path

from emitlib.errors import ConfigError
from emitlib.i18n import _
from emitlib.settings import read_secret

__all__ = ["server_password"]

_KINDS = ("env:", "keyring:", "file:")


def server_password(reference: str, *, user: str, folder: Path) -> str:
    """The password behind a reference; "" where none is named.

    Args:
        reference: ``env:NAME``, ``keyring:SERVICE`` or ``file:PATH``.
        user: The keyring entry's user, and the server's.
        folder: What a relative ``file:`` path starts from.

    Raises:
        ConfigError: ``SECRET_IN_CLEAR`` for anything else, which is not repeated, or ``SECRET_MISSING``.
    """
    if not reference:
        return ""
    if not reference.startswith(_KINDS):
        raise ConfigError(
            "SECRET_IN_CLEAR",
            _("The password itself was given; what is typed here may be kept with the notebook."),
            _("Say where it stands: env:NAME, keyring:SERVICE or file:PATH; and change it if this was saved."),
        )
    return read_secret(reference, username=user, folder=folder)
