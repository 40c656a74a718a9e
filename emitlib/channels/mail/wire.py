"""A logged-in connection to an SMTP server: commands, replies and bytes, each within its time."""

import smtplib
import socket
import ssl
import time
from collections.abc import Sequence
from dataclasses import replace

from emitlib.channels.mail.replies import Reply, Verdict, lost, parse_reply
from emitlib.i18n import _

__all__ = ["Wire"]

_PIECE = 262_144  # bytes handed over at once; some of them must leave within each timeout
_CHUNK = 65_536  # bytes taken at once
_LONGEST_LINE = 4_096  # bytes; RFC 5321 allows 512
_MOST_LINES = 100
_FAREWELL = 5.0  # seconds that QUIT may take


class Wire:
    """The talk with one server, without exceptions: a broken connection is a reply with the verdict *lost*.

    Args:
        smtp: Connected, greeted and logged in.
        host: The server's name, for the evidence.
        timeout: Seconds for any reply but the one to the final dot.
    """

    def __init__(self, smtp: smtplib.SMTP, *, host: str, timeout: float) -> None:
        if smtp.sock is None:
            raise ValueError("not connected")
        self.host = host
        self.transactions = 0  #: how many messages this connection has begun
        self._smtp = smtp
        self._socket = smtp.sock
        self._timeout = timeout
        self._buffer = bytearray()
        # the final dot is a small write of its own: without this it waits 40 ms for the peer's delayed ACK
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def offers(self, extension: str) -> bool:
        """Whether the server's EHLO named `extension`."""
        return self._smtp.has_extn(extension)

    @property
    def size_limit(self) -> int:
        """Bytes of the largest message that the server says it takes; 0 = it says nothing. Source: RFC 1870."""
        limit = self._smtp.esmtp_features.get("size", "")
        return int(limit) if limit.isascii() and limit.isdigit() else 0

    def ask(self, command: str) -> Reply:
        """Send one command line and read its reply."""
        return self.ask_all([command]) or self.answer()

    def ask_all(self, commands: Sequence[str]) -> Reply | None:
        """Send command lines in one write; their replies are for `answer`, one each.

        Words that stood in the line before the commands are no answer to them: they are garbled, but for a farewell.

        Returns:
            Why nothing can be asked; None if all was sent.
        """
        early = self.interrupted()
        if early is not None:
            return early if early.ends_connection else replace(early, verdict=Verdict.GARBLED)
        return self.push("".join(f"{command}\r\n" for command in commands).encode())

    def push(self, data: bytes | memoryview) -> Reply | None:
        """Send `data`; None once the system has taken all of it, else why not."""
        view = memoryview(data)
        try:
            self._socket.settimeout(self._timeout)
            while view:
                view = view[self._socket.send(view[:_PIECE]) :]
        except OSError as err:
            return lost(_why(err))
        return None

    def answer(self, *, timeout: float | None = None) -> Reply:
        """Read one whole reply.

        Args:
            timeout: Seconds for all of it; None = the connection's own.
        """
        deadline = time.monotonic() + (timeout or self._timeout)
        lines: list[bytes] = []
        try:
            while not lines or lines[-1][3:4] == b"-":
                if len(lines) == _MOST_LINES:
                    raise ConnectionError(_("a reply without an end"))
                lines.append(self._line(deadline))
        except OSError as err:
            return lost(_why(err))
        return parse_reply(lines)

    def interrupted(self) -> Reply | None:
        """What the server said or did though it was not its turn; None while it listens."""
        try:
            self._socket.settimeout(0)
            data = self._socket.recv(_CHUNK)
        except OSError as err:
            if _would_wait(err):
                return self.answer() if self._buffer else None
            return lost(_why(err))
        if not data:
            return lost(_closed())
        self._buffer += data
        return self.answer()

    def drop(self) -> None:
        """Close at once, in the middle of whatever was said."""
        self._smtp.close()

    def leave(self) -> None:
        """Say QUIT and close; what goes wrong here changes nothing."""
        self._timeout = min(self._timeout, _FAREWELL)
        self.ask("QUIT")
        self.drop()

    def _line(self, deadline: float) -> bytes:
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > _LONGEST_LINE:
                raise ConnectionError(_("a reply without an end"))
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self._socket.settimeout(left)
            data = self._socket.recv(_CHUNK)
            if not data:
                raise ConnectionError(_closed())
            self._buffer += data
        line = bytes(self._buffer[:end]).removesuffix(b"\r")
        del self._buffer[: end + 1]
        return line


def _would_wait(error: OSError) -> bool:
    return isinstance(error, BlockingIOError | ssl.SSLWantReadError)


def _closed() -> str:
    return _("the server closed the connection")


def _why(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return _("no answer in time")
    return error.strerror or str(error) or type(error).__name__
