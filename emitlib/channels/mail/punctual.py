"""The opening talk with an SMTP server, each reply whole within its time: smtplib counts anew with every byte."""

import smtplib
import socket
import time

__all__ = ["PunctualSmtp", "PunctualSmtpTls"]

_CHUNK = 8_192  # bytes asked for at once


class PunctualSmtp(smtplib.SMTP):
    """smtplib's connection, whose `timeout` is for a whole reply, the greeting included."""

    def getreply(self) -> tuple[int, bytes]:
        """Read one reply; see `smtplib.SMTP.getreply`."""
        if self.sock is None:
            return super().getreply()
        if self.file is None:
            self.file = _Lines(self.sock)
        self.file.deadline = time.monotonic() + self.timeout
        try:
            return super().getreply()
        finally:
            if self.sock is not None:  # what is sent next has all of its time
                self.sock.settimeout(self.timeout)


class PunctualSmtpTls(PunctualSmtp, smtplib.SMTP_SSL):
    """The same over a line that is encrypted from the start."""


class _Lines:
    """What smtplib reads replies from.

    Args:
        sock: Connected.
    """

    def __init__(self, sock: socket.socket) -> None:
        self.deadline = 0.0  #: of `time.monotonic`; no line may come later
        self._socket = sock
        self._buffer = bytearray()

    def readline(self, limit: int) -> bytes:
        """The next line with its end; less at the end of the connection or after `limit` bytes.

        Raises:
            TimeoutError: If it is not whole by the deadline.
        """
        while (end := self._buffer.find(b"\n") + 1) == 0 and len(self._buffer) < limit:
            left = self.deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("timed out")
            self._socket.settimeout(left)
            data = self._socket.recv(_CHUNK)
            if not data:
                break
            self._buffer += data
        end = min(end or len(self._buffer), limit)
        line = bytes(self._buffer[:end])
        del self._buffer[:end]
        return line

    def close(self) -> None:
        """Nothing: the connection is smtplib's."""
