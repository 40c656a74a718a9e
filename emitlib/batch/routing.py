"""The truth table: by which channels a client's rule lets a document leave, and what holds it back."""

from collections.abc import Collection
from dataclasses import dataclass

from emitlib.vocabulary import (
    PAPER,
    CfdiType,
    ChannelName,
    Client,
    Document,
    DocumentKind,
    Means,
    Security,
    mail_destination,
)

__all__ = ["Route", "Routing", "routes"]

_BY_FILE = frozenset({Means.DEVICE, Means.CLOUD})
_BY_HAND = frozenset({Means.PORTAL, Means.PAPER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way for a document to a client: destinations, or the code that stops it."""

    channel: ChannelName | None  #: None = no channel at all
    destinations: tuple[str, ...] = ()
    held: bool = False
    encrypted: bool = False  #: needs a usable certificate
    code: str = ""  #: why nothing goes this way
    blocked: bool = False  #: somebody must act; otherwise it is as it should be


def routes(
    document: Document, client: Client, *, channels: Collection[ChannelName], encrypt_all_high: bool = False
) -> list[Route]:
    """The ways out for `document`, asked channels only.

    Args:
        document: What is to leave.
        client: Whose it is.
        channels: The channels that the plan is made for.
        encrypt_all_high: Also write files for clients with security high who are mailed.
    """
    ways = [*_print(document, client), *_mail(document, client), *_encrypt(client, encrypt_all_high=encrypt_all_high)]
    if document.kind is DocumentKind.ACUSE and not client.rule.mails:
        ways.append(Route(channel=ChannelName.MAIL, code="ACUSE_NEEDS_MAIL"))
    if not ways:
        by_hand = client.rule.means in _BY_HAND
        return [Route(channel=None, code="BY_HAND" if by_hand else "NO_CHANNEL")]
    return [way for way in ways if way.channel in channels]


class Routing:
    """The routes of a plan: found once for all documents of a client that go the same ways.

    Args:
        channels: The channels that the plan is made for.
        encrypt_all_high: Also write files for clients with security high who are mailed.
    """

    def __init__(self, *, channels: Collection[ChannelName], encrypt_all_high: bool) -> None:
        self._channels = channels
        self._encrypt_all_high = encrypt_all_high
        self._known: dict[tuple[str, DocumentKind, CfdiType | None, bool], list[Route]] = {}

    def ways(self, document: Document, client: Client) -> list[Route]:
        """The ways out for `document`; the keys of clients tell them apart."""
        place = (client.key, document.kind, document.cfdi_type, document.pdf is None)
        if place not in self._known:
            self._known[place] = routes(
                document, client, channels=self._channels, encrypt_all_high=self._encrypt_all_high
            )
        return self._known[place]


def _print(document: Document, client: Client) -> list[Route]:
    if not client.rule.prints or document.kind is DocumentKind.ACUSE:  # an acuse has no printed form
        return []
    if document.pdf is None and document.kind is not DocumentKind.CFDI:
        return [Route(channel=ChannelName.PRINT, code="NOTHING_TO_PRINT", blocked=True)]
    return [Route(channel=ChannelName.PRINT, destinations=(PAPER,))]


def _mail(document: Document, client: Client) -> list[Route]:
    rule = client.rule
    if not rule.mails:
        return []
    accounts = client.accounts_for(document)
    if not accounts:
        return [Route(channel=ChannelName.MAIL, code="MAIL_WITHOUT_ADDRESS", blocked=True)]
    destinations = dict.fromkeys(mail_destination(account) for account in accounts)
    return [
        Route(
            channel=ChannelName.MAIL,
            destinations=tuple(destinations),
            held=not rule.silent,
            encrypted=rule.security is Security.HIGH,
        )
    ]


def _encrypt(client: Client, *, encrypt_all_high: bool) -> list[Route]:
    rule = client.rule
    if rule.security is not Security.HIGH:
        return []
    wanted = rule.means in _BY_FILE or (rule.means is None and not rule.mails) or encrypt_all_high
    if not wanted:
        return []
    return [Route(channel=ChannelName.ENCRYPT, destinations=(client.key,), encrypted=True)]
