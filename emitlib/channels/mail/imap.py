"""A mailbox on an IMAP server: what came back, whether a message lies in the sent folder, and drafts put into it.

Source: RFC 9051; ``imaplib``.
"""

import imaplib
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from email import message_from_bytes

from emitlib.channels.mail.bounces import ReceivedMail
from emitlib.channels.mail.imap_folders import folders_in, on_the_wire
from emitlib.channels.mail.line import require_loopback, server_context
from emitlib.channels.mail.tokens import TokenSource
from emitlib.channels.mail.xoauth2 import xoauth2
from emitlib.errors import MailError
from emitlib.i18n import _
from emitlib.settings import Imap

__all__ = ["ImapMailbox"]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NAMED = 40  # folders that an error names, at most


class ImapMailbox:
    """Folders of one account; drafts are added, nothing else is changed, not even what counts as read.

    Args:
        settings: Host, security, user and folders.
        secret: Gives the password; asked only when a connection is made.
        tokens: Gives access tokens in place of the password; None logs in by password.
    """

    def __init__(self, settings: Imap, *, secret: Callable[[], str], tokens: TokenSource | None = None) -> None:
        self._settings = settings
        self._secret = secret
        self._tokens = tokens

    def received_since(self, day: date) -> Iterator[ReceivedMail]:
        """Messages that the server received on `day` or later, oldest first.

        Raises:
            ConfigError: ``MAIL_PLAIN_REFUSED`` or ``MAIL_CA_UNREADABLE``.
            MailError: ``IMAP_UNREACHABLE``, ``IMAP_LOGIN_REFUSED`` or ``IMAP_FAILED``.
        """
        with self._opened(self._settings.folder) as server:
            criterion = f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}"
            for number in _numbers(server, "SINCE", criterion):
                data = _fetched(server, number)
                if data is not None:
                    name = f"{self._settings.folder}/{number}"
                    yield ReceivedMail(file=name, message=message_from_bytes(data))

    def place_draft(self, message: bytes, *, message_id: str) -> None:
        """Put a message into the drafts folder, for a person to send; one that lies there already is not doubled.

        Raises:
            ConfigError: As `received_since`.
            MailError: As `received_since`.
        """
        folder = self._settings.drafts_folder
        with self._opened(folder) as server:
            if not _numbers(server, "HEADER", "Message-ID", _quoted(message_id)):
                now = imaplib.Time2Internaldate(time.time())
                _asked(server.append(_quoted(on_the_wire(folder)), r"(\Draft)", now, message), "APPEND")

    def was_sent(self, message_id: str) -> bool:
        """Whether the sent folder holds a message with this Message-ID.

        Raises:
            ConfigError: As `received_since`.
            MailError: As `received_since`.
        """
        with self._opened(self._settings.sent_folder) as server:
            return bool(_numbers(server, "HEADER", "Message-ID", _quoted(message_id)))

    def require(self, folder: str) -> None:
        """Open a folder, and leave it as it is.

        Raises:
            ConfigError: As `received_since`.
            MailError: As `received_since`; where there is no such folder its hint names those that there are.
        """
        with self._opened(folder):
            pass

    @contextmanager
    def _opened(self, folder: str) -> Iterator[imaplib.IMAP4]:
        settings = self._settings
        try:
            server = self._connected()
        except (OSError, imaplib.IMAP4.error, ssl.SSLError) as err:
            raise MailError(
                "IMAP_UNREACHABLE",
                _("{host}:{port} cannot be used now: {reason}.").format(
                    host=settings.host, port=settings.port, reason=err
                ),
                _("Check mail.imap.host, the port, the security and the network."),
            ) from err
        try:
            self._log_in(server)
            self._select(server, folder)
            yield server
        except (OSError, imaplib.IMAP4.error) as err:
            raise MailError(
                "IMAP_FAILED",
                _("The mailbox at {host} answered: {reason}.").format(host=settings.host, reason=err),
                _("Check the names of the folders in mail.imap; the provider may call them otherwise."),
            ) from err
        finally:
            _left(server)

    def _connected(self) -> imaplib.IMAP4:
        settings = self._settings
        if settings.security == "plain":
            require_loopback(settings.host, setting="mail.imap.security")
            return imaplib.IMAP4(settings.host, settings.port, timeout=settings.timeout)
        context = server_context(settings.ca_file, setting="mail.imap.ca_file")
        if settings.security == "tls":
            return imaplib.IMAP4_SSL(settings.host, settings.port, ssl_context=context, timeout=settings.timeout)
        server = imaplib.IMAP4(settings.host, settings.port, timeout=settings.timeout)
        server.starttls(ssl_context=context)
        return server

    def _select(self, server: imaplib.IMAP4, folder: str) -> None:
        try:
            _asked(server.select(_quoted(on_the_wire(folder)), readonly=True), folder)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as err:
            names = sorted(folders_in(_asked(server.list(), "LIST")))
            shown = ", ".join([*names[:_NAMED], *(["…"] if len(names) > _NAMED else [])])
            raise MailError(
                "IMAP_FAILED",
                _("The mailbox at {host} answered: {reason}.").format(host=self._settings.host, reason=err),
                _("Its folders are: {folders}. Name them so in mail.imap.").format(folders=shown),
            ) from err

    def _log_in(self, server: imaplib.IMAP4) -> None:
        settings, tokens = self._settings, self._tokens
        try:
            if tokens is None:
                _by_password(server, settings.username, self._secret())
            else:
                words = xoauth2(settings.username, tokens.token())
                # a second question is the server's reason for its refusal: an empty answer ends the talk
                server.authenticate("XOAUTH2", lambda asked: b"" if asked else words.encode())
        except (imaplib.IMAP4.error, UnicodeError) as err:
            raise MailError(
                "IMAP_LOGIN_REFUSED",
                _("{host} refuses the log-in of {user}.").format(host=settings.host, user=settings.username),
                tokens.mend
                if tokens
                else _("Check mail.imap.username and mail.imap.password; the provider may want an app password."),
            ) from err


def _by_password(server: imaplib.IMAP4, username: str, password: str) -> None:
    if (username + password).isascii():
        server.login(username, password)
    else:  # which the command LOGIN cannot carry
        server.authenticate("PLAIN", lambda _asked: f"\0{username}\0{password}".encode())


def _numbers(server: imaplib.IMAP4, *criteria: str) -> list[int]:
    data = _asked(server.search(None, *criteria), "SEARCH")
    return [int(number) for number in b" ".join(part for part in data if isinstance(part, bytes)).split()]


def _fetched(server: imaplib.IMAP4, number: int) -> bytes | None:
    """One message; None if it was taken away meanwhile."""
    data = _asked(server.fetch(str(number), "(BODY.PEEK[])"), "FETCH")
    return next((part[1] for part in data if isinstance(part, tuple)), None)


def _asked(answer: tuple[str, Sequence[object]], what: str) -> Sequence[object]:
    state, data = answer
    if state != "OK":
        words = b" ".join(part for part in data if isinstance(part, bytes)).decode(errors="replace")
        raise imaplib.IMAP4.error(f"{what}: {words or state}")
    return data


def _left(server: imaplib.IMAP4) -> None:
    try:
        server.logout()
    except (OSError, imaplib.IMAP4.error):
        server.shutdown()


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
