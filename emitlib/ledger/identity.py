"""Delivery ids: the same identity in the same ledger always has the same one."""

from collections.abc import Iterable, Mapping

from emitlib.ledger.events import Personal
from emitlib.vocabulary import ChannelName, Delivery, Json, sha256_of

__all__ = ["delivery_id", "mailed_addresses"]


def mailed_addresses(deliveries: Iterable[Delivery]) -> dict[str, Personal]:
    """The destinations of mail among `deliveries`, each once, as personal values; print and encryption have none."""
    mailed = dict.fromkeys(each.destination for each in deliveries if each.channel is ChannelName.MAIL)
    return {destination: Personal("address", destination) for destination in mailed}


def delivery_id(delivery: Delivery, namespace: str, commitments: Mapping[str, str]) -> str:
    """The id: "D" and 20 hex digits of SHA-256 over namespace, document, channel, destination and generation.

    An address takes part as its commitment, so that the id says nothing about it.

    Args:
        delivery: The identity.
        namespace: "" for the real world, a run id for that rehearsal.
        commitments: By address; those of mail suffice.
    """
    mailed = delivery.channel is ChannelName.MAIL
    destination: Json = {"c": commitments[delivery.destination]} if mailed else delivery.destination
    parts = [namespace, delivery.document, delivery.channel.value, destination, delivery.generation]
    return f"D{sha256_of(parts)[:20]}"
