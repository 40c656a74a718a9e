"""Tokens of Microsoft 365: a person's device code, or an application's own secret.

Source: Microsoft identity platform, "device authorization grant" and "client credentials".
"""

import threading
from collections.abc import Callable, Mapping
from typing import Any

from emitlib.channels.mail.tokens.mends import refused_by_microsoft
from emitlib.channels.mail.tokens.resource import Resource
from emitlib.channels.mail.tokens.store import TokenStore
from emitlib.channels.mail.web import WebSession
from emitlib.errors import ConfigError, MailError
from emitlib.i18n import _
from emitlib.settings import OAuth

__all__ = ["MicrosoftTokens"]

_NAME = "Microsoft"
_PERSON = {
    Resource.SMTP: ["https://outlook.office.com/SMTP.Send"],
    Resource.IMAP: ["https://outlook.office.com/IMAP.AccessAsUser.All"],
    Resource.GRAPH: ["https://graph.microsoft.com/Mail.Send", "https://graph.microsoft.com/Mail.ReadWrite"],
}
_APPLICATION = {
    Resource.SMTP: ["https://outlook.office365.com/.default"],
    Resource.IMAP: ["https://outlook.office365.com/.default"],
    Resource.GRAPH: ["https://graph.microsoft.com/.default"],
}


class MicrosoftTokens:
    """Tokens by msal, which renews them before they end; a person's log-in is kept in `store`.

    Args:
        settings: Tenant, application and flow.
        resource: What the tokens are for.
        user: The mailbox.
        secret: Gives the application's secret; asked by the flow ``application`` only.
        store: Keeps a person's log-in.
    """

    def __init__(
        self, settings: OAuth, *, resource: Resource, user: str, secret: Callable[[], str], store: TokenStore
    ) -> None:
        self._user = user
        self._store = store
        self._person = settings.flow == "device"
        self._resource = resource
        self._scopes = (_PERSON if self._person else _APPLICATION)[resource]
        self._lock = threading.Lock()
        self._last = ""
        self._away: tuple[type[Exception], ...] = (ValueError, OSError)  # requests' errors are OSErrors
        self._app = self._application(settings, secret)

    @property
    def mend(self) -> str:
        """See `TokenSource.mend`."""
        return refused_by_microsoft(self._resource, person=self._person)

    def token(self, *, refused: str = "") -> str:
        """See `TokenSource.token`."""
        ask = self._of_person if self._person else self._of_application
        with self._lock:
            renew = bool(refused) and refused == self._last
            self._last = self._token_in(self._asked(lambda: ask(renew=renew)))
            self._keep()
            return self._last

    def log_in(self, show: Callable[[str], None]) -> str:
        """See `TokenSource.log_in`."""
        if not self._person:
            raise ConfigError(
                "LOG_IN_NEEDS_NO_PERSON",
                _("The application logs in by itself."),
                _('Only mail.oauth.flow = "device" takes a person.'),
            )
        flow = self._asked(lambda: self._app.initiate_device_flow(self._scopes))
        if "user_code" not in flow:
            raise self._refused(flow)
        show(str(flow["message"]))
        answer = self._asked(lambda: self._app.acquire_token_by_device_flow(flow))
        self._token_in(answer)
        account = str(answer.get("id_token_claims", {}).get("preferred_username", ""))
        self._forget_others(account)
        self._keep()
        return account

    def _forget_others(self, account: str) -> None:
        """Where somebody else than the mailbox logged in, it is that log-in which counts from now on."""
        kept = {account.casefold(), self._user.casefold()} if account else set()
        for one in self._app.get_accounts() if kept else ():
            if one["username"].casefold() not in kept:
                self._app.remove_account(one)

    def _application(self, settings: OAuth, secret: Callable[[], str]) -> Any:
        import msal  # noqa: PLC0415 - slow

        _complete(settings)
        self._away += (msal.exceptions.MsalError,)  # its word for a 5xx
        self._cache = msal.SerializableTokenCache()
        common: dict[str, Any] = {
            "authority": f"{settings.authority.rstrip('/')}/{settings.tenant}",
            "token_cache": self._cache,
            "instance_discovery": settings.authority == OAuth().authority,
            "http_client": WebSession(ca_file=settings.ca_file, timeout=settings.timeout),
        }
        self._cache.deserialize((self._store.read() if self._person else "") or "{}")
        try:
            if self._person:
                return msal.PublicClientApplication(settings.client_id, **common)
            return msal.ConfidentialClientApplication(settings.client_id, client_credential=secret(), **common)
        except self._away as err:
            raise MailError(
                "MAIL_UNREACHABLE",
                _("{host} cannot be used now: {reason}.").format(host=settings.authority, reason=err),
                _("Check mail.oauth.authority, mail.oauth.tenant and the network."),
            ) from err

    def _of_person(self, *, renew: bool) -> Mapping[str, Any]:
        accounts = self._app.get_accounts(self._user) or self._app.get_accounts()
        if not accounts:
            return {"error": _("nobody logged in")}
        found = self._app.acquire_token_silent_with_error(self._scopes, account=accounts[0], force_refresh=renew)
        return found or {"error": _("the log-in has ended")}

    def _of_application(self, *, renew: bool) -> Mapping[str, Any]:
        if renew:
            self._app.remove_tokens_for_client()
        answer: Mapping[str, Any] = self._app.acquire_token_for_client(self._scopes)
        return answer

    def _asked(self, question: Callable[[], Any]) -> Any:
        try:
            return question()
        except self._away as err:
            raise MailError(
                "MAIL_UNREACHABLE",
                _("{host} cannot be used now: {reason}.").format(host=_NAME, reason=err),
                _("Check mail.oauth and the network; what was not sent will be tried again."),
            ) from err

    def _token_in(self, answer: Mapping[str, Any]) -> str:
        if "access_token" not in answer:
            raise self._refused(answer)
        return str(answer["access_token"])

    def _refused(self, answer: Mapping[str, Any]) -> MailError:
        return MailError(
            "MAIL_LOGIN_REFUSED",
            _("{provider} gives no access token: {reason}.").format(provider=_NAME, reason=_said(answer)[:500]),
            _("Log in with `emit mail login`.")
            if self._person
            else _(
                "Check mail.oauth.tenant, mail.oauth.client_id and the secret of mail.oauth.client_secret: it ends "
                "on the day chosen in Microsoft Entra."
            ),
        )

    def _keep(self) -> None:
        if self._person and self._cache.has_state_changed:
            self._store.write(self._cache.serialize())
            self._cache.has_state_changed = False


def _complete(settings: OAuth) -> None:
    for name in ("tenant", "client_id"):
        if not getattr(settings, name):
            raise ConfigError(
                "OAUTH_INCOMPLETE",
                _("mail.oauth.{name} is empty.").format(name=name),
                _("It stands in the application's page in Microsoft Entra."),
            )


def _said(answer: Mapping[str, Any]) -> str:
    return str(answer.get("error_description") or answer.get("error") or _("it did not say why"))
