from typing import Any

import msgspec
import pytest

from emitlib.ledger.events import KINDS, OUTCOMES
from emitlib.ledger.projections import Change, Fact, Rows, merge, project
from emitlib.ledger.projections.project import _PROJECTIONS
from emitlib.vocabulary import Status

AT = "2026-10-30T18:00:00.000005+00:00"
C = {"c": "aa" * 32}


def body(kind: str, data: dict[str, Any], **columns: Any) -> Fact:
    named = {"run": None, "delivery": None, "carrier": None, **columns}
    return Fact(seq=9, at=AT, by="Ana", kind=kind, data=data, **named)


def test_every_kind_has_a_projection() -> None:
    assert _PROJECTIONS.keys() == KINDS


def test_outcomes_are_all_statuses_that_end_a_transaction() -> None:
    rest = {Status.PLANNED, Status.HELD, Status.EXPORTED, Status.BEGUN, Status.CANCELLED}
    assert set(Status) - OUTCOMES == rest


@pytest.mark.parametrize("status", sorted(OUTCOMES))
def test_an_outcome_sets_the_status_of_its_name(status: Status) -> None:
    data = {"reply": C, "code": 250, "enhanced": "2.0.0", "host": "mx", "queue_id": "q", "phase": "dot"}
    assert project(body(status.value, data, delivery="D1")) == (
        Change(
            "delivery",
            {"delivery": "D1"},
            {
                "status": status.value,
                "settled_at": AT,
                "reply_c": C["c"],
                "code": 250,
                "enhanced": "2.0.0",
                "host": "mx",
                "queue_id": "q",
                "phase": "dot",
            },
        ),
    )


def test_begun_marks_each_delivery_with_carrier_time_and_evidence() -> None:
    data = {"deliveries": ["D1", "D2"], "evidence": {"host": "mx"}}
    changes = project(body("begun", data, carrier="C1", run="R1"))
    values = {"status": "begun", "carrier": "C1", "begun_run": "R1", "begun_at": AT, "evidence": '{"host":"mx"}'}
    assert changes == (
        Change("delivery", {"delivery": "D1"}, values),
        Change("delivery", {"delivery": "D2"}, values),
    )


def test_an_address_goes_into_the_commitment_column_and_paper_into_the_plain_one() -> None:
    data = {
        "namespace": "",
        "plan": "P1",
        "document": "cfdi:A",
        "channel": "mail",
        "destination": C,
        "generation": 1,
        "client": "7",
        "fingerprint": "f",
        "rule": {"accounts": [C], "silent": True},
    }
    (to_address,) = project(body("planned", data, delivery="D1"))
    (to_paper,) = project(body("planned", {**data, "destination": "paper"}, delivery="D2"))
    assert (to_address.values["destination"], to_address.values["destination_c"]) == (None, C["c"])
    assert (to_paper.values["destination"], to_paper.values["destination_c"]) == ("paper", None)
    assert to_address.values["rule"] == '{"accounts":[{"c":"' + C["c"] + '"}],"silent":true}'


@pytest.mark.parametrize(
    ("answer", "status", "reason"),
    [("arrived", "accepted", None), ("not_arrived", "refused", "not_arrived"), ("resend", "refused", "resend")],
)
def test_an_answer_closes_the_generation(answer: str, status: str, reason: str | None) -> None:
    (change,) = project(body("resolved", {"answer": answer, "reason": "phone"}, delivery="D1"))
    assert change.values == {"status": status, "reason": reason, "resolution": answer, "settled_at": AT}


def test_duplicates_in_a_plan_keep_their_place() -> None:
    entry = {"document": "file:x", "verdict": "blocked", "code": "DUPLICATE", "client": None}
    data = {"plan": "P1", "hash": "h", "period": "2026-10", "found": 2, "documents": [entry, entry], "deliveries": []}
    changes = project(body("plan_made", data))
    assert [change.key for change in changes if change.table == "plan_document"] == [
        {"plan": "P1", "position": 0},
        {"plan": "P1", "position": 1},
    ]


def test_an_unknown_answer_means_nothing() -> None:
    with pytest.raises(KeyError):
        project(body("resolved", {"answer": "perhaps", "reason": ""}, delivery="D1"))


def test_projecting_changes_neither_body_nor_result() -> None:
    event = body("run_started", {"plan": "P", "channel": "mail", "rehearsal": False, "deliveries": ["D1"]}, run="R1")
    before = msgspec.json.encode(event)
    assert project(event) == project(event)
    assert msgspec.json.encode(event) == before


def test_merging_lets_later_values_win_and_keeps_the_rest() -> None:
    rows: Rows = {}
    merge(rows, [Change("run", {"run": "R1"}, {"state": "running", "plan": "P1"})])
    merge(rows, [Change("run", {"run": "R1"}, {"state": "finished"}), Change("run", {"run": "R2"}, {})])
    assert rows == {
        ("run", ("R1",)): {"run": "R1", "state": "finished", "plan": "P1"},
        ("run", ("R2",)): {"run": "R2"},
    }
