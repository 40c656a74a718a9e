"""A person's word about paper in the ledger, on SQLite and on PostgreSQL alike."""

import pytest
from ledger_fixtures import ledger, url

from emitlib.batch.acknowledging import acknowledge_pieces, print_packs
from emitlib.errors import InputError, StoreError
from emitlib.ledger import Event, JsonOrPersonal, Ledger, person_answers, verify
from emitlib.vocabulary import ChannelName, Delivery, Status

__all__ = ["ledger", "url"]

SHA = "ab" * 32
PACK = "pack-C1.pdf"


def laid(opened: Ledger, *, rehearsal: bool = False, emitted: bool = True) -> list[str]:
    """Run R1 with a pack of three pieces, frozen; laid into the spool where `emitted`."""
    deliveries = [
        Delivery(document=f"cfdi:{name}", channel=ChannelName.PRINT, destination="paper", generation=1)
        for name in ("AAA", "BBB", "CCC")
    ]
    ids = opened.identify(deliveries)
    items: list[dict[str, JsonOrPersonal]] = [
        {"delivery": name, "document": one.document, "destination": "paper"}
        for name, one in zip(ids, deliveries, strict=True)
    ]
    for name, one in zip(ids, deliveries, strict=True):
        known: dict[str, JsonOrPersonal] = {
            "plan": "P1",
            "document": one.document,
            "channel": "print",
            "destination": "paper",
            "generation": 1,
        }
        rule: dict[str, JsonOrPersonal] = {"prints": True, "accounts": [], "means": None}
        data = {**known, "namespace": "", "client": "7", "fingerprint": SHA, "rule": rule, "files": []}
        opened.append(Event("planned", {**data, "replaces": None}, delivery=name))
    started: dict[str, JsonOrPersonal] = {"plan": "P1", "channel": "print", "rehearsal": rehearsal, "deliveries": ids}
    opened.append(Event("run_started", started, run="R1"))
    pack: dict[str, JsonOrPersonal] = {
        "files": [{"name": "frozen/C1.pdf", "sha256": SHA, "size": 42}],
        "message_id": "",
        "subject": "",
    }
    more: dict[str, JsonOrPersonal] = {
        "client": "7",
        "copies": [],
        "target": f"packs/{PACK}",
        "channel": "print",
        "items": items,
    }
    frozen = {**pack, **more, "made_at": "2026-10-30T18:00:00+00:00"}
    opened.append(Event("frozen", frozen, run="R1", carrier="C1"))
    if emitted:
        opened.append(Event("begun", {"deliveries": ids, "evidence": {}}, run="R1", carrier="C1"))
        for name in ids:
            opened.append(Event("spooled", {"host": PACK}, run="R1", delivery=name, carrier="C1"))
    opened.flush()
    return ids


def test_pieces_up_to_the_last_are_printed_once_and_the_chain_verifies(ledger: Ledger) -> None:
    one, two, three = laid(ledger)
    done = acknowledge_pieces(ledger, "R1", last_piece=2)
    assert (done.new, [piece.number for piece in done.pack.waiting]) == (frozenset({one, two}), [3])
    count = ledger.head().count
    assert acknowledge_pieces(ledger, "R1", last_piece=2, pack=PACK).new == frozenset()
    assert ledger.head().count == count
    assert acknowledge_pieces(ledger, "R1", last_piece=3, pack="C1").new == {three}
    rows = ledger.deliveries(run="R1")
    assert {row.status for row in rows} == {Status.PRINTED}
    words = person_answers(ledger, rows)
    assert {name: (word.by, word.paper and word.paper.last_piece) for name, word in words.items()} == {
        one: ("Ana", 2),
        two: ("Ana", 2),
        three: ("Ana", 3),
    }
    assert verify(ledger).passed


def test_what_changed_meanwhile_is_refused_whole(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two, _three = laid(ledger)
    stale = print_packs(ledger, "R1")
    ledger.record(Event("printed", {}, run="R1", delivery=two, carrier="C1", expect=frozenset({Status.SPOOLED})))
    monkeypatch.setattr("emitlib.batch.acknowledging.print_packs", lambda _ledger, _run: stale)
    with pytest.raises(StoreError) as caught:
        acknowledge_pieces(ledger, "R1", last_piece=3)
    assert caught.value.code == "DELIVERY_NOT_OPEN"
    (row,) = ledger.deliveries(ids=[one])
    assert row.status is Status.SPOOLED


@pytest.mark.parametrize(
    ("facts", "last_piece", "code"),
    [
        ({"rehearsal": True}, 1, "RUN_REHEARSED"),
        ({"emitted": False}, 1, "NOTHING_TO_ACKNOWLEDGE"),
        ({}, 4, "PIECE_UNKNOWN"),
        ({}, 0, "PIECE_UNKNOWN"),
    ],
)
def test_what_did_not_come_out_cannot_be_acknowledged(
    facts: dict[str, bool], last_piece: int, code: str, ledger: Ledger
) -> None:
    laid(ledger, **facts)
    count = ledger.head().count
    with pytest.raises(InputError) as caught:
        acknowledge_pieces(ledger, "R1", last_piece=last_piece)
    assert caught.value.code == code
    assert ledger.head().count == count
