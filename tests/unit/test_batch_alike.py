"""Things that belong together, by their keys."""

from hypothesis import given
from hypothesis import strategies as st

from emitlib.batch.alike import Groups

KEYS = st.tuples(st.sampled_from(["a", "b", "ñ", "\udce1"]), st.booleans())


@given(st.lists(KEYS))
def test_groups_stand_in_the_order_of_their_first_things(keys: list[tuple[str, bool]]) -> None:
    expected: dict[tuple[str, bool], list[int]] = {}
    for number, key in enumerate(keys):
        expected.setdefault(key, []).append(number)
    groups = Groups(keys)
    assert [list(group) for group in groups] == list(expected.values())
    assert len(groups) == len(expected)
