"""Reaching an SMTP server: connect, greet, secure the line, log in."""

import ipaddress
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache

from emitlib.channels.mail.login import log_in
from emitlib.channels.mail.wire import Wire
from emitlib.errors import ConfigError, MailError
from emitlib.i18n import _
from emitlib.settings import Smtp

__all__ = ["connect"]

_HOST_NAME = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def connect(settings: Smtp, *, secret: Callable[[], str]) -> Wire:
    """A connection that is ready for the first message.

    Args:
        settings: Host, port, security and times.
        secret: Gives the password; asked only when there is a user name, and only now.

    Raises:
        ConfigError: ``MAIL_PLAIN_REFUSED`` for an unencrypted line to another machine, ``MAIL_CA_UNREADABLE``, or
            what `secret` raises.
        MailError: ``MAIL_UNREACHABLE``, ``MAIL_TLS_FAILED`` or ``MAIL_LOGIN_REFUSED``.
    """
    _require_private(settings)
    context = None if settings.security == "plain" else _context(settings)
    try:
        with ExitStack() as undo:
            smtp = _reached(settings, context)
            undo.callback(smtp.close)
            _secure(smtp, settings, context)
            if settings.username:
                log_in(smtp, host=settings.host, username=settings.username, password=secret())
            undo.pop_all()
    except ssl.SSLError as err:
        raise _tls_failed(settings, getattr(err, "verify_message", "") or err.reason or str(err)) from err
    except (OSError, UnicodeError) as err:  # smtplib's own errors are OSErrors; a host name may have no IDNA form
        raise MailError(
            "MAIL_UNREACHABLE",
            _("{host}:{port} cannot be used now: {reason}.").format(
                host=settings.host, port=settings.port, reason=_reason(err)
            ),
            _("Check mail.smtp.host, the port and the network; what was not sent will be tried again."),
        ) from err
    return Wire(smtp, host=settings.host, timeout=settings.timeout)


def _reached(settings: Smtp, context: ssl.SSLContext | None) -> smtplib.SMTP:
    name, timeout = _own_name(), settings.timeout
    if settings.security == "tls":
        return smtplib.SMTP_SSL(settings.host, settings.port, name, timeout=timeout, context=context)
    return smtplib.SMTP(settings.host, settings.port, name, timeout=timeout)


def _secure(smtp: smtplib.SMTP, settings: Smtp, context: ssl.SSLContext | None) -> None:
    """EHLO, and STARTTLS where the settings ask for it: without it nothing more is said."""
    smtp.ehlo_or_helo_if_needed()
    if settings.security == "starttls":
        if not smtp.has_extn("starttls"):
            raise _tls_failed(settings, _("the server does not offer STARTTLS"))
        smtp.starttls(context=context)
        smtp.ehlo_or_helo_if_needed()


def _require_private(settings: Smtp) -> None:
    if settings.security == "plain" and not _is_loopback(settings.host):
        raise ConfigError(
            "MAIL_PLAIN_REFUSED",
            _("An unencrypted connection to {host} is refused: mail and password could be read on the way.").format(
                host=settings.host
            ),
            _('Set mail.smtp.security to "starttls" or "tls".'),
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _context(settings: Smtp) -> ssl.SSLContext:
    """Verifies the server's certificate and name."""
    try:
        return ssl.create_default_context(cafile=settings.ca_file or None)
    except OSError as err:
        raise ConfigError(
            "MAIL_CA_UNREADABLE",
            _("mail.smtp.ca_file {path} holds no certificate that can be read: {reason}.").format(
                path=settings.ca_file, reason=err.strerror or err
            ),
            _("Name a PEM file, or leave the setting empty for the system's authorities."),
        ) from err


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
