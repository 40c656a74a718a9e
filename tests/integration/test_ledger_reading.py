"""Identity and queries, on SQLite and on PostgreSQL alike."""

from datetime import UTC, datetime
from pathlib import Path

from ledger_fixtures import (
    ADDRESS,
    OTHER_ADDRESS,
    SHA,
    begun,
    ledger,
    mail,
    outcome,
    planned,
    run_started,
    statuses,
    url,
    whole_life,
)

from emitlib.ledger import Event, JsonOrPersonal, Ledger, Personal, verify
from emitlib.ledger.personal import known_commitments
from emitlib.vocabulary import Carrier, CarrierItem, ChannelName, Delivery, FrozenFile, Status

__all__ = ["ledger", "url"]


def test_ids_are_stable_distinct_and_bound_to_the_ledger(ledger: Ledger) -> None:
    variants = [
        mail("AAA"),
        mail("BBB"),
        mail("AAA", OTHER_ADDRESS),
        mail("AAA", generation=2),
        Delivery(document="cfdi:AAA", channel=ChannelName.PRINT, destination="paper"),
        Delivery(document="cfdi:AAA", channel=ChannelName.ENCRYPT, destination="00123"),
    ]
    ids = ledger.identify(variants)
    assert len(set(ids)) == 6
    assert {len(name) for name in ids} == {21}
    assert ledger.identify([*variants, variants[0]]) == [*ids, ids[0]]
    assert set(ledger.identify(variants, namespace="R1")) & set(ids) == set()
    assert ledger.identify([]) == []


def test_states_are_what_deliveries_tell(ledger: Ledger) -> None:
    whole_life(ledger)
    rows = ledger.deliveries(namespace=None)
    assert rows
    names = [row.delivery for row in rows]
    states = ledger.states([*names, "D-unknown"])
    assert {name: tuple(state) for name, state in states.items()} == {
        row.delivery: (row.status, row.carrier, row.fingerprint, row.released) for row in rows
    }
    assert ledger.states([]) == {}


def test_deliveries_tell_everything_in_clear(ledger: Ledger) -> None:
    one, *_rest = whole_life(ledger)
    (row,) = ledger.deliveries(ids=[one])
    assert (row.status, row.document, row.channel, row.destination) == (
        Status.BOUNCED,
        "cfdi:AAA",
        ChannelName.MAIL,
        ADDRESS,
    )
    assert (row.run, row.plan, row.carrier, row.message_id) == ("R1", "P1", "C1", "<C1@example.mx>")
    assert row.rule == {"prints": False, "accounts": [ADDRESS], "means": None}
    assert (row.reply, row.code, row.enhanced, row.host) == ("550 no such user", 550, "2.0.0", "mx.example")
    assert row.evidence == {"host": "mx.example"}
    assert row.begun_at is not None
    assert row.settled_at is not None
    assert row.planned_at is not None
    assert row.planned_at < row.begun_at < row.settled_at


def test_each_status_comes_from_its_event(ledger: Ledger) -> None:
    ids = whole_life(ledger)
    assert statuses(ledger, ids) == ["bounced", "refused", "planned", "cancelled", "exported", "cancelled"]
    rows = {row.delivery: row for row in ledger.deliveries(namespace=None)}
    one, two, three, four, five, six = (rows[name] for name in ids)
    assert (two.reason, two.resolution) == ("resend", "resend")
    assert (three.released, three.carrier) == (True, None)
    assert (four.reason, six.reason) == ("rejected", "cancelled")
    assert (five.carrier, one.released) == ("C5", False)
    again = rows[two.next or ""]
    assert (again.generation, again.status) == (2, Status.PLANNED)


def test_filters_of_deliveries(ledger: Ledger) -> None:
    ids = whole_life(ledger)
    (rehearsed,) = ledger.identify([mail("AAA")], namespace="R9")
    ledger.record(planned(rehearsed, mail("AAA"), namespace="R9"), run_started([rehearsed], run="R9", rehearsal=True))
    assert [row.delivery for row in ledger.deliveries(run="R1")] == ids
    assert [row.delivery for row in ledger.deliveries(run="R9")] == [rehearsed]
    assert [row.delivery for row in ledger.deliveries(namespace="R9")] == [rehearsed]
    assert len(ledger.deliveries()) == 7
    assert len(ledger.deliveries(namespace=None)) == 8
    assert [row.delivery for row in ledger.deliveries(documents=["cfdi:AAA"])] == [ids[0]]
    assert [row.delivery for row in ledger.deliveries(statuses={Status.EXPORTED})] == [ids[4]]
    assert ledger.deliveries(channel=ChannelName.PRINT) == []
    assert ledger.deliveries(client="123") == []
    assert ledger.deliveries(ids=[]) == []
    assert ledger.deliveries(documents=[]) == []
    assert len(ledger.deliveries(client="00123", plan="P1")) == 7


