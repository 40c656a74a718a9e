"""Deliveries into parcels: what shares a message, a print pack or a folder; never more than a full product."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import assert_never

from emitlib.batch.plan import Plan, PlanDelivery
from emitlib.channels.mail import message_size
from emitlib.settings import Settings
from emitlib.vocabulary import ChannelName, Parcel, ParcelClient, ParcelDocument, ParcelItem, Security, sha256_of

__all__ = ["make_parcel", "parcel_groups"]


def parcel_groups(deliveries: Sequence[PlanDelivery], *, plan: Plan, settings: Settings) -> list[list[PlanDelivery]]:
    """Deliveries of one channel, grouped as they will travel, in plan order.

    A message holds all its documents for all its addresses; what is no full product is split.
    """
    if not deliveries:
        return []
    match deliveries[0].channel:
        case ChannelName.PRINT:
            return list(_packs(deliveries, plan=plan, pieces=settings.printing.max_pieces))
        case ChannelName.ENCRYPT:
            return [[delivery] for delivery in deliveries]
        case ChannelName.MAIL:
            if settings.mail.grouping == "document":
                return _by_document(deliveries)
            return _by_client(deliveries, plan=plan, limit=settings.mail.max_bytes)
        case channel:
            assert_never(channel)


def _packs(deliveries: Iterable[PlanDelivery], *, plan: Plan, pieces: int) -> Iterator[list[PlanDelivery]]:
    by_route: dict[str, list[PlanDelivery]] = defaultdict(list)
    for delivery in deliveries:
        by_route[plan.clients[delivery.client].rule.route].append(delivery)
    for route in sorted(by_route):
        ordered = by_route[route]
        for start in range(0, len(ordered), pieces):
            yield ordered[start : start + pieces]


def _by_document(deliveries: Iterable[PlanDelivery]) -> list[list[PlanDelivery]]:
    groups: dict[tuple[str, str, bool, bool], list[PlanDelivery]] = defaultdict(list)
    for delivery in deliveries:
        again = delivery.generation > 1
        groups[delivery.client, delivery.document, delivery.held, again].append(delivery)
    return list(groups.values())


def _by_client(deliveries: Iterable[PlanDelivery], *, plan: Plan, limit: int) -> list[list[PlanDelivery]]:
    """One message per client and set of addresses, split where it would pass the size limit."""
    groups: dict[tuple[str, bool, tuple[str, ...]], list[list[PlanDelivery]]] = defaultdict(list)
    for of_document in _by_document(deliveries):
        first = of_document[0]
        addresses = tuple(sorted(delivery.destination for delivery in of_document))
        groups[first.client, first.held, addresses].append(of_document)
    files = plan.file_of()
    parcels: list[list[PlanDelivery]] = []
    for documents in groups.values():
        parcel: list[PlanDelivery] = []
        sizes: list[int] = []
        sealed = plan.clients[documents[0][0].client].rule.security is Security.HIGH
        for of_document in documents:
            more = _sizes(files[of_document[0].document])
            if parcel and message_size(sizes + more, sealed=sealed) > limit:
                parcels.append(parcel)
                parcel, sizes = [], []
            parcel = parcel + of_document
            sizes += more
        parcels.append(parcel)
    return parcels


def _sizes(file: ParcelDocument) -> list[int]:
    return [path.stat().st_size for path in (file.xml, file.pdf) if path is not None]


def make_parcel(
    deliveries: Sequence[PlanDelivery],
    *,
    files: Mapping[str, ParcelDocument],
    clients: Mapping[str, ParcelClient],
    run: str,
    made_at: datetime,
    mark: str = "",
) -> Parcel:
    """The parcel of one group.

    Args:
        deliveries: The group; ids as the run knows them.
        files: The plan's documents, by key.
        clients: The plan's clients, by key.
        run: The run's id.
        made_at: Aware; becomes the message's Date.
        mark: Tells a second freezing from the first, where nothing had left.
    """
    return Parcel(
        id="C" + sha256_of([run, mark, *sorted(delivery.delivery for delivery in deliveries)])[:16],
        run=run,
        channel=deliveries[0].channel,
        items=tuple(
            ParcelItem(
                delivery=delivery.delivery,
                document=files[delivery.document],
                client=clients[delivery.client],
                destination=delivery.destination,
                generation=delivery.generation,
            )
            for delivery in deliveries
        ),
        made_at=made_at,
    )
