"""Secrets behind their references, read at the moment of use."""

import os
from pathlib import Path

from emitlib.errors import ConfigError
from emitlib.i18n import _

__all__ = ["read_secret"]


def read_secret(reference: str, *, username: str, folder: Path) -> str:
    """The secret behind a reference, read at the moment of use and kept nowhere.

    Args:
        reference: ``env:NAME``, ``keyring:SERVICE`` or ``file:PATH``.
        username: The keyring entry's user.
        folder: What a relative ``file:`` path starts from.

    Raises:
        ConfigError: ``SECRET_MISSING`` if nothing is there, ``KEYRING_UNREADABLE`` where the keyring is shut.
    """
    kind, _colon, name = reference.partition(":")
    secret: str | None = None
    if kind == "env":
        secret = os.environ.get(name)
    elif kind == "keyring":
        secret = _in_keyring(name, username)
    elif kind == "file":
        path = folder / Path(name).expanduser()
        secret = path.read_text(encoding="utf-8").rstrip("\r\n") if path.is_file() else None
    if not secret:
        raise ConfigError(
            "SECRET_MISSING",
            _("The secret {reference} is not there.").format(reference=reference),
            _("Set the environment variable, the keyring entry or the file that the setting names."),
        )
    return secret


def _in_keyring(service: str, username: str) -> str | None:
    import keyring  # noqa: PLC0415 - slow, and most workspaces have none
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        return keyring.get_password(service, username)
    except KeyringError as err:
        raise ConfigError(
            "KEYRING_UNREADABLE",
            _("The system's keyring gives out nothing: {reason}.").format(reason=str(err).partition(".")[0]),
            _("Unlock it, or keep the secret elsewhere: env:NAME or file:PATH."),
        ) from err
