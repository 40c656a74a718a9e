"""What a frozen event says of a carrier."""

from datetime import datetime

from emitlib.ledger import JsonOrPersonal, Personal
from emitlib.vocabulary import Carrier, ChannelName

__all__ = ["frozen_data"]


def frozen_data(carrier: Carrier, *, made_at: datetime) -> dict[str, JsonOrPersonal]:
    """What a frozen event says: the bytes' hashes and what they hold."""
    mail = carrier.channel is ChannelName.MAIL
    return {
        "channel": carrier.channel.value,
        "client": carrier.client,
        "files": [{"name": f.name, "sha256": f.sha256, "size": f.size} for f in carrier.files],
        "message_id": carrier.message_id,
        "subject": Personal("subject", carrier.subject),
        "copies": [Personal("address", copy) for copy in carrier.copies],
        "target": carrier.target,
        "items": [
            {
                "delivery": item.delivery,
                "document": item.document,
                "destination": Personal("address", item.destination) if mail else item.destination,
            }
            for item in carrier.items
        ],
        "made_at": made_at.isoformat(),
    }