def test_find_by_every_name(ledger: Ledger) -> None:
    ids = whole_life(ledger)
    one = ids[0]
    event = planned(ids[2], mail("CCC"))
    data = {**event.data, "series": "A", "folio": "0000000123", "rfc": Personal("rfc", "EKU9003173C9")}
    ledger.record(Event("planned", data, delivery=ids[2]))
    for named in ("aaa", "cfdi:AAA", one, one.lower(), "C1@example.mx", "<C1@example.mx>"):
        assert [row.delivery for row in ledger.find(named)] == [one]
    for named in ("A-123", "a 123", "A0000000123", "123", "EKU9003173C9", "eku-900317 3c9"):
        assert [row.delivery for row in ledger.find(named)] == [ids[2]]
    for named in ("00123", "PAGOS@Example.MX", ADDRESS):
        assert len(ledger.find(named)) == 7
    assert ledger.find("nobody@example.mx") == ledger.find("zzz") == ledger.find(" ") == ledger.find("B-123") == []
    (row,) = ledger.find("A-123")
    assert (row.series, row.folio, row.rfc) == ("A", "0000000123", "EKU9003173C9")


def test_carriers_can_be_emitted_again(ledger: Ledger, tmp_path: Path) -> None:
    ids = whole_life(ledger)
    (row,) = ledger.carriers(ids=["C1"])
    assert row.as_carrier(tmp_path) == Carrier(
        id="C1",
        run="R1",
        channel=ChannelName.MAIL,
        items=(CarrierItem(delivery=ids[0], document="cfdi:AAA", destination=ADDRESS),),
        files=(FrozenFile(name="C1.eml", sha256=SHA, size=42),),
        folder=tmp_path,
        message_id="<C1@example.mx>",
        subject="Factura A-1 de Ñandú",
        client="00123",
        copies=("archivo@example.mx",),
    )
    assert [carrier.carrier for carrier in ledger.carriers(run="R1")] == ["C1", "C2", "C3", "C4", "C5", "C6"]
    assert ledger.carriers(run="R2") == ledger.carriers(ids=[]) == []


def test_plans_and_runs(ledger: Ledger) -> None:
    whole_life(ledger)
    plan, run = ledger.plan("P1"), ledger.run("R1")
    assert plan is not None
    assert run is not None
    assert (plan.hash, plan.period, plan.found, plan.made_by) == (SHA, "2026-10", 8, "Ana")
    assert (run.plan, run.channel, run.rehearsal, run.state, run.reason) == (
        "P1",
        ChannelName.MAIL,
        False,
        "stopped",
        "asked",
    )
    assert run.ended_at is not None
    assert (ledger.plan("P2"), ledger.run("R2"), ledger.runs("P2")) == (None, None, [])
    assert (ledger.runs("P1"), ledger.runs()) == ([run], [run])
    assert (ledger.plans(period="2026-10"), ledger.plans(period="2026-11")) == ([plan], [])
    assert (ledger.clients_of_period("2026-10"), ledger.clients_of_period("2026-09")) == ({"00123"}, set())


def test_a_run_started_again_is_under_way_again(ledger: Ledger) -> None:
    ids = whole_life(ledger)
    ledger.record(run_started(ids))
    run = ledger.run("R1")
    assert run is not None
    assert (run.state, run.reason, run.ended_at) == ("running", "", None)


