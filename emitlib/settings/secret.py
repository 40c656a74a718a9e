"""Secrets behind their references: read at the moment of use, kept in the keyring on request."""

import os
from pathlib import Path

from emitlib.errors import ConfigError
from emitlib.i18n import _

__all__ = ["keep_secret", "read_secret"]


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


def keep_secret(reference: str, secret: str, *, username: str) -> None:
    """Keep a secret in the keyring's entry that a reference names, in place of what was there.

    Args:
        reference: ``keyring:SERVICE``.
        secret: What to keep.
        username: The entry's user.

    Raises:
        ConfigError: ``SECRET_NOT_IN_KEYRING`` for any other reference, ``KEYRING_MISSING`` where the system has no
            keyring or it does not give the secret back.
    """
    import keyring  # noqa: PLC0415 - slow, and most workspaces have none
    from keyring.errors import KeyringError  # noqa: PLC0415

    kind, _colon, service = reference.partition(":")
    if kind != "keyring" or not service:
        raise ConfigError(
            "SECRET_NOT_IN_KEYRING",
            _("The secret {reference} does not lie in the keyring.").format(reference=reference),
            _('Write keyring:SERVICE in the setting, as password = "keyring:emitlib-smtp".'),
        )
    try:
        keyring.set_password(service, username, secret)
        kept = keyring.get_password(service, username)
    except KeyringError as err:
        raise _no_keyring(str(err).partition(".")[0]) from err
    if kept != secret:
        raise _no_keyring(_("it does not give back what was put in"))


def _no_keyring(reason: str) -> ConfigError:
    return ConfigError(
        "KEYRING_MISSING",
        _("The secret cannot be kept in the keyring: {reason}.").format(reason=reason),
        _("Keep the secret elsewhere: env:NAME or file:PATH."),
    )


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
