"""Encrypted documents are laid many at a time; whatever stops a group, each is written once and none is lost."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from certificates_fixtures import NOT_BEFORE, RFC, make_certificate
from company import Company, cfdi
from month_end import deliveries, plan_of, resume, run_of

from emitlib.batch.plan import Plan
from emitlib.bootstrap import open_ledger
from emitlib.channels import encryption
from emitlib.channels.outbox import copy_frozen, is_frozen
from emitlib.errors import StoreError
from emitlib.ledger import Event
from emitlib.vocabulary import Carrier, Status

COUNT = 100
PERIOD = "2025-05"


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """One client with high security who gets 40 documents on a device."""
    made = Company(tmp_path / "empresa", clock=lambda: NOT_BEFORE + timedelta(days=90))
    made.client("7", RFC, mail="N", security="2", means="device")
    (made.root / "certificates" / "7.cer").write_bytes(make_certificate())
    for number in range(COUNT):
        (made.folder(PERIOD) / f"A{number}.xml").write_bytes(cfdi(number, RFC))
    return made


@pytest.fixture
def plan(company: Company) -> Plan:
    return plan_of(company, period=PERIOD, channels=("encrypt",))


def _laid(company: Company) -> int:
    return len(list(company.root.glob("outbox/*/encrypted/7/*.p7m")))


def _statuses(company: Company) -> Counter[Status]:
    return Counter(row.status for row in deliveries(company))


def _events(company: Company) -> Counter[tuple[str, str]]:
    """How often each kind of event was written of each delivery."""
    with open_ledger(company.workspace) as ledger:
        counts: Counter[tuple[str, str]] = Counter()
        for event in ledger.events():
            named = [event.delivery] if event.delivery else event.data.get("deliveries", [])
            counts.update((event.kind, name) for name in named if event.kind in {"begun", "written"})
        return counts


def _at_call(number: int, then: Callable[[], None], real: Callable[..., None]) -> Callable[..., None]:
    """`real`, but its call of that number does something else first."""
    calls = iter(range(1, 10_000))

    def called(*args: object) -> None:
        if next(calls) == number:
            then()
        real(*args)

    return called


def _raise(error: BaseException) -> Callable[[], None]:
    def raising() -> None:
        raise error

    return raising


def test_each_has_a_carrier_a_begun_and_an_outcome_of_its_own(company: Company, plan: Plan) -> None:
    result = run_of(company, plan, channel="encrypt")
    assert (result.state, _laid(company)) == ("finished", COUNT)
    rows = deliveries(company)
    assert len({row.carrier for row in rows}) == COUNT
    assert set(_events(company).values()) == {1}
    assert len(_events(company)) == 2 * COUNT
    for row in rows:
        assert row.document.removeprefix("cfdi:") in row.reply
        assert row.reply.count("sha256") == 1


def test_a_death_amid_a_group_is_settled_by_what_lies_there(
    company: Company, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(encryption.channel, "copy_frozen", _at_call(5, _raise(KeyboardInterrupt()), copy_frozen))
        with pytest.raises(KeyboardInterrupt):
            run_of(company, plan, channel="encrypt")
    assert _statuses(company)[Status.BEGUN] > 0
    assert resume(company, f"{plan.id}-encrypt").state == "finished"
    assert (_laid(company), _statuses(company)) == (COUNT, {Status.WRITTEN: COUNT})
    assert {count for (kind, _name), count in _events(company).items() if kind == "written"} == {1}


def test_a_full_disk_amid_a_group_defers_what_does_not_lie_there(
    company: Company, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = _at_call(5, _raise(StoreError("WRITE_FAILED", "the disk is full")), copy_frozen)
    with monkeypatch.context() as patch:
        patch.setattr(encryption.channel, "copy_frozen", full)
        run_of(company, plan, channel="encrypt")
    statuses = _statuses(company)
    assert statuses[Status.WRITTEN] == _laid(company) < COUNT
    assert statuses[Status.WRITTEN] + statuses[Status.DEFERRED] == COUNT
    assert resume(company, f"{plan.id}-encrypt").state == "finished"
    assert (_laid(company), _statuses(company)) == (COUNT, {Status.WRITTEN: COUNT})


def test_a_frozen_file_that_was_changed_holds_back_itself_alone(
    company: Company, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = encryption.FolderChannel.freeze
    spoilt: list[Carrier] = []

    def freeze(*args: object) -> Carrier:
        carrier: Carrier = real(*args)  # type: ignore[arg-type]
        if not spoilt:
            spoilt.append(carrier)
            (carrier.folder / carrier.files[0].name).write_bytes(b"others")
        return carrier

    with monkeypatch.context() as patch:
        patch.setattr(encryption.FolderChannel, "freeze", freeze)
        result = run_of(company, plan, channel="encrypt")
    assert result.error is not None
    assert result.error.code == "FROZEN_CHANGED"
    held = {item.delivery for item in spoilt[0].items}
    assert held == {row.delivery for row in deliveries(company) if row.status is Status.PLANNED} & held
    assert not {("begun", name) for name in held} & set(_events(company))
    assert resume(company, f"{plan.id}-encrypt").state == "finished"
    assert (_laid(company), _statuses(company)) == (COUNT, {Status.WRITTEN: COUNT})


def test_a_delivery_that_somebody_else_took_stays_theirs(
    company: Company, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[Carrier] = []

    def asked(carrier: Carrier) -> bool:
        calls.append(carrier)
        if len(calls) == 1:
            taken = carrier.items[0].delivery
            data = {"deliveries": [taken], "reason": "cancelled", "why": "by hand"}
            with open_ledger(company.workspace) as other:
                other.record(Event(kind="cancelled", deliveries=(taken,), data=data))
        return is_frozen(carrier)

    monkeypatch.setattr(encryption.channel, "is_frozen", asked)
    result = run_of(company, plan, channel="encrypt")
    assert (result.state, result.error) == ("finished", None)
    assert _statuses(company) == {Status.WRITTEN: COUNT - 1, Status.CANCELLED: 1}
    assert _laid(company) == COUNT - 1
    assert ("begun", calls[0].items[0].delivery) not in _events(company)
