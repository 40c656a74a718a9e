"""Logging in by an access token: the words of the SASL mechanism XOAUTH2, alike in SMTP and IMAP.

Source: Microsoft, "Authenticate an IMAP, POP or SMTP connection using OAuth"; Google, "OAuth 2.0 mechanism".
"""

__all__ = ["xoauth2"]


def xoauth2(user: str, token: str) -> str:
    """The client's only words, before base64."""
    return f"user={user}\1auth=Bearer {token}\1\1"
