"""Deliveries into parcels: what shares a message, a print pack or a folder; never more than a full product."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from emitlib.batch.alike import Groups
from emitlib.batch.plan import Plan, PlanDelivery
from emitlib.channels.mail import message_size
from emitlib.settings import Mail, Settings
from emitlib.vocabulary import ChannelName, Parcel, ParcelClient, ParcelDocument, ParcelItem, Security, sha256_of

__all__ = ["ParcelGroup", "make_parcel", "parcel_groups"]


@dataclass(frozen=True, slots=True)
class ParcelGroup:
    """Deliveries that travel together."""

    deliveries: Sequence[PlanDelivery]
    part: int = 1  #: of a client's month that one message cannot hold
    parts: int = 1


def parcel_groups(deliveries: Sequence[PlanDelivery], *, plan: Plan, settings: Settings) -> Iterator[ParcelGroup]:
    """Deliveries of one channel, grouped as they will travel, in plan order; each group is made when it is drawn.

    A message holds all its documents for all its addresses; what is no full product is split.
    """
    if not deliveries:
        return
    match deliveries[0].channel:
        case ChannelName.PRINT:
            yield from map(ParcelGroup, _packs(deliveries, plan=plan, pieces=settings.printing.max_pieces))
        case ChannelName.ENCRYPT:
            yield from (ParcelGroup([delivery]) for delivery in deliveries)
        case ChannelName.MAIL:
            yield from _messages(deliveries, plan=plan, settings=settings.mail)
        case channel:
            assert_never(channel)


def _packs(deliveries: Sequence[PlanDelivery], *, plan: Plan, pieces: int) -> Iterator[list[PlanDelivery]]:
    by_route: dict[str, array[int]] = {}
    for number, delivery in enumerate(deliveries):
        by_route.setdefault(plan.clients[delivery.client].rule.route, array("I")).append(number)
    for route in sorted(by_route):
        numbers = by_route[route]
        for start in range(0, len(numbers), pieces):
            yield [deliveries[number] for number in numbers[start : start + pieces]]


def _messages(deliveries: Sequence[PlanDelivery], *, plan: Plan, settings: Mail) -> Iterator[ParcelGroup]:
    """One message per document, or per month for the clients who want that, split where it would be too large."""
    files = plan.file_of()
    by_document = Groups((one.client, one.document, one.held, one.generation > 1) for one in deliveries)

    def of_document(group: int) -> list[PlanDelivery]:
        return [deliveries[number] for number in by_document[group]]

    def travels_with(group: int) -> tuple[object, ...]:
        first = deliveries[by_document[group][0]]
        key: tuple[object, ...] = (first.client, first.held, first.generation > 1)
        if plan.clients[first.client].rule.grouping_or(settings.grouping) == "document":
            return (*key, first.document)
        addresses = tuple(sorted(delivery.destination for delivery in of_document(group)))
        return (*key, files[first.document].date[:7], addresses)

    for groups in Groups(map(travels_with, range(len(by_document)))):
        documents = list(map(of_document, groups))
        sealed = plan.clients[documents[0][0].client].rule.security is Security.HIGH
        parcels = _within(documents, files=files, sealed=sealed, limit=settings.message_limit)
        for number, parcel in enumerate(parcels, start=1):
            yield ParcelGroup(parcel, part=number, parts=len(parcels))


def _within(
    documents: Sequence[Sequence[PlanDelivery]], *, files: Mapping[str, ParcelDocument], sealed: bool, limit: int
) -> list[list[PlanDelivery]]:
    """Documents in as few messages as their size lets them; a single one is never split."""
    if len(documents) == 1:
        return [list(documents[0])]
    parcels: list[list[PlanDelivery]] = []
    sizes: list[int] = []
    for of_document in documents:
        more = _sizes(files[of_document[0].document])
        if not parcels or message_size(sizes + more, sealed=sealed) > limit:
            parcels.append([])
            sizes = []
        parcels[-1] += of_document
        sizes += more
    return parcels


def _sizes(file: ParcelDocument) -> list[int]:
    return [path.stat().st_size for path in (file.xml, file.pdf) if path is not None]


def make_parcel(
    group: ParcelGroup,
    *,
    files: Mapping[str, ParcelDocument],
    clients: Mapping[str, ParcelClient],
    run: str,
    made_at: datetime,
    mark: str = "",
) -> Parcel:
    """The parcel of one group.

    Args:
        group: What it holds; ids as the run knows them.
        files: The plan's documents, by key.
        clients: The plan's clients, by key.
        run: The run's id.
        made_at: Aware; becomes the message's Date.
        mark: Tells a second freezing from the first, where nothing had left.
    """
    deliveries = group.deliveries
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
        part=group.part,
        parts=group.parts,
    )
