"""A provider of access tokens for the tests: Microsoft's and Google's wire format over TLS, and what it was asked."""

import base64
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import trustme
from web_server import serving

__all__ = ["TENANT", "OAuthServer", "oauth_server"]

TENANT = "11111111-2222-3333-4444-555555555555"
CLIENT, SECRET = "aplicacion", "secreto de la aplicacion"
USER = "facturas@example.mx"


@dataclass(slots=True)
class OAuthServer:
    """What the provider does, and what it was asked.

    Attributes:
        url: Its address; the authority that settings name.
        ca_file: PEM file that its certificate is verified with.
        lifetime: Seconds that a token is good for.
        waits: How often a device code is answered "authorization_pending" before the person has logged in.
        refuses: Error code that every question for a token gets; "" = none.
        scope: What the last device code was asked for.
        person: Who logs in where a device code is shown.
        asked: Forms of the questions for a token.
        tokens: Access tokens given out.
        faults: How questions for a token go wrong, one after the other: an HTTP status, or what is sent as it stands
            ("" = the line breaks; None = no answer comes); -1 = it goes well.
    """

    url: str
    ca_file: Path
    lifetime: int = 3600
    waits: int = 1
    refuses: str = ""
    scope: str = ""
    person: str = USER
    asked: list[dict[str, str]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    faults: list[int | str | None] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        """Status and JSON for a question."""
        if path.endswith("/openid-configuration"):
            base = f"{self.url}/{TENANT}/oauth2/v2.0"
            return 200, {
                "issuer": f"{self.url}/{TENANT}/v2.0",
                "authorization_endpoint": f"{base}/authorize",
                "token_endpoint": f"{base}/token",
                "device_authorization_endpoint": f"{base}/devicecode",
            }
        if path.endswith("/devicecode"):
            self.scope = form["scope"]
            return 200, {
                "device_code": "d1", "user_code": "ABCD-1234", "verification_uri": f"{self.url}/device",
                "expires_in": 60, "interval": 0, "message": f"Abra {self.url}/device y escriba ABCD-1234",
            }  # fmt: skip
        return self._token(form)

    def _token(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        self.asked.append(form)
        if self.refuses:
            return 400, {"error": self.refuses, "error_description": f"refused: {self.refuses}"}
        if form.get("device_code") and self.waits:
            self.waits -= 1
            return 400, {"error": "authorization_pending"}
        token = f"token-{len(self.tokens) + 1}"
        self.tokens.append(token)
        claims = json.dumps(
            {"preferred_username": self.person, "oid": self.person, "tid": TENANT, "aud": CLIENT, "sub": "s1"}
        )
        body = base64.urlsafe_b64encode(claims.encode()).decode().rstrip("=")
        info = (
            base64.urlsafe_b64encode(json.dumps({"uid": self.person, "utid": TENANT}).encode()).decode().rstrip("=")
        )
        person = {"refresh_token": f"refresh-{token}", "id_token": f"e30.{body}.", "client_info": info}
        common: dict[str, object] = {"access_token": token, "token_type": "Bearer", "expires_in": self.lifetime}
        return 200, {**common, "scope": form.get("scope", self.scope), **({} if "client_secret" in form else person)}


@contextmanager
def oauth_server(folder: Path) -> Iterator[OAuthServer]:
    """A provider on loopback, behind TLS."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    ca_file = folder / "provider-ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    http.socket = context.wrap_socket(http.socket, server_side=True)
    state = OAuthServer(url=f"https://localhost:{http.server_address[1]}", ca_file=ca_file)
    _Handler.states[http.server_address[1]] = state
    with serving(http):
        try:
            yield state
        finally:
            state.stopping.set()


class _Handler(BaseHTTPRequestHandler):
    states: dict[int, OAuthServer] = {}  # noqa: RUF012 - the server's port finds its state

    def do_GET(self) -> None:
        self._say({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._say({name: values[0] for name, values in parse_qs(body).items()})

    def _say(self, form: dict[str, str]) -> None:
        state = self.states[int(self.request.getsockname()[1])]
        path = self.path.partition("?")[0]
        status = 0
        body: dict[str, object] = {}
        match state.faults.pop(0) if state.faults and path.endswith("/token") else -1:
            case -1:
                status, body = state.answer(path, form)
            case int(status):
                body = {"error": "told", "error_description": f"answer {status}"}
            case str(raw):
                self.wfile.write(raw.encode())
                return
            case None:
                state.stopping.wait(600)
                return
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_words: object) -> None:
        """Nothing."""
