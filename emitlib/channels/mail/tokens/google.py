"""Tokens of Google: a service account that may act for the mailbox, or a person's authorised log-in.

Source: "OAuth 2.0 for server to server applications"; the file of ``gcloud auth application-default login``.
"""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from emitlib.channels.mail.tokens.mends import refused_by_google
from emitlib.channels.mail.tokens.resource import Resource
from emitlib.channels.mail.web import WebSession
from emitlib.errors import ConfigError, MailError
from emitlib.i18n import _
from emitlib.settings import OAuth

__all__ = ["GoogleTokens"]

_NAME = "Google"
_TOKENS = "https://oauth2.googleapis.com/token"  # where an authorised user's file names no other place
_SCOPE = "https://mail.google.com/"  # SMTP and IMAP alike; there is no narrower one for them


class GoogleTokens:
    """Tokens by google-auth, renewed before they end.

    Args:
        settings: Names the key file.
        resource: What the tokens are for.
        user: The mailbox; a service account acts for it.
        root: What a relative path starts from.
    """

    def __init__(self, settings: OAuth, *, resource: Resource, user: str, root: Path) -> None:
        if resource is Resource.GRAPH:
            raise ConfigError(
                "OAUTH_INCOMPLETE", _("Graph is Microsoft's."), _("Set mail.oauth.provider to microsoft.")
            )
        self._lock = threading.Lock()
        self._ca_file = settings.ca_file
        self._timeout = settings.timeout
        self._credentials = _credentials(root / Path(settings.key_file).expanduser(), user)

    @property
    def mend(self) -> str:
        """See `TokenSource.mend`."""
        return refused_by_google()

    def token(self, *, refused: str = "") -> str:
        """See `TokenSource.token`."""
        from google.auth.exceptions import RefreshError, TransportError  # noqa: PLC0415
        from google.auth.transport.requests import Request  # noqa: PLC0415

        with self._lock:
            renew = bool(refused) and refused == self._credentials.token
            if renew or not self._credentials.valid:
                with WebSession(ca_file=self._ca_file, timeout=self._timeout) as session:
                    try:
                        self._credentials.refresh(Request(session))
                    except (RefreshError, TransportError) as err:
                        if isinstance(err, RefreshError) and not err.retryable:
                            raise self._refused(str(err)) from err
                        raise MailError(
                            "MAIL_UNREACHABLE",
                            _("{host} cannot be used now: {reason}.").format(host=_NAME, reason=err),
                            _("Check mail.oauth and the network; what was not sent will be tried again."),
                        ) from err
            return str(self._credentials.token)

    def log_in(self, show: Callable[[str], None]) -> str:  # noqa: ARG002 - the protocol's shape
        """See `TokenSource.log_in`."""
        raise ConfigError(
            "LOG_IN_NEEDS_NO_PERSON",
            _("The log-in of Google stands in mail.oauth.key_file."),
            _("Make it with a service account that may act for the mailbox, or with Google's own program."),
        )

    def _refused(self, reason: str) -> MailError:
        told = _("{provider} gives no access token: {reason}.").format(provider=_NAME, reason=reason[:500])
        return MailError("MAIL_LOGIN_REFUSED", told, self.mend)


def _credentials(path: Path, user: str) -> Any:
    from google.oauth2 import credentials, service_account  # noqa: PLC0415 - slow

    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if held.get("type") == "service_account":
            made: Any = service_account.Credentials  # google-auth has no types
            return made.from_service_account_info(held, scopes=[_SCOPE], subject=user)
        person = {name: held[name] for name in ("refresh_token", "client_id", "client_secret")}
        kept: Any = credentials.Credentials
        return kept(None, token_uri=held.get("token_uri", _TOKENS), scopes=[_SCOPE], **person)
    except (OSError, ValueError, KeyError, AttributeError) as err:
        raise ConfigError(
            "OAUTH_INCOMPLETE",
            _("mail.oauth.key_file {path} cannot be used: {reason}.").format(path=path, reason=err),
            _("Name the JSON file of a service account, or of an authorised user."),
        ) from err
