"""A mailbox behind Microsoft Graph's wire format for the tests: it checks what it is asked, and answers as told."""

import base64
import email
import email.policy
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from web_server import serving

__all__ = ["Fault", "GraphServer", "Kept", "graph_server"]

Step = Literal["find", "draft", "address", "send"]

_RECEIVERS = {"toRecipients": "To", "ccRecipients": "Cc", "bccRecipients": "Bcc"}  # Graph's name, the header's


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What happens in one step in place of the usual."""

    status: int = 0  #: HTTP status; 0 = the line breaks
    does: bool = False  #: whether the step is done all the same
    skip: int = 0  #: so many times the usual happens first
    times: int = 1  #: then only so many times
    retry_after: int = 0  #: seconds that the answer asks to wait; 0 = it does not say
    raw: bytes = b""  #: sent as it stands in place of an answer; then the line breaks
    page: bytes = b""  #: body of the answer in place of JSON
    delay: float = 0.0  #: seconds before the answer


@dataclass(slots=True)
class Kept:
    """A message of the mailbox."""

    id: str
    message: EmailMessage
    receivers: dict[str, list[str]]  #: by Graph's own name: toRecipients, ccRecipients, bccRecipients
    draft: bool = True  #: as a look-up shows it
    late: int = 0  #: taken, and still shown as a draft by so many look-ups

    @property
    def to(self) -> list[str]:
        return self.receivers["toRecipients"]

    @property
    def cc(self) -> list[str]:
        return self.receivers["ccRecipients"]

    @property
    def bcc(self) -> list[str]:
        return self.receivers["bccRecipients"]

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])


@dataclass(slots=True)
class GraphServer:
    """The mailbox: what it holds, and what it was asked."""

    url: str = ""
    user: str = "facturas@example.mx"
    late: int = 0  #: so many look-ups still show a message that was sent as a draft, before it moves
    tokens: set[str] = field(default_factory=lambda: {"good"})
    faults: dict[Step, list[Fault]] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    failed: list[Step] = field(default_factory=list)  #: steps that went wrong as told
    lock: threading.Lock = field(default_factory=threading.Lock)
    stopping: threading.Event = field(default_factory=threading.Event)

    def fault(self, step: Step) -> Fault | None:
        """What goes wrong in this step now, counted."""
        for place, one in enumerate(faults := self.faults.get(step, [])):
            if one.skip:
                faults[place] = replace(one, skip=one.skip - 1)
                return None
            if one.times:
                faults[place] = replace(one, times=one.times - 1)
                return one
        return None

    @property
    def sent(self) -> list[Kept]:
        return [one for one in self.kept.values() if one.late or not one.draft]

    @property
    def drafts(self) -> list[Kept]:
        return [one for one in self.kept.values() if one.draft and not one.late]

    def step_of(self, method: str, path: str) -> tuple[Step, str]:
        """The step that a question is, and the message that it names."""
        match = re.fullmatch(r"/v1\.0/users/([^/]+)/messages(?:/([^/]+))?(/send)?", path)
        assert match is not None, path
        assert unquote(match[1]) == self.user
        kinds: dict[tuple[str, bool, bool], Step] = {
            ("GET", False, False): "find",
            ("POST", False, False): "draft",
            ("PATCH", True, False): "address",
            ("POST", True, True): "send",
        }
        return kinds[method, match[2] is not None, match[3] is not None], unquote(match[2] or "")

    def do(self, step: Step, name: str, data: bytes, query: str, kind: str) -> tuple[int, dict[str, object]]:
        """Do a step and give its answer."""
        match step:
            case "find":
                wanted = re.fullmatch(r"internetMessageId eq '(.*)'", parse_qs(query)["$filter"][0])
                assert wanted is not None
                found = [one for one in self.kept.values() if one.message_id == wanted[1].replace("''", "'")]
                return 200, {"value": [{"id": one.id, "isDraft": _shown(one)} for one in found]}
            case "draft":
                assert kind == "text/plain"
                message = email.message_from_bytes(base64.b64decode(data, validate=True), policy=email.policy.default)
                assert isinstance(message, EmailMessage)
                one = Kept(id=f"AAMk={len(self.kept)}", message=message, receivers=_in_headers(message))
                self.kept[one.id] = one
                return 201, {"id": one.id, "isDraft": True}
            case "address":
                body = json.loads(data)
                assert set(body) <= set(_RECEIVERS)
                named = {kind: [one["emailAddress"]["address"] for one in ones] for kind, ones in body.items()}
                self.kept[name].receivers.update(named)  # what is not named stays as it was
                return 200, {"id": name}
            case "send":
                assert data == b""
                one = self.kept[name]
                if not one.draft:
                    return 404, {"error": {"code": "ErrorItemNotFound", "message": "It is in no folder."}}
                if one.late:  # the service promises nothing about it: here it leaves once more
                    self.kept[f"{name}+"] = replace(one, id=f"{name}+", draft=False, late=0)
                    return 202, {}
                one.draft, one.late = bool(self.late), self.late
                return 202, {}


def _shown(one: Kept) -> bool:
    """Whether a look-up shows it as a draft; one that was sent moves once it was shown often enough."""
    shown = one.draft
    if one.late:
        one.late -= 1
        one.draft = one.late > 0
    return shown


def _in_headers(message: EmailMessage) -> dict[str, list[str]]:
    """Whom a draft made from MIME goes to, as the service reads its headers."""
    return {
        name: [one.addr_spec for value in message.get_all(header, []) for one in value.addresses]
        for name, header in _RECEIVERS.items()
    }


@contextmanager
def graph_server() -> Iterator[GraphServer]:
    """A mailbox on loopback."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    state = GraphServer(url=f"http://127.0.0.1:{http.server_address[1]}/v1.0")
    _Handler.states[http.server_address[1]] = state
    with serving(http):
        try:
            yield state
        finally:
            state.stopping.set()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    states: dict[int, GraphServer] = {}  # noqa: RUF012 - the server's port finds its state

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_PATCH(self) -> None:
        self._answer()

    def _answer(self) -> None:
        state = self.states[int(self.request.getsockname()[1])]
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        kind = self.headers.get("Content-Type", "")
        with state.lock:
            step, name = state.step_of(self.command, parts.path)
            state.asked.append(step)
            if self.headers["Authorization"].removeprefix("Bearer ") not in state.tokens:
                self._say(401, {"error": {"code": "InvalidAuthenticationToken", "message": "expired"}})
                return
            fault = state.fault(step)
            if fault is not None:
                state.failed.append(step)
            answer = state.do(step, name, data, parts.query, kind) if fault is None or fault.does else None
        if fault is None:
            assert answer is not None
            self._say(*answer)
        else:
            state.stopping.wait(fault.delay)
            self._fail(fault)

    def _fail(self, fault: Fault) -> None:
        if fault.status:
            body: dict[str, object] = {"error": {"code": "Told", "message": f"answer {fault.status}"}}
            self._say(fault.status, body, page=fault.page, retry_after=fault.retry_after)
            return
        self.wfile.write(fault.raw)
        self.close_connection = True
        with suppress(OSError):  # the client may be gone
            self.connection.shutdown(2)

    def _say(self, status: int, body: dict[str, object], *, page: bytes = b"", retry_after: int = 0) -> None:
        data = page or (json.dumps(body).encode() if body else b"")
        self.send_response(status)
        self.send_header("request-id", "r-1")
        if retry_after:
            self.send_header("Retry-After", str(retry_after))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_words: object) -> None:
        """Nothing."""
