"""What the mail transports share: their messages, made and frozen once by a factory."""

from collections.abc import Mapping
from pathlib import Path

from emitlib.channels.mail.factory import MessageFactory
from emitlib.vocabulary import Carrier, ChannelName, Limits, Parcel

__all__ = ["MailTransport"]


class MailTransport:
    """A way for frozen messages; each transport adds its session and its probe.

    Args:
        factory: Makes the messages.
    """

    name = ChannelName.MAIL

    def __init__(self, factory: MessageFactory) -> None:
        self.workers = Limits.of(factory.settings.pace).connections
        self._factory = factory

    def prepare(self) -> None:
        """See `MessageFactory.prepare`."""
        self._factory.prepare()

    def unfit(self, parcel: Parcel) -> Mapping[str, str]:  # noqa: ARG002 - the protocol's shape
        """Nothing: a message that cannot be made is refused as a whole by `freeze`."""
        return {}

    def freeze(self, parcel: Parcel, folder: Path) -> Carrier:
        """Write the message of `parcel` once; see `MessageFactory.freeze`."""
        return self._factory.freeze(parcel, folder)
