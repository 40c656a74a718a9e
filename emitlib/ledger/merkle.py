"""A Merkle tree over the events' hashes, so that one event can be proved without the others. Source: RFC 6962 §2.1.

Its leaves are the 32 bytes of each event's hash, in the order of the chain.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice

__all__ = ["MerkleRange", "inclusion_paths"]

_LEAF, _NODE = b"\0", b"\1"
_BLOCK = 1 << 14  # leaves held at once while paths are made; a power of two


class MerkleRange:
    """The tree over the first events, as its peaks alone: 32 bytes for each bit of the count.

    Args:
        count: Events in it.
        peaks: What `peaks` gave for them, the largest subtree first.
    """

    def __init__(self, count: int = 0, peaks: Iterable[str] = ()) -> None:
        self.count = count
        self._peaks = [bytes.fromhex(peak) for peak in peaks]

    @property
    def peaks(self) -> list[str]:
        """The roots of the perfect subtrees, the largest first, 64 hex digits each."""
        return [peak.hex() for peak in self._peaks]

    @property
    def root(self) -> str:
        """The root, 64 hex digits."""
        if not self._peaks:
            return sha256().hexdigest()
        node = self._peaks[-1]
        for peak in self._peaks[-2::-1]:
            node = _joined(peak, node)
        return node.hex()

    def extend(self, hashes: Iterable[str]) -> None:
        """Take in the hashes of the events that follow."""
        peaks, count = self._peaks, self.count
        for text in hashes:
            node = sha256(_LEAF + bytes.fromhex(text)).digest()
            size = count
            while size & 1:
                node = sha256(_NODE + peaks.pop() + node).digest()
                size >>= 1
            peaks.append(node)
            count += 1
        self.count = count


def inclusion_paths(hashes: Iterable[str], wanted: Collection[int]) -> dict[int, list[str]]:
    """The inclusion proof of each wanted event, from one pass over all hashes.

    Args:
        hashes: Of the events in the tree, in order; some ten thousand are held at once.
        wanted: Places in the tree, from 0.

    Returns:
        For each wanted place the sibling hashes from the leaf up, 64 hex digits each.

    Raises:
        ValueError: If a wanted place lies beyond the last event.
    """
    paths: dict[int, list[bytes]] = {place: [] for place in wanted}
    tops: list[bytes] = []
    inside: dict[int, list[int]] = {}
    for place in sorted(paths):
        inside.setdefault(place // _BLOCK, []).append(place)
    for number, block in enumerate(_blocks(hashes)):
        here = {place % _BLOCK: paths[place] for place in inside.get(number, ()) if place % _BLOCK < len(block)}
        tops.append(_root(block, here.items()))
        _check_found(inside.pop(number, []), len(here))
    _check_found(list(inside), 0)
    _root(tops, [(place // _BLOCK, path) for place, path in paths.items()])
    return {place: [node.hex() for node in path] for place, path in paths.items()}


def _joined(left: bytes, right: bytes) -> bytes:
    return sha256(_NODE + left + right).digest()


def _blocks(hashes: Iterable[str]) -> Iterator[list[bytes]]:
    rest = iter(hashes)
    while block := [sha256(_LEAF + bytes.fromhex(text)).digest() for text in islice(rest, _BLOCK)]:
        yield block


def _root(nodes: list[bytes], wanted: Iterable[tuple[int, list[bytes]]]) -> bytes:
    """The root over `nodes`; on the way up each wanted place gathers its siblings."""
    going = list(wanted)
    while len(nodes) > 1:
        for place, path in going:
            sibling = place ^ 1
            if sibling < len(nodes):
                path.append(nodes[sibling])
        going = [(place >> 1, path) for place, path in going]
        odd = nodes[len(nodes) & ~1 :]
        nodes = [_joined(left, right) for left, right in zip(nodes[::2], nodes[1::2], strict=False)] + odd
    return nodes[0] if nodes else sha256().digest()


def _check_found(asked: Sequence[int], found: int) -> None:
    if len(asked) != found:
        raise ValueError("a wanted place lies beyond the last event")
