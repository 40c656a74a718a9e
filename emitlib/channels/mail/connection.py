"""Reaching an SMTP server: connect, greet, secure the line, log in."""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache

from emitlib.channels.mail.line import require_loopback, server_context
from emitlib.channels.mail.login import log_in, log_in_by_token
from emitlib.channels.mail.punctual import PunctualSmtp, PunctualSmtpTls
from emitlib.channels.mail.tokens import TokenSource
from emitlib.channels.mail.wire import Wire
from emitlib.errors import MailError
from emitlib.i18n import _
from emitlib.settings import Smtp

__all__ = ["connect"]

#: The other side closed the connection in mid hand-shake; a time-out and a reset are OSErrors like any other.
_BROKEN_OFF = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)
_HOST_NAME = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def connect(settings: Smtp, *, secret: Callable[[], str], tokens: Callable[[], TokenSource] | None = None) -> Wire:
    """A connection that is ready for the first message.

    Args:
        settings: Host, port, security and times.
        secret: Gives the password; asked only when there is a user name, and only now.
        tokens: Gives access tokens in place of the password; None logs in by password.

    Raises:
        ConfigError: ``MAIL_PLAIN_REFUSED`` for an unencrypted line to another machine, ``MAIL_CA_UNREADABLE``, or
            what `secret` raises.
        MailError: ``MAIL_UNREACHABLE`` where another try may do better, a TLS hand-shake that broke off included;
            ``MAIL_TLS_FAILED`` where none can: STARTTLS not offered, a certificate that cannot be trusted, no TLS at
            that port; ``MAIL_LOGIN_REFUSED``.
    """
    if settings.security == "plain":
        require_loopback(settings.host, setting="mail.smtp.security")
    context = None if settings.security == "plain" else server_context(settings.ca_file, setting="mail.smtp.ca_file")
    try:
        with ExitStack() as undo:
            smtp = _reached(settings, context)
            undo.callback(smtp.close)
            _secure(smtp, settings, context)
            if settings.username and tokens is not None:
                log_in_by_token(smtp, host=settings.host, username=settings.username, tokens=tokens())
            elif settings.username:
                log_in(smtp, host=settings.host, username=settings.username, password=secret())
            undo.pop_all()
    except _BROKEN_OFF as err:
        raise _unreachable(settings, _("the TLS hand-shake broke off")) from err
    except ssl.SSLError as err:
        raise _tls_failed(settings, getattr(err, "verify_message", "") or err.reason or str(err)) from err
    except (OSError, UnicodeError) as err:  # smtplib's own errors are OSErrors; a host name may have no IDNA form
        raise _unreachable(settings, _reason(err)) from err
    return Wire(smtp, host=settings.host, timeout=settings.timeout)


def _reached(settings: Smtp, context: ssl.SSLContext | None) -> smtplib.SMTP:
    name, timeout = _own_name(), settings.timeout
    if settings.security == "tls":
        return PunctualSmtpTls(settings.host, settings.port, name, timeout=timeout, context=context)
    return PunctualSmtp(settings.host, settings.port, name, timeout=timeout)


def _secure(smtp: smtplib.SMTP, settings: Smtp, context: ssl.SSLContext | None) -> None:
    """Greet, and STARTTLS where the settings ask for it: without it nothing more is said."""
    _greet(smtp, settings)
    if settings.security == "starttls":
        if not smtp.has_extn("starttls"):
            raise _tls_failed(settings, _("the server does not offer STARTTLS"))
        smtp.starttls(context=context)
        _greet(smtp, settings)


def _greet(smtp: smtplib.SMTP, settings: Smtp) -> None:
    """EHLO, or HELO where the server knows no better; it is away where it has no offers now and they are needed."""
    code, words = smtp.ehlo()
    if 400 <= code < 500 and (settings.security == "starttls" or settings.username):  # noqa: PLR2004 - for now, RFC 5321
        raise smtplib.SMTPResponseException(code, words)
    if not 200 <= code < 300:  # noqa: PLR2004 - SMTP's yes
        code, words = smtp.helo()
        if not 200 <= code < 300:  # noqa: PLR2004
            raise smtplib.SMTPHeloError(code, words)


def _unreachable(settings: Smtp, reason: str) -> MailError:
    return MailError(
        "MAIL_UNREACHABLE",
        _("{host}:{port} cannot be used now: {reason}.").format(
            host=settings.host, port=settings.port, reason=reason
        ),
        _("Check mail.smtp.host, the port and the network; what was not sent will be tried again."),
    )


def _tls_failed(settings: Smtp, reason: str) -> MailError:
    return MailError(
        "MAIL_TLS_FAILED",
        _("The line to {host}:{port} cannot be secured: {reason}.").format(
            host=settings.host, port=settings.port, reason=reason
        ),
        _("Check the host name, the port and mail.smtp.ca_file; nothing is sent over a line that cannot be trusted."),
    )


@cache
def _own_name() -> str:
    """The name to greet with: this machine's full name if it has a usable one, else an address literal."""
    name = socket.getfqdn()
    return name if _HOST_NAME.fullmatch(name) else "[127.0.0.1]"


def _reason(error: OSError | UnicodeError) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return f"{error.smtp_code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"[:500]
    if isinstance(error, TimeoutError):
        return _("no answer in time")
    return getattr(error, "strerror", "") or str(error)
