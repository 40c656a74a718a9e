"""Single events and what proves them, on SQLite and PostgreSQL."""

import json

import pytest
from ledger_fixtures import ADDRESS, ledger, url, whole_life

from emitlib.evidence.verifier.verify import root_of_path
from emitlib.ledger import (
    Ledger,
    carriers_holding,
    commitments_in,
    openings_of,
    planned_in,
    prove,
    raw_events,
    seal_run,
    verify,
)
from emitlib.ledger.personal import commitment_of

__all__ = ["ledger", "url"]


def test_every_event_is_proved_under_a_seal(ledger: Ledger) -> None:
    whole_life(ledger)
    first = seal_run(ledger, "R1", signer=None)
    seal = seal_run(ledger, "", signer=None)
    hashes = [event.hash for event in ledger.events()]
    paths = prove(ledger, range(1, seal.count + 1), count=seal.count)
    roots = {root_of_path(hashes[seq - 1], paths[seq], seq - 1, seal.count) for seq in paths}
    assert roots == {seal.root}
    assert first.root != seal.root
    assert verify(ledger).passed is True
    with pytest.raises(ValueError, match="beyond"):
        prove(ledger, {seal.count + 1}, count=seal.count)


def test_the_events_of_a_delivery_are_those_of_its_carriers_too(ledger: Ledger) -> None:
    one, *_others = whole_life(ledger)
    carriers = carriers_holding(ledger, [one])
    found = raw_events(ledger, deliveries=[one], carriers=carriers, kinds=["cancelled"])
    assert carriers == ["C1"]
    assert [event.kind for event in found] == ["planned", "frozen", "begun", "accepted", "cancelled", "bounced"]
    assert planned_in(ledger, ["P1"]) >= {one}
    assert planned_in(ledger, ["P9"]) == set()


def test_an_opening_opens_its_commitment(ledger: Ledger) -> None:
    one, *_others = whole_life(ledger)
    (event, *_more) = raw_events(ledger, deliveries=[one], carriers=[], kinds=[])
    names = set(commitments_in(json.loads(event.body)["data"]))
    (opening,) = openings_of(ledger, names)
    assert (opening.kind, opening.value) == ("address", ADDRESS)
    assert commitment_of(opening.salt, opening.kind, opening.value) == opening.commitment
