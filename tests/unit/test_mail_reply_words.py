"""Well-known replies, as servers word them, and what a person reads."""

import pytest

from emitlib.channels.mail.login import login_refused
from emitlib.channels.mail.replies import lost, parse_reply
from emitlib.channels.mail.reply_words import explain
from emitlib.i18n import spoken

REPLIES = [
    (
        "550 5.7.30 Basic authentication is not supported for Client Submission.",
        "Microsoft 365 has turned log-in by password off",
    ),
    (
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.",
        "Microsoft 365 has turned log-in by password off",
    ),
    ("535 5.7.3 Authentication unsuccessful, basic authentication is disabled.", "Microsoft 365 has turned"),
    ("530 5.7.57 Client not authenticated to send mail.", "only after a log-in"),
    ("534 5.7.9 Application-specific password required.", "app password"),
    ("535 5.7.8 Error: authentication failed: (reason unavailable)", "User name and password do not fit"),
    ("550 5.7.60 SMTP; Client does not have permissions to send as this sender", "may not send as"),
    ("554 5.2.252 SendAsDenied; ana@example.mx not allowed to send as b@example.mx", "may not send as"),
    ("550 5.7.26 This mail is unauthenticated, SPF and DKIM did not pass", "SPF, DKIM and DMARC"),
    ("554 5.7.1 Service unavailable; client host blocked using zen.spamhaus.org", "for spam"),
    ("550 5.7.606 Access denied, banned sending IP", "for spam"),
    ("554 5.7.1 <a@example.com>: Relay access denied", "does not pass mail on"),
    ("550 5.1.1 <a@example.mx>: Recipient address rejected: User unknown", "no such mailbox"),
    ("550 5.4.4 Invalid domain name", "domain has no mail server"),
    ("550 5.2.1 The email account that you tried to reach is disabled.", "turned off"),
    ("452 4.2.2 The email account that you tried to reach is over quota", "mailbox is full"),
    ("552 5.2.2 Mailbox full", "mailbox is full"),
    ("552 5.3.4 Message size exceeds fixed limit", "larger than"),
    ("552 5.7.0 This message was blocked because its content: attachment", "attached files"),
    ("554 5.2.120 RecipientRateLimitExceeded", "today"),
    ("451 4.7.500 Server busy. Please try again later", "more slowly"),
    ("450 4.2.1 Greylisted, try again later", "more slowly"),
    ("432 4.3.2 Concurrent connections limit exceeded", "more slowly"),
]


@pytest.mark.parametrize(("reply", "words"), REPLIES)
def test_well_known_replies_are_explained_with_the_mend(reply: str, words: str) -> None:
    with spoken("en"):
        explained = explain(parse_reply([reply.encode()]))
    assert explained is not None
    assert words in explained.meaning
    assert explained.hint.endswith(".")


@pytest.mark.parametrize("reply", ["250 2.0.0 Ok", "550 No", "451 4.3.0 Later", "550 5.7.1 Policy", "what?"])
def test_other_replies_are_left_to_speak_for_themselves(reply: str) -> None:
    assert explain(parse_reply([reply.encode()])) is None


def test_refused_login_says_what_to_do() -> None:
    reply = parse_reply([b"550 5.7.30 Basic authentication is not supported for Client Submission."])
    with spoken("en"):
        known, plain = login_refused("smtp.example.mx", reply), login_refused("smtp.example.mx", lost("gone"))
    assert known.message == (
        "smtp.example.mx refuses the log-in: 550 5.7.30 Basic authentication is not supported for Client Submission. "
        "Microsoft 365 has turned log-in by password off for this mailbox or for the whole company."
    )
    assert "XOAUTH2" in known.hint
    assert plain.message == "smtp.example.mx refuses the log-in: gone."
    assert "app password" in plain.hint
