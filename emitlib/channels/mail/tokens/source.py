"""Where access tokens come from, by the settings."""

import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Protocol, assert_never

from emitlib.channels.mail.tokens.resource import Resource
from emitlib.channels.mail.tokens.store import TokenStore
from emitlib.errors import ConfigError
from emitlib.i18n import _
from emitlib.settings import OAuth

__all__ = ["TokenSource", "shared", "token_source"]


class TokenSource(Protocol):
    """Gives access tokens; may be asked by several threads at once."""

    @property
    def mend(self) -> str:
        """What to look at where a server refuses a fresh token."""
        ...

    def token(self, *, refused: str = "") -> str:
        """An access token that is good for some minutes at least.

        Args:
            refused: A token that a server refused: another is got, unless another thread got one meanwhile.

        Raises:
            MailError: ``MAIL_LOGIN_REFUSED`` if there is none to be had.
        """
        ...

    def log_in(self, show: Callable[[str], None]) -> str:
        """Let a person log in, once; `show` tells what to do.

        Returns:
            Who logged in, an address; "" where the provider does not say.

        Raises:
            ConfigError: ``LOG_IN_NEEDS_NO_PERSON`` if an application logs in by itself.
            MailError: ``MAIL_LOGIN_REFUSED``.
        """
        ...


def token_source(
    settings: OAuth, *, resource: Resource, user: str, secret: Callable[[], str], root: Path
) -> TokenSource:
    """The token source that the settings name.

    Args:
        settings: Provider, application and log-in.
        resource: What the tokens are for.
        user: The mailbox, an address.
        secret: Gives the application's secret; asked only where one is needed.
        root: What relative paths start from.

    Raises:
        ConfigError: ``OAUTH_INCOMPLETE`` naming the setting, or ``EXTRA_MISSING`` without the libraries.
    """
    try:
        return _made(settings, resource=resource, user=user, secret=secret, root=root)
    except ImportError as err:
        raise ConfigError(
            "EXTRA_MISSING",
            _("The libraries for log-ins by token are not installed: {reason}.").format(reason=err),
            _('Install them: pip install "emitlib[oauth]".'),
        ) from err


def _made(settings: OAuth, *, resource: Resource, user: str, secret: Callable[[], str], root: Path) -> TokenSource:
    match settings.provider:
        case "microsoft":
            from emitlib.channels.mail.tokens.microsoft import MicrosoftTokens  # noqa: PLC0415 - an extra

            store = TokenStore(settings.tokens, user=user, root=root)
            return MicrosoftTokens(settings, resource=resource, user=user, secret=secret, store=store)
        case "google":
            from emitlib.channels.mail.tokens.google import GoogleTokens  # noqa: PLC0415 - an extra

            return GoogleTokens(settings, resource=resource, user=user, root=root)
        case "":
            raise ConfigError(
                "OAUTH_INCOMPLETE",
                _("mail.oauth.provider is empty."),
                _("Set it to microsoft or google, or log in with a password."),
            )
        case _:
            assert_never(settings.provider)


def shared(make: Callable[[], TokenSource]) -> Callable[[], TokenSource]:
    """`make`, called once, by whichever thread comes first; the others wait for it and share what it made."""
    lock, made = threading.Lock(), cache(make)

    def source() -> TokenSource:
        with lock:
            return made()

    return source
