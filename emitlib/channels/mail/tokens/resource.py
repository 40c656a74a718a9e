"""What an access token opens."""

from enum import StrEnum

__all__ = ["Resource"]


class Resource(StrEnum):
    """What a token opens."""

    SMTP = "smtp"
    IMAP = "imap"
    GRAPH = "graph"
