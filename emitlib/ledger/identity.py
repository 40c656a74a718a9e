"""Delivery ids: the same identity in the same ledger always has the same one."""

from collections.abc import Mapping, Sequence

from emitlib.ledger.events import Personal
from emitlib.vocabulary import ChannelName, Delivery, sha256_of

__all__ = ["address_of", "delivery_id"]


def address_of(delivery: Delivery) -> Personal | None:
    """The address that `delivery` goes to, as a personal value; None for print and encryption."""
    return Personal("address", delivery.destination) if delivery.channel is ChannelName.MAIL else None


def delivery_id(delivery: Delivery, namespace: str, commitments: Mapping[Personal, str]) -> str:
    """The id: "D" and 20 hex digits of SHA-256 over namespace, document, channel, destination and generation.

    An address takes part as its commitment, so that the id says nothing about it.
    """
    address = address_of(delivery)
    destination: str | dict[str, str] = delivery.destination if address is None else {"c": commitments[address]}
    parts: Sequence[str | int | dict[str, str]] = [
        namespace,
        delivery.document,
        delivery.channel.value,
        destination,
        delivery.generation,
    ]
    return f"D{sha256_of(parts)[:20]}"
