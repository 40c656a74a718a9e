"""Microsoft Graph's questions about messages: draft from MIME, receivers, send, look up.

Source: Microsoft Graph v1.0, "message resource type", "create message from MIME content", "message: send".
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import requests

from emitlib.channels.mail.tokens import TokenSource
from emitlib.channels.mail.web import WebSession
from emitlib.i18n import _

__all__ = ["GraphAnswer", "GraphMailbox"]

_UNAUTHORIZED = 401


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphAnswer:
    """What the service said; `status` None where the line broke and nobody knows what it heard."""

    status: int | None
    text: str  #: on one line
    body: Mapping[str, Any]
    request_id: str = ""
    wait: float = 0.0  #: seconds that the service asks to wait

    @property
    def ok(self) -> bool:
        """Whether it did what it was asked."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - HTTP's successes

    @property
    def later(self) -> bool:
        """Whether asking again may help: throttled, away, or never reached."""
        return self.status is None or self.status in {408, 429} or self.status >= 500  # noqa: PLR2004 - HTTP

    @property
    def lists(self) -> bool:
        """Whether it is an answer to a question for messages."""
        return self.ok and isinstance(self.body.get("value"), list)

    @property
    def listed(self) -> Sequence[Mapping[str, Any]]:
        """The messages that it lists; none where it lists nothing."""
        return self.body["value"] if self.lists else ()


class GraphMailbox:
    """The messages of one mailbox; used by one thread.

    Args:
        url: The service's address with its version.
        user: The mailbox, an address.
        tokens: Makes what gives access tokens; asked with each question.
        web: The line.
    """

    def __init__(self, *, url: str, user: str, tokens: Callable[[], TokenSource], web: WebSession) -> None:
        self._messages = f"{url.rstrip('/')}/users/{quote(user)}/messages"
        self._tokens = tokens
        self._web = web

    @property
    def mend(self) -> str:
        """What to look at where the service does not let this log-in in."""
        return self._tokens().mend

    def draft(self, message: bytes) -> GraphAnswer:
        """Put a message into the Drafts folder; its ``id`` stands in the body."""
        data = base64.b64encode(message)
        return self._ask("POST", self._messages, data=data, headers={"Content-Type": "text/plain"})

    def address(self, draft: str, *, to: Sequence[str], shown: Sequence[str], blind: Sequence[str]) -> GraphAnswer:
        """Say to whom a draft goes, whatever its headers say.

        Args:
            draft: Its id.
            to: Receivers.
            shown: Who is seen to get a copy.
            blind: Who gets a copy that nobody sees.
        """
        receivers = {"toRecipients": to, "ccRecipients": shown, "bccRecipients": blind}
        body = {name: [{"emailAddress": {"address": one}} for one in ones] for name, ones in receivers.items()}
        return self._ask("PATCH", f"{self._messages}/{quote(draft)}", json=body)

    def send(self, draft: str) -> GraphAnswer:
        """Send a draft. After this question, an answer that never came leaves its fate open."""
        return self._ask("POST", f"{self._messages}/{quote(draft)}/send")

    def find(self, message_id: str) -> GraphAnswer:
        """Messages with this Message-ID, in any folder: ``value`` lists ``id`` and ``isDraft``."""
        condition = "internetMessageId eq '{}'".format(message_id.replace("'", "''"))
        return self._ask("GET", self._messages, params={"$filter": condition, "$select": "id,isDraft"})

    def _ask(self, method: str, url: str, **words: Any) -> GraphAnswer:
        """Ask; with a fresh token once more where the service says that the last one is no good: it did nothing."""
        tokens = self._tokens()
        token = tokens.token()
        answer = self._once(method, url, token, words)
        if answer.status == _UNAUTHORIZED:
            answer = self._once(method, url, tokens.token(refused=token), words)
        return answer

    def _once(self, method: str, url: str, token: str, words: Mapping[str, Any]) -> GraphAnswer:
        named = {"Authorization": f"Bearer {token}", **words.get("headers", {})}
        try:
            reply = self._web.request(method, url, **{**words, "headers": named})
        except requests.RequestException as err:
            told = _("the line broke ({reason})").format(reason=type(err).__name__)
            return GraphAnswer(status=None, text=told, body={})
        return _answer(reply)


def _answer(reply: requests.Response) -> GraphAnswer:
    try:
        parsed = reply.json() if reply.content else {}
    except ValueError:
        parsed = {}
    body = parsed if isinstance(parsed, dict) else {}
    error = body.get("error")
    said = f"{error.get('code', '')}: {error.get('message', '')}" if isinstance(error, dict) else reply.reason
    return GraphAnswer(
        status=reply.status_code,
        text=" ".join(f"{reply.status_code} {said}".split())[:500],
        body=body,
        request_id=reply.headers.get("request-id", ""),
        wait=_seconds(reply.headers.get("Retry-After", "")),
    )


def _seconds(words: str) -> float:
    """Graph writes Retry-After in seconds, never as a date."""
    return float(words) if words.isascii() and words.isdigit() else 0.0
