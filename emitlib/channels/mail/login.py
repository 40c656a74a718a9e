"""Logging in to an SMTP server: with a password, or with an access token."""

import base64
import smtplib

from emitlib.channels.mail.replies import Reply, lost, parse_reply
from emitlib.channels.mail.reply_words import explain
from emitlib.channels.mail.tokens import TokenSource
from emitlib.channels.mail.xoauth2 import xoauth2
from emitlib.errors import MailError
from emitlib.i18n import _

__all__ = ["log_in", "log_in_by_token", "login_refused"]

_TAKEN = 235
_CONTINUE = 334
_REFUSED = 535


def log_in(smtp: smtplib.SMTP, *, host: str, username: str, password: str) -> None:
    """Authenticate by PLAIN, or by LOGIN where the server does not offer PLAIN.

    Raises:
        MailError: ``MAIL_LOGIN_REFUSED`` if the server refuses or offers neither.
        smtplib.SMTPResponseException: If the server is only unable for now (4xx), or closes.
    """
    # not smtplib.login: it prefers an older mechanism and cannot send a password beyond ASCII
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in offered:
        code, words = smtp.docmd("AUTH", "PLAIN " + _encoded(f"\0{username}\0{password}"))
    elif "LOGIN" in offered:
        code, words = smtp.docmd("AUTH", "LOGIN")
        for answer in (username, password):
            if code == _CONTINUE:
                code, words = smtp.docmd(_encoded(answer))
    else:
        raise login_refused(host, lost(_("it offers no log-in by password on this connection")))
    _judge(host, code, words)


def log_in_by_token(smtp: smtplib.SMTP, *, host: str, username: str, tokens: TokenSource) -> None:
    """Authenticate by XOAUTH2; a token that is refused is renewed once.

    Raises:
        MailError: ``MAIL_LOGIN_REFUSED`` if the server refuses a fresh one too, or the provider gives none.
        smtplib.SMTPResponseException: If the server is only unable for now (4xx), or closes.
    """
    token = tokens.token()
    code, words = _xoauth2(smtp, username, token)
    if code == _REFUSED:
        code, words = _xoauth2(smtp, username, tokens.token(refused=token))
    _judge(host, code, words, mend=tokens.mend)


def _xoauth2(smtp: smtplib.SMTP, username: str, token: str) -> tuple[int, bytes]:
    code, words = smtp.docmd("AUTH", f"XOAUTH2 {_encoded(xoauth2(username, token))}")
    return smtp.docmd("") if code == _CONTINUE else (code, words)  # it told why; an empty answer ends the talk


def _judge(host: str, code: int, words: bytes, *, mend: str = "") -> None:
    if code == _TAKEN:
        return
    if 500 <= code < 600:  # noqa: PLR2004 - permanent, RFC 4954
        reply = parse_reply([f"{code} ".encode() + line for line in words.splitlines() or [b""]])
        raise login_refused(host, reply, mend=mend)
    raise smtplib.SMTPResponseException(code, words)


def login_refused(host: str, reply: Reply, *, mend: str = "") -> MailError:
    """The error that stops a run: the server does not take mail from this account.

    Args:
        host: Who refuses.
        reply: What it said.
        mend: What to look at after a log-in by token; "" = by password: known replies are explained.
    """
    words = None if mend else explain(reply)
    message = _("{host} refuses the log-in: {reason}.").format(host=host, reason=reply.text.rstrip("."))
    return MailError(
        "MAIL_LOGIN_REFUSED",
        f"{message} {words.meaning}" if words else message,
        words.hint
        if words
        else mend or _("Check mail.smtp.username and mail.smtp.password; the provider may want an app password."),
    )


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
