"""Appending: order, guards and refusals, on SQLite and on PostgreSQL alike."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from ledger_fixtures import (
    ADDRESS,
    begun,
    frozen,
    ledger,
    mail,
    open_ledger,
    outcome,
    planned,
    rows_of,
    run_started,
    small_run,
    statuses,
    url,
    whole_life,
)

from emitlib.errors import StoreError
from emitlib.ledger import Event, Ledger, Personal, verify
from emitlib.ledger.body import ZERO_HASH, link_hash
from emitlib.vocabulary import Status

__all__ = ["ledger", "url"]


def test_bodies_are_canonical_chained_and_hold_no_personal_value(url: str, ledger: Ledger) -> None:
    whole_life(ledger)
    last = ZERO_HASH
    for event in ledger.events():
        assert event.prev_hash == last
        assert event.hash == link_hash(last, event.body)
        body = json.loads(event.body)
        assert event.body == json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert (body["v"], body["seq"], body["kind"]) == (1, event.seq, event.kind)
        for clear in (ADDRESS, "archivo@", "Factura", "no such user", "EKU9003173C9", "asked by phone"):
            assert clear not in event.body
        last = event.hash
    assert ledger.head().hash == last


def test_a_refused_append_leaves_no_trace_and_the_next_one_goes_on(url: str, ledger: Ledger) -> None:
    one, two, three = small_run(ledger)
    ledger.record(begun(one))
    before, people = ledger.head(), rows_of(url, "personal")
    refused = ledger.append(
        Event("service_sent", {"address": Personal("address", "nobody@example.mx")}),
        Event("begun", {"deliveries": [two, one], "evidence": {}}, run="R1"),
    )
    good = ledger.append(begun(three))
    with pytest.raises(StoreError) as caught:
        refused.wait()
    good.wait()
    assert caught.value.code == "DELIVERY_NOT_OPEN"
    assert one in caught.value.message
    assert two not in caught.value.message
    assert statuses(ledger, [one, two, three]) == ["begun", "planned", "begun"]
    assert (ledger.head().count, rows_of(url, "personal")) == (before.count + 1, people)
    assert verify(ledger).passed is True


def test_a_guard_sees_earlier_appends_of_the_same_commit(ledger: Ledger) -> None:
    (one, *_rest) = small_run(ledger)
    tickets = [ledger.append(begun(one)) for _ in range(20)]
    codes = []
    for ticket in tickets:
        try:
            ticket.wait()
            codes.append("")
        except StoreError as err:
            codes.append(err.code)
    assert codes == ["", *["DELIVERY_NOT_OPEN"] * 19]


def test_a_guard_sees_earlier_events_of_the_same_append(ledger: Ledger) -> None:
    (one, two, _three) = small_run(ledger)
    with pytest.raises(StoreError):
        ledger.record(begun(one), begun(one))
    ledger.record(begun(two), outcome("deferred", two, code=450), begun(two), outcome("accepted", two))
    assert statuses(ledger, [one, two]) == ["planned", "accepted"]


def test_of_two_ledgers_on_one_database_one_begins(url: str) -> None:
    with open_ledger(url) as first, open_ledger(url) as second:
        (one, *_rest) = small_run(first)
        results: list[str] = []
        barrier = threading.Barrier(2)

        def begin(opened: Ledger) -> None:
            barrier.wait()
            try:
                opened.record(begun(one))
                results.append("begun")
            except StoreError as err:
                results.append(err.code)

        threads = [threading.Thread(target=begin, args=(opened,)) for opened in (first, second)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(results) == ["DELIVERY_NOT_OPEN", "begun"]


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.UNKNOWN, Status.REFUSED, Status.BEGUN])
def test_a_second_workspace_cannot_open_again_what_the_first_closed(ledger: Ledger, status: Status) -> None:
    (one, *_rest) = small_run(ledger)
    ledger.record(begun(one))
    if status is not Status.BEGUN:
        ledger.record(outcome(status.value, one))
    late = (
        planned(one, mail("AAA"), plan="P2"),
        outcome("deferred", one, run="R2"),
        frozen("C9", one, mail("AAA"), run="R2"),
        Event("released", {"deliveries": [one]}),
        Event("cancelled", {"deliveries": [one], "reason": "x"}),
    )
    for event in late:
        with pytest.raises(StoreError) as caught:
            ledger.record(event)
        assert caught.value.code == "DELIVERY_NOT_OPEN"
    assert statuses(ledger, [one]) == [status.value]


def test_a_run_that_lists_begun_deliveries_does_not_take_them_over(ledger: Ledger) -> None:
    ids = small_run(ledger)
    ledger.record(begun(ids[0], run="R1"))
    ledger.record(run_started(ids, run="R2"))
    assert [row.run for row in ledger.deliveries(ids=ids)] == ["R1", "R2", "R2"]
    ledger.record(outcome("deferred", ids[0], run="R1", code=450))
    assert [row.run for row in ledger.deliveries(ids=ids)] == ["R2", "R2", "R2"]


def test_only_the_carrier_that_holds_a_delivery_begins_it(ledger: Ledger) -> None:
    (one, *_rest) = small_run(ledger)
    ledger.record(frozen("C1", one, mail("AAA")))
    ledger.record(planned(one, mail("AAA"), plan="P2"))
    codes = [refused_code(ledger, begun(one, carrier="C1"))]
    ledger.record(frozen("C2", one, mail("AAA")))
    codes.append(refused_code(ledger, begun(one, carrier="C1")))
    ledger.record(begun(one, carrier="C2"))
    assert codes == ["DELIVERY_NOT_OPEN", "DELIVERY_NOT_OPEN"]
    assert statuses(ledger, [one]) == ["begun"]


@pytest.mark.parametrize("kind", ["deferred", "refused"])
@pytest.mark.parametrize("stands", ["begun", "unknown"])
def test_a_run_cannot_close_what_another_one_left_in_doubt(ledger: Ledger, stands: str, kind: str) -> None:
    (one, *_rest) = small_run(ledger)
    ledger.record(begun(one, run="R1"))
    if stands == "unknown":
        ledger.record(outcome("unknown", one, run="R1"))
    assert refused_code(ledger, outcome(kind, one, run="R2")) == "DELIVERY_NOT_OPEN"
    assert statuses(ledger, [one]) == [stands]


def test_a_refusal_never_covers_an_acceptance(ledger: Ledger) -> None:
    (one, *_rest) = small_run(ledger)
    ledger.record(begun(one), outcome("accepted", one))
    assert refused_code(ledger, outcome("refused", one, run="R2", code=550)) == "DELIVERY_NOT_OPEN"
    assert statuses(ledger, [one]) == ["accepted"]


def refused_code(ledger: Ledger, event: Event) -> str:
    with pytest.raises(StoreError) as caught:
        ledger.record(event)
    return caught.value.code


def test_planning_again_starts_over_without_carrier(ledger: Ledger) -> None:
    (one, *_rest) = small_run(ledger)
    ledger.record(
        frozen("C1", one, mail("AAA")),
        begun(one, carrier="C1"),
        outcome("deferred", one, code=450, reply="450 later"),
    )
    ledger.record(planned(one, mail("AAA"), plan="P2"))
    (row,) = ledger.deliveries(ids=[one])
    assert (row.status, row.plan, row.carrier, row.reply, row.code) == (Status.PLANNED, "P2", None, "", None)
    assert (row.begun_at, row.settled_at, row.evidence) == (None, None, {})


def test_appends_of_many_threads_keep_each_thread_s_order(ledger: Ledger) -> None:
    def work(name: str) -> None:
        for number in range(50):
            ledger.append(Event("service_sent", {"purpose": name, "number": number}))
        ledger.flush()

    threads = [threading.Thread(target=work, args=(f"t{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen: dict[str, list[int]] = {}
    for event in ledger.events(kinds={"service_sent"}):
        seen.setdefault(event.data["purpose"], []).append(event.data["number"])
    assert seen == {f"t{number}": list(range(50)) for number in range(4)}


def test_two_processes_appending_500_events_each_make_one_unforked_chain(url: str, tmp_path: Path) -> None:
    open_ledger(url, tmp_path / "checkpoints").close()
    script = (
        "import sys; from pathlib import Path; from emitlib.ledger import Event, Ledger\n"
        "from emitlib.workspace import Actor, utc_now\n"
        "url, folder, name = sys.argv[1:]\n"
        "with Ledger.open(url, actor=Actor(name, name, 'pc'), clock=utc_now, checkpoints=Path(folder)) as ledger:\n"
        "    for number in range(500):\n"
        "        ticket = ledger.append(Event('service_sent', {'number': number}))\n"
        "        if number % 7 == 0: ticket.wait()\n"
    )
    command = [sys.executable, "-c", script, url, str(tmp_path / "checkpoints")]
    children = [subprocess.Popen([*command, name]) for name in ("one", "two")]
    assert [child.wait(120) for child in children] == [0, 0]
    with open_ledger(url, tmp_path / "checkpoints", read_only=True) as opened:
        numbers: dict[str, list[int]] = {"one": [], "two": []}
        for event in opened.events(kinds={"service_sent"}):
            numbers[event.by].append(event.data["number"])
        assert numbers == {"one": list(range(500)), "two": list(range(500))}
        assert opened.head().count == 1001
        result = verify(opened)
    assert (result.passed, result.rows, result.first_bad) == (True, 1001, None)


def test_what_cannot_be_projected_is_refused_alone(ledger: Ledger) -> None:
    (one, *_rest) = small_run(ledger)
    bad = [
        Event("run_ended", {}, run="R1"),
        Event("accepted", {"code": "250"}, delivery=one),
        Event("resolved", {"answer": "perhaps"}, delivery=one),
        Event("run_ended", {"state": "finished"}, run="R\ud800"),
    ]
    tickets = [ledger.append(event) for event in bad[:2]]
    tickets.append(ledger.append(bad[3]))
    for ticket in tickets:
        with pytest.raises(StoreError) as caught:
            ticket.wait()
        assert caught.value.code == "EVENT_MALFORMED"
    ledger.record(begun(one), outcome("unknown", one))
    with pytest.raises(StoreError) as caught:
        ledger.record(bad[2])
    assert caught.value.code == "EVENT_MALFORMED"
    assert verify(ledger).passed is True


def test_an_odd_reply_is_recorded_all_the_same(ledger: Ledger) -> None:
    (one, *_rest) = small_run(ledger)
    long = "250 " + "\u00f1x" * 5_000
    ledger.record(begun(one), outcome("accepted", one, reply=f"{long}\0\udcff"))
    (row,) = ledger.deliveries(ids=[one])
    assert row.reply == f"{long}\ufffd\ufffd"
    assert verify(ledger).passed is True


def test_three_thousand_events_in_one_append(ledger: Ledger) -> None:
    deliveries = [mail(f"{number:05}", f"c{number}@example.mx") for number in range(3_000)]
    ids = ledger.identify(deliveries)
    ledger.record(*(planned(name, delivery) for name, delivery in zip(ids, deliveries, strict=True)))
    rows = ledger.deliveries(documents=[delivery.document for delivery in deliveries])
    assert [row.delivery for row in rows] == ids
    assert [row.destination for row in rows] == [delivery.destination for delivery in deliveries]
