"""A plan whose rows stay in its file: the same plan, in little memory, and no row that changed meanwhile."""

import json
import tracemalloc
from pathlib import Path

import pytest
from mail_fixtures import PLAIN_CLIENT, document
from msgspec.structs import replace

from emitlib.batch import plan_rows, plan_scan
from emitlib.batch.plan import Plan, PlanDelivery, PlanDocument, PlanStop, Verdict, load_plan, open_plan, save_plan
from emitlib.errors import InputError
from emitlib.vocabulary import ChannelName, Finding, ParcelDocument


@pytest.fixture
def item(tmp_path: Path) -> ParcelDocument:
    return document(tmp_path)


def read(item: ParcelDocument, number: int, *, code: str = "", key: str = "") -> PlanDocument:
    verdict: Verdict = "excluded" if code else "planned"
    file = replace(item, key=key or f"cfdi:{number}", folio=str(number))
    return PlanDocument(document=file.key, verdict=verdict, code=code, client="7", file=file)


def delivery(number: int) -> PlanDelivery:
    return PlanDelivery(
        delivery=f"D{number:020}",
        document=f"cfdi:{number}",
        channel=ChannelName.MAIL if number % 2 else ChannelName.PRINT,
        destination="ñandú@example.mx",
        generation=1,
        client="7",
        held=False,
        fingerprint=f"{number:064x}",
    )


def made(folder: Path, documents: list[PlanDocument], *, deliveries: int, findings: int = 1) -> Plan:
    plan = Plan.make(
        period="2026-10",
        found=len(documents),
        channels=[ChannelName.MAIL, ChannelName.PRINT],
        documents=documents,
        clients={"7": PLAIN_CLIENT},
        deliveries=map(delivery, range(deliveries)),
        stops=[PlanStop(document="cfdi:1", code="NO_RULE", blocked=True)],
        findings=[Finding("PDF_MISSING", {"path": "a\udce1.xml"}, {"label": f"Ñ-{n}"}) for n in range(findings)],
        root=folder,
    )
    save_plan(plan, plans=folder, root=folder)
    return plan


def opened(plan: Plan, folder: Path) -> Plan:
    return open_plan(plan.id, plans=folder, root=folder)


@pytest.mark.parametrize("block", [1, 7, 300, 1 << 18])
def test_rows_are_what_they_were_wherever_a_block_ends(
    item: ParcelDocument, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    plan = made(tmp_path, [read(item, number) for number in range(4)], deliveries=5)
    monkeypatch.setattr(plan_scan, "_BLOCK", block)
    monkeypatch.setattr(plan_rows, "_BLOCK", block)
    found = opened(plan, tmp_path)
    assert (found.id, found.hash, found.found, found.clients) == (plan.id, plan.hash, 4, plan.clients)
    assert not isinstance(found.deliveries, tuple)
    assert load_plan(plan.id, plans=tmp_path, root=tmp_path) == plan
    assert found.deliveries[-1] == plan.deliveries[-1]
    assert found.deliveries[1:3] == list(plan.deliveries[1:3])
    assert found.of_channel(ChannelName.PRINT) == plan.of_channel(ChannelName.PRINT)
    with pytest.raises(IndexError):
        found.deliveries[5]


def test_a_plan_without_rows(tmp_path: Path) -> None:
    plan = made(tmp_path, [], deliveries=0, findings=0)
    assert load_plan(plan.id, plans=tmp_path, root=tmp_path) == plan


def test_a_key_leads_to_its_first_file_that_is_no_copy(item: ParcelDocument, tmp_path: Path) -> None:
    documents = [
        read(item, 1, code="DUPLICATE_DOCUMENT"),
        read(item, 3, code="DUPLICATE_DIFFERS", key="cfdi:ñ"),
        read(item, 1),
        read(item, 4, code="DUPLICATE_DIFFERS", key="cfdi:ñ"),
        read(item, 2),
    ]
    plan = made(tmp_path, documents, deliveries=0)
    files = opened(plan, tmp_path).file_of()
    assert dict(files) == plan.file_of()
    assert list(files) == ["cfdi:ñ", "cfdi:1", "cfdi:2"]
    assert len(files) == 3
    assert files["cfdi:ñ"].folio == "3"
    with pytest.raises(KeyError):
        files["cfdi:5"]


def test_a_file_laid_out_anew_is_the_same_plan(item: ParcelDocument, tmp_path: Path) -> None:
    plan = made(tmp_path, [read(item, 1)], deliveries=2)
    path = tmp_path / f"{plan.id}.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()), indent=2), encoding="utf-8")
    assert opened(plan, tmp_path) == plan


@pytest.mark.parametrize("change", [('"folio":"1"', '"folio":"2"'), ('"period":"2026-10"', '"period":"2026-11"')])
def test_a_changed_plan_is_refused(item: ParcelDocument, tmp_path: Path, change: tuple[str, str]) -> None:
    plan = made(tmp_path, [read(item, 1)], deliveries=2)
    path = tmp_path / f"{plan.id}.json"
    path.write_text(path.read_text("utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        opened(plan, tmp_path)
    assert refused.value.code == "PLAN_CHANGED"


@pytest.mark.parametrize("text", ["", "[]", "{}", "{", '{"documents":[{}]}', '{"documents":[1', '{"plan":1}x'])
def test_what_is_no_plan_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "p.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        open_plan("p", plans=tmp_path, root=tmp_path)
    assert refused.value.code == "PLAN_UNREADABLE"


def test_a_row_changed_after_the_plan_was_checked_is_refused(
    item: ParcelDocument, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_rows, "_BLOCK", 1)
    plan = made(tmp_path, [read(item, 1)], deliveries=3)
    found = opened(plan, tmp_path)
    path = tmp_path / f"{plan.id}.json"
    path.write_bytes(path.read_bytes().replace(f"{1:064x}".encode(), f"{9:064x}".encode()))
    assert found.deliveries[0] == plan.deliveries[0]
    with pytest.raises(InputError) as refused:
        found.deliveries[1]
    assert refused.value.code == "PLAN_CHANGED"
    path.unlink()
    with pytest.raises(InputError) as refused:
        found.deliveries[2]
    assert refused.value.code == "PLAN_CHANGED"


def test_the_rows_of_a_large_plan_take_little_memory(item: ParcelDocument, tmp_path: Path) -> None:
    count = 4_000
    plan = made(tmp_path, [read(item, number) for number in range(count)], deliveries=count)
    tracemalloc.start()
    try:
        found = opened(plan, tmp_path)
        assert sum(1 for one in found.deliveries if found.file_of()[one.document].folio) == count
        held, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < count * 150  # a delivery and a document: 68 bytes, and a block of each
    assert peak < 3_000_000  # the whole text has 4 MB