def test_edits_assignments_master_and_certificates(ledger: Ledger) -> None:
    whole_life(ledger)
    states = [
        (change.edit.partition(":")[0], change.state, change.source) for change in ledger.client_changes("00123")
    ]
    assert states == [
        ("E1", "applied", "emitlib"),
        ("E1", "applied", "emitlib"),
        ("E2", "abandoned", "emitlib"),
        ("E2", "abandoned", "emitlib"),
        ("E3", "intended", "emitlib"),
        ("E3", "intended", "emitlib"),
        ("outside", "applied", "outside"),
    ]
    change = ledger.client_changes()[0]
    assert (change.clave, change.column, change.before, change.after) == ("00123", "EMAILPRED", "", ADDRESS)
    assert (change.reason, change.by) == ("asked by phone", "Ana")
    assert ledger.client_changes("7") == []
    (pending,) = ledger.pending_edits()
    assert (pending.edit, pending.workbook, pending.before_sha256, len(pending.changes)) == (
        "E3",
        "clients.xlsx",
        SHA,
        2,
    )
    assert ledger.assignments() == {"AAA": "00123"}
    master = ledger.master()
    assert master is not None
    assert (master.workbook, master.rules) == ("clients.xlsx", {"00123": {"EMAILPRED": ADDRESS}})
    assert ledger.master("other.xlsx") is None
    (certificate,) = ledger.certificates("00123")
    assert (certificate.serial, certificate.rfc) == ("30001000000500003416", "EKU9003173C9")


def test_the_last_known_hash_of_a_workbook(ledger: Ledger) -> None:
    whole_life(ledger)
    assert ledger.known_workbook_hash("clients.xlsx") == "cd" * 32
    assert ledger.known_workbook_hash("other.xlsx") == ""
    cell: JsonOrPersonal = {
        "clave": "7",
        "column": "MAIL",
        "before": Personal("cell", "S"),
        "after": Personal("cell", "N"),
    }
    book: dict[str, JsonOrPersonal] = {
        "workbook": "clients.xlsx",
        "before_sha256": "cd" * 32,
        "changes": [cell],
    }
    reason = Personal("reason", "x")
    ledger.record(Event("edit_intended", {"edit": "E9", **book, "after_sha256": "ef" * 32, "reason": reason}))
    assert ledger.known_workbook_hash("clients.xlsx") == "cd" * 32
    ledger.record(Event("edit_applied", {"edit": "E9"}))
    assert ledger.known_workbook_hash("clients.xlsx") == "ef" * 32
    ledger.record(Event("changed_outside", {**book, "after_sha256": "01" * 32}))
    assert ledger.known_workbook_hash("clients.xlsx") == "01" * 32


def test_known_destinations_are_those_with_a_done_delivery(ledger: Ledger) -> None:
    (one, two) = ledger.identify([mail("AAA"), mail("BBB", OTHER_ADDRESS)])
    ledger.record(planned(one, mail("AAA")), planned(two, mail("BBB", OTHER_ADDRESS)))
    assert ledger.known_destinations() == set()
    ledger.record(begun(one), outcome("accepted", one), begun(two), outcome("refused", two, code=550))
    assert ledger.known_destinations() == {ADDRESS}


def test_events_of_a_delivery_are_all_that_concerned_it(ledger: Ledger) -> None:
    ids = whole_life(ledger)
    kinds = [[event.kind for event in ledger.events(delivery=name)] for name in (ids[0], ids[2], ids[5])]
    assert kinds == [
        ["planned", "frozen", "begun", "accepted", "bounced"],
        ["planned", "frozen", "held", "released"],
        ["planned", "frozen", "cancelled"],
    ]


def test_events_by_kind_run_and_place(ledger: Ledger) -> None:
    whole_life(ledger)
    everything = list(ledger.events())
    assert [event.seq for event in everything] == list(range(1, len(everything) + 1))
    assert next(ledger.events(5)).seq == 6
    assert {event.kind for event in ledger.events(kinds={"held", "begun"})} == {"held", "begun"}
    assert {event.run for event in ledger.events(run="R1")} == {"R1"}
    (bounced,) = ledger.events(kinds={"bounced"})
    assert bounced.data["reply"] == "550 no such user"
    assert bounced.at > datetime(2026, 10, 30, tzinfo=UTC)


def test_an_erased_value_reads_as_empty_and_the_chain_stands(url: str, ledger: Ledger) -> None:
    one, *_rest = whole_life(ledger)
    with ledger.reading() as connection:
        gone = list(known_commitments(connection, [Personal("address", ADDRESS)]).values())
    ledger.record(Event("erased", {"commitments": gone, "reason": Personal("reason", "on request")}))
    (row,) = ledger.deliveries(ids=[one])
    assert (row.destination, row.rule["accounts"]) == ("", [""])
    assert ledger.carriers(ids=["C1"])[0].items[0].destination == ""
    assert verify(ledger).passed is True
