"""The Merkle tree over event hashes, against RFC 6962's own recursive definition."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emitlib.evidence.verifier.verify import root_of_path
from emitlib.ledger.merkle import MerkleRange, inclusion_paths


def names(count: int) -> list[str]:
    return [sha256(str(number).encode()).hexdigest() for number in range(count)]


def defined(leaves: list[str]) -> bytes:
    """MTH of RFC 6962 §2.1, word by word."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\0" + bytes.fromhex(leaves[0])).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\1" + defined(leaves[:split]) + defined(leaves[split:])).digest()


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 8, 9, 100])
def test_the_root_is_rfc_6962s(count: int) -> None:
    tree = MerkleRange()
    tree.extend(names(count))
    assert (tree.count, tree.root) == (count, defined(names(count)).hex())


@given(st.integers(0, 70), st.integers(0, 70))
def test_a_tree_goes_on_from_its_peaks(first: int, more: int) -> None:
    hashes = names(first + more)
    tree = MerkleRange()
    tree.extend(hashes[:first])
    later = MerkleRange(tree.count, tree.peaks)
    later.extend(hashes[first:])
    assert later.root == defined(hashes).hex()
    assert len(later.peaks) == (first + more).bit_count()


@given(st.integers(1, 90), st.data())
def test_every_path_leads_to_the_root_and_no_other_event_does(count: int, data: st.DataObject) -> None:
    hashes = names(count)
    place = data.draw(st.integers(0, count - 1))
    root = defined(hashes).hex()
    path = inclusion_paths(hashes, {place})[place]
    assert root_of_path(hashes[place], path, place, count) == root
    assert root_of_path("00" * 32, path, place, count) != root
    other = data.draw(st.integers(0, count - 1))
    assert (root_of_path(hashes[place], path, other, count) == root) is (other == place)


def test_paths_across_blocks() -> None:
    count = 40_001  # three blocks, the last one short
    hashes = names(count)
    tree = MerkleRange()
    tree.extend(hashes)
    wanted = {0, 1, 16_383, 16_384, 32_767, 32_768, 40_000}
    paths = inclusion_paths(iter(hashes), wanted)
    roots = {root_of_path(hashes[place], paths[place], place, count) for place in wanted}
    assert roots == {tree.root}
    assert set(paths) == wanted


@pytest.mark.parametrize("place", [3, 20_000])
def test_a_place_beyond_the_last_event_is_refused(place: int) -> None:
    with pytest.raises(ValueError, match="beyond the last event"):
        inclusion_paths(names(3), {place})


def test_a_path_that_is_too_short_or_too_long_leads_nowhere() -> None:
    hashes = names(8)
    path = inclusion_paths(hashes, {5})[5]
    assert root_of_path(hashes[5], path[:-1], 5, 8) == ""
    assert root_of_path(hashes[5], [*path, "00" * 32], 5, 8) == ""
