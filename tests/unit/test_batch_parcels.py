"""How deliveries are grouped into messages: each client's wish, months apart, split by size."""

import dataclasses
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from mail_fixtures import NOW, PLAIN_CLIENT, document
from msgspec.structs import replace

from emitlib.batch.parcels import ParcelGroup, make_parcel, parcel_groups
from emitlib.batch.plan import Plan, PlanDelivery, PlanDocument
from emitlib.settings import Mail, Settings
from emitlib.vocabulary import ChannelName, Grouping, ParcelClient, ParcelDocument


def client(key: str, grouping: Grouping | None = None) -> ParcelClient:
    return replace(PLAIN_CLIENT, key=key, rule=dataclasses.replace(PLAIN_CLIENT.rule, grouping=grouping))


def deliver(
    item: ParcelDocument, whose: ParcelClient, *to: str, held: bool = False, generation: int = 1
) -> list[PlanDelivery]:
    return [
        PlanDelivery(
            delivery=f"{item.folio}>{address}",
            document=item.key,
            channel=ChannelName.MAIL,
            destination=address,
            generation=generation,
            client=whose.key,
            held=held,
            fingerprint="",
        )
        for address in (to or ("a@example.mx",))
    ]


def plan_of(folder: Path, items: Sequence[ParcelDocument], clients: Sequence[ParcelClient]) -> Plan:
    return Plan.make(
        period="2026-10",
        found=len(items),
        channels=[ChannelName.MAIL],
        documents=[
            PlanDocument(document=item.key, verdict="planned", code="", client="", file=item) for item in items
        ],
        clients={one.key: one for one in clients},
        deliveries=[],
        root=folder,
    )


def names(groups: Iterable[ParcelGroup]) -> list[list[str]]:
    return [[delivery.delivery for delivery in group.deliveries] for group in groups]


def test_each_client_is_grouped_by_its_own_wish(tmp_path: Path) -> None:
    items = [document(tmp_path, number) for number in range(1, 7)]
    one, two, three = client("1"), client("2", "month"), client("3", "document")
    deliveries = [d for item, whose in zip(items, (one, two, three) * 2, strict=True) for d in deliver(item, whose)]
    plan = plan_of(tmp_path, items, [one, two, three])
    by_document = parcel_groups(deliveries, plan=plan, settings=Settings())
    assert names(by_document) == [
        ["1>a@example.mx"],
        ["2>a@example.mx", "5>a@example.mx"],
        ["3>a@example.mx"],
        ["4>a@example.mx"],
        ["6>a@example.mx"],
    ]
    by_month = parcel_groups(deliveries, plan=plan, settings=Settings(mail=Mail(grouping="month")))
    assert names(by_month) == [
        ["1>a@example.mx", "4>a@example.mx"],
        ["2>a@example.mx", "5>a@example.mx"],
        ["3>a@example.mx"],
        ["6>a@example.mx"],
    ]


def test_months_addresses_review_and_resends_do_not_share_a_message(tmp_path: Path) -> None:
    whose = client("1", "month")
    items = [document(tmp_path, number) for number in range(1, 7)]
    items[1] = replace(items[1], date="2026-09-30T10:00:00")
    deliveries = [
        *deliver(items[0], whose),
        *deliver(items[1], whose),
        *deliver(items[2], whose, "b@example.mx"),
        *deliver(items[3], whose, held=True),
        *deliver(items[4], whose, generation=2),
        *deliver(items[5], whose),
    ]
    groups = parcel_groups(deliveries, plan=plan_of(tmp_path, items, [whose]), settings=Settings())
    assert names(groups) == [
        ["1>a@example.mx", "6>a@example.mx"],
        ["2>a@example.mx"],
        ["3>b@example.mx"],
        ["4>a@example.mx"],
        ["5>a@example.mx"],
    ]


@pytest.mark.parametrize("grouping", ["month", "zip"])
def test_what_is_too_large_for_one_message_is_split_and_numbered(tmp_path: Path, grouping: Grouping) -> None:
    whose = client("1", grouping)
    items = [document(tmp_path, number, pdf=b"x" * 60_000) for number in range(1, 6)]
    deliveries = [d for item in items for d in deliver(item, whose, "a@example.mx", "b@example.mx")]
    settings = Settings(mail=Mail(max_bytes=200_000))
    groups = list(parcel_groups(deliveries, plan=plan_of(tmp_path, items, [whose]), settings=settings))
    assert [(len(group.deliveries), group.part, group.parts) for group in groups] == [(4, 1, 3), (4, 2, 3), (2, 3, 3)]
    parcel = make_parcel(
        groups[1],
        files={item.key: item for item in items},
        clients={"1": whose},
        run="r1",
        made_at=NOW,
    )
    assert (parcel.part, parcel.parts) == (2, 3)
    assert [item.folio for item in parcel.documents] == ["3", "4"]
    assert parcel.destinations == ("a@example.mx", "b@example.mx")


def test_one_document_is_never_split(tmp_path: Path) -> None:
    whose = client("1", "month")
    item = document(tmp_path, 1, pdf=b"x" * 500_000)
    settings = Settings(mail=Mail(max_bytes=100_000))
    (group,) = parcel_groups(deliver(item, whose), plan=plan_of(tmp_path, [item], [whose]), settings=settings)
    assert (group.part, group.parts) == (1, 1)
