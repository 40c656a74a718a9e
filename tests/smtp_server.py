"""A small real SMTP server for the tests: it writes down durably what it took before it says so.

In a test::

    with SmtpServer(script=Script(acts={"rcpt:b@x.mx": reply("450 4.2.1 Later")})) as server: ...

As a process that outlives a killed client::

    python tests/smtp_server.py --port-file PORT --journal TAKEN.jsonl [--script SCRIPT.json]
"""

import argparse
import base64
import email
import email.policy
import hashlib
import json
import os
import socket
import ssl
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Literal, Self

__all__ = [
    "DROP",
    "GARBAGE",
    "HALF",
    "HALF_LINE",
    "HANG",
    "Act",
    "Script",
    "SmtpServer",
    "Taken",
    "read_journal",
    "reply",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What the server does in one phase in place of the usual."""

    reply: str = ""  #: whole reply without its line end; "" = the usual one
    raw: str = ""  #: sent as it stands, in place of a reply
    silent: bool = False  #: no reply at all
    delay: float = 0.0  #: seconds before the reply
    drip: float = 0.0  #: seconds between the characters of the reply
    then: Literal["go on", "drop", "hang"] = "go on"
    take: bool | None = None  #: at the dot: whether the message is taken; None = as the reply says
    after: int = 1  #: in the body: how many bytes are read before the act
    skip: int = 0  #: so many times the usual happens first
    times: int = 0  #: then only so many times; 0 = always


def reply(text: str, *, times: int = 0) -> Act:
    """An act that answers `text`; 421 closes the connection as it says."""
    return Act(reply=text, then="drop" if text.startswith("421") else "go on", times=times)


DROP = Act(silent=True, then="drop")
HANG = Act(silent=True, then="hang")
GARBAGE = Act(raw="\x00\x01 what? \xff\r\n")
HALF = Act(raw="250-2.0.0 first line of\r\n", then="drop")  #: half of a reply of two lines
HALF_LINE = Act(raw="250 2.0.0 Ok: que", then="drop")  #: a reply without its line end


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """How the server behaves.

    Phases: greeting, ehlo, starttls, auth, mail, rcpt, ``rcpt:ADDRESS`` (before rcpt), data, body, dot, rset, quit.
    """

    acts: dict[str, Act] = field(default_factory=dict)
    size: int = 0  #: largest message, bytes; 0 = SIZE is not offered
    username: str = ""  #: with it AUTH is offered, and wanted before MAIL
    password: str = ""
    mechanisms: str = "PLAIN LOGIN XOAUTH2"
    tokens: tuple[str, ...] = ()  #: access tokens that are good
    messages_in_window: int = 0  #: more than so many in `window` seconds get 454; 0 = no limit
    window: float = 5.0  #: seconds
    log_in_lasts: int = 0  #: messages that a log-in is good for; then MAIL gets 530; 0 = for ever
    smtputf8: bool = False
    pipelining: bool = False
    dsn: bool = False
    eightbit: bool = False
    delay: float = 0.0  #: seconds before every reply
    narrow: bool = False  #: connections hold few bytes that nobody has read
    messages_per_connection: int = 0  #: then the server closes while idle, without a word; 0 = never

    @classmethod
    def from_json(cls, text: str) -> "Script":
        """The script that `to_json` wrote."""
        values = json.loads(text)
        acts = {phase: Act(**act) for phase, act in values.get("acts", {}).items()}
        return cls(**{**values, "acts": acts, "tokens": tuple(values.get("tokens", ()))})

    def to_json(self) -> str:
        """The script as a file for a server process."""
        return json.dumps(asdict(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One message taken for one address."""

    message_id: str
    recipient: str
    sha256: str
    connection: int
    data: bytes
    at: float  #: seconds of the server's monotonic clock


class SmtpServer:
    """Listens on loopback; each connection has its thread.

    Args:
        script: How to behave.
        journal: File that gets one JSON line for each message and address, flushed to disk before the 250.
        tls: Server context; makes STARTTLS available.
        implicit_tls: The line is encrypted from the start.
        keep: Keep the messages' bytes in `taken`.
        port: 0 = any free one.
    """

    def __init__(
        self,
        *,
        script: Script | None = None,
        journal: Path | None = None,
        tls: ssl.SSLContext | None = None,
        implicit_tls: bool = False,
        keep: bool = True,
        port: int = 0,
    ) -> None:
        self.script = script or Script()
        self.tls = tls
        self.implicit_tls = implicit_tls
        self.taken: list[Taken] = []
        self.transcript: list[tuple[int, str]] = []  #: connection and command line
        self.connections = 0
        self.stopping = threading.Event()
        self._keep = keep
        self._uses: Counter[str] = Counter()
        self._begun: list[float] = []  # when the messages of this window began
        self._lock = threading.Lock()
        self._journal: IO[bytes] | None = journal.open("ab") if journal else None
        self._threads: list[threading.Thread] = []
        self._sockets: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", port), backlog=64)
        if self.script.narrow:  # those that it accepts inherit it
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        self.port: int = self._listener.getsockname()[1]
        self._acceptor = threading.Thread(target=self._accept, name="smtp-accept", daemon=True)
        self._acceptor.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop, and close every connection."""
        self.stopping.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._acceptor.join(5)
        with self._lock:
            for sock in self._sockets:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        if self._journal is not None:
            self._journal.close()

    def commands(self, verb: str) -> list[str]:
        """The command lines that began with `verb`, in order."""
        return [line for _connection, line in self.transcript if line.upper().startswith(verb)]

    def in_window(self) -> bool:
        """Whether another message fits into this window of time; counts it then."""
        if not self.script.messages_in_window:
            return True
        with self._lock:
            now = time.monotonic()
            self._begun = [at for at in self._begun if at > now - self.script.window]
            if len(self._begun) >= self.script.messages_in_window:
                return False
            self._begun.append(now)
            return True

    def act(self, phase: str, address: str = "") -> Act:
        """The act for this phase now, the usual one where the script says nothing."""
        for key in (f"{phase}:{address}", phase):
            act = self.script.acts.get(key)
            if act is not None:
                with self._lock:
                    self._uses[key] += 1
                    used = self._uses[key]
                if used > act.skip and (not act.times or used <= act.skip + act.times):
                    return act
        return Act()

    def reached(self, phase: str) -> bool:
        """Whether the script's act for this phase has begun."""
        with self._lock:
            return self._uses[phase] > self.script.acts[phase].skip

    def note(self, connection: int, line: str) -> None:
        """Keep a command line."""
        with self._lock:
            self.transcript.append((connection, line))

    def take(self, data: bytes, recipients: list[str], connection: int) -> str:
        """Write the message down for each of its addresses, durably; its queue id."""
        message_id = str(email.message_from_bytes(data, policy=email.policy.compat32).get("Message-ID", "")).strip()
        digest, at = hashlib.sha256(data).hexdigest(), time.monotonic()
        entries = [
            Taken(
                message_id=message_id,
                recipient=recipient,
                sha256=digest,
                connection=connection,
                data=data if self._keep else b"",
                at=at,
            )
            for recipient in recipients
        ]
        with self._lock:
            if self._journal is not None:
                for entry in entries:
                    line = {"message_id": entry.message_id, "recipient": entry.recipient, "sha256": entry.sha256}
                    self._journal.write(json.dumps(line).encode() + b"\n")
                self._journal.flush()
                os.fsync(self._journal.fileno())
            self.taken.extend(entries)
            return f"Q{len(self.taken):06}"

    def _accept(self) -> None:
        while not self.stopping.is_set():
            try:
                sock, _address = self._listener.accept()
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self.connections += 1
                number = self.connections
                self._sockets.add(sock)
            thread = threading.Thread(target=self._serve, args=(sock, number), name=f"smtp-{number}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket, number: int) -> None:
        talk = _Talk(self, sock, number)
        try:
            if self.implicit_tls:
                talk.secure()
            talk.run()
        except (OSError, _Gone):
            pass
        finally:
            with self._lock:
                self._sockets.discard(sock)
                self._sockets.discard(talk.sock)
            talk.close()

    def replace_socket(self, old: socket.socket, new: socket.socket) -> None:
        """Follow a connection into TLS."""
        with self._lock:
            self._sockets.discard(old)
            self._sockets.add(new)


class _Gone(Exception):  # noqa: N818 - an ending, not an error
    """The connection is over."""


class _Talk:
    """One connection."""

    def __init__(self, server: SmtpServer, sock: socket.socket, number: int) -> None:
        self.sock = sock
        self._server = server
        self._number = number
        self._file = sock.makefile("rb")
        self._logged_in = not server.script.username
        self._secure = False
        self._sender: str | None = None
        self._recipients: list[str] = []
        self._messages = 0

    def secure(self) -> None:
        """Begin TLS."""
        assert self._server.tls is not None
        self._file.close()
        old = self.sock
        self.sock = self._server.tls.wrap_socket(old, server_side=True)
        self._server.replace_socket(old, self.sock)
        self._file = self.sock.makefile("rb")
        self._secure = True

    def close(self) -> None:
        """Close the connection at once."""
        self._file.close()
        self.sock.close()

    def run(self) -> None:
        """Greet, then answer commands until the end."""
        self._say("greeting", "220 test ESMTP")
        while line := self._line():
            self._server.note(self._number, line)
            verb = line[:4].upper()
            handler = getattr(self, f"_on_{verb.lower()}", None)
            if handler is None:
                self._answer("502 5.5.1 Not implemented")
            else:
                handler(line)
            limit = self._server.script.messages_per_connection
            if limit and self._messages >= limit:
                return

    def _on_ehlo(self, _line: str) -> None:
        script = self._server.script
        lines = ["test"]
        if script.size:
            lines.append(f"SIZE {script.size}")
        if script.pipelining:
            lines.append("PIPELINING")
        if script.smtputf8:
            lines.append("SMTPUTF8")
        if script.dsn:
            lines.append("DSN")
        if script.eightbit:
            lines.append("8BITMIME")
        if self._server.tls is not None and not self._secure:
            lines.append("STARTTLS")
        if script.username and (self._secure or self._server.tls is None):
            lines.append(f"AUTH {script.mechanisms}")
        lines.append("ENHANCEDSTATUSCODES")
        text = "\r\n".join(f"250-{part}" for part in lines[:-1]) + f"\r\n250 {lines[-1]}"
        self._say("ehlo", text)

    def _on_helo(self, _line: str) -> None:
        self._say("ehlo", "250 test")

    def _on_star(self, _line: str) -> None:
        act = self._say("starttls", "220 2.0.0 Ready")
        if not act.reply and not act.raw:
            self.secure()

    def _on_auth(self, line: str) -> None:
        script = self._server.script
        _verb, mechanism, *initial = line.split(" ")
        if mechanism.upper() == "XOAUTH2":
            self._on_token(base64.b64decode(initial[0]).decode())
            return
        if mechanism.upper() == "PLAIN":
            token = initial[0] if initial else self._challenge("")
            given = base64.b64decode(token).decode().split("\0")[1:]
        else:
            given = [base64.b64decode(self._challenge(word)).decode() for word in ("Username:", "Password:")]
        self._logged_in = given == [script.username, script.password]
        self._say("auth", "235 2.7.0 Welcome" if self._logged_in else "535 5.7.8 Bad credentials")

    def _on_token(self, words: str) -> None:
        """The server says why in a challenge before it refuses, as Microsoft's and Google's do."""
        script = self._server.script
        good = {f"user={script.username}\1auth=Bearer {token}\1\1" for token in script.tokens}
        self._logged_in = words in good
        if not self._logged_in:
            assert self._challenge('{"status":"401"}') == ""
        self._say("auth", "235 2.7.0 Welcome" if self._logged_in else "535 5.7.3 Authentication unsuccessful")

    def _challenge(self, word: str) -> str:
        self._answer("334 " + base64.b64encode(word.encode()).decode())
        return self._line()

    def _on_mail(self, line: str) -> None:
        if not self._logged_in:
            self._answer("530 5.7.0 Authentication required")
            return
        lasts = self._server.script.log_in_lasts
        if lasts and self._messages >= lasts:
            self._answer("530 5.7.57 Client not authenticated to send mail")
            return
        usual = "250 2.1.0 Ok" if self._server.in_window() else "454 4.7.0 Too many messages, slow down"
        limit, size = self._server.script.size, _parameter(line, "SIZE")
        if limit and size and int(size) > limit:
            usual = "552 5.3.4 Message too big"
        if self._ok(self._say("mail", usual), usual):
            self._sender, self._recipients = _address(line), []

    def _on_rcpt(self, line: str) -> None:
        address = _address(line)
        usual = "250 2.1.5 Ok" if self._sender is not None else "503 5.5.1 MAIL first"
        if self._ok(self._say("rcpt", usual, address=address), usual):
            self._recipients.append(address)

    def _on_data(self, _line: str) -> None:
        if not self._recipients:
            self._answer("554 5.5.1 No valid recipients")
            return
        usual = "354 Go ahead"
        if not self._ok(self._say("data", usual), usual):
            return
        data = self._body()
        act = self._server.act("dot")
        taken = act.take if act.take is not None else not (act.reply or act.raw or act.silent)
        queue_id = self._server.take(data, self._recipients, self._number) if taken else ""
        self._sender, self._recipients = None, []
        self._messages += 1
        self._perform(act, f"250 2.0.0 Ok: queued as {queue_id}")

    def _body(self) -> bytes:
        act = self._server.act("body")
        usual = act == Act()
        lines: list[bytes] = []
        read = 0
        while True:
            line = self._file.readline()
            if not line:
                raise _Gone
            read += len(line)
            if not usual and read >= act.after:
                usual = True
                self._perform(act, "")
            if line == b".\r\n":
                return b"".join(lines)
            lines.append(line[1:] if line.startswith(b".") else line)

    def _on_rset(self, _line: str) -> None:
        self._sender, self._recipients = None, []
        self._say("rset", "250 2.0.0 Ok")

    def _on_noop(self, _line: str) -> None:
        self._answer("250 2.0.0 Ok")

    def _on_quit(self, _line: str) -> None:
        self._say("quit", "221 2.0.0 Bye")
        raise _Gone

    def _line(self) -> str:
        return self._file.readline(8192).decode(errors="surrogateescape").rstrip("\r\n")

    def _ok(self, act: Act, usual: str) -> bool:
        return not act.raw and not act.silent and (act.reply or usual)[0] in "23"

    def _say(self, phase: str, usual: str, *, address: str = "") -> Act:
        act = self._server.act(phase, address)
        self._perform(act, usual)
        return act

    def _perform(self, act: Act, usual: str) -> None:
        if act.delay:
            self._server.stopping.wait(act.delay)
        if act.raw:
            self._send(act.raw.encode("latin-1"), drip=act.drip)
        elif not act.silent and (act.reply or usual):
            self._answer(act.reply or usual, drip=act.drip)
        if act.then == "hang":
            self._server.stopping.wait(600)
        if act.then != "go on":
            raise _Gone

    def _answer(self, text: str, *, drip: float = 0.0) -> None:
        if self._server.script.delay:
            time.sleep(self._server.script.delay)
        self._send(text.encode() + b"\r\n", drip=drip)

    def _send(self, data: bytes, *, drip: float) -> None:
        if not drip:
            self.sock.sendall(data)
            return
        for byte in data:
            self.sock.sendall(bytes([byte]))
            if self._server.stopping.wait(drip):
                raise _Gone


def _address(line: str) -> str:
    return line.partition("<")[2].partition(">")[0]


def _parameter(line: str, name: str) -> str:
    for word in line.split(" "):
        if word.upper().startswith(f"{name}="):
            return word.partition("=")[2]
    return ""


def read_journal(path: Path) -> list[dict[str, str]]:
    """What a server wrote down: message_id, recipient and sha256 of each message and address taken.

    A line that it is still writing does not count yet.
    """
    whole, _newline, _begun = path.read_text(encoding="utf-8").rpartition("\n")
    return [json.loads(line) for line in whole.splitlines()]


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description="SMTP server for tests")
    parser.add_argument("--port-file", type=Path, required=True, help="gets the port once the server listens")
    parser.add_argument("--journal", type=Path, required=True, help="gets what was taken, one JSON line each")
    parser.add_argument("--script", type=Path, help="a Script as JSON")
    parser.add_argument("--port", type=int, default=0, help="0 = any free one")
    parser.add_argument("--certificate", type=Path, help="PEM with key and certificates, for STARTTLS")
    arguments = parser.parse_args()
    tls = None
    if arguments.certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(arguments.certificate)
    script = Script.from_json(arguments.script.read_text(encoding="utf-8")) if arguments.script else Script()
    server = SmtpServer(script=script, journal=arguments.journal, tls=tls, keep=False, port=arguments.port)
    with server:
        part = arguments.port_file.with_suffix(".part")
        part.write_text(str(server.port), encoding="utf-8")
        part.replace(arguments.port_file)
        with suppress(KeyboardInterrupt):
            server.stopping.wait()


if __name__ == "__main__":
    main()
