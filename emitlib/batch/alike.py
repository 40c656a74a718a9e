"""Which of many things belong together, by a key: kept as numbers alone, so that their number takes little memory."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import accumulate

__all__ = ["Groups"]


class Groups:
    """The numbers of things that have the same key, in the order in which each key was first met.

    Four bytes a thing and four a group; keys are told apart by a hash of 16 bytes while they are counted.

    Args:
        keys: One for each thing, in their order; of plain values, whose `repr` tells them apart.

    >>> [list(group) for group in Groups([("a",), ("b",), ("a",)])]
    [[0, 2], [1]]
    """

    def __init__(self, keys: Iterable[tuple[object, ...]]) -> None:
        known: dict[bytes, int] = {}
        group_of = array("I")
        for key in keys:
            group_of.append(known.setdefault(blake2b(repr(key).encode(), digest_size=16).digest(), len(known)))
        sizes = array("I", [0]) * len(known)
        for group in group_of:
            sizes[group] += 1
        self._starts = array("I", accumulate(sizes, initial=0))
        self._numbers = array("I", sorted(range(len(group_of)), key=group_of.__getitem__))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, group: int) -> Sequence[int]:
        return self._numbers[self._starts[group] : self._starts[group + 1]]

    def __iter__(self) -> Iterator[Sequence[int]]:
        return (self[group] for group in range(len(self)))
