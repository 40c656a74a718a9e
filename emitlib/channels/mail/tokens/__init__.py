"""Access tokens for mail servers (OAuth 2.0): logged in once by a person or an application, fresh whenever asked."""

from emitlib.channels.mail.tokens.resource import Resource
from emitlib.channels.mail.tokens.source import TokenSource, shared, token_source
from emitlib.channels.mail.tokens.store import TokenStore

__all__ = ["Resource", "TokenSource", "TokenStore", "shared", "token_source"]
