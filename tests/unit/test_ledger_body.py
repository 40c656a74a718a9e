import pytest
from hypothesis import given
from hypothesis import strategies as st

from emitlib.ledger import Event, Personal
from emitlib.ledger.body import ZERO_HASH, canonical_text, link_hash
from emitlib.ledger.draft import draft_of, plain_data
from emitlib.ledger.events import GUARDS
from emitlib.ledger.personal import commitment_of, commitments_in, digest_of, personal_row, revealed
from emitlib.vocabulary import DONE, OPEN, Json, Status, canonical_json

LEAVES = st.none() | st.booleans() | st.integers() | st.text()
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(VALUES)
def test_canonical_text_is_the_canonical_json_of_the_vocabulary(value: Json) -> None:
    assert canonical_text(value) == canonical_json(value)


def test_link_hash_is_sha256_over_former_hash_and_body() -> None:
    # printf "%064d{}" 0 | sha256sum
    assert link_hash(ZERO_HASH, "{}") == "5508d2b710e64bc470079e1b211d9c58e21011e59d0559e422345dc19d659a75"


def test_plain_data_collects_personal_values_wherever_they_stand() -> None:
    address = Personal("address", "a@example.mx")
    subject = Personal("subject", "Hola")
    data, personals = plain_data({"rule": {"accounts": (address, address)}, "items": [{"subject": subject}], "n": 1})
    leaf = {"c": ""}
    assert data == {"rule": {"accounts": [leaf, leaf]}, "items": [{"subject": leaf}], "n": 1}
    assert [personal for personal, _leaf in personals] == [address, address, subject]
    for name, (_personal, place) in zip("123", personals, strict=True):
        place["c"] = name
    assert data == {"rule": {"accounts": [{"c": "1"}, {"c": "2"}]}, "items": [{"subject": {"c": "3"}}], "n": 1}


class Text(str):
    """As XML and table libraries give them."""

    __slots__ = ()


def test_names_of_a_draft_are_plain_strings() -> None:
    draft = draft_of(Event("accepted", {}, run=Text("R1"), delivery=Text("D1")), "2026-10-30T18:00:00.000000+00:00")
    assert (draft.run, draft.delivery, draft.carrier) == ("R1", "D1", None)
    assert (type(draft.run), type(draft.delivery)) == (str, str)


def test_plain_data_holds_nothing_but_json_s_own_types() -> None:
    class Number(int):
        pass

    data, _personals = plain_data({Text("k"): [Text("a"), Status.HELD, Number(7), True, 2**70]})
    assert data == {"k": ["a", "held", 7, True, 2**70]}
    assert [type(part) for part in (*data, *data["k"])] == [str, str, str, int, bool, int]  # type: ignore[misc]


@pytest.mark.parametrize("value", [1.5, b"x", {"k": {1: "x"}}, {"k": object()}])
def test_what_has_no_canonical_text_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        plain_data({"value": value})  # type: ignore[dict-item]


def test_a_mapping_that_looks_like_a_commitment_is_refused() -> None:
    with pytest.raises(ValueError, match="reserved"):
        plain_data({"value": {"c": "x"}})


def test_what_no_database_can_hold_becomes_a_replacement_character() -> None:
    data, _personals = plain_data({"k\0": "a\0b\udcff"})
    assert data == {"k\ufffd": "a\ufffdb\ufffd"}
    assert Personal("reply", "250 \udce9\0").value == "250 \ufffd\ufffd"


def test_commitments_are_salted_and_bound_to_kind_and_value() -> None:
    address = Personal("address", "a@example.mx")
    first, second = (personal_row(address, digest_of(address)) for _turn in range(2))
    assert first["digest"] == second["digest"] == digest_of(address)
    assert first["salt"] != second["salt"]
    assert first["commitment"] != second["commitment"]
    assert first["commitment"] == commitment_of(first["salt"], "address", "a@example.mx")
    assert commitment_of("s", "ab", "c") != commitment_of("s", "a", "bc")


def test_an_erased_value_reads_as_empty() -> None:
    body = {"to": {"c": "11"}, "cc": [{"c": "22"}, {"c": "11"}], "n": 5}
    assert list(commitments_in(body)) == ["11", "22", "11"]
    assert revealed(body, {"22": "b@example.mx"}) == {"to": "", "cc": ["b@example.mx", ""], "n": 5}


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no such kind"):
        Event("beegun", {})


@pytest.mark.parametrize(
    ("kind", "expect", "allowed"),
    [
        ("begun", None, OPEN),
        ("begun", frozenset(Status), OPEN),
        ("begun", frozenset({Status.PLANNED}), {Status.PLANNED}),
        ("released", None, {Status.HELD}),
        ("accepted", None, None),
        ("accepted", frozenset({Status.UNKNOWN}), {Status.UNKNOWN}),
    ],
)
def test_what_is_expected_never_widens_what_the_kind_allows(
    kind: str, expect: frozenset[Status] | None, allowed: set[Status] | None
) -> None:
    assert Event(kind, {"deliveries": ["D1"]}, expect=expect).allowed() == allowed


def test_nothing_but_a_guarded_event_makes_a_delivery_open() -> None:
    opening = {"planned", "deferred", "released"}
    assert opening <= GUARDS.keys()
    assert all(status not in GUARDS[kind] for kind in opening for status in DONE | {Status.UNKNOWN, Status.REFUSED})


def test_begun_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="names its deliveries"):
        Event("begun", {"deliveries": []})


def test_guarded_deliveries_come_from_everywhere_once() -> None:
    event = Event("held", {"deliveries": ["D2", "D3"]}, delivery="D1", deliveries=("D3", "D4"))
    assert event.guarded() == ("D1", "D3", "D4", "D2")
    assert Event("frozen", {"items": [{"delivery": "D7", "document": "x"}]}).guarded() == ("D7",)
    assert Event("run_started", {"deliveries": ["D2"]}).guarded() == ()
